"""Times pairs of things fairly on a machine that does other work as well."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Times(NamedTuple):
    """Milliseconds on the wall, and of the database's process; 0 where it cannot be seen."""

    wall: float
    cpu: float


class Watch:
    """Runs while one is inside ``running()``."""

    def __init__(self) -> None:
        self.times = Times(0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = _backend_seconds(), time.perf_counter()
        yield
        wall, cpu = time.perf_counter() - wall, _backend_seconds() - cpu
        self.times = Times(self.times.wall + wall * 1000, self.times.cpu + cpu * 1000)


def take_turns(
    rounds: int, *, warm_up: int = 1, **sides: Callable[[Watch], object]
) -> dict[str, Times]:
    """The medians of each side, after ``warm_up`` rounds that do not count.

    A side does its preparation and, inside ``watch.running()``, its work.
    """
    found: dict[str, list[Times]] = {name: [] for name in sides}
    for number in range(warm_up + rounds):
        for name, side in sides.items():
            watch = Watch()
            side(watch)
            if number >= warm_up:
                found[name].append(watch.times)
    return {name: _medians(times) for name, times in found.items()}


def _medians(times: list[Times]) -> Times:
    return Times(*(statistics.median(values) for values in zip(*times, strict=True)))


def _backend_seconds() -> float:
    """Processor time of this connection's process, on the same Linux machine."""
    process = Path(f"/proc/{connection.connection.info.backend_pid}")
    try:
        if (process / "comm").read_text().strip() != "postgres":
            return 0.0
        after_name = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
