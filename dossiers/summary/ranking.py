"""Which agencies settle dossiers late: shares from zero, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers import ledger
from dossiers.columns import Columns
from dossiers.links import OWN, list_url, period_url
from dossiers.wording import row_name
from reporting.numbers import Ratio, number, per_cent, percent, svg_share
from reporting.selection import Selection

#: Ends of the axis, in per cent: the first that holds every share and shows the limit is used.
_SCALES = (1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100)
#: Levels compared with each other: a commune settles too little for a share.
_COMPARED = (Agency.Level.PROVINCE, Agency.Level.DISTRICT)


def late_limit() -> Decimal:
    """The late share, in per cent, beyond which an agency is named (``DOSSIERS_LATE_LIMIT``)."""
    return Decimal(str(getattr(settings, "DOSSIERS_LATE_LIMIT", "0.50")))


def small_sample() -> int:
    """Fewer resolved dossiers than this make no share to judge by (``DOSSIERS_SMALL_SAMPLE``)."""
    return int(getattr(settings, "DOSSIERS_SMALL_SAMPLE", 100))


def axis_end(most: Fraction) -> int:
    """The end of an axis of late shares, in per cent: it holds ``most`` and shows the limit."""
    needed = max(most, 2 * Fraction(late_limit()))
    return next(end for end in _SCALES if end >= needed or end == _SCALES[-1])


@dataclass(frozen=True)
class LateRow:
    """One agency's own dossiers resolved in the period."""

    agency: Agency
    columns: Columns

    @property
    def late(self) -> Ratio:
        return Ratio(self.columns.resolved_overdue, self.columns.resolved_total)

    @property
    def on_time(self) -> Ratio:
        return Ratio(self.columns.resolved_early_on_time, self.columns.resolved_total)

    @property
    def share(self) -> Fraction:
        return Fraction(self.late.numerator, self.late.denominator)

    @property
    def is_small(self) -> bool:
        return self.late.denominator < small_sample()

    @property
    def is_over(self) -> bool:
        return self.share * 100 > Fraction(late_limit())


@dataclass(frozen=True)
class Ranking:
    """``rows`` are all agencies compared, the worst first; ``late`` is how many dossiers were
    resolved late by all agencies together, compared or not."""

    rows: Sequence[LateRow]
    late: int
    is_every_level: bool
    selection: Selection

    @cached_property
    def over(self) -> list[LateRow]:
        """Agencies beyond the limit, small samples left aside."""
        return [row for row in self.rows if row.is_over and not row.is_small]

    def worst(self, limit: int) -> Sequence[LateRow]:
        return self.rows[:limit]

    @property
    def title(self) -> str:
        """``5 cơ quan vượt mức quá hạn 0,50 %, chiếm 500/782 hồ sơ quá hạn``."""
        words = {"limit": percent(late_limit()), "k": number(len(self.over))}
        if not self.rows:
            return _("Kỳ này chưa có hồ sơ được giải quyết")
        if not self.over:
            return _("Không có cơ quan vượt mức quá hạn %(limit)s") % words
        late = sum(row.late.numerator for row in self.over)
        text = ngettext(
            "%(k)s cơ quan vượt mức quá hạn %(limit)s, chiếm %(share)s hồ sơ quá hạn",
            "%(k)s cơ quan vượt mức quá hạn %(limit)s, chiếm %(share)s hồ sơ quá hạn",
            len(self.over),
        )
        return text % (words | {"share": f"{number(late)}/{number(self.late)}"})

    def subtitle(self, limit: int) -> str:
        words = {"n": number(min(limit, len(self.rows))), "of": number(len(self.rows))}
        if self.is_every_level:
            return (
                _(
                    "Tỷ lệ hồ sơ giải quyết quá hạn (%%), %(n)s cơ quan cao nhất trong %(of)s cơ "
                    "quan có hồ sơ đã giải quyết"
                )
                % words
            )
        return (
            _(
                "Tỷ lệ hồ sơ giải quyết quá hạn (%%), %(n)s cơ quan cao nhất trong %(of)s cơ quan "
                "cấp tỉnh, cấp huyện có hồ sơ đã giải quyết; không gồm cấp xã"
            )
            % words
        )

    def scale(self, limit: int) -> int:
        """The end of the axis in per cent."""
        return axis_end(max((100 * row.share for row in self.worst(limit)), default=Fraction(0)))

    def table(self, limit: int) -> dict[str, Any]:
        """The inputs of ``_components/rates_table.html``."""
        scale = self.scale(limit)
        return {
            "caption": _("Tỷ lệ đúng hạn theo cơ quan, từ thấp đến cao"),
            "axis": _axis(scale),
            "limit": _place(Fraction(late_limit()), scale),
            "rows": [self._row(row, scale) for row in self.worst(limit)],
        }

    def _row(self, row: LateRow, scale: int) -> dict[str, Any]:
        def url(column: str) -> str:
            return list_url(self.selection, column=column, agency=row.agency.code, rows=OWN)

        return {
            "label": row_name(row.agency),
            "url": period_url(self.selection, agency=row.agency.code),
            "rate": percent(row.on_time),
            "rate_url": url("resolved_early_on_time"),
            "over": row.is_over,
            "few": row.is_small,
            "width": _place(100 * row.share, scale),
            "alt": _("Quá hạn %(share)s") % {"share": percent(row.late)},
            "late": number(row.late.numerator),
            "late_url": url("resolved_overdue"),
            "resolved": number(row.late.denominator),
            "resolved_url": url("resolved_total"),
        }


def rank(
    agencies: Iterable[Agency], counts: Mapping[int, Columns], selection: Selection
) -> Ranking:
    """Ranks agencies by the late share of what they resolved.

    Provincial bodies and districts are compared; where the reader sees fewer than two of these,
    all agencies are.
    """
    counted = [
        LateRow(agency, counts[agency.pk])
        for agency in agencies
        if agency.pk in counts and counts[agency.pk].resolved_total
    ]
    compared = [row for row in counted if row.agency.level in _COMPARED]
    rows = compared if len(compared) > 1 else counted
    return Ranking(
        sorted(rows, key=lambda row: (-row.share, -row.late.denominator, row.agency.sort_key)),
        sum(columns.resolved_overdue for columns in counts.values()),
        len(rows) == len(counted),
        selection,
    )


def on_time_by_agency(
    agencies: AgencyQuerySet, selection: Selection, limit: int = 10
) -> dict[str, Any]:
    """The block of the front page: the finding as title, sub-line, and the worst ``limit``
    agencies as ``_components/rates_table.html`` takes them; ``more`` opens the table of all.

    Two queries.
    """
    counts = ledger.agency_columns(agencies, selection.first, selection.until)
    ranking = rank(agencies, counts, selection)
    return {
        "title": ranking.title,
        "sub": ranking.subtitle(limit),
        "more": {
            "url": period_url(selection),
            "label": _("Xem Biểu II.06 của mọi cơ quan"),
        },
    } | ranking.table(limit)


def _place(share: Fraction, scale: int) -> str:
    """A share in per cent as a place on the axis, cut at its end."""
    return svg_share(*(min(share, Fraction(scale)) / scale).as_integer_ratio())


def _axis(scale: int) -> list[dict[str, str]]:
    """The marks over the bars: zero, the limit, the end."""
    limit = late_limit()
    at = Fraction(limit) / scale
    zero = {"x": "0", "text": "0", "anchor": "start"}
    mark = {
        "x": _place(Fraction(limit), scale),
        "text": _("mức %(limit)s") % {"limit": number(limit.normalize())},
        "anchor": "middle" if at > Fraction(1, 10) else "start",
    }
    end = {"x": "100%", "text": per_cent(number(scale)), "anchor": "end"}
    return [zero, mark, end] if at > Fraction(1, 10) else [mark, end]
