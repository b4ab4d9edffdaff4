"""The two ledgers: daily deltas and month balances. Derived: triggers write them, nobody else.

Ledger A counts per (resolving agency, day), ledger B per (agency level, sector, online kind,
day). A balance row holds, for its key, the sums of all days before the first day of ``month``;
there is one for each month that follows a month with events. Rows whose counters came back to
zero stay until the next ``rebuild_ledger``; a missing row and a row of zeros mean the same.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from dossiers.books.counters import COUNTERS
from dossiers.codes import OnlineKind
from dossiers.querysets import AgencyLedgerQuerySet, LevelLedgerQuerySet


def _with_counters(namespace: dict[str, Any], field: type[models.Field[Any, Any]]) -> None:
    """Adds the 15 counters, {received, early, on time, late, became overdue} × channel."""
    for name in COUNTERS:
        namespace[name] = field(default=0, db_default=0)


class AgencyKey(models.Model):
    """The resolving agency. No foreign key: that of the dossiers holds, a second check per row
    would slow the triggers down, and rows of zeros must not keep an agency from being deleted."""

    agency_id = models.BigIntegerField()

    class Meta:
        abstract = True


class LevelKey(models.Model):
    """Level of the resolving agency, sector and online kind of the procedure."""

    sector_id = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Agency.Level)
    online_kind = models.CharField(max_length=8, choices=OnlineKind)

    class Meta:
        abstract = True


class Day(models.Model):
    """What happened on one day."""

    day = models.DateField()
    _with_counters(locals(), models.IntegerField)

    class Meta:
        abstract = True


class Balance(models.Model):
    """The sums of all days before ``month``, the first day of a month."""

    month = models.DateField()
    _with_counters(locals(), models.BigIntegerField)

    class Meta:
        abstract = True


class AgencyDay(AgencyKey, Day):
    pk = models.CompositePrimaryKey("agency_id", "day")

    objects = AgencyLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("sổ ngày theo cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "sổ ngày theo cơ quan")

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class AgencyBalance(AgencyKey, Balance):
    pk = models.CompositePrimaryKey("agency_id", "month")

    objects = AgencyLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("số dư đầu tháng theo cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "số dư đầu tháng theo cơ quan")

    def __str__(self) -> str:
        return f"{self.agency_id} {self.month}"


class LevelDay(LevelKey, Day):
    pk = models.CompositePrimaryKey("sector_id", "level", "online_kind", "day")

    objects = LevelLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("sổ ngày theo cấp, lĩnh vực")
        verbose_name_plural = pgettext_lazy("plural", "sổ ngày theo cấp, lĩnh vực")

    def __str__(self) -> str:
        return f"{self.level} {self.sector_id} {self.online_kind} {self.day}"


class LevelBalance(LevelKey, Balance):
    pk = models.CompositePrimaryKey("sector_id", "level", "online_kind", "month")

    objects = LevelLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("số dư đầu tháng theo cấp, lĩnh vực")
        verbose_name_plural = pgettext_lazy("plural", "số dư đầu tháng theo cấp, lĩnh vực")

    def __str__(self) -> str:
        return f"{self.level} {self.sector_id} {self.online_kind} {self.month}"
