"""Copies the generated dossiers into the database, with its triggers on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random

from django.db import connection

from reform_site.demo.catalogue import load_catalogue
from reform_site.demo.durations import Durations
from reform_site.demo.generate import Generator
from reform_site.demo.quotas import offices
from reform_site.demo.targets import Targets
from reporting.loading import working_calendar

#: Rows of one COPY: the statement triggers run once for all of them.
BATCH = 60_000
#: Rows handed to the driver at once.
BLOCK = 2_000

COPY = """
    COPY dossiers_dossier (code, procedure_id, receiving_agency_id, resolving_agency_id, channel,
        received_on, due_on, resolved_on, status) FROM STDIN
"""


def load_dossiers(
    targets: Targets, *, scale: int, seed: int, report: Callable[[int, int], None]
) -> int:
    """Writes catalogue and dossiers; returns the number of dossiers.

    ``report`` is told (written, all) after each batch. The figures of the targets, divided by
    ``scale``, come out exactly.
    """
    generated = targets.generated
    durations = Durations(float(generated["early_share"]))
    mixes = load_catalogue(generated["unit_code"], durations)
    found = offices(generated, mixes, Random(f"{seed}:offices"))  # noqa: S311 -- to be repeatable
    made = Generator(targets, found, working_calendar(), durations, scale=scale, seed=seed)
    lines, copied = made.lines(), 0
    while copied < made.total:
        copied += _copy(islice(lines, BATCH))
        report(copied, made.total)
    return copied


def _copy(lines: Iterator[str]) -> int:
    """Sends ``lines`` in one COPY; returns how many there were."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for block in _blocks(lines):
            copy.write("".join(block))
            count += len(block)
    return count


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(lines)
    while block := list(islice(rest, BLOCK)):
        yield block
