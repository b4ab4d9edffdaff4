"""Entry screen of dossiers: what a clerk types, kept in step with supplements and due days."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agencies.admin.filters import BranchFilter
from agencies.admin.forms import ScopedForm
from agencies.admin.inlines import ScopedStackedInline
from agencies.admin.paging import CappedPaginator
from agencies.admin.scoped import ScopedAdmin
from agencies.models import User
from dossiers import entry
from dossiers.late import clock, due_days
from dossiers.models import Apology, Dossier
from dossiers.returns.refusals import Refused
from reporting.loading import working_calendar
from reporting.numbers import date

_BEFORE_RECEPTION = _(
    "Ngày yêu cầu bổ sung không được trước ngày tiếp nhận; hãy sửa một trong hai ngày."
)


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
        elif "due_on" in self.changed_data:
            self.instance.is_due_computed, self.instance.due_term = False, None
        self._check_procedure(cleaned)
        self._check_cause(cleaned, today)
        self._check_waiting(cleaned, today)
        return cleaned

    def _check_procedure(self, cleaned: dict[str, Any]) -> None:
        """The same rule as in a list: nothing is received under an abolished procedure."""
        procedure, received = cleaned.get("procedure"), cleaned.get("received_on")
        if not procedure or not received or not {"procedure", "received_on"} & {*self.changed_data}:
            return
        if abolition := procedure.abolition(received):
            words = {"number": abolition.decision_number, "day": date(abolition.first_day)}
            text = _("Thủ tục đã bãi bỏ từ ngày %(day)s (%(number)s); hãy kiểm tra thủ tục và ngày "
                     "tiếp nhận.")  # fmt: skip
            self.add_error("procedure", text % words)

    def _check_cause(self, cleaned: dict[str, Any], today: dt.date) -> None:
        """The same rule as on the page of the dossier, of the dossier as it is typed."""
        if not cleaned.get("delay_cause") or "delay_cause" not in self.changed_data:
            return
        names = ("received_on", "due_on", "resolved_on", "status", "waiting_since")
        typed = {name: cleaned[name] for name in names if cleaned.get(name)}
        try:
            clock.check_cause(Dossier(**typed), today)
        except Refused as refused:
            self.add_error("delay_cause", refused.message)

    def _check_waiting(self, cleaned: dict[str, Any], today: dt.date) -> None:
        """The days of a supplement fit, and the due day can be moved by the wait."""
        since, received = cleaned.get("waiting_since"), cleaned.get("received_on")
        if since and since > today:
            self.add_error("waiting_since", _("Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."))
        if since and received and since < received:
            self.add_error("waiting_since", _BEFORE_RECEPTION)
        if self.instance._state.adding or self.errors:
            return
        try:
            entry.check(self.instance.pk, cleaned, today=today)
        except Refused as refused:
            self.add_error("status", refused.message)

    def _fill_due_day(self, cleaned: dict[str, Any]) -> None:
        procedure, received = cleaned.get("procedure"), cleaned.get("received_on")
        if procedure is None or received is None:
            return
        term = procedure.allowed_on(received)
        if term is None:
            return
        try:
            due = due_days.compute(received, term, working_calendar())
        except ValueError as error:
            self.add_error("due_on", str(error))
            return
        cleaned["due_on"] = due
        self.instance.is_due_computed, self.instance.due_term = True, term


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
            return rows.filter(resolved_on=None).overdue(timezone.localdate())
        return rows


class ApologyForm(ScopedForm):
    """The letter fits its dossier; the same rules as on the page of the dossier."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        issued_on, new_due_on = cleaned.get("issued_on"), cleaned.get("new_due_on")
        if issued_on and new_due_on and self.instance.dossier_id:
            try:
                clock.check_apology(
                    self.instance.dossier, issued_on, new_due_on, timezone.localdate()
                )
            except Refused as refused:
                field = refused.field if refused.field in self.fields else None
                self.add_error(field, refused.message)
        return cleaned


class ApologyInline(ScopedStackedInline):
    """One at most: the day is named anew once."""

    model = Apology
    form = ApologyForm
    fields = [("number", "issued_on", "new_due_on")]
    max_num = 1


@admin.register(Dossier)
class DossierAdmin(ScopedAdmin):
    """Hundreds of thousands of rows: nothing here counts or sorts them all."""

    form = DossierForm
    change_list_template = "dossiers/dossier_change_list.html"
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
        (_("Kết quả"), {"fields": [("status", "resolved_on"), "waiting_since"]}),
        (_("Quá hạn"), {"fields": ["delay_cause"]}),
    ]
    autocomplete_fields = ["procedure", "receiving_agency", "resolving_agency"]
    starts_at_home = ["receiving_agency", "resolving_agency"]
    starts_today = ["received_on"]
    inlines = [ApologyInline]

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """With the supplement that a status begins or ends, and the move of a due day."""
        today = timezone.localdate()
        was = Dossier.objects.get(pk=obj.pk) if change else None
        user = cast(User, request.user)
        entry.before_saving(obj, was, user, today=today)
        with due_days.moving_due_days():
            super().save_model(request, obj, form, change)
        entry.after_saving(obj, was, user, moved_by_hand="due_on" in form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if isinstance(row, Apology) and row.entered_by_id is None:
                row.entered_by = cast(User, request.user)
        super().save_formset(request, form, formset, change)
