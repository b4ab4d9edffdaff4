"""Who takes a return how far: the clerk sends it, the head confirms it, the procedure office
publishes it. What is confirmed, and what belongs to a locked period, is closed to the agency."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.admin.forms import ScopedForm
from agencies.admin.scoped import ScopedAdmin
from dossiers.models import Return
from reporting.models import Period

CONFIRM = "dossiers.confirm_return"
PUBLISH = "dossiers.publish_return"

SENT = frozenset({Return.Status.DRAFT, Return.Status.SUBMITTED})
CONFIRMED = SENT | {Return.Status.CONFIRMED}

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
            offered = self.settable | {self.instance.status}
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

    def _is_open(self, request: HttpRequest, row: Return | None) -> bool:
        if row is None:
            return True
        if row.period.status == Period.Status.LOCKED:
            return False
        return row.status in SENT or self.may(request, PUBLISH, row)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.settable = SENT
        if self.may(request, CONFIRM, obj):
            form.settable = CONFIRMED
        if self.may(request, PUBLISH, obj):
            form.settable = frozenset(Return.Status)
        return form
