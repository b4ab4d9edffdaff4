"""The words of a task's life: progress, deadline kinds, fields, timeliness, ageing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Progress(models.TextChoices):
    """What people have done, stored. Source: states in use by task-tracking systems."""

    NOT_STARTED = "not_started", _("Chưa thực hiện")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    SUBMITTED = "submitted", _("Chờ xác nhận")
    COMPLETED = "completed", _("Hoàn thành")
    POSTPONED = "postponed", _("Tạm dừng")
    CANCELLED = "cancelled", _("Thôi thực hiện")
    RETURNED = "returned", _("Trả lại để làm lại")


class DeadlineKind(models.TextChoices):
    DATE = "date", _("Ngày cụ thể")
    MONTH = "month", _("Tháng")
    QUARTER = "quarter", _("Quý")
    HALF = "half", _("Sáu tháng")
    YEAR = "year", _("Năm")
    RECURRING = "recurring", _("Định kỳ")
    REGULAR = "regular", _("Thường xuyên")
    CENTRE = "centre", _("Theo tiến độ của Trung ương")

    @classmethod
    def without_date(cls) -> list[str]:
        """Kinds that have no due date; tasks of these kinds are never overdue."""
        return [cls.REGULAR.value, cls.CENTRE.value]


class Field(models.IntegerChoices):
    """The reform content of a task: the six of Resolution 76/NQ-CP, and steering."""

    STEERING = 0, _("Chỉ đạo, điều hành")
    INSTITUTIONS = 1, _("Cải cách thể chế")
    PROCEDURES = 2, _("Cải cách TTHC")
    APPARATUS = 3, _("Tổ chức bộ máy")
    CIVIL_SERVICE = 4, _("Chế độ công vụ")
    PUBLIC_FINANCE = 5, _("Tài chính công")
    DIGITAL = 6, _("Chính quyền điện tử, chính quyền số")


class Communication(models.TextChoices):
    """Kinds of communication activity, for tasks of field 0."""

    CONFERENCE = "conference", _("Hội nghị, tọa đàm")
    PRESS = "press", _("Báo chí, phát thanh, truyền hình")
    ONLINE = "online", _("Cổng thông tin, mạng xã hội")
    TRAINING = "training", _("Tập huấn, bồi dưỡng")
    CONTEST = "contest", _("Cuộc thi, sáng kiến")
    PRINT = "print", _("Ấn phẩm, pa-nô, tờ rơi")
    OTHER = "other", _("Hình thức khác")


class Timeliness(models.TextChoices):
    """How a task stands on a day, computed from dates, never stored."""

    OVERDUE = "overdue", _("Quá hạn")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    NOT_DUE = "not_due", _("Trong hạn")
    NO_DEADLINE = "no_deadline", _("Không thời hạn")
    COMPLETED_LATE = "completed_late", _("Hoàn thành quá hạn")
    COMPLETED_ON_TIME = "completed_on_time", _("Hoàn thành đúng hạn")
    COMPLETED_EARLY = "completed_early", _("Hoàn thành trước hạn")
    STOPPED = "stopped", _("Tạm dừng, thôi thực hiện")


#: All kinds of ``Communication`` together, as the address of a list names them.
ANY_COMMUNICATION = "any"


def due_soon_days() -> int:
    """Days before the due date from which an open task is shown as due soon."""
    return int(settings.TASKS_DUE_SOON_DAYS)


def due_urgent_days() -> int:
    """Days before the due date from which a task due soon is urgent."""
    return int(settings.TASKS_DUE_URGENT_DAYS)


@dataclass(frozen=True)
class AgeBand:
    """Days overdue, both ends included; ``last`` None is open-ended."""

    code: str
    first: int
    last: int | None
    label: Promise


AGE_BANDS = (
    AgeBand("1", 1, 10, _("1–10 ngày")),
    AgeBand("2", 11, 30, _("11–30 ngày")),
    AgeBand("3", 31, 60, _("31–60 ngày")),
    AgeBand("4", 61, 120, _("61–120 ngày")),
    AgeBand("5", 121, None, _("trên 120 ngày")),
)


class Part(models.TextChoices):
    """What an agency is to a task. Only the lead counts it in its figures."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")
    ANY = "any", _("Chủ trì hoặc phối hợp")
