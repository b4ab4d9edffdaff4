"""A definition says what a number is: formula, base, owner, source, edge cases, an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import Ratio, number, percent

Text = str | Promise


class Unit(models.TextChoices):
    DOSSIERS = "dossiers", pgettext_lazy("plural", "hồ sơ")
    TASKS = "tasks", pgettext_lazy("plural", "nhiệm vụ")
    PERCENT = "percent", _("%")
    RANK = "rank", _("hạng")
    SCORE = "score", pgettext_lazy("plural", "điểm")
    AGENCIES = "agencies", pgettext_lazy("plural", "cơ quan")
    CELLS = "cells", pgettext_lazy("plural", "ô số liệu")
    ENTRIES = "entries", pgettext_lazy("plural", "lượt nhập")
    REPORTS = "reports", pgettext_lazy("plural", "kỳ báo cáo")
    TASKS_PER_MONTH = "tasks_per_month", _("nhiệm vụ/tháng")
    MILLION_DONG = "million_dong", _("triệu đồng")
    DAYS = "days", pgettext_lazy("plural", "ngày")
    PROCEDURES = "procedures", pgettext_lazy("plural", "thủ tục")
    WORKING_DAYS = "working_days", _("ngày làm việc")


class Direction(Enum):
    """Which way is better, so that colour means better or worse, not up or down."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True)
class Example:
    """A worked example, run by the tests. ``result`` is as printed in Vietnamese."""

    counts: Mapping[str, int]
    result: str
    source: Text


@dataclass(frozen=True)
class Definition:
    """``numerator`` and ``denominator`` name counted keys; the keys of one side are added.

    Without a denominator the figure is the count itself. A missing or zero denominator gives
    no figure (a dash), never 0 %.
    """

    code: str
    label: Text
    unit: Unit
    topic: Text
    formula: Text
    numerator: tuple[str, ...]
    example: Example
    owner: Text
    source: Text
    denominator: tuple[str, ...] = ()
    #: Keys of the lists that the two sides open to, where several keys are added.
    rows: str = ""
    base_rows: str = ""
    legal_basis: Text = ""
    edge_cases: tuple[Text, ...] = ()
    better: Direction = Direction.NEITHER
    short: Text = ""
    places: int = field(default=2)
    #: What a value is multiplied by before it is printed (numerator, denominator), where it is
    #: no percentage: đồng as million đồng, tasks a day as tasks a month.
    scale: tuple[int, int] = (1, 1)

    @property
    def rows_key(self) -> str:
        return self.rows or self.numerator[0]

    @property
    def base_key(self) -> str:
        return self.base_rows or self.denominator[0]

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    def value(self, counts: Mapping[str, int | None]) -> int | Ratio | None:
        """The figure from counted keys; None where a key it needs is unknown."""
        top = _total(counts, self.numerator)
        if not self.is_rate:
            return top
        bottom = _total(counts, self.denominator)
        return None if top is None or bottom is None else Ratio(top, bottom)

    def text(self, value: int | Ratio | None) -> str:
        """``value`` as printed, without its unit."""
        if self.scale != (1, 1) or (isinstance(value, Ratio) and self.unit is Unit.DAYS):
            return number(_scaled(value, self.scale, self.places), self.places)
        if isinstance(value, Ratio):
            return percent(value, self.places)
        return number(value)


def _total(counts: Mapping[str, int | None], keys: tuple[str, ...]) -> int | None:
    known = [counts.get(key) for key in keys]
    return None if any(n is None for n in known) else sum(n for n in known if n is not None)


def _scaled(value: int | Ratio | None, scale: tuple[int, int], places: int) -> Decimal | None:
    """``value`` × ``scale``, rounded half up at ``places`` decimals; None where unknown."""
    if value is None:
        return None
    ratio = value if isinstance(value, Ratio) else Ratio(value, 1)
    if not ratio.denominator:
        return None
    exact = Decimal(ratio.numerator * scale[0]) / Decimal(ratio.denominator * scale[1])
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
