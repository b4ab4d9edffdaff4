"""Takes an import back: exactly the rows before it, as long as nobody has touched them since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from dossiers.books.sql import render
from dossiers.imports.staging import facts
from dossiers.imports.writing import columns
from dossiers.late.due_days import moving_due_days
from dossiers.models import DossierChange
from dossiers.models.imports import ALONG, FACTS
from reporting.models import ImportProgress, ImportRun

WHY = {
    "gone": gettext_lazy("Hồ sơ đã bị xóa hoặc đổi mã sau lần nhập."),
    "edited": gettext_lazy("Hồ sơ đã được sửa sau lần nhập."),
    "imported": gettext_lazy("Hồ sơ đã được một lần nhập sau đó ghi lại."),
    "foreign": gettext_lazy("Hồ sơ không còn thuộc phạm vi được nhập."),
}


@dataclass(frozen=True)
class Conflict:
    """A dossier that stands in the way of undoing an import."""

    code: str
    why: str


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
    """The first of them by code."""
    rows = _ask("code, why", f"ORDER BY code LIMIT {int(limit)}", run, writable)
    return [Conflict(code, str(WHY[why])) for code, why in rows]


def _ask(
    columns: str, tail: str, run: ImportRun, writable: Collection[int] | None
) -> list[tuple[Any, ...]]:
    order = ImportProgress.objects.filter(run=run).values_list("order", flat=True).first()
    later = ImportProgress.objects.filter(order__gt=order or 0, run__status=ImportRun.Status.DONE)
    parameters: dict[str, Any] = {
        "run": run.pk,
        "later": list(later.values_list("run", flat=True)),
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
