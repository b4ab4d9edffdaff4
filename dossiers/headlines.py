"""Findings about dossiers as sentences. Every number is handed in; none is typed here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dossiers.columns import Columns
from reporting.numbers import NBSP, Ratio, number, percent

#: A share of a month with its label; None where there was nothing to take a share of.
Point = tuple[str, Ratio]


def bound(text: str) -> str:
    """A headline in which no number is parted from the word after it."""
    return re.sub(r"(?<=\d) (?=\w)", NBSP, text)


def in_words(count: int) -> str:
    """``sáu``; a numeral above twelve."""
    words = [
        pgettext("numeral", "không"),
        pgettext("numeral", "một"),
        pgettext("numeral", "hai"),
        pgettext("numeral", "ba"),
        pgettext("numeral", "bốn"),
        pgettext("numeral", "năm"),
        pgettext("numeral", "sáu"),
        pgettext("numeral", "bảy"),
        pgettext("numeral", "tám"),
        pgettext("numeral", "chín"),
        pgettext("numeral", "mười"),
        pgettext("numeral", "mười một"),
        pgettext("numeral", "mười hai"),
    ]
    return words[count] if count < len(words) else number(count)


def trend(points: Sequence[Point]) -> str:
    """How a share moved: ``tăng sáu tháng liền, từ 83,57 % lên 89,07 %``.

    Compared as printed, with two decimals. Empty without a single share.
    """
    known = [(label, ratio, ratio.percent()) for label, ratio in points if ratio.denominator]
    if not known:
        return ""
    shares = [share for _label, _ratio, share in known if share is not None]
    first, last = percent(known[0][1]), percent(known[-1][1])
    words = {"k": in_words(len(known)), "a": first, "b": last}
    if len(known) == 1:
        return _("đạt %(a)s") % words
    if all(share == shares[0] for share in shares):
        return _("giữ ở mức %(a)s") % words
    if _rises(shares):
        return _("tăng %(k)s tháng liền, từ %(a)s lên %(b)s") % words
    if _rises(shares[::-1]):
        return _("giảm %(k)s tháng liền, từ %(a)s xuống %(b)s") % words
    return _("từ %(a)s (%(first)s) đến %(b)s (%(last)s), không theo một chiều") % (
        words | {"first": known[0][0], "last": known[-1][0]}
    )


def _rises(shares: Sequence[Decimal]) -> bool:
    return all(before < after for before, after in pairwise(shares))


def on_time(columns: Columns) -> str:
    """``99,81 % hồ sơ giải quyết trước hạn, đúng hạn``."""
    done = Ratio(columns.resolved_early_on_time, columns.resolved_total)
    if not done.denominator:
        return _("Chưa có hồ sơ được giải quyết trong kỳ này")
    if done.numerator == done.denominator:
        return _("Toàn bộ %(n)s hồ sơ giải quyết trước hạn, đúng hạn") % {
            "n": number(done.denominator)
        }
    return _("%(share)s hồ sơ giải quyết trước hạn, đúng hạn") % {"share": percent(done)}
