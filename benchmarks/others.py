"""The same list imported by what a Django team would take instead, in rows a second.

Each way gets as many rows as it manages in some seconds; ledgers are kept by the triggers for all.
"""

from __future__ import annotations

import csv
import datetime as dt
import time
from itertools import islice
from pathlib import Path

from import_export.resources import ModelResource
from tablib import Dataset

from agencies.models import Agency
from benchmarks import rows
from dossiers.models import Dossier, Procedure

BULK, BULK_BATCH = 40_000, 5_000
ROW_BY_ROW = 1_500

Line = dict[str, str]


class DossierResource(ModelResource):
    class Meta:
        model = Dossier
        import_id_fields = ("code",)
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        fields = (
            "code",
            "procedure",
            "receiving_agency",
            "resolving_agency",
            "channel",
            "received_on",
            "due_on",
            "resolved_on",
            "status",
        )


def rates(listed: Path) -> dict[str, float]:
    """Rows a second of ``bulk_create`` and of django-import-export, from the file ``listed``."""
    return {"bulk_create, rows/s": bulk(listed), "django-import-export, rows/s": resource(listed)}


def bulk(listed: Path) -> float:
    rows.run("TRUNCATE dossiers_dossier CASCADE")
    started = time.perf_counter()
    agencies, procedures = _known()
    found = [
        Dossier(
            code=line["Mã hồ sơ"],
            procedure_id=procedures[line["Mã TTHC"]],
            receiving_agency_id=agencies[line["Cơ quan"]],
            resolving_agency_id=agencies[line["Cơ quan"]],
            channel=int(line["Hình thức nộp"]),
            received_on=_day(line["Ngày tiếp nhận"]),
            due_on=_day(line["Ngày hẹn trả"]),
            resolved_on=_day(line["Ngày kết thúc xử lý"]),
            status=int(line["Trạng thái"]),
        )
        for line in _lines(listed, BULK)
    ]
    Dossier.objects.bulk_create(
        found,
        batch_size=BULK_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["due_on", "resolved_on", "status"],
    )
    return len(found) / (time.perf_counter() - started)


def resource(listed: Path) -> float:
    rows.run("TRUNCATE dossiers_dossier CASCADE")
    started = time.perf_counter()
    agencies, procedures = _known()
    data = Dataset(headers=list(DossierResource.Meta.fields))
    for line in _lines(listed, ROW_BY_ROW):
        agency = agencies[line["Cơ quan"]]
        days = ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")
        data.append(
            [
                line["Mã hồ sơ"],
                procedures[line["Mã TTHC"]],
                agency,
                agency,
                line["Hình thức nộp"],
                *(_day(line[name]) for name in days),
                line["Trạng thái"],
            ]
        )
    result = DossierResource().import_data(data, raise_errors=True)
    if result.totals["new"] != len(data):
        raise RuntimeError("The rows did not arrive.")
    return len(data) / (time.perf_counter() - started)


def _known() -> tuple[dict[str, int], dict[str, int]]:
    agencies = dict(Agency.objects.values_list("code", "pk"))
    return agencies, dict(Procedure.objects.values_list("code", "pk"))


def _lines(listed: Path, count: int) -> list[Line]:
    with listed.open(encoding="utf-8", newline="") as file:
        return list(islice(csv.DictReader(file), count))


def _day(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007 -- a day
