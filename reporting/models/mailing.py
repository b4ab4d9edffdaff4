"""Mails that are due: who gets which digest of which day, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAYS_BEFORE = (15, 3, 1)


def days_before() -> list[int]:
    return list(DAYS_BEFORE)


class MailPreference(models.Model):
    """What a user wants to be reminded of. Who has no row gets the usual."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="mail_preference",
        verbose_name=_("người dùng"),
    )
    is_daily = models.BooleanField(_("thư nhắc việc hằng ngày"), default=True)
    is_weekly = models.BooleanField(_("thư tổng hợp hằng tuần"), default=True)
    days_before = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(60)]),
        verbose_name=_("nhắc trước hạn (ngày làm việc)"),
        default=days_before,
        size=5,
        blank=True,
    )

    class Meta:
        verbose_name = _("cách nhận thư")
        verbose_name_plural = pgettext_lazy("plural", "cách nhận thư")

    def __str__(self) -> str:
        return str(self.user)


class DigestQuerySet(models.QuerySet[Any]):
    def waiting(self, now: dt.datetime) -> Self:
        """Digests to be tried now, the longest waiting first."""
        found = self.filter(status=Digest.Status.QUEUED, next_try_at__lte=now)
        return found.order_by("next_try_at", "pk")


class Digest(models.Model):
    """A digest of one kind for one user and day: at most one, whoever asks for it.

    The text is not stored: it is written when the mail is sent, with the rights that the reader
    has then.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", _("Nhắc việc hằng ngày")
        WEEKLY = "weekly", _("Tổng hợp hằng tuần")

    class Status(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        EMPTY = "empty", _("Không có nội dung")
        SKIPPED = "skipped", _("Không gửi được: tài khoản hoặc địa chỉ thư")
        FAILED = "failed", _("Gửi lỗi")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="digests",
        verbose_name=_("người dùng"),
    )
    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    day = models.DateField(_("ngày"))
    status = models.CharField(
        _("trạng thái"), max_length=8, choices=Status, default=Status.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("thử lại lúc"), editable=False)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    error = models.CharField(_("lỗi"), max_length=300, blank=True, editable=False)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "user"]
        verbose_name = _("thư nhắc việc")
        verbose_name_plural = pgettext_lazy("plural", "thư nhắc việc")
        constraints = [
            models.UniqueConstraint(name="digest_is_sent_once", fields=["user", "kind", "day"])
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="digest_waiting", condition=Q(status="queued")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day:%d/%m/%Y}"
