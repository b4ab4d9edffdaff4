"""The forms of the steps: what somebody must say to take each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from reporting.numbers import date
from tasks.forms.base import REASON, ActionForm, PastDayField, number, text
from tasks.models import Task
from tasks.steps import WITH_REASON, Kind, Step


class StepForm(ActionForm):
    """``cleaned_step`` is what the workflow takes."""

    kind: Kind

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, key=self.kind, **kwargs)
        self.task = task
        if "on" in self.fields:
            self.fields["on"].initial = self.today

    @property
    def cleaned_step(self) -> Step:
        given = self.cleaned_data
        return Step(
            kind=self.kind,
            on=given.get("on") or self.today,
            reason=given.get("reason", ""),
            result_number=given.get("result_number", ""),
            result_on=given.get("result_on"),
            product=given.get("product", ""),
            is_accepted=given.get("is_accepted", False),
        )


class DatedForm(StepForm):
    """Started, stopped, gone on, given up: the day, and the reason where one is due."""

    _LABELS = {
        Kind.STARTED: _("Bắt đầu từ ngày"),
        Kind.POSTPONED: _("Tạm dừng từ ngày"),
        Kind.RESUMED: _("Thực hiện tiếp từ ngày"),
        Kind.CANCELLED: _("Thôi thực hiện từ ngày"),
        Kind.RETURNED: _("Ngày trả lại"),
    }

    on = PastDayField(label=_("Ngày"))
    reason = text(REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = self._LABELS[self.kind]
        if self.kind in WITH_REASON:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class ReasonForm(StepForm):
    """Taken back, opened again: as of today, with the reason."""

    reason = text(REASON, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.kind in WITH_REASON


class SubmitForm(StepForm):
    """The result: number and date of its document, and the deliverable where none is named."""

    result_number = number(_("Số, ký hiệu văn bản kết quả"), required=True)
    result_on = PastDayField(
        label=_("Ngày văn bản kết quả"),
        help_text=_("Ngày này quyết định nhiệm vụ đúng hạn hay chậm, không phải ngày nhập."),
    )
    product = forms.CharField(
        label=_("Sản phẩm"), max_length=250, help_text=_("Nhiệm vụ được giao chưa ghi sản phẩm.")
    )
    reason = text(_("Ghi chú cho người xác nhận"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result_number"].initial = self.task.result_number
        self.fields["result_on"].initial = self.task.result_on
        if self.task.product.strip():
            del self.fields["product"]


class ConfirmForm(StepForm):
    """The day of completion; a tick where evidence is missing (rule T6)."""

    on = PastDayField(label=_("Ngày hoàn thành"))
    reason = text(_("Ghi chú"), required=False)
    is_accepted = forms.BooleanField(
        label=_("Vẫn xác nhận dù nhiệm vụ chưa có minh chứng (quy tắc T6)"), required=False
    )

    def __init__(self, *args: Any, has_evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = self.task.result_on
        self.fields["on"].initial = declared
        if declared:
            words = {"number": self.task.result_number, "day": date(declared)}
            said = _t("Cơ quan chủ trì khai: %(number)s, ngày %(day)s; cả hai ngày đều được lưu.")
            self.fields["on"].help_text = said % words
        if has_evidence:
            del self.fields["is_accepted"]


FORMS: dict[str, type[StepForm]] = {
    Kind.STARTED: DatedForm,
    Kind.SUBMITTED: SubmitForm,
    Kind.RECALLED: ReasonForm,
    Kind.CONFIRMED: ConfirmForm,
    Kind.RETURNED: DatedForm,
    Kind.POSTPONED: DatedForm,
    Kind.RESUMED: DatedForm,
    Kind.CANCELLED: DatedForm,
    Kind.REOPENED: ReasonForm,
}


def step_form(
    kind: Kind, task: Task, *, today: dt.date, has_evidence: bool, data: Any = None
) -> StepForm:
    """The form of one step, filled in as far as the task tells."""
    base = FORMS[kind]
    form = type(base.__name__, (base,), {"kind": kind})
    extra = {"has_evidence": has_evidence} if issubclass(base, ConfirmForm) else {}
    made: StepForm = form(data, task=task, today=today, **extra)
    return made
