"""What the import of a list of dossiers takes, against COPY of the same rows into the same table.

    python -m benchmarks.importing                 500,000 dossiers as CSV
    python -m benchmarks.importing --size 100000 --rounds 3

Works in a database of its own on the server of the test settings, and drops it. The sides take
turns, so that a busy machine slows down both; medians are compared. The dossiers are generated.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
django.setup()

from django.conf import settings  # noqa: E402 -- after the settings
from django.core.files.base import File  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from xlsxwriter import Workbook  # noqa: E402

from agencies.models import User  # noqa: E402
from benchmarks import others, rows  # noqa: E402
from benchmarks.clock import Watch, take_turns  # noqa: E402
from benchmarks.ledger import print_table, throw_away_database  # noqa: E402
from benchmarks.server import address  # noqa: E402
from dossiers.books.upkeep import differences  # noqa: E402
from dossiers.imports import jobs  # noqa: E402
from reporting.models import ImportProgress, ImportRun  # noqa: E402

TODAY = dt.date(2025, 1, 1)
#: Ratios to reach, as (floor, aim), and megabytes.
LIMITS = {
    "COPY ÷ import": (0.35, 0.55),
    "second import ÷ first": (0.5, 0.3),
    "memory of the import of a CSV file, MB": (300, 150),
    "memory of the import of an XLSX file, MB": (300, 150),
    "rows/s, ours ÷ bulk_create": (3, 5),
    "rows/s, ours ÷ django-import-export": (50, 100),
}
#: The list as a one-stop system would export it.
LIST = """
    COPY (
        SELECT m.code AS "Mã hồ sơ", p.code AS "Mã TTHC", a.code AS "Cơ quan",
               'Nguyễn Văn ' || row_number() OVER () AS "Người nộp", m.channel AS "Hình thức nộp",
               to_char(m.received_on, 'DD/MM/YYYY') AS "Ngày tiếp nhận",
               to_char(m.due_on, 'DD/MM/YYYY') AS "Ngày hẹn trả",
               to_char(m.resolved_on, 'DD/MM/YYYY') AS "Ngày kết thúc xử lý",
               m.status AS "Trạng thái"
        FROM listed AS m
        JOIN dossiers_procedure AS p ON p.id = m.procedure_id
        JOIN agencies_agency AS a ON a.id = m.resolving_agency_id
        ORDER BY m.received_on, m.code
    ) TO STDOUT (FORMAT csv, HEADER)
"""
RAW = f"COPY (SELECT {rows.COLUMNS} FROM listed ORDER BY received_on) TO STDOUT"  # noqa: S608 -- constants
COPY = f"COPY dossiers_dossier ({rows.COLUMNS}) FROM STDIN"


def main() -> None:
    options = _options()
    numbers = whole(options.size, options.rounds)
    print_table(f"{options.size:,} dossiers, CSV", numbers, LIMITS)
    print(json.dumps(numbers, indent=2, ensure_ascii=False))


def whole(size: int, rounds: int) -> dict[str, float]:
    """Everything that is promised of an import, over ``size`` dossiers of one generated list."""
    with (
        throw_away_database(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder, DOSSIERS_IMPORTS_BY="now"),
    ):
        listed, raw, book = (Path(folder) / name for name in ("list.csv", "raw", "list.xlsx"))
        _prepare(size, listed, raw)
        _as_workbook(listed, book)
        user = User.objects.create(username="office", is_superuser=True)
        numbers = measure(rounds, listed, raw, user)
        for kind, path in {"a CSV": listed, "an XLSX": book}.items():
            numbers[f"memory of the import of {kind} file, MB"] = memory(path, user)
            [(count,)] = rows.run("SELECT count(*) FROM dossiers_dossier")
            if count != size:
                sys.exit(f"The import of {kind} file of {size:,} dossiers wrote {count:,}.")
        numbers |= against_others(listed, size / numbers["import, s"])
        if any(differences()):
            sys.exit("The ledgers do not say what the dossiers say.")
    return numbers


def measure(rounds: int, listed: Path, raw: Path, user: User) -> dict[str, float]:
    parts: dict[str, list[float]] = {}

    def copied(watch: Watch) -> None:
        rows.run("TRUNCATE dossiers_dossier CASCADE")
        rows.switch_triggers("DISABLE")
        with watch.running(), connection.cursor() as cursor, cursor.copy(COPY) as copy:
            copy.write(raw.read_bytes())
        rows.switch_triggers("ENABLE")

    def first(watch: Watch) -> None:
        rows.run("TRUNCATE dossiers_dossier, dossiers_dossierchange CASCADE")
        rows.vacuum()
        with watch.running():
            imported(listed, user, parts)

    def again(watch: Watch) -> None:
        with watch.running():
            imported(listed, user, {})

    times = take_turns(rounds, copy=copied, first=first, again=again)
    numbers = {
        "COPY into the same table, s": times["copy"].wall / 1000,
        "import, s": times["first"].wall / 1000,
        "import of the same file again, s": times["again"].wall / 1000,
    }
    for name, found in parts.items():
        numbers[f"  {name}, s"] = statistics.median(found[1:])  # the first round does not count
    return numbers | {
        "COPY ÷ import": times["copy"].wall / times["first"].wall,
        "second import ÷ first": times["again"].wall / times["first"].wall,
    }


def against_others(listed: Path, rate: float) -> dict[str, float]:
    """``rate`` rows a second of ours beside what other ways manage with the same file."""
    theirs = others.rates(listed)
    bulk, resource = theirs.values()
    return theirs | {
        "import, rows/s": rate,
        "rows/s, ours ÷ bulk_create": rate / bulk,
        "rows/s, ours ÷ django-import-export": rate / resource,
    }


def imported(path: Path, user: User, parts: dict[str, list[float]]) -> None:
    """The whole way of a file: read, compared, previewed, written."""
    started = time.perf_counter()
    source = jobs.source_named("benchmark")
    with path.open("rb") as file:
        run = jobs.submit(File(file, name=path.name), user=user, source=source, on=TODAY)
    read = time.perf_counter()
    found = jobs.preview(run)
    if found is None or not found.is_clean:
        said = [str(one) for one in jobs.problems(run, 3)]
        sys.exit(f"The file was refused: {said or jobs.progress(run, timezone.now()).problem}")
    run = jobs.confirm(run, user, fingerprint=found.fingerprint)
    if run.status != ImportRun.Status.DONE:
        sys.exit("The file was not written.")
    parts.setdefault("read and compared", []).append(read - started)
    parts.setdefault("written", []).append(time.perf_counter() - read)


def memory(path: Path, user: User) -> float:
    """The most megabytes that the job of a run and its children hold at once, read and written."""
    rows.run("TRUNCATE dossiers_dossier, dossiers_dossierchange CASCADE")
    source = jobs.source_named("benchmark")
    with override_settings(DOSSIERS_IMPORTS_BY="worker"):
        with path.open("rb") as file:
            run = jobs.submit(File(file, name=path.name), user=user, source=source, on=TODAY)
        peak = _peak(run.pk)
        run = ImportRun.objects.select_related("progress").get(pk=run.pk)
        found = ImportProgress.objects.get(run=run).found
        jobs.confirm(run, user, fingerprint=found["fingerprint"])
        return max(peak, _peak(run.pk)) / 1024


def _peak(run: int) -> int:
    command = [sys.executable, "manage.py", "run_import", str(run)]
    environment = os.environ | {
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "benchmarks.importing_settings",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603 -- ours
    peak = 0
    while process.poll() is None:
        peak = max(peak, _held(process.pid))
        time.sleep(0.05)
    return peak


def _held(pid: int) -> int:
    """Kilobytes of a process and its children that no other process shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own + sum(_held(int(child)) for child in children)


def _prepare(size: int, listed: Path, raw: Path) -> None:
    rows.run(rows.AGENCIES)
    rows.run(rows.CATALOGUE)
    rows.run("SELECT setseed(0.5)")
    made = {"table": "listed", "first": "2024-01-01", "last": "2024-12-31", "days": 360}
    # Numbers of six digits, as codes have them.
    rows.run(rows.MADE.format(**made, start=100_000, size=size))
    _to_file(LIST, listed)
    _to_file(RAW, raw)


def _to_file(statement: str, path: Path) -> None:
    with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in copy:
            file.write(chunk)


def _as_workbook(listed: Path, path: Path) -> None:
    """The same list as a workbook, every cell a text."""
    with (
        listed.open(encoding="utf-8", newline="") as file,
        Workbook(str(path), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        for number, line in enumerate(csv.reader(file)):
            for place, text in enumerate(line):
                sheet.write_string(number, place, text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
