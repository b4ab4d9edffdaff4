"""A figure: a number with everything that a reader must know to trust it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.figures.definitions import Definition, Text
from reporting.models import Period
from reporting.numbers import Ratio, number
from reporting.selection import Selection


class Firmness(models.TextChoices):
    PROVISIONAL = "provisional", _("Tạm tính")
    DERIVED = "derived", _("Suy ra")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    ACCEPTED = "accepted", _("Chấp nhận chênh lệch")

    @classmethod
    def of(cls, period: Period) -> Firmness:
        """Figures of a locked period are confirmed; of any other they may still change."""
        return cls.PROVISIONAL if period.is_provisional else cls.CONFIRMED


class Origin(models.TextChoices):
    """How a number of a demo came to be. Real data is always counted."""

    COUNTED = "counted", _("Đếm từ dòng dữ liệu")
    PUBLISHED = "published", _("Khớp số đã công bố")
    DERIVED = "derived", _("Khớp số suy ra từ số đã công bố")
    GENERATED = "generated", _("Dữ liệu minh họa, chưa từng công bố")


@dataclass(frozen=True)
class Link:
    """The list that a count opens to, and the count that it must print."""

    url: str
    count: int | None

    @property
    def text(self) -> str:
        return number(self.count)


@dataclass(frozen=True)
class Figure:
    """``value`` of ``definition`` for a period, as of a day.

    A count opens to its rows through ``rows``; a rate opens its two lists through ``rows``
    (numerator) and ``base`` (denominator). ``origin`` marks values of a demo that were never
    published. ``before`` is the same figure of the period compared with.
    """

    definition: Definition
    value: int | Ratio | None
    as_of: dt.date
    period: Period
    firmness: Firmness
    rows: Link
    base: Link | None = None
    source: Text = ""
    note: Text = ""
    origin: Origin = Origin.COUNTED
    before: Figure | None = None

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def text(self) -> str:
        return self.definition.text(self.value)

    @property
    def percent(self) -> Decimal | None:
        return self.value.percent(self.definition.places) if isinstance(self.value, Ratio) else None

    @property
    def is_derived(self) -> bool:
        return self.origin == Origin.DERIVED

    @property
    def is_generated(self) -> bool:
        return self.origin == Origin.GENERATED

    @property
    def url(self) -> str:
        return self.rows.url

    def compared_with(self, before: Figure | None) -> Figure:
        return replace(self, before=before)


def computed(
    meant: Definition,
    counts: Mapping[str, int | None],
    selection: Selection,
    link: Callable[[str], Link],
    *,
    as_of: dt.date | None = None,
    note: Text = "",
) -> Figure:
    """The figure ``meant`` from counted keys; ``link`` opens the rows of a key.

    ``as_of``: another day than that of the selection.
    """
    return Figure(
        definition=meant,
        value=meant.value(counts),
        as_of=as_of or selection.as_of,
        period=selection.period,
        firmness=Firmness.of(selection.period),
        rows=link(meant.rows_key),
        base=link(meant.base_key) if meant.is_rate else None,
        note=note,
    )
