"""Snapshots: figures frozen as they were read at an occasion. Nothing in them ever changes."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.models.periods import Period

_NEVER = pgtrigger.Update | pgtrigger.Delete


class Snapshot(models.Model):
    """Figures of a period, as of a day, frozen for an ``occasion`` (``meeting-12``).

    Append-only: freezing again writes the next ``version`` and keeps the earlier ones. ``digest``
    is the SHA-256 (hex) of the content (``reporting.snapshots.digest_of``), which names the digest
    of the version before, so that none can be taken out or changed unseen.
    """

    occasion = models.SlugField(_("dịp chốt"), max_length=60)
    version = models.PositiveSmallIntegerField(_("lần chốt"))
    title = models.CharField(_("tên"), max_length=250)
    scope = models.CharField(_("phạm vi"), max_length=250)
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="snapshots", verbose_name=_("kỳ báo cáo")
    )
    as_of = models.DateField(_("số liệu tính đến ngày"))
    taken_at = models.DateTimeField(_("chốt lúc"), default=timezone.now, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người chốt"),
    )
    previous_digest = models.CharField(_("mã băm lần trước"), max_length=64, blank=True)
    digest = models.CharField(_("mã băm"), max_length=64)

    class Meta:
        ordering = ["occasion", "-version"]
        verbose_name = _("số liệu đã chốt")
        verbose_name_plural = pgettext_lazy("plural", "số liệu đã chốt")
        constraints = [
            models.UniqueConstraint(
                name="snapshot_version_is_taken_once", fields=["occasion", "version"]
            )
        ]
        triggers = [pgtrigger.Protect(name="snapshot_is_never_changed", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class SnapshotFigure(models.Model):
    """One figure as it was read: value, text as printed in Vietnamese, meaning, rows.

    A count has no ``denominator``; both are None where the figure was unknown (a dash).
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=40)
    section_label = models.CharField(max_length=250)
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=250)
    unit = models.CharField(max_length=20)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    text = models.CharField(max_length=60)
    formula = models.TextField()
    source = models.TextField()
    firmness = models.CharField(max_length=20)
    rows_url = models.TextField(blank=True)
    base_url = models.TextField(blank=True)

    class Meta:
        ordering = ["snapshot", "position"]
        verbose_name = _("chỉ tiêu đã chốt")
        verbose_name_plural = pgettext_lazy("plural", "chỉ tiêu đã chốt")
        constraints = [
            models.UniqueConstraint(
                name="figure_is_frozen_once", fields=["snapshot", "section", "code"]
            )
        ]
        triggers = [pgtrigger.Protect(name="snapshot_figure_is_never_changed", operation=_NEVER)]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"
