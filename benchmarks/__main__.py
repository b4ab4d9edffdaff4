"""Everything that the site promises of its speed, measured in one run, as ratios.

    python -m benchmarks                                1M and 10M dossiers, 20,000 tasks
    python -m benchmarks --sizes 100000 400000 --tasks 2000 --json numbers.json

Works in databases of its own on the server of the test settings, and drops them. The sides of
each ratio take turns, so that a busy machine slows down both; medians are compared. Every row is
generated.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
django.setup()

from django.db import connection  # noqa: E402 -- after the settings

from agencies.models import User  # noqa: E402
from benchmarks import dossiers, ledger, pages, rows, work  # noqa: E402
from benchmarks.ledger import say, throw_away_database  # noqa: E402
from benchmarks.server import serving  # noqa: E402
from dossiers.books.upkeep import rebuild  # noqa: E402

#: Ratios to reach beside those of the parts: (floor, aim).
LIMITS = ledger.LIMITS | {
    "middle ÷ first": (1.5, 1.1),
    "file from memory ÷ ours": (0.7, 0.9),
}

Section = dict[str, float]


def main() -> None:
    options = _options()
    report: dict[str, Section] = {}
    sizes = sorted(options.sizes)
    with throw_away_database(), tempfile.TemporaryDirectory() as folder:
        work.load(options.tasks, 10 * options.tasks, Path(folder))
        reader = User.objects.get(username=pages.READER)
        for size in sizes:
            load(size)
            name = f"ledger, {size:,} dossiers"
            report[name] = (
                ledger.measure(options.batch, options.rounds)
                if size == sizes[0]
                else ledger.reading(options.rounds)
            )
            show(name, report[name])
        report["growth"] = growth(report, sizes)
        show("growth", report["growth"])
        with serving(reader) as server:
            asked = pages.pages(options.tasks // 50) | dossiers.addresses()
            found = pages.measure(server, asked, options.rounds, 10)
            pages.print_table(found)
            report |= {f"page: {name}": numbers for name, numbers in found.items()}
            report["lists"] = dossiers.first_and_middle(server, 10 * options.rounds)
            show("lists", report["lists"])
        report["files"] = dossiers.files(reader, 1 if options.rounds < 3 else 3)
        show("files", report["files"])
    if options.json:
        told = {"machine": machine(), "measured": report}
        options.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")


def load(size: int) -> None:
    started = time.perf_counter()
    rows.load(size)
    rebuild()
    rows.vacuum()
    say(f"{size:,} dossiers loaded, {time.perf_counter() - started:.0f} s")


def growth(report: dict[str, Section], sizes: list[int]) -> Section:
    """The period table of the largest against that of the smallest size."""
    ends = [report[f"ledger, {size:,} dossiers"][ledger.TABLE] for size in (sizes[0], sizes[-1])]
    return {"ledger, largest ÷ smallest size": ends[1] / ends[0]}


def show(title: str, numbers: Section) -> None:
    ledger.print_table(title, numbers, LIMITS)


def machine() -> dict[str, object]:
    """What the numbers were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "postgresql": version,
        "system": platform.system(),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=50_000, help="new and changed rows")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
