"""What the ledgers cost to keep and what they save to read, measured in one run.

    python -m benchmarks.ledger                          400,000 dossiers
    python -m benchmarks.ledger --sizes 1000000 10000000

Works in a database of its own on the server of the test settings, and drops it. The sides of each
ratio take turns, so that a busy machine slows down both; medians are compared. The dossiers are
generated.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
django.setup()

from django.db import connection, transaction  # noqa: E402 -- after the settings

from agencies.models import Agency  # noqa: E402
from benchmarks import rows  # noqa: E402
from benchmarks.clock import Times, Watch, take_turns  # noqa: E402
from dossiers import ledger  # noqa: E402
from dossiers.books.upkeep import differences, rebuild  # noqa: E402

#: Half a year in the middle of the five that the dossiers are spread over.
SPAN = (dt.date(2022, 6, 15), dt.date(2022, 12, 14))
#: Ratios to reach, as (floor, aim).
LIMITS: dict[str, tuple[float, float]] = {
    "raw scan ÷ ledger": (200, 500),
    "upkeep recent, with ÷ without": (2.1, 1.7),
    "upkeep scattered, with ÷ without": (2.1, 1.7),
    "ledger, largest ÷ smallest size": (1.5, 1.1),
}
# The same question of the rows: by agency received online, directly and by post, carried over,
# resolved early, on time and overdue, pending in time and overdue.
RAW_SCAN = """
    SELECT resolving_agency_id,
        count(*) FILTER (WHERE received_on >= %(a)s AND channel = 2),
        count(*) FILTER (WHERE received_on >= %(a)s AND channel = 1),
        count(*) FILTER (WHERE received_on >= %(a)s AND channel = 3),
        count(*) FILTER (WHERE received_on < %(a)s),
        count(*) FILTER (WHERE resolved_on <= %(b)s AND resolved_on < due_on
                           AND status NOT IN (7, 8)),
        count(*) FILTER (WHERE resolved_on <= %(b)s
                           AND (due_on IS NULL OR resolved_on = due_on OR status IN (7, 8))),
        count(*) FILTER (WHERE resolved_on <= %(b)s AND resolved_on > due_on
                           AND status NOT IN (7, 8)),
        count(*) FILTER (WHERE (resolved_on IS NULL OR resolved_on > %(b)s)
                           AND (due_on IS NULL OR due_on >= %(b)s)),
        count(*) FILTER (WHERE (resolved_on IS NULL OR resolved_on > %(b)s) AND due_on < %(b)s)
    FROM dossiers_dossier
    WHERE received_on <= %(b)s AND (resolved_on IS NULL OR resolved_on >= %(a)s)
      AND status NOT IN (1, 3)
    GROUP BY resolving_agency_id
"""

Numbers = dict[str, float]
TABLE = "period table, ledger, ms"


def main() -> None:
    options = _options()
    report: dict[int, Numbers] = {}
    with throw_away_database():
        for size in sorted(options.sizes):
            started = time.perf_counter()
            rows.load(size)
            rebuild()
            rows.vacuum()
            say(f"{size:,} dossiers loaded, {time.perf_counter() - started:.0f} s")
            report[size] = measure(options.batch, options.rounds)
            print_table(f"{size:,} dossiers", report[size])
    if len(report) > 1:
        small, large = min(report), max(report)
        ratio = {"ledger, largest ÷ smallest size": report[large][TABLE] / report[small][TABLE]}
        print_table("growth", ratio)
        report[large] |= ratio
    text = json.dumps(report, indent=2, ensure_ascii=False)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


def measure(batch: int, rounds: int) -> Numbers:
    return reading(rounds) | keeping(batch, rounds)


def keeping(batch: int, rounds: int) -> Numbers:
    """What the triggers cost, of batches and of single rows."""
    numbers: Numbers = {}
    for shape in rows.BATCHES:
        rows.prepare_batch(shape, batch)
        numbers |= upkeep(shape, rounds)
    numbers |= single_rows(rounds)
    if any(differences()):
        sys.exit("The ledgers do not say what the dossiers say.")
    return numbers


def reading(rounds: int) -> Numbers:
    """The period table of all agencies from the ledger, and from the rows by one process. Its
    ratio is promised at ten million dossiers."""
    everywhere = Agency.objects.all()
    columns = {pk: found for pk, found in ledger.agency_columns(everywhere, *SPAN).items() if found}
    if {pk: list(numbers) for pk, *numbers in raw_scan()} != {
        pk: [
            found.online, found.direct, found.postal, found.carried_over, found.resolved_early,
            found.resolved_on_time, found.resolved_overdue, found.pending_in_time,
            found.pending_overdue,
        ]
        for pk, found in columns.items()
    }:  # fmt: skip
        sys.exit("The ledger and the rows differ.")
    times = take_turns(
        rounds,
        table=warmed(lambda: ledger.agency_columns(everywhere, *SPAN)),
        total=warmed(lambda: ledger.total(everywhere, *SPAN)),
        levels=warmed(lambda: ledger.level_columns(*SPAN)),
        raw=warmed(raw_scan),
    )
    return {
        "period table, raw scan, ms": times["raw"].wall,
        TABLE: times["table"].wall,
        "total of the province, ledger, ms": times["total"].wall,
        "levels and sectors, ledger, ms": times["levels"].wall,
        "raw scan ÷ ledger": times["raw"].wall / times["table"].wall,
    }


def raw_scan() -> list[tuple[int, ...]]:
    with transaction.atomic():
        rows.run("SET LOCAL max_parallel_workers_per_gather = 0")
        return rows.run(RAW_SCAN, {"a": SPAN[0], "b": SPAN[1]})


def upkeep(shape: str, rounds: int) -> Numbers:
    """A batch of new and changed dossiers with the triggers and without them."""
    kept, bare = both_ways(rounds, lambda: rows.write_batch(shape))
    numbers = {
        f"upkeep {shape}, with, ms": kept.wall,
        f"upkeep {shape}, without, ms": bare.wall,
        f"upkeep {shape}, with ÷ without": kept.wall / bare.wall,
    }
    if bare.cpu:
        numbers[f"upkeep {shape}, processor time"] = kept.cpu / bare.cpu
    return numbers


def single_rows(rounds: int, count: int = 200) -> Numbers:
    """What one changed dossier costs more, over ``count`` statements."""
    ids = [pk for (pk,) in rows.run("SELECT id FROM changed_recent LIMIT %(n)s", {"n": count})]

    def write() -> None:
        for pk in ids:
            rows.run(
                "UPDATE dossiers_dossier SET due_on = due_on + 1 WHERE id = %(pk)s", {"pk": pk}
            )

    kept, bare = both_ways(rounds, write)
    return {"one changed row costs more, ms": (kept.wall - bare.wall) / count}


def both_ways(rounds: int, work: Callable[[], None]) -> tuple[Times, Times]:
    """``work`` with the triggers and without, each time rolled back, so that all begin alike."""

    def side(watch: Watch, switch: str) -> None:
        with transaction.atomic():
            rows.switch_triggers(switch)
            with watch.running():
                work()
            transaction.set_rollback(True)
        rows.vacuum()

    times = take_turns(
        rounds,
        kept=lambda watch: side(watch, "ENABLE"),
        bare=lambda watch: side(watch, "DISABLE"),
    )
    return times["kept"], times["bare"]


def warmed(work: Callable[[], object]) -> Callable[[Watch], None]:
    """The second of two runs: the side before, which scans ten million rows, has pushed what this
    one reads out of the server's memory."""

    def side(watch: Watch) -> None:
        work()
        with watch.running():
            work()

    return side


@contextmanager
def throw_away_database() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    rows.run("SET statement_timeout = 0")
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def print_table(
    title: str, numbers: Numbers, limits: Mapping[str, tuple[float, float]] = LIMITS
) -> None:
    say(f"\n{title:<40}{'measured':>12}{'floor':>8}{'aim':>8}")
    for name, number in numbers.items():
        floor, aim = (f"{limit:g}" for limit in limits[name]) if name in limits else ("", "")
        say(f"{name:<40}{number:>12,.2f}{floor:>8}{aim:>8}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[400_000], metavar="N")
    parser.add_argument("--batch", type=int, default=50_000, help="new and changed rows")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
