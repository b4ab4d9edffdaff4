"""How long each page takes against a page without content, measured in one run.

    python -m benchmarks.pages                       20,000 tasks with 200,000 reports
    python -m benchmarks.pages --tasks 2000 --reports 20000

Works in a database of its own on the server of the test settings, and drops it. Gunicorn with two
workers answers a member who is logged in. The pages take turns, so that a busy machine slows down
all of them; medians are compared. Every row is generated.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
django.setup()

from django.urls import reverse  # noqa: E402 -- after the settings

from agencies.models import User  # noqa: E402
from benchmarks import work  # noqa: E402
from benchmarks.ledger import say, throw_away_database  # noqa: E402
from benchmarks.rows import run  # noqa: E402
from benchmarks.server import Server, serving  # noqa: E402
from tasks.models import Meeting  # noqa: E402

EMPTY = "empty page of the site"
#: A page against the empty one: (floor, aim).
LIMIT = (4.0, 2.5)
READER = "uyvien"

Numbers = dict[str, dict[str, float]]


def pages(last: int) -> dict[str, str]:
    """Addresses by name; ``last`` is the number of the last page of the whole list."""
    tasks = reverse("tasks:list")
    newest = Meeting.objects.latest("held_on")
    return {
        "logged in, no template": "/benchmark/bare/",
        EMPTY: "/benchmark/empty/",
        "front page": "/",
        "task list, first page": tasks,
        "task list, page in the middle": f"{tasks}?page={last // 2}",
        "task list, one agency overdue": f"{tasks}?agency=SXD&state=overdue",
        "task list, three words searched": f"{tasks}?{urlencode({'q': 'rà soát 1234'})}",
        "task": reverse("tasks:detail", args=["KT-000077"]),
        "agency tree": reverse("agency-tree"),
        "agency": reverse("agency-detail", args=["SXD"]),
        "checks": reverse("reporting:statements"),
        "pace": reverse("tasks:pace"),
        "meetings": reverse("tasks:meetings"),
        "meeting": reverse("meeting", args=[newest.held_on]),
    }


def measure(server: Server, addresses: dict[str, str], rounds: int, each: int) -> Numbers:
    """Medians in ms over ``rounds`` of ``each`` requests for every page, one page after another;
    and of one request a round after a row has changed, when no page is kept."""
    for path in addresses.values():
        for _ in range(4):  # both workers are warm
            server.get(path)
    kept: dict[str, list[float]] = defaultdict(list)
    fresh: dict[str, list[float]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name, path in addresses.items():
            change_a_row()
            took, sizes[name] = server.get(path)
            fresh[name].append(took)
            server.get(path)  # most likely the other worker
            server.get(path)
            kept[name].append(statistics.median(server.get(path)[0] for _ in range(each)))
    empty = statistics.median(kept[EMPTY])
    return {
        name: {
            "ms": statistics.median(kept[name]),
            "ratio": statistics.median(kept[name]) / empty,
            "after a change, ms": statistics.median(fresh[name]),
            "kB": sizes[name] / 1000,
        }
        for name in addresses
    }


def change_a_row() -> None:
    run("UPDATE tasks_programme SET note = note WHERE id = (SELECT min(id) FROM tasks_programme)")


def main() -> None:
    options = _options()
    with throw_away_database(), tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        work.load(options.tasks, options.reports, Path(folder))
        say(f"{options.tasks:,} tasks loaded, {time.perf_counter() - started:.0f} s")
        with serving(User.objects.get(username=READER)) as server:
            found = measure(server, pages(options.tasks // 50), options.rounds, options.each)
    print_table(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


def print_table(found: Numbers) -> None:
    floor, aim = LIMIT
    say(f"\n{'page':<32}{'ms':>7}{'÷ empty':>9}{'floor':>7}{'aim':>5}{'after a change, ms':>20}")
    for name, numbers in found.items():
        over = "  over the floor" if numbers["ratio"] > floor else ""
        row = f"{name:<32}{numbers['ms']:>7.1f}{numbers['ratio']:>9.2f}{floor:>7g}{aim:>5g}"
        say(f"{row}{numbers['after a change, ms']:>20.1f}{over}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--reports", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--each", type=int, default=10, help="requests per page and round")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
