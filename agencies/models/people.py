"""Users and what they are to an agency."""

from __future__ import annotations

from functools import cached_property

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models.agency import Agency
from agencies.querysets import ValidityQuerySet
from agencies.reach import NOWHERE, Reach, reach_of
from agencies.roles import ENTERS, Role


class User(AbstractUser):
    """A person. Rights come from memberships, so an account outlives the agency it worked for."""

    class Language(models.TextChoices):
        VI = "vi", "Tiếng Việt"
        EN = "en", "English"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=2, choices=Language, default=Language.VI)

    class Meta:
        ordering = ["username"]
        verbose_name = _("người dùng")
        verbose_name_plural = pgettext_lazy("plural", "người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name or self.username

    @cached_property
    def current_memberships(self) -> list[tuple[str, int]]:
        """(role, agency id) of today's memberships. One query per request.

        Rights are the one thing that follows the clock: an ended membership gives none.
        """
        rows = self.memberships.valid_on(timezone.localdate()).values_list("role", "agency_id")
        return list(rows)

    @property
    def roles(self) -> set[Role]:
        return {Role(role) for role, _ in self.current_memberships}

    @property
    def can_enter(self) -> bool:
        """Whether the entry screens (admin) are open to this user."""
        return self.is_active and (self.is_superuser or bool(self.roles & ENTERS))

    def reach(self, permission: str | None = None) -> Reach:
        """How far this user sees, or may act by ``permission`` ("app.action_model")."""
        if not self.is_active:
            return NOWHERE
        return reach_of(
            self.current_memberships, permission=permission, is_superuser=self.is_superuser
        )


class Membership(models.Model):
    """A user holds a role at an agency, from when to when (both days included)."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("người dùng")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["user", "agency"]
        verbose_name = _("phân công vai trò")
        verbose_name_plural = pgettext_lazy("plural", "phân công vai trò")
        constraints = [
            models.UniqueConstraint(
                name="membership_is_told_once",
                fields=["user", "agency", "role", "valid_from"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="membership_validity_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency}"


pghistory.track()(Membership)
