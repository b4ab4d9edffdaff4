"""Entry screens of the catalogue: sectors, procedures, the decisions about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedStackedInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.models import Agency
from dossiers.codes import find_code, normal_procedure_code
from dossiers.models import Procedure, ProcedureChange, Sector
from dossiers.procedures.terms import allowed_in_words
from dossiers.wording import levels_in_words
from reporting.numbers import date

_LEVEL_FIELDS = ("levels", "one_stop_levels")


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [(_("Lĩnh vực"), {"fields": ["code", "name"]})]


class ProcedureForm(ScopedForm):
    """Takes a code in any spelling and stores the normal one; whoever writes or leaves out the
    letters of the agency means the same procedure."""

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        code = normal_procedure_code(typed)
        if code is None or "code" not in self.changed_data:
            return code or typed
        known = Procedure.objects.spelled(code).exclude(pk=self.instance.pk)
        found = find_code(code, known.values_list("code", flat=True))
        if found and code not in found:
            raise forms.ValidationError(
                _("Danh mục đã có thủ tục này với mã %(codes)s; hãy sửa thủ tục đó."),
                params={"codes": ", ".join(found)},
            )
        return code


class LevelFilter(admin.SimpleListFilter):
    title = _("cấp giải quyết")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Agency.Level.choices)

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        level = self.value()
        return rows.settled_at(level) if level in Agency.Level.values else rows


class ProcedureChangeInline(ScopedStackedInline):
    model = ProcedureChange
    fields = [
        ("kind", "decision_number"),
        ("decided_on", "effective_on", "published_on"),
        ("changes_term", "working_days_before"),
        "note",
    ]


@admin.register(Procedure)
class ProcedureAdmin(ReferenceAdmin):
    form = ProcedureForm
    list_display = ["code", "name", "sector", "shown_levels", "online_kind", "working_days"]
    list_display_links = ["code", "name"]
    list_select_related = ["sector"]
    list_filter = [LevelFilter, "online_kind", "serves", "sector"]
    search_fields = ["code__startswith", "name__unaccent__icontains"]
    fieldsets = [
        (_("Thủ tục"), {"fields": ["code", "name", ("sector", "managing_agency")]}),
        (
            _("Cách giải quyết"),
            {"fields": ["levels", ("online_kind", "serves"), "working_days"]},
        ),
        (
            _("Một cửa và quy trình nội bộ"),
            {"fields": ["one_stop_levels", ("workflow_number", "workflow_on")]},
        ),
    ]
    autocomplete_fields = ["sector", "managing_agency"]
    inlines = [ProcedureChangeInline]
    read_as = {"levels": "shown_levels", "one_stop_levels": "shown_one_stop"}

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name not in _LEVEL_FIELDS:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=str(db_field.verbose_name)[:1].upper() + str(db_field.verbose_name)[1:],
            choices=Agency.Level.choices,
            required=not db_field.blank,
            help_text=db_field.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    @admin.display(description=_("cấp giải quyết"))
    def shown_levels(self, procedure: Procedure) -> str:
        return levels_in_words(procedure.levels)

    @admin.display(description=_("tiếp nhận tại Bộ phận Một cửa"))
    def shown_one_stop(self, procedure: Procedure) -> str:
        return levels_in_words(procedure.one_stop_levels) or str(_("không"))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """As the search of the catalogue."""
        return queryset.searched(search_term), False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Another time limit holds from the day of the decision that is entered with it."""
        if change and "working_days" in form.changed_data:
            dated = _date_term(formset, form.initial["working_days"])
            messages.info(request, _told(dated))
        super().save_formset(request, form, formset, change)


def _date_term(formset: Any, before: int | None) -> ProcedureChange | None:
    """The decision that changed the limit: the one marked so, else the only one that is new."""
    rows = [
        one for one in formset.forms if one.has_changed() and not one.cleaned_data.get("DELETE")
    ]
    for row in rows:
        if row.instance.changes_term and "changes_term" in row.changed_data:
            marked: ProcedureChange = row.instance
            if marked.working_days_before is None:
                marked.working_days_before = before
            return marked
    new = [one.instance for one in rows if one.instance.kind == ProcedureChange.Kind.AMENDED]
    if len(new) != 1 or not new[0]._state.adding:
        return None
    new[0].changes_term, new[0].working_days_before = True, before
    found: ProcedureChange = new[0]
    return found


def _told(decision: ProcedureChange | None) -> str:
    if decision is None:
        return _t(
            "Thời hạn mới thay cho thời hạn đã ghi, kể cả với hồ sơ tiếp nhận trước hôm nay. Nếu "
            "thời hạn đổi theo một quyết định, hãy ghi quyết định đó, đánh dấu “Đổi thời hạn” và "
            "ghi thời hạn trước đó."
        )
    words = {
        "before": allowed_in_words(decision.working_days_before),
        "day": date(decision.first_day),
    }
    text = _t("Thời hạn mới áp dụng cho hồ sơ tiếp nhận từ ngày %(day)s; trước đó: %(before)s.")
    return text % words
