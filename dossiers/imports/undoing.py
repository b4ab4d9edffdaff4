"""Takes an import back: exactly the rows before it, as long as nobody has touched them since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext_lazy

from dossiers.books.sql import render
from dossiers.imports.staging import facts
from dossiers.imports.writing import columns
from dossiers.late.due_days import moving_due_days
from dossiers.models import Dossier, DossierChange
from dossiers.models.imports import ALONG, FACTS
from reporting.models import ImportProgress, ImportRun

WHY = {
    "gone": gettext_lazy("Hồ sơ đã bị xóa hoặc đổi mã sau lần nhập."),
    "edited": gettext_lazy("Hồ sơ đã được sửa sau lần nhập."),
    "attached": gettext_lazy(
        "Sau lần nhập, hồ sơ đã có yêu cầu bổ sung, thư xin lỗi, thay đổi ngày hẹn trả hoặc bàn "
        "giao."
    ),
    "imported": gettext_lazy("Hồ sơ đã được một lần nhập sau đó ghi lại."),
    "foreign": gettext_lazy("Hồ sơ không còn thuộc phạm vi được nhập."),
}


@dataclass(frozen=True)
class Conflict:
    """A dossier that stands in the way of undoing an import. ``why``: a key of ``WHY``; ``by``: the
    later import that has written it; ``edit``: the last entry of the log of data entry since."""

    code: str
    why: str
    by: ImportRun | None = None
    edit: LogEntry | None = None


class InTheWay(Exception):  # noqa: N818 -- what is told to the person who asked
    """Dossiers were touched since; ``count`` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def undo(run: ImportRun, writable: Collection[int] | None) -> None:
    """Deletes what the run made and restores what it changed. Raises ``InTheWay``.

    In the caller's transaction, after ``writing.one_at_a_time``.
    """
    with connection.cursor() as cursor:
        cursor.execute(render("imports/lock_changed"), {"run": run.pk})
        if count := count_conflicts(run, writable):
            raise InTheWay(count)
        with moving_due_days():
            cursor.execute(_restore(), {"run": run.pk})
        cursor.execute(render("imports/delete"), {"run": run.pk})
    DossierChange.objects.filter(run_id=run.pk).delete()


def count_conflicts(run: ImportRun, writable: Collection[int] | None) -> int:
    return int(_ask("count(*)", "", run, writable)[0][0])


def conflicts(run: ImportRun, writable: Collection[int] | None, limit: int) -> list[Conflict]:
    """The first of them by code. A constant number of queries."""
    tail = f"ORDER BY code LIMIT {int(limit)}"
    rows = _ask("code, dossier_id, why, other", tail, run, writable)
    runs = _named({other for *_rest, other in rows})
    edits = _edits(run, [pk for _code, pk, why, _other in rows if why == "edited"])
    return [
        Conflict(code, why, runs.get(other) if why == "imported" else None, edits.get(pk))
        for code, pk, why, other in rows
    ]


def in_front(run: ImportRun, writable: Collection[int] | None) -> list[tuple[ImportRun, int]]:
    """Later imports that have to be undone before ``run`` can be, the last one first, each with the
    number of its dossiers that stand in the way."""
    rows = _ask("other, count(*)", "AND why = 'imported' GROUP BY other", run, writable)
    runs = _named({other for other, _count in rows})
    found = [(runs[other], count) for other, count in rows if other in runs]
    return sorted(found, key=lambda pair: -(pair[0].progress.order or 0))


def _named(runs: set[int]) -> dict[int, ImportRun]:
    return ImportRun.objects.select_related("created_by", "progress").in_bulk(runs - {None})


def _edits(run: ImportRun, dossiers: list[int]) -> dict[int, LogEntry]:
    """Dossier → its last entry in the log of data entry since the run."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Dossier),
        object_id__in=map(str, dossiers),
        action_time__gte=run.finished_at or run.created_at,
    )
    return {
        int(one.object_id or 0): one
        for one in entries.select_related("user").order_by("action_time", "pk")
    }


def _ask(
    columns: str, tail: str, run: ImportRun, writable: Collection[int] | None
) -> list[tuple[Any, ...]]:
    order = ImportProgress.objects.filter(run=run).values_list("order", flat=True).first()
    later = ImportProgress.objects.filter(order__gt=order or 0, run__status=ImportRun.Status.DONE)
    parameters: dict[str, Any] = {
        "run": run.pk,
        "later": list(later.order_by("-order").values_list("run", flat=True)),
        "writable": None if writable is None else list(writable),
    }
    with connection.cursor() as cursor:
        statement = render("imports/conflicts", facts=facts("d"), columns=columns, tail=tail)
        cursor.execute(statement, parameters)
        return cursor.fetchall()


@cache
def _restore() -> str:
    names = (*FACTS, *ALONG)
    return render("imports/restore", columns=columns(names=names), s_columns=columns("s", names))
