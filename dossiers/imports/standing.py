"""How a run stands at an instant, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.imports.beating import DEAD_AFTER
from reporting.imports.limits import Refused
from reporting.imports.refusals import explain
from reporting.imports.said import Said
from reporting.models import ImportProgress, ImportRun
from reporting.numbers import number

Status = ImportRun.Status

_STEPS: dict[str, Promise] = {
    "": gettext_lazy("Đang chờ"),
    "copy": gettext_lazy("Đang đọc tệp"),
    "compare": gettext_lazy("Đang kiểm tra và đối chiếu với dữ liệu hiện có"),
    "write": gettext_lazy("Đang ghi vào cơ sở dữ liệu"),
    "undo": gettext_lazy("Đang hoàn tác"),
}


@dataclass(frozen=True)
class Progress:
    """How a run stands. ``label`` says it in words; ``rows_read`` grows while the file is read."""

    status: str
    label: str
    rows_read: int
    is_running: bool
    is_waiting: bool
    is_stalled: bool
    is_undoing: bool
    may_restart: bool
    problem: str


def progress(run: ImportRun, now: dt.datetime) -> Progress:
    """How the run stands at ``now``. One query."""
    row = ImportProgress.objects.filter(run=run).first() or ImportProgress(run=run)
    is_undoing = run.status == Status.DONE and row.is_cancelled
    is_active = run.status in (Status.READING, Status.WRITING) or is_undoing
    is_alive = row.beat_at is not None and _is_recent(row.beat_at, now)
    is_waiting = is_active and row.beat_at is None and _waits(row, now)
    is_stalled = is_active and not is_alive and not is_waiting
    label = str(run.get_status_display())
    if is_stalled:
        label = _("Đã dừng, chạy lại")
    elif is_active:
        label = str(_STEPS[row.step if is_alive else ""])
    return Progress(
        status=run.status,
        label=label,
        rows_read=row.rows_read,
        is_running=is_active and is_alive,
        is_waiting=is_waiting,
        is_stalled=is_stalled,
        is_undoing=is_undoing,
        may_restart=is_stalled or (run.status == Status.FAILED and bool(run.file)),
        problem=" ".join(problem_of(row)),
    )


def problem_of(row: ImportProgress) -> list[str]:
    """What is wrong with the run and how to mend it, in the language of the reader."""
    problem = row.problem
    if "conflicts" in problem:
        return [_in_the_way(problem["conflicts"])]
    if "refused" in problem:
        return list(explain(Refused(problem["refused"], **problem["words"])))
    return [str(Said.from_words(problem[key])) for key in ("wrong", "mend") if problem.get(key)]


def _in_the_way(count: int | None) -> str:
    if count is None:
        return _("Không hoàn tác được: có dữ liệu khác gắn với các hồ sơ của lần nhập này.")
    text = ngettext(
        "Không hoàn tác được: %(count)s hồ sơ đã thay đổi sau lần nhập.",
        "Không hoàn tác được: %(count)s hồ sơ đã thay đổi sau lần nhập.",
        count,
    )
    return text % {"count": number(count)}


def _is_recent(beat: dt.datetime, now: dt.datetime) -> bool:
    return abs((now - beat).total_seconds()) <= DEAD_AFTER


def _waits(row: ImportProgress, now: dt.datetime) -> bool:
    """Whether no program had time to take the run up; a worker may take its time."""
    return settings.DOSSIERS_IMPORTS_BY == "worker" or _is_recent(row.asked_at, now)
