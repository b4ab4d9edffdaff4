"""Statements: what somebody printed, figure by figure, right or wrong."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet
from reporting.checks.keys import choices as figure_keys
from reporting.models.periods import Period


class StatementQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def with_figures(self) -> StatementQuerySet:
        """Everything that a check needs, in two queries for any number of statements."""
        return self.select_related("agency", "period").prefetch_related("figures")


class Statement(models.Model):
    """A source document that prints figures: a report, a news item, a press release.

    Figures are entered as printed. Whether they add up is told by the checks, never by
    refusing the entry: published reports often do not add up.
    """

    title = models.CharField(_("tên nguồn"), max_length=250)
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    publisher = models.CharField(_("nơi công bố"), max_length=200, blank=True)
    url = models.URLField(_("địa chỉ"), max_length=500, blank=True)
    stated_on = models.DateField(_("ngày công bố"))
    as_of = models.DateField(_("số liệu tính đến ngày"), null=True, blank=True)
    period = models.ForeignKey(
        Period, models.PROTECT, related_name="statements", verbose_name=_("kỳ báo cáo")
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="statements",
        verbose_name=_("phạm vi"),
        help_text=_("Cơ quan mà số liệu nói về; toàn tỉnh thì chọn UBND tỉnh."),
    )
    note = models.TextField(_("ghi chú"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-stated_on", "title"]
        verbose_name = _("số liệu đã công bố")
        verbose_name_plural = pgettext_lazy("plural", "số liệu đã công bố")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:statement", args=[self.pk])


class StatedFigure(models.Model):
    """One printed figure. ``value`` keeps what was printed, even where it cannot be true."""

    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="figures", verbose_name=_("nguồn")
    )
    subject = models.CharField(
        _("nhóm số liệu"),
        max_length=100,
        blank=True,
        help_text=_("Ví dụ: Nhiệm vụ Chính phủ giao. Các số chỉ được cộng với số cùng nhóm."),
    )
    key = models.CharField(_("chỉ tiêu"), max_length=40, choices=figure_keys)
    value = models.DecimalField(_("giá trị in"), max_digits=18, decimal_places=4)
    note = models.CharField(_("ghi chú"), max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("chỉ tiêu đã công bố")
        verbose_name_plural = pgettext_lazy("plural", "chỉ tiêu đã công bố")
        constraints = [
            models.UniqueConstraint(
                name="figure_is_stated_once",
                fields=["statement", "subject", "key"],
                violation_error_message=_("Chỉ tiêu này đã được nhập cho nguồn và nhóm này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value.normalize():f}"


def _track(*models_: Any) -> None:
    for model in models_:
        pghistory.track()(model)


_track(Statement, StatedFigure)
