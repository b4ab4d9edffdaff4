"""The 15 counters of a ledger row, and the seven sums that form II.06 is made of."""

from __future__ import annotations

from collections.abc import Iterable

EVENTS = ("received", "early", "on_time", "late", "became")
#: In the order of the national codes 1, 2, 3 (``codes.Channel``).
CHANNELS = ("in_person", "online", "post")

#: Column names, event by event: ``received_in_person``, ``received_online`` …
COUNTERS = tuple(f"{event}_{channel}" for event in EVENTS for channel in CHANNELS)


def columns_of(event: str, channels: Iterable[int]) -> list[str]:
    """The counters of one event for some channels (national codes 1–3), in order."""
    return [f"{event}_{CHANNELS[code - 1]}" for code in sorted(channels)]
