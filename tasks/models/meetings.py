"""Meetings of the committee and their conclusions."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reporting.models import Period
from reporting.numbers import date
from tasks.models.sources import Document


class Meeting(models.Model):
    """A meeting of the steering committee."""

    number = models.PositiveSmallIntegerField(_("phiên họp thứ"))
    held_on = models.DateField(_("ngày họp"), unique=True)
    chair = models.CharField(_("chủ trì"), max_length=150, blank=True)
    period = models.ForeignKey(
        Period,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("kỳ báo cáo"),
    )
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    agenda = models.TextField(_("chương trình họp"), blank=True)
    notice = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("thông báo kết luận"),
    )

    class Meta:
        ordering = ["-held_on"]
        verbose_name = _("phiên họp")
        verbose_name_plural = pgettext_lazy("plural", "phiên họp")

    def __str__(self) -> str:
        words = {"number": self.number, "day": date(self.held_on)}
        return gettext("Phiên họp thứ %(number)s, %(day)s") % words


class Conclusion(models.Model):
    """A numbered point of a meeting's conclusions."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="conclusions", verbose_name=_("phiên họp")
    )
    number = models.CharField(
        _("mục"), max_length=10, help_text=_("Như trong thông báo, ví dụ 2.1.")
    )
    text = models.TextField(_("nội dung kết luận"))
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name = _("kết luận")
        verbose_name_plural = pgettext_lazy("plural", "kết luận")
        constraints = [
            models.UniqueConstraint(
                name="conclusion_is_numbered_once", fields=["meeting", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"


for tracked in (Meeting, Conclusion):
    pghistory.track()(tracked)
