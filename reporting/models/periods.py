"""Reporting periods: dates that people may edit, seeded from the presets."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from reporting.numbers import in_language


class PeriodQuerySet(models.QuerySet[Any]):
    def closed(self) -> Self:
        """Periods whose figures are closed or locked, newest last day first.

        Of two periods that end on one day the longer comes first: a half-year before its
        last quarter.
        """
        return self.exclude(status=Period.Status.RUNNING).order_by("-date_to", "date_from", "pk")

    def latest_closed(self) -> Period | None:
        """The period that a page shows when none is asked for. Reads no clock."""
        return self.closed().first()

    def running(self) -> Self:
        return self.filter(status=Period.Status.RUNNING).order_by("date_to", "-date_from")

    def newest_first(self) -> Self:
        return self.order_by("-date_to", "date_from", "pk")

    def covering(self, on: dt.date) -> Self:
        return self.filter(date_from__lte=on, date_to__gte=on)

    def finest_first(self) -> Self:
        """Of periods that cover one day: a quarter before the half-year and the year of it."""
        return self.order_by(F("date_to") - F("date_from"), "-date_from", "pk")


class Period(models.Model):
    """A reporting period with explicit dates, both included, in Vietnamese local days.

    Reform periods close on the 14th, not at the end of a month, and Q3 is not cumulative:
    no rule may derive the dates of a period from its name.
    Source: guidance 581/BNV-CCHC and Decree 09/2019/NĐ-CP; presets in ``reporting.periods``.
    """

    class Kind(models.TextChoices):
        WEEK = "week", _("Tuần")
        MONTH = "month", _("Tháng")
        QUARTER = "quarter", _("Quý")
        HALF = "half", _("Sáu tháng")
        NINE_MONTHS = "nine_months", _("Chín tháng")
        YEAR = "year", _("Năm")
        CUSTOM = "custom", _("Khác")

    class Status(models.TextChoices):
        RUNNING = "running", _("Đang chạy")
        CLOSED = "closed", _("Đã chốt số liệu")
        LOCKED = "locked", _("Đã khóa")

    code = models.SlugField(_("mã"), max_length=20, unique=True, help_text=_("Ví dụ: 2024-H1."))
    name = models.CharField(_("tên kỳ"), max_length=100)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=100, blank=True)
    kind = models.CharField(_("loại kỳ"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("năm"))
    index = models.PositiveSmallIntegerField(_("thứ tự trong năm"), default=1)
    date_from = models.DateField(_("từ ngày"))
    date_to = models.DateField(_("đến hết ngày"))
    due_on = models.DateField(_("hạn gửi báo cáo"), null=True, blank=True)
    internal_due_on = models.DateField(_("hạn nội bộ của cơ quan, đơn vị"), null=True, blank=True)
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=Status, default=Status.RUNNING
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-date_to", "date_from"]
        verbose_name = _("kỳ báo cáo")
        verbose_name_plural = pgettext_lazy("plural", "kỳ báo cáo")
        constraints = [
            models.CheckConstraint(
                name="period_dates_in_order",
                condition=Q(date_from__lte=F("date_to")),
                violation_error_message=_("Ngày bắt đầu kỳ không được sau ngày kết thúc kỳ."),
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def is_provisional(self) -> bool:
        """Figures of a period that is not locked may still change."""
        return self.status != self.Status.LOCKED

    def covers(self, on: dt.date) -> bool:
        return self.date_from <= on <= self.date_to

    def due_for(self, level: str) -> dt.date | None:
        """The last day on which an agency of ``level`` still reports on time.

        The deadline of its level; else the internal one of the period; else the period's own;
        None where none is laid down. Reads ``deadlines``, which a list prefetches.
        """
        own = [each.due_on for each in self.deadlines.all() if each.level == level]
        return own[0] if own else self.internal_due_on or self.due_on


class PeriodDeadline(models.Model):
    """The internal deadline of one reporting level, earlier than that of the province."""

    period = models.ForeignKey(
        Period, models.CASCADE, related_name="deadlines", verbose_name=_("kỳ báo cáo")
    )
    level = models.CharField(_("cấp"), max_length=10, choices=Agency.Level)
    due_on = models.DateField(_("hạn gửi"))

    class Meta:
        ordering = ["period", "due_on", "level"]
        verbose_name = _("hạn gửi theo cấp")
        verbose_name_plural = pgettext_lazy("plural", "hạn gửi theo cấp")
        constraints = [
            models.UniqueConstraint(
                name="period_has_one_deadline_per_level",
                fields=["period", "level"],
                violation_error_message=_("Cấp này đã có hạn gửi cho kỳ này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.get_level_display()}: {self.due_on:%d/%m/%Y}"


for tracked in (Period, PeriodDeadline):
    pghistory.track()(tracked)
