"""How the tasks of the demonstration came to where they stand: steps, proofs, requests.

Everything here is generated. Days of entry follow the days they speak of, mostly at once, some
late, so that the discipline of entry has something to tell.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from agencies.models import Membership, User
from agencies.roles import Role
from reform_site.demo.papers import pdf
from tasks.models import (
    DelayCause,
    Evidence,
    Extension,
    ExtensionRequest,
    Programme,
    Task,
    TaskStep,
    TaskUpdate,
)
from tasks.recurrence import settle
from tasks.states import Communication, DeadlineKind, Field, Progress

#: Key of the account that confirms and decides.
SECRETARIAT = "secretariat"

#: Days after the fact on which it is typed, the usual one many times.
LAGS = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 6)
#: One completed task in so many has no proof yet.
WITHOUT_PROOF = 9
#: One proof in so many has a file.
WITH_FILE = 2
#: Which report of a recurring task came late.
LATE_REPORT = 3
#: How many tasks of the Government only some may read.
RESTRICTED = 2
#: Words of a delay → code of its cause; the first that is met counts.
CAUSES = (
    ("chờ", "cho-huong-dan"),
    ("phải sửa", "cho-huong-dan"),
    ("chưa thống nhất", "phoi-hop-kem"),
    ("chưa đầy đủ", "cho-phoi-hop"),
    ("nhân sự", "thieu-nhan-luc"),
)
OTHER_CAUSE = "trien-khai-cham"
#: Words of a title → kind of communication, for tasks of field 0.
COMMUNICATIONS = (
    ("cổng thông tin", Communication.ONLINE),
    ("báo, đài", Communication.PRESS),
    ("tuyên truyền", Communication.PRESS),
    ("đối thoại", Communication.CONFERENCE),
    ("tập huấn", Communication.TRAINING),
)


def load_thread(until: dt.date, seed: int) -> None:
    """Writes the path of every task, up to ``until``; the same seed gives the same rows."""
    rng = Random(seed)  # noqa: S311 -- to be repeatable
    tasks = list(Task.objects.select_related("lead", "programme").order_by("code"))
    _complete(tasks, rng)
    people = _people()
    TaskStep.objects.bulk_create(
        step for task in tasks for step in _steps(task, people, until, rng)
    )
    _reports(until, rng)
    _recurring(tasks, until)
    _proofs([task for task in tasks if task.completed_on], until, rng)
    _requests(tasks, people, until)


def _people() -> dict[str, User]:
    """Accounts by the code of their agency; those of heads before those of clerks."""
    held = Membership.objects.select_related("user", "agency").filter(
        role__in=(Role.CLERK, Role.HEAD, Role.SECRETARIAT)
    )
    found = {one.agency.code: one.user for one in held.order_by("role")}
    for one in held:
        if one.role == Role.SECRETARIAT:
            found[SECRETARIAT] = one.user
    return found


def _entered(on: dt.date, until: dt.date, rng: Random) -> dt.datetime:
    """When something of day ``on`` was typed: that day or a little later, never after ``until``."""
    day = min(on + dt.timedelta(days=rng.choice(LAGS)), until)
    while day.isoweekday() > 5 and day < until:
        day += dt.timedelta(days=1)
    hour = dt.time(rng.randint(8, 16), rng.randint(0, 59))
    return timezone.make_aware(dt.datetime.combine(day, hour))


def _complete(tasks: list[Task], rng: Random) -> None:
    """Result documents, kinds of communication and one restricted task."""
    for number, task in enumerate(tasks, 1):
        if task.completed_on or task.submitted_on:
            task.result_on = task.completed_on or task.submitted_on
            task.result_number = f"MH{number:03d}/{task.lead.code}"
        if task.field == Field.STEERING:
            found = (kind for words, kind in COMMUNICATIONS if words in task.title.lower())
            task.communication = next(found, "")
    assigned = [task for task in tasks if task.programme.kind == Programme.Kind.GOVERNMENT]
    for task in rng.sample(assigned, min(RESTRICTED, len(assigned))):
        task.is_restricted = True
    names = ["result_on", "result_number", "communication", "is_restricted"]
    Task.objects.bulk_update(tasks, names)


def _steps(task: Task, people: dict[str, User], until: dt.date, rng: Random) -> list[TaskStep]:
    """Decisions are the secretariat's; the rest is taken by whoever leads and has an account."""
    kinds = TaskStep.Kind
    decided = (kinds.CONFIRMED, kinds.RETURNED, kinds.POSTPONED)
    days: list[tuple[dt.date | None, TaskStep.Kind, str]] = [
        (task.started_on, kinds.STARTED, ""),
        (task.submitted_on, kinds.SUBMITTED, ""),
        (task.returned_on, kinds.RETURNED, "Thiếu phụ lục kèm theo quyết định."),
        (task.completed_on, kinds.CONFIRMED, ""),
        (task.postponed_on, kinds.POSTPONED, "Chờ hướng dẫn của bộ quản lý ngành."),
    ]
    found, last = [], None
    for on, kind, reason in days:
        if on is None:
            continue
        entered = _entered(on, until, rng)
        last = entered if last is None else max(entered, last + dt.timedelta(minutes=20))
        user = people.get(SECRETARIAT if kind in decided else task.lead.code)
        step = TaskStep(task=task, kind=kind, on=on, reason=reason, entered_at=last, user=user)
        found.append(step)
    return found


def _reports(until: dt.date, rng: Random) -> None:
    causes = {cause.code: cause for cause in DelayCause.objects.all()}
    reports = list(TaskUpdate.objects.order_by("pk"))
    for report in reports:
        report.entered_at = _entered(report.reported_on, until, rng)
        if report.delay_reason:
            words = report.delay_reason.lower()
            code = next((code for sign, code in CAUSES if sign in words), OTHER_CAUSE)
            report.cause = causes.get(code)
    TaskUpdate.objects.bulk_update(reports, ["entered_at", "cause"])


def _recurring(tasks: list[Task], until: dt.date) -> None:
    """Reports of open recurring tasks: made up to ``until``, one of them late."""
    for task in tasks:
        if task.deadline_kind != DeadlineKind.RECURRING or task.completed_on:
            continue
        settle(task)
        for number, one in enumerate(task.occurrences.filter(due_on__lt=until), 1):
            late = 4 if number == LATE_REPORT else -1
            one.completed_on = one.due_on + dt.timedelta(days=late)
            one.result_number = f"MH{number:02d}/{task.code}"
            one.save()


def _proofs(done: list[Task], until: dt.date, rng: Random) -> None:
    shared = b""
    for number, task in enumerate(done, 1):
        if number % WITHOUT_PROOF == 0 or task.completed_on is None:
            continue
        proof = Evidence(
            task=task,
            kind=Evidence.Kind.REPORT if "áo cáo" in task.product else Evidence.Kind.OTHER,
            number=task.result_number,
            issued_on=task.completed_on,
            issuer=task.lead.name,
            title="Tài liệu minh họa",
            entered_at=_entered(task.completed_on, until, rng),
            is_generated=True,
        )
        if number % WITH_FILE == 0:
            # One pair shares a file, which the pages of both point out.
            content = shared or pdf("DU LIEU MINH HOA", f"{task.code}  {task.result_number}")
            shared = content if number == WITH_FILE else b""
            _attach(proof, content)
        proof.save()


def _attach(proof: Any, content: bytes) -> None:
    proof.sha256, proof.size = hashlib.sha256(content).hexdigest(), len(content)
    proof.file.save("minh-hoa.pdf", ContentFile(content), save=False)


def _requests(tasks: list[Task], people: dict[str, User], until: dt.date) -> None:
    """What was asked for each extension, and one request that waits for its decision."""
    for extension in Extension.objects.select_related("task").order_by("pk"):
        asked = extension.decided_on - dt.timedelta(days=7)
        extension.request = ExtensionRequest.objects.create(
            task=extension.task,
            proposed_due_on=extension.due_on,
            reason=extension.reason,
            requested_on=asked,
            status=ExtensionRequest.Status.GRANTED,
            answered_on=extension.decided_on,
            answered_by=people.get(SECRETARIAT),
        )
        extension.entered_by = people.get(SECRETARIAT)
        extension.save(update_fields=["request", "entered_by"])
    may_ask = [
        task
        for task in tasks
        if task.progress == Progress.IN_PROGRESS
        and task.deadline_kind not in (DeadlineKind.RECURRING, *DeadlineKind.without_date())
        and task.extension_count == 0
        and task.original_due_on
        and task.original_due_on > until
    ]
    statuses = ExtensionRequest.Status
    for task, status in zip(
        may_ask, (statuses.PENDING, statuses.REFUSED, statuses.WITHDRAWN), strict=False
    ):
        is_open = status == statuses.PENDING
        ExtensionRequest.objects.create(
            task=task,
            proposed_due_on=(task.original_due_on or until) + dt.timedelta(days=30),
            reason="Chờ số liệu của các cơ quan phối hợp (dữ liệu minh họa).",
            requested_on=until - dt.timedelta(days=2 if is_open else 20),
            requested_by=people.get(task.lead.code),
            status=status,
            answered_on=None if is_open else until - dt.timedelta(days=15),
            answered_by=people.get(SECRETARIAT) if status == statuses.REFUSED else None,
            answer="" if is_open else "Còn đủ thời gian thực hiện (dữ liệu minh họa).",
        )
