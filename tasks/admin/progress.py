"""Progress on the entry form: what is chosen becomes steps of the path, under the same rules.

The form shows one field for the progress; ``tasks.steps.route`` tells which steps a change of it
means. The rules refuse at the field that must be mended.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.admin.forms import ScopedForm
from agencies.models import User
from tasks import steps, workflow
from tasks.models import Task, TaskStep
from tasks.routes import route
from tasks.states import Progress
from tasks.steps import DAYS, RIGHTS, Kind, Step, StepRefused

NOT_FOR_THE_LEAD = _(
    "Việc xác nhận hoàn thành, trả lại, tạm dừng hoặc thôi thực hiện do cơ quan thường trực "
    "quyết định; khi đã có kết quả, hãy chọn “Chờ xác nhận”."
)
NOT_FOR_THE_CLERK = _(
    "Việc trình xác nhận do lãnh đạo cơ quan thực hiện; việc xác nhận hoàn thành, trả lại, tạm "
    "dừng hoặc thôi thực hiện do cơ quan thường trực quyết định."
)
CLOSED_MEANWHILE = _(
    "Nhiệm vụ đã kết thúc (%(progress)s) nên không nhận thêm thay đổi; nội dung bạn nhập chưa được "
    "lưu và vẫn còn dưới đây. Nếu cần bổ sung, hãy đề nghị cơ quan thường trực mở lại nhiệm vụ."
)
#: Days without a step of their own here: the steps are checked against what the form says now.
_AS_TYPED = ("assigned_on", "started_on", "resumed_on")


class ProgressForm(ScopedForm):
    """``step_rights`` is set by ``TaskAdmin``: which steps the user may take with this task.

    After validation ``taken`` holds the steps to record; ``instance`` carries what they change.
    """

    step_rights: ClassVar[Collection[str]] = frozenset()
    #: The task was closed while a lead's clerk typed: nothing is saved, everything is shown.
    is_closed: ClassVar[bool] = False

    step_reason = forms.CharField(
        label=_("Lý do của bước này"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("Bắt buộc khi trả lại, tạm dừng, thôi thực hiện hoặc mở lại."),
    )
    is_accepted = forms.BooleanField(
        label=_("Vẫn xác nhận dù nhiệm vụ chưa có minh chứng (quy tắc T6)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken: list[Step] = []
        self.is_refused = False
        field = self.fields.get("progress")
        if isinstance(field, forms.ChoiceField):
            offered = self._offered()
            field.choices = [each for each in Progress.choices if each[0] in offered]
            may_submit = steps.SUBMIT in self.step_rights
            field.error_messages["invalid_choice"] = (
                NOT_FOR_THE_LEAD if may_submit else NOT_FOR_THE_CLERK
            )

    def _offered(self) -> set[str]:
        """The present progress and those that the user's steps lead to."""
        found = {str(self.present)}
        for progress in Progress:
            way = route(self.present, progress)
            if way and all(RIGHTS[kind] in self.step_rights for kind in way):
                found.add(progress.value)
        return found

    @property
    def present(self) -> str:
        """The progress as stored; a new task begins as not started."""
        if self.instance._state.adding:
            return Progress.NOT_STARTED
        return str(self.initial.get("progress", self.instance.progress))

    def clean(self) -> dict[str, Any] | None:
        if self.is_closed:
            words = {"progress": self.instance.get_progress_display()}
            raise ValidationError(CLOSED_MEANWHILE % words)
        cleaned = super().clean() or self.cleaned_data
        if "progress" in self.fields and "progress" in cleaned and cleaned.get("assigned_on", 1):
            self._follow(cleaned)
            self._check_days(cleaned)
        return cleaned

    # The steps ------------------------------------------------------------------------------------

    def _follow(self, cleaned: dict[str, Any]) -> None:
        """Takes the steps on a copy; the copy's fields become those of the form."""
        way = route(self.present, cleaned["progress"])
        if way is None:
            self.add_error("progress", self._no_way(cleaned["progress"]))
            return
        task = copy.copy(self.instance)
        task.progress = self.present
        for name in (*_AS_TYPED, "product", "returned_on", "submitted_on"):
            if name in cleaned and (self.instance._state.adding or name in _AS_TYPED):
                setattr(task, name, cleaned[name])
        changes: dict[str, Any] = {}
        for kind in way:
            try:
                changes |= self._take(task, kind, cleaned)
            except StepRefused as refused:
                self._refuse(kind, refused)
                return
        self._apply(changes, cleaned)

    def _take(self, task: Task, kind: TaskStep.Kind, cleaned: dict[str, Any]) -> dict[str, Any]:
        today = timezone.localdate()
        step = Step(
            kind=kind,
            on=self._day_of(kind, cleaned, today),
            reason=cleaned.get("step_reason", ""),
            result_number=cleaned.get("result_number", task.result_number),
            result_on=cleaned.get("result_on", task.result_on),
            product=cleaned.get("product", task.product),
            is_accepted=cleaned.get("is_accepted", False),
            is_direct=kind == Kind.CONFIRMED,
        )
        proven = not task._state.adding and workflow.has_evidence(task)
        changes = steps.planned(task, step, today=today, has_evidence=proven)
        for name, value in changes.items():
            setattr(task, name, value)
        self.taken.append(step)
        return changes

    def _day_of(self, kind: TaskStep.Kind, cleaned: dict[str, Any], today: dt.date) -> dt.date:
        """The day typed for the step; today where none was, except where it must be told."""
        name = DAYS.get(kind, "")
        typed: dt.date | None = cleaned.get(name)
        if typed and (name in self.changed_data or self.instance._state.adding):
            return typed
        if kind == Kind.CONFIRMED:
            declared: dt.date | None = typed or cleaned.get("result_on", self.instance.result_on)
            if declared is None:
                raise StepRefused(_t("Hãy nhập ngày của văn bản kết quả."), "on")
            return declared
        if kind == Kind.RESUMED:
            raise StepRefused(_t("Hãy nhập ngày nhiệm vụ được thực hiện tiếp."), "on")
        return today

    def _apply(self, changes: dict[str, Any], cleaned: dict[str, Any]) -> None:
        for name, value in changes.items():
            setattr(self.instance, name, value)
            if name in self.fields:
                cleaned[name] = value

    def _refuse(self, kind: TaskStep.Kind, refused: StepRefused) -> None:
        named = {"on": DAYS.get(kind, ""), "reason": "step_reason"}
        name = named.get(refused.field, refused.field)
        self.taken.clear()
        self.is_refused = True
        self.add_error(name if name in self.fields else None, refused.message)

    def _get_validation_exclusions(self) -> set[str]:
        """Where steps were refused the row is half old and half new: its rules on the progress
        would only repeat what has been said."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found | ({"progress"} if self.is_refused else set())

    def _no_way(self, asked: str) -> str:
        words = {"old": Progress(self.present).label, "new": Progress(asked).label}
        return _t("Không chuyển được từ “%(old)s” sang “%(new)s”.") % words

    # Days without a step --------------------------------------------------------------------------

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        """Days that would say something else than the progress, typed by who may type them."""
        if self.errors:
            return
        progress = cleaned["progress"]
        stopped, resumed = cleaned.get("postponed_on"), cleaned.get("resumed_on")
        if progress == Progress.POSTPONED and stopped and resumed and resumed >= stopped:
            text = _t("Nhiệm vụ đã được thực hiện tiếp; hãy chọn tiến độ khác “Tạm dừng”.")
            self.add_error("progress", text)
        is_stopped = stopped and (resumed is None or resumed < stopped)
        if progress not in (Progress.POSTPONED, Progress.CANCELLED) and is_stopped:
            text = _t("Nhiệm vụ đang tạm dừng từ ngày này; hãy nhập ngày thực hiện tiếp.")
            self.add_error("resumed_on" if "resumed_on" in self.fields else None, text)
        if progress != Progress.CANCELLED and cleaned.get("cancelled_on"):
            text = _t("Chỉ nhập ngày này khi chọn tiến độ “Thôi thực hiện”.")
            self.add_error("cancelled_on", text)

    def record_steps(self) -> None:
        """Writes the steps of a saved task to its path."""
        workflow.record(self.instance, self.taken, cast(User, self.request.user))
