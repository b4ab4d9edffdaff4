"""The words of the pages of the catalogue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.codes import ProcedureState
from dossiers.headlines import bound
from dossiers.procedures.terms import compared_with
from dossiers.querysets.timing import Times
from dossiers.summary.procedures import Timing
from reporting.figures import Figure
from reporting.numbers import number
from reporting.panels import definition_panel

Row = dict[str, Any]

#: Order of a list of timed dossiers.
LONGEST_FIRST = (F("days_used").desc(nulls_last=True), "-resolved_on", "-pk")


def headline(timing: Timing) -> str:
    """How many are listed and in force on the day, and which of them take too long."""
    count = len(timing.rows)
    if not count:
        return _("Không có thủ tục nào khớp với điều kiện lọc")
    valid = sum(row.procedure.state == ProcedureState.IN_FORCE for row in timing.rows)
    words = {
        "n": number(count),
        "valid": number(valid),
        "others": number(count - valid),
        "finding": timing.finding,
    }
    if valid == count:
        text = ngettext(
            "%(n)s thủ tục có hiệu lực: %(finding)s",
            "%(n)s thủ tục có hiệu lực: %(finding)s",
            count,
        )
    else:
        text = ngettext(
            "%(n)s thủ tục, %(valid)s có hiệu lực, %(others)s không: %(finding)s",
            "%(n)s thủ tục, %(valid)s có hiệu lực, %(others)s không: %(finding)s",
            count,
        )
    return bound(text % words)


def rates(found: Sequence[Figure]) -> list[Row]:
    """The inputs of ``dossiers/_rates.html``."""
    return [
        {
            "label": str(one.definition.short),
            "formula": str(one.definition.formula),
            "value": one.text,
            "rows": one.rows,
            "base": one.base,
            "definition": definition_panel(one),
        }
        for one in found
    ]


def timed_headline(times: Times, asked: str | None, count: int) -> str:
    """``12 hồ sơ vượt thời hạn 15 ngày làm việc``; ``times`` of all that were resolved."""
    words = {"n": number(count), "allowed": compared_with(times)}
    if asked in ("within", "beyond") and times.limited:
        texts = {
            "within": ngettext(
                "%(n)s hồ sơ giải quyết trong thời hạn %(allowed)s",
                "%(n)s hồ sơ giải quyết trong thời hạn %(allowed)s",
                count,
            ),
            "beyond": ngettext(
                "%(n)s hồ sơ vượt thời hạn %(allowed)s",
                "%(n)s hồ sơ vượt thời hạn %(allowed)s",
                count,
            ),
        }
        return bound(texts[asked] % words)
    text = ngettext("%(n)s hồ sơ đã giải quyết", "%(n)s hồ sơ đã giải quyết", count)
    return bound(text % words)
