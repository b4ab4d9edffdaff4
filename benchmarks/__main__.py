"""Everything that the site promises of its speed, measured in one run, as ratios in one table.

    python -m benchmarks                 1M and 10M dossiers, 20,000 tasks, a list of 500,000 rows
    python -m benchmarks --quick         the same at sizes that take a few minutes
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
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
django.setup()

from django.conf import settings  # noqa: E402 -- after the settings
from django.db import connection  # noqa: E402

from agencies.models import User  # noqa: E402
from benchmarks import dossiers, importing, ledger, pages, rows, work  # noqa: E402
from benchmarks.ledger import say, throw_away_database  # noqa: E402
from benchmarks.server import serving  # noqa: E402
from dossiers.books.upkeep import rebuild  # noqa: E402

#: Ratios and megabytes to reach, as (floor, aim).
LIMITS = ledger.LIMITS | dossiers.LIMITS | importing.LIMITS
#: The ratio that is promised of ten million dossiers only.
AT_TEN_MILLION = "raw scan ÷ ledger"
TEN_MILLION = 10_000_000

Section = dict[str, float]
Report = dict[str, Section]


class Size(NamedTuple):
    """What one run works on."""

    dossiers: tuple[int, ...]
    tasks: int
    batch: int  # new and changed rows
    listed: int  # rows of an imported list
    file: int  # rows of an exported file
    rounds: int


WHOLE = Size((1_000_000, TEN_MILLION), 20_000, 50_000, 500_000, dossiers.FILE_ROWS, 5)
QUICK = Size((100_000, 400_000), 2_000, 10_000, 50_000, 40_000, 3)


class Line(NamedTuple):
    """A promise and what was measured. A low aim is reached from above."""

    name: str
    number: float
    floor: float
    aim: float

    @property
    def verdict(self) -> str:
        if self._is_as_good_as(self.aim):
            return "aim"
        return "floor" if self._is_as_good_as(self.floor) else "MISSED"

    def _is_as_good_as(self, limit: float) -> bool:
        return self.number >= limit if self.aim > self.floor else self.number <= limit


def main() -> None:
    options = _options()
    started = time.perf_counter()
    report = measure(options.size)
    lines = promises(report)
    show(lines)
    say(f"\n{(time.perf_counter() - started) / 60:.1f} minutes; every number: {options.json}")
    told = {
        "machine": machine(),
        "size": options.size._asdict(),
        "promises": [line._asdict() | {"verdict": line.verdict} for line in lines],
        "measured": report,
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")


def measure(size: Size) -> Report:
    report: Report = {}
    sizes = sorted(size.dossiers)
    with throw_away_database(), tempfile.TemporaryDirectory() as folder:
        work.load(size.tasks, 10 * size.tasks, Path(folder))
        reader = User.objects.get(username=pages.READER)
        for count in sizes:
            name = f"ledger, {count:,} dossiers"
            load(count)
            report[name] = ledger.reading(size.rounds)
            if count == sizes[0]:
                report[name] |= ledger.keeping(size.batch, size.rounds)
        ends = [report[f"ledger, {count:,} dossiers"][ledger.TABLE] for count in sizes]
        report["growth"] = {"ledger, largest ÷ smallest size": ends[-1] / ends[0]}
        said("the ledgers are measured")
        with serving(reader) as server:
            asked = pages.pages(size.tasks // 50) | dossiers.addresses()
            found = pages.measure(server, asked, size.rounds, 10)
            report |= {f"page: {name}": numbers for name, numbers in found.items()}
            report["list"] = dossiers.first_and_middle(server, 10 * size.rounds)
        said("the pages are measured")
        report["file"] = dossiers.files(reader, 1, size.file)
        said("the files are measured")
    report["import"] = importing.whole(size.listed, min(size.rounds, 2))
    said("the imports are measured")
    return report


def load(size: int) -> None:
    rows.load(size)
    rebuild()
    rows.vacuum()
    said(f"{size:,} dossiers are loaded")


def promises(report: Report) -> list[Line]:
    """Each number with a limit; of the pages, each against the empty one."""
    found = []
    for title, numbers in report.items():
        if title.startswith("page: "):
            if title != f"page: {pages.EMPTY}":
                name = title.removeprefix("page: ")
                found.append(Line(f"{name} ÷ empty page", numbers["ratio"], *pages.LIMIT))
            continue
        for name, number in numbers.items():
            if name == AT_TEN_MILLION and title != f"ledger, {TEN_MILLION:,} dossiers":
                continue
            if name in LIMITS:
                found.append(Line(f"{title}: {name}", number, *LIMITS[name]))
    return found


def show(lines: list[Line]) -> None:
    width = max(len(line.name) for line in lines) + 2
    say(f"\n{'promise':<{width}}{'measured':>10}{'floor':>8}{'aim':>8}  reached")
    for line in lines:
        number = f"{line.number:>10,.2f}{line.floor:>8g}{line.aim:>8g}"
        say(f"{line.name:<{width}}{number}  {line.verdict}")


def said(text: str) -> None:
    """Tells how far the run is, with the load of the machine, which disturbs it."""
    say(f"{time.strftime('%H:%M:%S')}  {text}; load {os.getloadavg()[0]:.1f}")


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
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="dossiers")
    parser.add_argument("--tasks", type=int)
    parser.add_argument("--batch", type=int, help="new and changed rows")
    parser.add_argument("--listed", type=int, help="rows of the imported list")
    parser.add_argument("--rounds", type=int)
    default = settings.BASE_DIR / "var" / "benchmarks.json"
    parser.add_argument("--json", type=Path, metavar="FILE", default=default)
    options = parser.parse_args()
    asked: dict[str, Any] = {"dossiers": options.sizes and tuple(options.sizes)}
    asked |= {name: getattr(options, name) for name in ("tasks", "batch", "listed", "rounds")}
    size = QUICK if options.quick else WHOLE
    options.size = size._replace(**{name: value for name, value in asked.items() if value})
    return options


if __name__ == "__main__":
    main()
