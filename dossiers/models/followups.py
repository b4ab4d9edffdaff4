"""Whose work it is that a form and the list of dossiers differ."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.models.returns import Return
from dossiers.querysets.followups import ReturnFollowUpQuerySet


class ReturnFollowUp(models.Model):
    """Who looks after the differences of a form from the list of dossiers, and how far that is.

    Without ``owner`` it is the agency itself. ``differences`` are those that stood when it was
    written, {column: [stated, counted]}: once such a cell is equal it is settled. Every change is
    kept by the log of changes.
    """

    report = models.OneToOneField(
        Return, models.CASCADE, related_name="follow_up", verbose_name=_("báo cáo Biểu II.06")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người phụ trách"),
    )
    note = models.TextField(_("ghi chú"), blank=True, max_length=2000)
    differences = models.JSONField(_("chênh lệch khi ghi"), default=dict, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người ghi"),
    )
    edited_at = models.DateTimeField(_("ghi lúc"), editable=False)

    objects = ReturnFollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at", "pk"]
        default_permissions = ("view", "change")
        verbose_name = _("xử lý chênh lệch hai nguồn")
        verbose_name_plural = pgettext_lazy("plural", "xử lý chênh lệch hai nguồn")

    def __str__(self) -> str:
        return str(self.report)


pghistory.track()(ReturnFollowUp)
