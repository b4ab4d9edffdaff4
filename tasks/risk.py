"""Tasks that are likely to be late, told from dates and reports alone: no model, no training data.

A task whose deadline has not passed is at risk when a good part of its time is used and either
its reported share of the work lags far behind the share of time, or nobody has reported for
long. The answer is always a statement with its reason, never a score. ``tasks.querysets.risk``
says the same in SQL.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reporting.numbers import NBSP, number, per_cent
from tasks.states import DeadlineKind, Progress

#: Kinds of deadline that risk is not told of: they have none, or one per report.
NOT_TOLD = (*DeadlineKind.without_date(), DeadlineKind.RECURRING.value)
#: Nothing more is expected of the lead, or nothing yet.
_RESTING = (Progress.SUBMITTED, Progress.COMPLETED, Progress.POSTPONED, Progress.CANCELLED)


@dataclass(frozen=True)
class Limits:
    """From where a task is at risk.

    ``time_share``: percent of the time used from which a task is looked at at all; ``lag``:
    points by which the reported percent is behind it; ``silence``: days without a report.
    """

    time_share: int
    lag: int
    silence: int


def limits() -> Limits:
    """The limits of this installation (``TASKS_RISK_…``)."""
    return Limits(
        time_share=settings.TASKS_RISK_TIME_SHARE,
        lag=settings.TASKS_RISK_LAG,
        silence=settings.TASKS_RISK_SILENCE_DAYS,
    )


@dataclass(frozen=True)
class Course:
    """How far a task is in its time and by its reports. ``time_used`` and ``percent`` are whole
    percents; ``silent_days`` counts from the last report, or from the day of assignment where
    nobody has ever reported (``has_reported`` False)."""

    time_used: int
    percent: int | None
    silent_days: int
    has_reported: bool


def course(
    assigned_on: dt.date,
    due_on: dt.date,
    percent: int | None,
    last_reported_on: dt.date | None,
    on: dt.date,
) -> Course:
    """The course of a task on day ``on``, from ``assigned_on`` on."""
    return Course(
        time_used=time_used(assigned_on, due_on, on),
        percent=percent,
        silent_days=(on - (last_reported_on or assigned_on)).days,
        has_reported=last_reported_on is not None,
    )


def time_used(assigned_on: dt.date, due_on: dt.date, on: dt.date) -> int:
    """Percent of the days from assignment to deadline that are gone, rounded down.

    A deadline on or before the day of assignment leaves no time: 100.
    """
    if due_on <= assigned_on:
        return 100
    return 100 * (on - assigned_on).days // (due_on - assigned_on).days


def lags(found: Course, limit: Limits) -> bool:
    """Whether the work reported is far behind the time used."""
    return found.time_used >= limit.time_share and (
        found.time_used - (found.percent or 0) >= limit.lag
    )


def is_silent(found: Course, limit: Limits) -> bool:
    """Whether nobody has reported for long."""
    return found.time_used >= limit.time_share and found.silent_days >= limit.silence


def is_at_risk(found: Course, limit: Limits) -> bool:
    return lags(found, limit) or is_silent(found, limit)


def statement(found: Course, limit: Limits) -> str:
    """Why the task is at risk, in a sentence; empty where it is not.

    ``Đã dùng 80 % thời gian, mới báo 30 %; 45 ngày chưa có báo cáo``.
    """
    if not is_at_risk(found, limit):
        return ""
    return "; ".join(part for part in (_of_work(found), _of_silence(found, limit)) if part)


def _of_work(found: Course) -> str:
    words = {"time": per_cent(number(found.time_used))}
    if found.percent is None:
        return _("Đã dùng %(time)s thời gian, chưa báo tỷ lệ hoàn thành") % words
    words["work"] = per_cent(number(found.percent))
    return _("Đã dùng %(time)s thời gian, mới báo %(work)s") % words


def _of_silence(found: Course, limit: Limits) -> str:
    if not is_silent(found, limit):
        return ""
    days = number(found.silent_days)
    text = (
        _("%(n)s ngày chưa có báo cáo")
        if found.has_reported
        else _("chưa có báo cáo nào sau %(n)s ngày")
    )
    return (text % {"n": days}).replace(f"{days} ", f"{days}{NBSP}")


def of_task(task: Any, on: dt.date) -> str:
    """``statement`` for a task of ``TaskQuerySet.with_risk`` on ``on``; empty where it is not at
    risk, or no longer: late already, handed in, done, put off."""
    is_resting = task.progress_then in _RESTING
    if is_resting or task.due_on is None or task.due_on < on or task.deadline_kind in NOT_TOLD:
        return ""
    found = course(task.assigned_on, task.due_on, task.percent, task.last_reported_on, on)
    return statement(found, limits())


def formula() -> str:
    """The condition on a task that is open and not overdue, with the limits in force."""
    return _(
        "chưa quá hạn, đã dùng từ %(time)s thời gian, và: tỷ lệ thời gian − tỷ lệ đã báo ≥ %(lag)s "
        "điểm, hoặc ≥ %(days)s ngày không có báo cáo"
    ) % _words(limits())


def _words(limit: Limits) -> dict[str, str]:
    return {
        "time": per_cent(number(limit.time_share)),
        "lag": number(limit.lag),
        "days": number(limit.silence),
    }


def method() -> str:
    """The method in one sentence, with the limits of this installation."""
    return _(
        "Nhiệm vụ chưa quá hạn có nguy cơ chậm khi đã dùng từ %(time)s thời gian mà tỷ lệ hoàn "
        "thành đã báo kém tỷ lệ thời gian từ %(lag)s điểm trở lên, hoặc đã %(days)s ngày không có "
        "báo cáo; nhiệm vụ chờ xác nhận, tạm dừng, không thời hạn thì không xét."
    ) % _words(limits())
