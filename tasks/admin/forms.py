"""What may be typed on the form of a task, and by whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from tasks.states import Progress

#: What a lead agency itself may set; the rest is confirmed or decided by the secretariat.
SET_BY_LEAD = frozenset({Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.SUBMITTED})

#: Days on which something has happened: never in the future.
PAST_DAYS = ("started_on", "submitted_on", "completed_on", "returned_on")

IN_THE_FUTURE = _("Ngày này chưa đến; hãy nhập ngày việc đã diễn ra.")
NOT_FOR_THE_LEAD = _(
    "Việc xác nhận hoàn thành, trả lại, tạm dừng hoặc thôi thực hiện do cơ quan thường trực "
    "quyết định; khi đã có kết quả, hãy chọn “Chờ xác nhận”."
)


class TaskForm(ScopedForm):
    """Set up by ``TaskAdmin``, which also leaves out the fields that are not the lead's."""

    #: Whether the user keeps tasks (the secretariat) or reports on the own ones.
    is_keeper: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("progress")
        if isinstance(field, forms.ChoiceField) and not self.is_keeper:
            offered = SET_BY_LEAD | {self.instance.progress}
            field.choices = [each for each in Progress.choices if each[0] in offered]
            field.error_messages["invalid_choice"] = NOT_FOR_THE_LEAD

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        if cleaned.get("progress") == Progress.SUBMITTED and not cleaned.get("submitted_on"):
            cleaned["submitted_on"] = today
        for name in PAST_DAYS:
            day = cleaned.get(name)
            if day and day > today:
                self.add_error(name, IN_THE_FUTURE)
        started, completed = cleaned.get("started_on"), cleaned.get("completed_on")
        if started and completed and completed < started:
            self.add_error("completed_on", _("Ngày hoàn thành không được trước ngày bắt đầu."))
        return cleaned


class TaskUpdateForm(ScopedForm):
    def clean_reported_on(self) -> Any:
        day = self.cleaned_data["reported_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(IN_THE_FUTURE)
        return day
