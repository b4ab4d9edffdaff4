"""Who takes a return how far on the entry screen: the clerk sends it, the head confirms it, the
procedure office publishes it. What is confirmed, and what belongs to a locked period, is closed to
entry; it is given back or corrected on its page (``dossiers.returns.steps``)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.admin.forms import ScopedForm
from agencies.admin.scoped import ScopedAdmin
from dossiers.models import Return
from dossiers.returns import steps as return_steps
from dossiers.returns.steps import CONFIRM, PUBLISH, Step, StepRefused
from reporting.models import Period

SENT = frozenset({Return.Status.DRAFT, Return.Status.SUBMITTED})
CONFIRMED = SENT | {Return.Status.CONFIRMED}
PUBLISHED = CONFIRMED | {Return.Status.PUBLISHED}

#: What a return is about.
_CELL = ("period", "agency", "agency_role", "sector", "is_aggregate")

#: The way to each status, step by step.
_WAY = (
    (Return.Status.DRAFT, Step.SEND),
    (Return.Status.SUBMITTED, Step.CONFIRM),
    (Return.Status.CONFIRMED, Step.PUBLISH),
)

NOT_FOR_THE_CLERK = gettext_lazy(
    "Lãnh đạo cơ quan xác nhận biểu, cơ quan đầu mối kiểm soát TTHC công bố biểu; "
    "hãy chọn “Đã gửi”."
)


class ReturnForm(ScopedForm):
    """Offers the states that the user may give a return; ``ReturnRights`` says which."""

    settable: ClassVar[frozenset[Any]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("status")
        if isinstance(field, forms.ChoiceField):
            order = list(Return.Status)
            reached = order.index(self.instance.status)
            offered = {each for each in self.settable if order.index(each) >= reached}
            offered |= {self.instance.status}
            field.choices = [each for each in Return.Status.choices if each[0] in offered]
            field.error_messages["invalid_choice"] = NOT_FOR_THE_CLERK

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if period.status == Period.Status.LOCKED:
            raise ValidationError(
                _("%(period)s đã khóa nên không nhận thêm hoặc sửa số liệu.") % {"period": period}
            )
        return period


class ReturnRights(ScopedAdmin):
    """The part of the screen of returns that decides who may do what with one."""

    form = ReturnForm

    def has_change_permission(self, request: HttpRequest, obj: Return | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Return | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A correction stays a correction of the same return: what it is about is not typed."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None or obj.replaces_id is None else [*fields, *_CELL]

    def _is_open(self, request: HttpRequest, row: Return | None) -> bool:
        return row is None or (not row.is_locked and row.status in SENT)

    def save_model(self, request: Any, obj: Return, form: Any, change: bool) -> None:
        """Writes the numbers, then takes the steps to the status that was chosen."""
        wanted = obj.status
        obj.status = form.initial.get("status", Return.Status.DRAFT) if change else "draft"
        super().save_model(request, obj, form, change)
        on = timezone.localdate()
        if not change:
            return_steps.entered(obj, request.user, on=on)
        start = obj.status
        try:
            with transaction.atomic():
                for status, step in _WAY:
                    if obj.status == status and obj.status != wanted:
                        return_steps.take(obj, step, request.user, on=on)
        except StepRefused as refused:
            obj.status = start
            self.message_user(request, refused.message, messages.ERROR)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.settable = SENT
        if self.may(request, CONFIRM, obj):
            form.settable = CONFIRMED
        if self.may(request, PUBLISH, obj):
            form.settable = PUBLISHED
        return form
