"""Entry screens of procedures, dossiers and returns. The ledgers have none: nobody types them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.forms import ScopedForm
from agencies.admin.paging import CappedPaginator
from agencies.admin.scoped import ReferenceAdmin, ScopedAdmin
from dossiers.admin_imports import ImportSourceAdmin  # noqa: F401 -- registers itself
from dossiers.admin_returns import ReturnAdmin  # noqa: F401 -- registers itself
from dossiers.models import Dossier, Procedure, Sector
from reporting.loading import working_calendar


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [(_("Lĩnh vực"), {"fields": ["code", "name"]})]


@admin.register(Procedure)
class ProcedureAdmin(ReferenceAdmin):
    list_display = ["code", "name", "sector", "level", "online_kind", "working_days"]
    list_display_links = ["code", "name"]
    list_select_related = ["sector"]
    list_filter = ["level", "online_kind", "serves", "sector"]
    search_fields = ["code__startswith", "name__unaccent__icontains"]
    fieldsets = [
        (_("Thủ tục"), {"fields": ["code", "name", ("sector", "level")]}),
        (_("Cách giải quyết"), {"fields": [("online_kind", "serves"), "working_days"]}),
    ]
    autocomplete_fields = ["sector"]


class DossierForm(ScopedForm):
    """Fills the due date of a new dossier from the procedure's term, on the working calendar."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for name in ("received_on", "resolved_on"):
            day = cleaned.get(name)
            if day and day > today:
                self.add_error(name, _("Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."))
        is_open = not cleaned.get("due_on") and "due_on" not in self.errors
        if self.instance._state.adding and is_open:
            self._fill_due_day(cleaned)
        return cleaned

    def _fill_due_day(self, cleaned: dict[str, Any]) -> None:
        procedure, received = cleaned.get("procedure"), cleaned.get("received_on")
        if procedure is None or received is None or procedure.working_days is None:
            return
        try:
            calendar = working_calendar()
            first = calendar.working_day_on_or_after(received)
            cleaned["due_on"] = calendar.add_working_days(first, procedure.working_days)
        except ValueError as error:
            self.add_error("due_on", str(error))


class OpenFilter(admin.SimpleListFilter):
    """The two lists that clerks work through, as of today."""

    title = _("việc cần làm, tính đến hôm nay")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Đang giải quyết")), ("overdue", _("Đang giải quyết, quá hạn"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        if self.value() == "open":
            return rows.filter(resolved_on=None)
        if self.value() == "overdue":
            return rows.filter(resolved_on=None, due_on__lt=timezone.localdate())
        return rows


@admin.register(Dossier)
class DossierAdmin(ScopedAdmin):
    """Hundreds of thousands of rows: nothing here counts or sorts them all."""

    form = DossierForm
    list_display = ["code", "procedure_name", "agency", "received_on", "due_on", "status"]
    list_select_related = ["procedure", "resolving_agency"]
    list_filter = [OpenFilter, "status", "channel", BranchFilter]
    sortable_by = ["code", "received_on"]
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    search_fields = ["code__startswith"]
    search_help_text = _("Tìm theo mã hồ sơ, hoặc phần đầu của mã.")
    fieldsets = [
        (_("Hồ sơ"), {"fields": ["code", "procedure", "channel"]}),
        (_("Cơ quan"), {"fields": ["receiving_agency", "resolving_agency"]}),
        (_("Thời gian"), {"fields": [("received_on", "due_on")]}),
        (_("Kết quả"), {"fields": [("status", "resolved_on")]}),
    ]
    autocomplete_fields = ["procedure", "receiving_agency", "resolving_agency"]
    starts_at_home = ["receiving_agency", "resolving_agency"]
    starts_today = ["received_on"]

    @admin.display(description=_("thủ tục"))
    def procedure_name(self, dossier: Dossier) -> str:
        return Truncator(dossier.procedure.name).chars(90)

    @admin.display(description=_("cơ quan giải quyết"))
    def agency(self, dossier: Dossier) -> str:
        return dossier.resolving_agency.label

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return super().get_search_results(request, queryset, search_term.upper())
