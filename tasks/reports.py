"""Progress reported by the lead: what must be told, and when it must be explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from reporting.numbers import date, number, per_cent
from tasks import evidence
from tasks.evidence import EvidenceRefused, Proof
from tasks.models import DelayCause, Task, TaskUpdate
from tasks.refusals import Refused
from tasks.states import Progress
from tasks.steps import CLOSED, ENTER, IN_THE_FUTURE, Kind, Step
from tasks.workflow import locked, take

REPORT = "tasks.add_taskupdate"


class ReportRefused(Refused):
    """The report cannot be taken; ``field`` is one of ``Report``, or ``attachments``."""


@dataclass(frozen=True)
class Report:
    reported_on: dt.date
    percent: int | None = None
    result: str = ""
    cause: DelayCause | None = None
    delay_reason: str = ""
    remedy: str = ""


def report(
    task: Task, user: User, given: Report, *, today: dt.date, proofs: Sequence[Proof] = ()
) -> TaskUpdate:
    """Writes a report with its files. The first one that tells of work starts the task."""
    with transaction.atomic():
        row = locked(task.pk, user, REPORT)
        if row.progress in CLOSED:
            words = {"progress": row.get_progress_display()}
            raise ReportRefused(
                _("Nhiệm vụ đã kết thúc (%(progress)s) nên không nhận báo cáo.") % words
            )
        if _is_repeat(row, user, given, proofs):
            raise ReportRefused(_("Báo cáo này đã có."), is_repeat=True)
        check_report(row, given, today=today, before=percent_before(row, given.reported_on))
        found = TaskUpdate.objects.create(
            task=row,
            reported_on=given.reported_on,
            percent=given.percent,
            result=given.result.strip(),
            cause=given.cause,
            delay_reason=given.delay_reason.strip(),
            remedy=given.remedy.strip(),
            entered_by=user,
        )
        try:
            evidence.attach(row, user, proofs, found)
        except EvidenceRefused as refused:
            raise ReportRefused(refused.message, "attachments") from None
        start_by(row, found, user, today=today)
        return found


def start_by(task: Task, update: TaskUpdate, user: User, *, today: dt.date) -> None:
    """Starts ``task`` where ``update`` is the first report that tells of work."""
    if task.progress == Progress.NOT_STARTED and update.percent and user.has_perm(ENTER):
        take(task, Step(Kind.STARTED, update.reported_on), user, today=today)


def check_report(task: Task, given: Report, *, today: dt.date, before: int | None) -> None:
    """Raises :class:`ReportRefused` at what must be mended. ``before`` is the percentage of the
    report before this one, None without."""
    _check_day(task, given.reported_on, today)
    has_text = bool(given.result.strip())
    if given.percent is None and not has_text:
        raise ReportRefused(_("Hãy nhập tiến độ hoặc kết quả thực hiện."), "result")
    if not has_text and (before or 0) > (100 if given.percent is None else given.percent):
        words = {"before": per_cent(number(before)), "now": per_cent(number(given.percent))}
        text = _("Tiến độ giảm từ %(before)s xuống %(now)s; hãy ghi rõ vì sao ở kết quả.")
        raise ReportRefused(text % words, "result")
    if was_late(task, given.reported_on):
        _check_explained(given, {"due": date(task.effective_due_on)})


def _check_explained(given: Report, words: dict[str, str]) -> None:
    if given.cause is None:
        text = _("Nhiệm vụ đã quá hạn (%(due)s); hãy chọn nguyên nhân chậm.")
        raise ReportRefused(text % words, "cause")
    if not given.remedy.strip():
        text = _("Nhiệm vụ đã quá hạn (%(due)s); hãy nêu giải pháp.")
        raise ReportRefused(text % words, "remedy")


def _check_day(task: Task, day: dt.date, today: dt.date) -> None:
    if day > today:
        raise ReportRefused(str(IN_THE_FUTURE), "reported_on")
    if task.assigned_on and day < task.assigned_on:
        words = {"day": date(day), "assigned": date(task.assigned_on)}
        text = _("Ngày %(day)s trước ngày giao nhiệm vụ (%(assigned)s); hãy nhập lại.")
        raise ReportRefused(text % words, "reported_on")


def was_late(task: Task, on: dt.date) -> bool:
    """Whether a report of day ``on`` must tell why nothing is done: open and past its deadline."""
    is_open = task.progress not in CLOSED and task.progress != Progress.POSTPONED
    return bool(is_open and task.effective_due_on and on > task.effective_due_on)


def percent_before(task: Task, day: dt.date, besides: int | None = None) -> int | None:
    """The percentage last reported up to ``day``, the report ``besides`` left out."""
    told = task.updates.filter(reported_on__lte=day, percent__isnull=False).exclude(pk=besides)
    return told.order_by("-reported_on", "-pk").values_list("percent", flat=True).first()


def _is_repeat(task: Task, user: User, given: Report, proofs: Sequence[Proof]) -> bool:
    """Whether the same person has just reported the same, as a second click does."""
    same = task.updates.filter(
        entered_by=user,
        reported_on=given.reported_on,
        percent=given.percent,
        result=given.result.strip(),
        cause=given.cause,
        delay_reason=given.delay_reason.strip(),
        remedy=given.remedy.strip(),
    )
    sent = {one.sha256 for one in proofs}
    return any(sent <= {one.sha256 for one in row.proofs.all()} for row in same)
