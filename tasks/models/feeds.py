"""Calendar feeds: secret links that a calendar program reads with the rights of their owner."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency


def digest_of(token: str) -> str:
    """What is stored of a secret: its SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)

    def of_token(self, token: str) -> Self:
        """The live feed that ``token`` opens."""
        return self.live().filter(digest=digest_of(token))


class CalendarFeed(models.Model):
    """Deadlines of the owner's tasks, or with ``agency`` of those that its branch leads.

    The secret is told once and stored only as its hash. What the feed shows is decided when it
    is read: an owner who has lost a right reads no more than anybody else.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name=_("người dùng"),
    )
    agency = models.ForeignKey(
        Agency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    read_at = models.DateTimeField(_("đọc lần cuối"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("liên kết lịch")
        verbose_name_plural = pgettext_lazy("plural", "liên kết lịch")

    def __str__(self) -> str:
        return f"{self.created_at:%d/%m/%Y}"

    @classmethod
    def create(cls, user: Any, agency: Agency | None) -> tuple[Self, str]:
        """A new feed and its secret, which nobody can read again."""
        token = secrets.token_urlsafe(32)
        return cls.objects.create(user=user, agency=agency, digest=digest_of(token)), token
