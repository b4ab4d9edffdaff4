"""Pages and files over millions of dossiers: what they cost beside an empty page, beside the first
page of a list, and beside a file written from memory."""

from __future__ import annotations

import datetime as dt
import io
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from agencies.models import User
from benchmarks.clock import Watch, take_turns
from benchmarks.rows import run
from benchmarks.server import Server
from dossiers.exports import of_list
from dossiers.filters import DossierFilter
from dossiers.models import Dossier
from reporting.models import Period
from reporting.selection import Selection

#: Somewhere in the middle of the five years.
MIDDLE = dt.date(2022, 6, 15)
#: Rows of the file: what one province receives in half a year.
FILE_ROWS = 418_039

#: Ratios to reach, as (floor, aim).
LIMITS = {"middle ÷ first": (1.5, 1.1), "file from memory ÷ ours": (0.7, 0.9)}

Numbers = dict[str, float]


def addresses() -> dict[str, str]:
    """Pages of dossiers by name. The middle of the list is reached by its cursor."""
    page, listed = reverse("dossiers:period"), reverse("dossiers:list")
    middle = run(
        "SELECT max(id) FROM dossiers_dossier WHERE received_on = %(day)s", {"day": MIDDLE}
    )[0][0]
    cursor = f"older.{MIDDLE.isoformat()}.{middle}"
    busiest = run(
        "SELECT a.code FROM dossiers_agencyday AS d JOIN agencies_agency AS a ON a.id = d.agency_id"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )[0][0]
    return {
        "period table, every agency": f"{page}?open=all",
        "period table, by sector": f"{page}?by=sector",
        "trends of the period": reverse("dossiers:charts"),
        FIRST: f"{listed}?column=all",
        DEEP: f"{listed}?column=all&cursor={cursor}",
        "dossier list, one agency overdue": f"{listed}?column=pending_overdue&agency={busiest}",
    }


FIRST, DEEP = "dossier list, first page", "dossier list, page in the middle"


def first_and_middle(server: Server, rounds: int) -> Numbers:
    """The same list at its beginning and in its middle, in turns."""
    found = addresses()
    times: dict[str, list[float]] = {FIRST: [], DEEP: []}
    for turn in range(rounds + 3):
        for name, taken in times.items():
            took, _size = server.get(found[name])
            if turn >= 3:
                taken.append(took)
    first, deep = (statistics.median(times[name]) for name in (FIRST, DEEP))
    return {"list, first page, ms": first, "list, middle, ms": deep, "middle ÷ first": deep / first}


def files(reader: User, rounds: int, size: int = FILE_ROWS) -> Numbers:
    """A workbook of ``size`` dossiers as the site writes it, and the same cells from memory."""
    period = Period.objects.create(
        code="benchmark",
        name="benchmark",
        kind=Period.Kind.CUSTOM,
        year=2022,
        date_from=MIDDLE,
        date_to=_until(size),
        status=Period.Status.CLOSED,
    )
    export = _export(reader, period)
    cells = [[column.value(row) for column in export.columns] for row in export.rows]

    def ours(watch: Watch) -> None:
        fresh = _export(reader, period)
        with watch.running():
            b"".join(_sent(fresh))

    def bare(watch: Watch) -> None:
        with watch.running():
            _written(cells)

    times = take_turns(rounds, warm_up=0, ours=ours, bare=bare)
    return {
        "rows of the file": len(cells),
        "file of the site, s": times["ours"].wall / 1000,
        "file from memory, s": times["bare"].wall / 1000,
        "file from memory ÷ ours": times["bare"].wall / times["ours"].wall,
    }


def _until(size: int) -> dt.date:
    """The day by which ``size`` dossiers have come in since the middle."""
    found = run(
        "SELECT received_on FROM dossiers_dossier WHERE received_on >= %(day)s"
        " AND status NOT IN (1, 3) ORDER BY received_on OFFSET %(size)s LIMIT 1",
        {"day": MIDDLE, "size": size},
    )
    return found[0][0] if found else dt.date(2024, 12, 31)  # type: ignore[no-any-return]


def _export(reader: User, period: Period) -> Any:
    request = RequestFactory().get("/")
    request.user = reader
    asked = QueryDict("column=new_received")
    selection = Selection(period, period.date_to)
    filter = DossierFilter(asked, Dossier.objects.none(), request=request, selection=selection)
    return of_list(filter, reader)


def _sent(export: Any) -> Iterator[bytes]:
    yield from export.response("xlsx").streaming_content


def _written(cells: list[list[Any]]) -> None:
    """The cells as xlsxwriter itself would write them, in its thriftiest way."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(cells):
                for index, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, index, value)
        io.BytesIO(path.read_bytes())
