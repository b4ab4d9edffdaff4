"""Entry screens of the catalogue: sectors, procedures, the decisions about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.models import Agency
from dossiers.codes import normal_procedure_code
from dossiers.models import Procedure, ProcedureChange, Sector
from dossiers.wording import levels_in_words

_LEVEL_FIELDS = ("levels", "one_stop_levels")


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [(_("Lĩnh vực"), {"fields": ["code", "name"]})]


class ProcedureForm(ScopedForm):
    """Takes a code in any spelling and stores the normal one."""

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        return normal_procedure_code(typed) or typed


class LevelFilter(admin.SimpleListFilter):
    title = _("cấp giải quyết")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Agency.Level.choices)

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        level = self.value()
        return rows.settled_at(level) if level in Agency.Level.values else rows


class ProcedureChangeInline(ScopedTabularInline):
    model = ProcedureChange
    fields = ["kind", "decision_number", "decided_on", "effective_on", "published_on", "note"]


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
        """A whole code in any spelling finds its procedure."""
        code = normal_procedure_code(search_term)
        return super().get_search_results(request, queryset, code or search_term)
