"""Differences that a named person takes as they stand, with the reason. Nothing here changes."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet

_NEVER = pgtrigger.Update | pgtrigger.Delete


class AcceptanceQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def of(self, model: type[models.Model], ids: object) -> AcceptanceQuerySet:
        """Those not withdrawn of rows of one model, the latest last, with whom and why."""
        return self.ever_of(model, ids).filter(withdrawal=None)

    def ever_of(self, model: type[models.Model], ids: object) -> AcceptanceQuerySet:
        """The same, with those that were taken back."""
        meta = model._meta
        rows = self.filter(
            content_type__app_label=meta.app_label,
            content_type__model=meta.model_name,
            object_id__in=ids,
        )
        return rows.select_related("accepted_by").order_by("accepted_at", "pk")


class Acceptance(models.Model):
    """One finding of one subject (a return, a group of a statement) taken as it stands.

    ``rules`` are the ids of the failed rules, ``sentence`` both sides and the difference as they
    stood, in Vietnamese. ``fingerprint`` (SHA-256, hex) is that of the rules and of the numbers
    involved: when one of them changes the finding has another one and is open again.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    group = models.CharField(_("nhóm số liệu"), max_length=100, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="acceptances", verbose_name=_("cơ quan")
    )
    rules = models.JSONField(_("quy tắc"))
    sentence = models.TextField(_("chênh lệch"))
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("lý do"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("người chấp nhận"),
    )
    accepted_at = models.DateTimeField(_("chấp nhận lúc"), default=timezone.now, editable=False)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["accepted_at", "pk"]
        verbose_name = _("chấp nhận chênh lệch")
        verbose_name_plural = pgettext_lazy("plural", "chấp nhận chênh lệch")
        indexes = [models.Index(fields=["content_type", "object_id"], name="acceptance_subject")]
        constraints = [
            models.CheckConstraint(name="acceptance_has_a_reason", condition=~Q(reason=""))
        ]
        triggers = [pgtrigger.Protect(name="acceptance_is_never_changed", operation=_NEVER)]

    def __str__(self) -> str:
        return self.sentence


class AcceptanceWithdrawal(models.Model):
    """An acceptance taken back: from then on the finding is open again.

    ``reason`` is empty only for those of before it was asked for.
    """

    acceptance = models.OneToOneField(Acceptance, models.PROTECT, related_name="withdrawal")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("người rút"),
    )
    reason = models.TextField(_("lý do"), blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["withdrawn_at", "pk"]
        verbose_name = _("rút chấp nhận chênh lệch")
        verbose_name_plural = pgettext_lazy("plural", "rút chấp nhận chênh lệch")
        triggers = [pgtrigger.Protect(name="withdrawal_is_never_changed", operation=_NEVER)]

    def __str__(self) -> str:
        return str(self.acceptance)
