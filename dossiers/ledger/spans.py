"""What both ledgers share: days before and after, and what is told apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dossiers.books.readings import Sums
from dossiers.codes import Channel
from dossiers.columns import Columns
from dossiers.querysets import Apart
from dossiers.structure import ONE_DAY
from dossiers.structure.apart import without

Span = tuple[dt.date, dt.date]

ALL_CHANNELS = tuple(Channel.values)
NOTHING = Sums()


def ends_of(span: Span) -> tuple[dt.date, dt.date]:
    """The last day before the span and its last day. Raises ValueError where it ends too soon."""
    first, last = span
    if first > last:
        raise ValueError(f"{first} is after {last}")
    return first - ONE_DAY, last


def set_apart(
    columns: dict[tuple[Any, ...], Columns], apart: dict[tuple[Any, ...], Apart]
) -> dict[tuple[Any, ...], Columns]:
    """``columns`` without the returned and withdrawn dossiers, which stand beside them."""
    return {group: without(found, apart.get(group, Apart())) for group, found in columns.items()}
