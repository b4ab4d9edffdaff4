"""Dossiers handed over by name, where no succession says whose they are."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, AgencySuccession
from agencies.models.agency import DateRange
from dossiers.models.dossiers import Dossier
from dossiers.querysets.handovers import HandoverQuerySet, HoldingQuerySet


class Handover(models.Model):
    """A set of dossiers goes to one agency on the day on which the one before ended.

    ``succession`` tells from whom and on which day, and cannot be deleted while dossiers were
    handed over by it. A handover that was undone keeps its row, without dossiers.
    """

    succession = models.ForeignKey(
        AgencySuccession,
        models.PROTECT,
        related_name="+",
        verbose_name=_("kế thừa tổ chức"),
    )
    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="handovers", verbose_name=_("cơ quan bàn giao")
    )
    successor = models.ForeignKey(
        Agency, models.PROTECT, related_name="takeovers", verbose_name=_("cơ quan nhận bàn giao")
    )
    on = models.DateField(_("ngày bàn giao"), help_text=_("Ngày đầu tiên của cơ quan nhận."))
    scope = models.CharField(_("phạm vi"), max_length=200)
    count = models.PositiveIntegerField(_("số hồ sơ"))
    reason = models.CharField(_("căn cứ"), max_length=200)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    done_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người hủy"),
    )
    undone_at = models.DateTimeField(_("hủy lúc"), null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-done_at", "-pk"]
        verbose_name = _("lần bàn giao hồ sơ")
        verbose_name_plural = pgettext_lazy("plural", "lần bàn giao hồ sơ")
        permissions = [("handover_dossier", _("Bàn giao hồ sơ của cơ quan đã kết thúc"))]
        constraints = [
            models.CheckConstraint(
                name="dossiers_go_to_another_agency", condition=~Q(predecessor=F("successor"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class DossierHolding(models.Model):
    """Who held a dossier that was handed over, from when to when (both days included).

    Only such dossiers have rows, and theirs leave no gap: the first begins with ``since`` None,
    the last ends with ``until`` None. They decide whose the dossier is, whatever agency its row
    names; a succession of the holder is followed as for any other agency.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="holdings", verbose_name=_("hồ sơ")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="holdings", verbose_name=_("cơ quan giữ hồ sơ")
    )
    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="holdings", verbose_name=_("lần bàn giao")
    )
    since = models.DateField(_("từ ngày"), null=True)
    until = models.DateField(_("đến hết ngày"), null=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "since"]
        verbose_name = _("thời gian giữ hồ sơ")
        verbose_name_plural = pgettext_lazy("plural", "thời gian giữ hồ sơ")
        constraints = [
            ExclusionConstraint(
                name="dossier_has_one_holder_at_a_time",
                expressions=[
                    ("dossier", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "since",
                            "until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.agency}"


pghistory.track()(Handover)
