"""Which few parts make most of a whole: the greatest first, cumulated. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.collation import sort_key
from reporting.numbers import Ratio, number, percent


@dataclass(frozen=True)
class Share:
    """One part of a Pareto: ``count`` dossiers; ``so_far`` with all greater parts before it."""

    code: str
    name: str
    count: int
    so_far: int
    total: int

    @property
    def share(self) -> Ratio:
        return Ratio(self.count, self.total)

    @property
    def cumulated(self) -> Ratio:
        return Ratio(self.so_far, self.total)


def pareto(parts: Iterable[tuple[str, str, int]]) -> list[Share]:
    """The parts, the greatest first, each with what all up to it add up to."""
    ordered = sorted(parts, key=lambda part: (-part[2], sort_key(part[1]), part[0]))
    sums = list(accumulate(count for *_names, count in ordered))
    total = sums[-1] if sums else 0
    return [
        Share(code, name, count, so_far, total)
        for (code, name, count), so_far in zip(ordered, sums, strict=True)
    ]


def finding(parts: Sequence[Share]) -> str:
    """``Đất đai chiếm 99,02 % số hồ sơ quá hạn``; without one such part how few make most of it."""
    if not parts:
        return _("Không có hồ sơ quá hạn")
    first = parts[0]
    if 2 * first.count >= first.total:
        words = {"name": first.name, "share": percent(first.share)}
        return _("%(name)s chiếm %(share)s số hồ sơ quá hạn") % words
    most = next(place for place, one in enumerate(parts, 1) if 5 * one.so_far >= 4 * one.total)
    words = {"k": number(most), "share": percent(parts[most - 1].cumulated)}
    text = ngettext(
        "%(k)s lĩnh vực chiếm %(share)s số hồ sơ quá hạn",
        "%(k)s lĩnh vực chiếm %(share)s số hồ sơ quá hạn",
        most,
    )
    return text % words
