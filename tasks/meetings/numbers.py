"""Numbers of conclusions as notices print them: 1, 2, 2.1, 10, a."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.models import Conclusion


def in_order(conclusions: Iterable[Conclusion]) -> list[Conclusion]:
    """As in the notice: 2.1 after 2, 10 after 9."""
    return sorted(conclusions, key=lambda one: (number_key(one.number), one.pk))


def by_meeting(conclusions: Iterable[Conclusion]) -> list[Conclusion]:
    """Of several meetings (at hand): the oldest meeting first, within it as in the notice."""
    return sorted(in_order(conclusions), key=lambda one: one.meeting.held_on)


def number_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Parts of a number, comparable: figures by value and before letters."""
    parts = re.findall(r"[0-9]+|[^\W\d_]+", number)
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part.casefold())
        for part in parts
    )
