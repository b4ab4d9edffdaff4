"""The entry screen of form II.06: laid out as the form, adding up while numbers are typed.

Nothing is refused because it does not add up: real returns do not. The screen shows it while
typing, and says it again, in the same words, when the return has been saved.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.admin.filters import BranchFilter
from dossiers.form206 import BY_NUMBER, COLUMNS, FormColumn
from dossiers.models import Return
from dossiers.returns.comparison import Role, suggested_carried_over
from dossiers.returns.grid.screen import GridScreen
from dossiers.returns.neighbours import Neighbours
from dossiers.returns.rights import ReturnRights
from dossiers.summary import findings_of
from reporting.checks import wording
from reporting.numbers import number

_FORM = "form206"


@admin.register(Return)
class ReturnAdmin(GridScreen, ReturnRights):
    change_list_template = "dossiers/return_change_list.html"
    change_form_template = "dossiers/return_entry.html"
    list_display = ["agency", "period", "agency_role", "sector", "status"]
    list_select_related = ["agency", "period", "sector"]
    list_filter = ["period", "status", BranchFilter]
    search_fields = ["agency__name__unaccent__icontains"]
    fieldsets = [
        (
            gettext_lazy("Biểu II.06"),
            {
                "fields": [
                    ("period", "agency"),
                    ("agency_role", "sector"),
                    "is_aggregate",
                    ("document_number", "as_of"),
                    "status",
                ]
            },
        ),
        (
            gettext_lazy("Cột 3 đến cột 13"),
            {"fields": list(Return.COLUMNS), "classes": [_FORM]},
        ),
        (gettext_lazy("Cột bổ sung"), {"fields": list(Return.OPTIONAL)}),
        (gettext_lazy("Ghi chú"), {"fields": ["note"]}),
    ]
    autocomplete_fields = ["period", "agency", "sector"]
    starts_at_home = ["agency"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """What a return is about is chosen here and kept elsewhere: no way to edit it beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            for right in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{right}_related", False)
        return field

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.suggestion_view)
        return [
            path("carried-over/", view, name="dossiers_return_carried_over"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if COLUMNS[0].key in form.fields:
            context |= {
                "form206": [_cell(column, form) for column in COLUMNS],
                "form206_rules": json.dumps(_rules(), ensure_ascii=False),
                "form206_message": _message(),
                "form206_group": formats.get_format("THOUSAND_SEPARATOR"),
                "carried_over_url": reverse("admin:dossiers_return_carried_over"),
                "carried_over": self._suggestion(request, _named(form)),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def suggestion_view(self, request: HttpRequest) -> JsonResponse:
        """What column 6 should be, for the agency and the period chosen on the screen."""
        return JsonResponse(self._suggestion(request, request.GET.dict()))

    def _suggestion(self, request: HttpRequest, named: dict[str, str]) -> dict[str, str]:
        """Empty where something is not chosen, not known, or not for this user to choose."""
        rows = {name: self._row(request, name, named) for name in ("agency", "period", "sector")}
        role = named.get("agency_role") or Role.RESOLVING
        is_known = not named.get("sector") or rows["sector"]
        if not rows["agency"] or not rows["period"] or not is_known or role not in Role.values:
            return {}
        found = suggested_carried_over(rows["agency"], rows["period"], role, rows["sector"])
        if found is None:
            return {}
        words = {"value": number(found.value), "source": found.source}
        return {
            "value": number(found.value),
            "text": _("Gợi ý cột 6: %(value)s, theo %(source)s.") % words,
        }

    def _row(self, request: HttpRequest, name: str, named: dict[str, str]) -> Any:
        key = named.get(name) or ""
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        return self.offered_rows(self.opts.get_field(name), request).filter(pk=key).first()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for finding in findings_of(obj, Neighbours([obj])):
            repairs = [edit.message() for edit in finding.edits[:1]] or [finding.advice]
            text = " ".join([*finding.messages(), *repairs]).rstrip()
            self.message_user(request, text, messages.WARNING)


def _named(form: Any) -> dict[str, str]:
    """What the form names now: as posted, as stored, or as it starts."""
    names = ("agency", "period", "sector", "agency_role")
    found = {name: form[name].value() for name in names if name in form.fields}
    return {name: str(value) for name, value in found.items() if value is not None}


def _cell(column: FormColumn, form: Any) -> dict[str, Any]:
    return {"column": column, "field": form[column.key], "errors": form.errors.get(column.key)}


def _rules() -> list[dict[str, Any]]:
    """D1 to D4 for the script: the keys, and both sides in the words of the checks."""
    sums = [
        (column.key, [BY_NUMBER[n].key for n in column.sums]) for column in COLUMNS if column.sums
    ]
    cross = ("received_total", ["resolved_total", "pending_total"])
    found = []
    for total, parts in (*sums, cross):
        left, right = wording.sides(total, parts, in_words=False)
        found.append(
            {"total": total, "parts": parts, "left": wording.sentence(left), "right": right}
        )
    return found


def _message() -> str:
    """The sentence of a failed identity, its numbers still open: ``{left} ({left_value}) ≠ …``."""
    names = ("left", "left_value", "right", "right_value", "difference")
    return wording.inequality(*(f"{{{name}}}" for name in names))
