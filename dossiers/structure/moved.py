"""What went from one agency to another within a period, in words and with links. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from dossiers.columns import MOVED, Columns
from dossiers.links import OWN
from dossiers.period.frame import Frame
from dossiers.structure import Structure
from dossiers.wording import row_name, unequal
from reporting.numbers import date, number


def moved_net(columns: Columns) -> int:
    """How many more were taken over than handed over; none over the whole province."""
    return columns.taken_over - columns.handed_over


def closing(columns: Columns, label: str) -> dict[str, Any]:
    """The identity that closes a row which took dossiers over or handed them over."""
    taken, handed = columns.taken_over, columns.handed_over
    outside = (columns.returned or 0) + (columns.withdrawn or 0)
    stated = (columns.received_total, taken)
    reached = (columns.resolved_total + outside, columns.pending_total, handed)
    sides = (" + ".join(number(count) for count in side) for side in (stated, reached))
    holds = sum(stated) == sum(reached)
    return {
        "label": label.replace("(3)", _("(3) + nhận bàn giao"), 1) + _(" + bàn giao"),
        "text": " = ".join(sides) if holds else unequal(sum(stated), sum(reached)),
        "holds": holds,
    }


def moves(
    agencies: Sequence[Agency], counts: Mapping[int, Columns], frame: Frame
) -> list[dict[str, Any]]:
    """Agencies that took over or handed over dossiers, each number with its rows."""
    return [
        {
            "name": row_name(agency),
            **{key: _cell(agency, getattr(counts[agency.pk], key), key, frame) for key in MOVED},
        }
        for agency in agencies
        if agency.pk in counts and any(getattr(counts[agency.pk], key) for key in MOVED)
    ]


def _cell(agency: Agency, count: int, column: str, frame: Frame) -> dict[str, str]:
    url = frame.cells(agency=agency.code, rows=OWN)
    return {"text": number(count), "url": f"{url}&column={column}"}


def waiting(
    agencies: Sequence[Agency],
    counts: Mapping[int, Columns],
    structure: Structure,
    frame: Frame,
    *,
    may_hand_over: bool,
) -> list[dict[str, str]]:
    """Agencies that have ended and whose pending dossiers nobody has taken over yet."""
    found = []
    for agency in agencies:
        end = structure.lineage.ends.get(agency.pk)
        pending = counts[agency.pk].pending_total if agency.pk in counts else 0
        if end is None or end.on > frame.selection.until or not pending:
            continue
        text = ngettext(
            "%(agency)s kết thúc từ ngày %(day)s, còn %(n)s hồ sơ chưa bàn giao",
            "%(agency)s kết thúc từ ngày %(day)s, còn %(n)s hồ sơ chưa bàn giao",
            pending,
        )
        words = {"agency": row_name(agency), "day": date(end.on), "n": number(pending)}
        found.append(
            {
                "text": text % words,
                "url": f"{frame.cells(agency=agency.code, rows=OWN)}&column=pending_total",
                "action": f"{reverse('dossiers:handovers')}?agency={agency.code}"
                if may_hand_over
                else "",
            }
        )
    return found


def incomparable(
    agencies: Sequence[Agency], counts: Mapping[int, Columns], structure: Structure
) -> list[str]:
    """Ended agencies that keep their own row in today's organisation: no one stands for them."""
    if structure.now is None:
        return []
    return [
        row_name(agency)
        for agency in agencies
        if agency.pk in counts and structure.lineage.has_ended(agency.pk, structure.now)
    ]
