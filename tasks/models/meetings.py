"""Meetings of the committee: who was there and what was concluded."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Committee, Official
from reporting.models import Period
from reporting.numbers import date
from tasks.models.sources import Document
from tasks.querysets.meetings import ConclusionQuerySet


class Meeting(models.Model):
    """A meeting of the steering committee.

    Its state on a day is read from dates: planned before ``held_on``, closed from ``closed_on``.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Sắp họp")
        HELD = "held", _("Đã họp")
        CLOSED = "closed", _("Đã kết thúc hồ sơ")

    number = models.PositiveSmallIntegerField(_("phiên họp thứ"))
    held_on = models.DateField(_("ngày họp"), unique=True)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("ban chỉ đạo"),
    )
    presided_by = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presided_meetings",
        verbose_name=_("chủ trì"),
    )
    chair = models.CharField(
        _("chủ trì, như đã ghi"),
        max_length=150,
        blank=True,
        help_text=_("Khi người chủ trì không có trong danh sách lãnh đạo."),
    )
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
    looks_to = models.DateField(
        _("xem xét nhiệm vụ đến hạn đến hết ngày"),
        null=True,
        blank=True,
        help_text=_("Thường là ngày của phiên họp sau."),
    )
    closed_on = models.DateField(
        _("ngày kết thúc hồ sơ phiên họp"),
        null=True,
        blank=True,
        help_text=_("Từ ngày này không chốt lại số liệu của phiên họp."),
    )

    class Meta:
        ordering = ["-held_on"]
        verbose_name = _("phiên họp")
        verbose_name_plural = pgettext_lazy("plural", "phiên họp")
        constraints = [
            models.CheckConstraint(
                name="meeting_closes_after_it_is_held",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("held_on")),
                violation_error_message=_("Ngày kết thúc hồ sơ không được trước ngày họp."),
            ),
            models.CheckConstraint(
                name="meeting_looks_ahead",
                condition=Q(looks_to=None) | Q(looks_to__gte=F("held_on")),
                violation_error_message=_(
                    "Phải xem xét nhiệm vụ đến hạn đến một ngày không trước ngày họp."
                ),
            ),
        ]

    def __str__(self) -> str:
        words = {"number": self.number, "day": date(self.held_on)}
        return gettext("Phiên họp thứ %(number)s, %(day)s") % words

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.held_on])

    @property
    def chair_words(self) -> str:
        """Who presides: the official, else as written; empty where unknown."""
        return str(self.presided_by) if self.presided_by else self.chair

    def state_on(self, on: dt.date) -> Meeting.State:
        if on < self.held_on:
            return self.State.PLANNED
        is_closed = self.closed_on is not None and self.closed_on <= on
        return self.State.CLOSED if is_closed else self.State.HELD


class Attendance(models.Model):
    """Whether somebody was at a meeting, in person or through somebody else."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("Có mặt")
        REPRESENTED = "represented", _("Cử người dự thay")
        ABSENT = "absent", _("Vắng mặt")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendance", verbose_name=_("phiên họp")
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="attendance", verbose_name=_("lãnh đạo")
    )
    presence = models.CharField(_("tham dự"), max_length=11, choices=Presence)
    represented_by = models.CharField(_("người dự thay"), max_length=150, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("thành phần dự họp")
        verbose_name_plural = pgettext_lazy("plural", "thành phần dự họp")
        constraints = [
            models.UniqueConstraint(
                name="attendance_is_told_once",
                fields=["meeting", "official"],
                violation_error_message=_("Người này đã có trong thành phần dự họp."),
            ),
            models.CheckConstraint(
                name="attendance_names_who_stood_in",
                condition=Q(represented_by="") | Q(presence="represented"),
                violation_error_message=_("Chỉ ghi người dự thay khi chọn “Cử người dự thay”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.get_presence_display()}"


class Conclusion(models.Model):
    """A numbered point of a meeting's conclusions. It is open until the chair closes it."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="conclusions", verbose_name=_("phiên họp")
    )
    number = models.CharField(
        _("mục"), max_length=10, help_text=_("Như trong thông báo, ví dụ 2.1.")
    )
    text = models.TextField(_("nội dung kết luận"))
    basis = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
        verbose_name=_("về việc thực hiện văn bản"),
    )
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_conclusions",
        verbose_name=_("người cho kết thúc"),
    )
    closing_note = models.TextField(_("ý kiến khi kết thúc"), blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name = _("kết luận")
        verbose_name_plural = pgettext_lazy("plural", "kết luận")
        constraints = [
            models.UniqueConstraint(
                name="conclusion_is_numbered_once", fields=["meeting", "number"]
            ),
            models.CheckConstraint(
                name="conclusion_is_closed_by_somebody",
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
                violation_error_message=_(
                    "Kết luận đã kết thúc phải có ngày kết thúc và người cho kết thúc."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The id of the conclusion on the page of its meeting."""
        return f"conclusion-{self.pk}"

    def is_open_on(self, on: dt.date) -> bool:
        return self.closed_on is None or self.closed_on > on


for tracked in (Meeting, Attendance, Conclusion):
    pghistory.track()(tracked)
