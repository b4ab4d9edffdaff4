"""The working calendar as editable rows: swap days are decided by letter, weeks before."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.numbers import in_language


class CalendarDay(models.Model):
    """A day that differs from the weekly pattern (Monday to Friday work).

    Seeded for 2023–2027 from ``reporting/data/``; the row, not the seed, is the truth.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Nghỉ lễ, Tết, nghỉ bù")
        SWAP_OFF = "swap_off", _("Nghỉ hoán đổi")
        MAKE_UP_WORK = "make_up_work", _("Làm bù")

    date = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại ngày"), max_length=12, choices=Kind)
    name = models.CharField(_("tên"), max_length=100)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=100, blank=True)
    reference = models.CharField(_("văn bản"), max_length=200, blank=True)
    is_verified = models.BooleanField(_("đã đối chiếu văn bản"), default=False)

    class Meta:
        ordering = ["date"]
        verbose_name = _("ngày đặc biệt của lịch làm việc")
        verbose_name_plural = _("lịch làm việc")

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {in_language(self.name, self.name_en)}"


pghistory.track()(CalendarDay)
