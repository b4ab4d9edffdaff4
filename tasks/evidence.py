"""Evidence of results: who adds and removes it, how much there may be, where else a file proves.

Every change locks the task and is one transaction. Raises ``EvidenceRefused`` with a sentence, or
``PermissionDenied`` for who has no right over the task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.querysets import Reader
from reporting.imports.limits import MEGABYTE
from reporting.numbers import number
from reporting.uploads import fingerprint
from tasks.models import Evidence, Task, TaskUpdate
from tasks.refusals import Refused
from tasks.states import Progress
from tasks.steps import CLOSED, CONFIRM, IN_THE_FUTURE
from tasks.workflow import locked, rights_over

ADD, REMOVE = "tasks.add_evidence", "tasks.delete_evidence"
_DAY = dt.timedelta(hours=24)


class EvidenceRefused(Refused):
    """It cannot be added or removed; ``field`` is one of ``Proof``."""


@dataclass(frozen=True)
class Proof:
    """A document that proves a result: named by its number, or with its file, or both."""

    kind: str
    number: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    title: str = ""
    file: Any = None
    #: Of the file: SHA-256 and bytes.
    print: tuple[str, int] = field(default=("", 0))

    @property
    def sha256(self) -> str:
        return self.print[0]


def proof(file: Any = None, **words: Any) -> Proof:
    """With the print of ``file`` taken."""
    return Proof(file=file or None, print=fingerprint(file) if file else ("", 0), **words)


def add(task: Task, user: User, given: Proof, *, today: dt.date) -> Evidence:
    """Adds one document. A completed task takes more, so that what is missing can be mended."""
    with transaction.atomic():
        row = locked(task.pk, user, ADD)
        _check(row, given, today)
        if _is_repeat(row, user, given):
            raise EvidenceRefused(_("Minh chứng này đã có."), is_repeat=True)
        return attach(row, user, [given])[0]


def attach(
    task: Task, user: User, given: Sequence[Proof], update: TaskUpdate | None = None
) -> list[Evidence]:
    """Writes the documents of ``task``, which the caller has locked."""
    known = set(
        task.proofs.with_file([one.sha256 for one in given]).values_list("sha256", flat=True)
    )
    for one in given:
        if one.sha256 and one.sha256 in known:
            text = _("Tệp “%(name)s” đã có trong minh chứng của nhiệm vụ này.")
            raise EvidenceRefused(text % {"name": one.file.name}, "file")
        known.add(one.sha256)
    check_room(task, user, [one.print[1] for one in given if one.file])
    found = [
        Evidence(
            task=task,
            update=update,
            kind=one.kind,
            number=one.number.strip(),
            issued_on=one.issued_on,
            issuer=one.issuer.strip(),
            title=one.title.strip(),
            file=one.file or "",
            entered_by=user,
        )
        for one in given
    ]
    for row, one in zip(found, given, strict=True):
        if one.file:
            row.keep_print(one.print)
        row.save()
    return found


def check_room(task: Task, user: User, sizes: Sequence[int]) -> None:
    """Raises :class:`EvidenceRefused` where files of ``sizes`` (bytes) are too many or too much:
    for the task, or of one user within 24 hours."""
    if not sizes:
        return
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two windows of one user
    _check_size(
        (task.proofs.weight() if task.pk else 0) + sum(sizes),
        settings.TASKS_EVIDENCE_QUOTA_MB,
        _("Tổng dung lượng minh chứng của một nhiệm vụ không quá %(limit)s MB; hãy giảm tệp."),
    )
    files, sent = Evidence.objects.sent(user.pk, timezone.now() - _DAY)
    _check_size(
        sent + sum(sizes),
        settings.TASKS_UPLOAD_DAY_MB,
        _("Trong 24 giờ mỗi người gửi không quá %(limit)s MB; hãy gửi tiếp sau."),
    )
    if files + len(sizes) > settings.TASKS_UPLOAD_DAY_FILES:
        text = _("Trong 24 giờ mỗi người gửi không quá %(limit)s tệp; hãy gửi tiếp sau.")
        raise EvidenceRefused(text % {"limit": number(settings.TASKS_UPLOAD_DAY_FILES)}, "file")


def _check_size(size: int, limit: int, text: str) -> None:
    if size > limit * MEGABYTE:
        raise EvidenceRefused(text % {"limit": number(limit)}, "file")


def check_open(task: Task) -> None:
    """Raises :class:`EvidenceRefused` where ``task`` takes no more evidence."""
    if task.progress == Progress.CANCELLED:
        raise EvidenceRefused(_("Nhiệm vụ đã thôi thực hiện nên không nhận thêm minh chứng."))


def _check(task: Task, given: Proof, today: dt.date) -> None:
    check_open(task)
    if not given.number.strip() and not given.file:
        text = _("Hãy nhập số, ký hiệu của tài liệu hoặc đính kèm tệp.")
        raise EvidenceRefused(text, "number")
    if given.issued_on and given.issued_on > today:
        raise EvidenceRefused(str(IN_THE_FUTURE), "issued_on")


def _is_repeat(task: Task, user: User, given: Proof) -> bool:
    """Whether the same person has just added the same, as a second click does."""
    return bool(
        task.proofs.filter(
            entered_by=user,
            kind=given.kind,
            number=given.number.strip(),
            issued_on=given.issued_on,
            issuer=given.issuer.strip(),
            title=given.title.strip(),
            sha256=given.sha256,
        ).exists()
    )


def remove(evidence: Evidence, user: User) -> None:
    """Removes it with its file. From a confirmed task only the secretariat may."""
    with transaction.atomic():
        task = locked(evidence.task_id, user, REMOVE)
        row = task.proofs.select_for_update().filter(pk=evidence.pk).first()
        if row is None:
            raise EvidenceRefused(_("Minh chứng này đã được xóa."), is_repeat=True)
        if not may_remove(task, CONFIRM in rights_over(task, user, [CONFIRM])):
            text = _("Nhiệm vụ đã được xác nhận nên minh chứng phải giữ nguyên.")
            raise EvidenceRefused(text)
        row.delete()


def may_remove(task: Task, is_keeper: bool) -> bool:
    return is_keeper or task.progress not in CLOSED


def other_tasks(rows: Iterable[Evidence], task: Task, user: Reader) -> dict[str, list[str]]:
    """Codes of further tasks that ``user`` may read and that the same file proves, by print."""
    found = Evidence.objects.visible_to(user).exclude(task=task)
    return found.codes_by_print([row.sha256 for row in rows])


def also_used(rows: Iterable[Evidence], task: Task, user: Reader) -> str:
    """Tells which other tasks the same files prove; empty where none that ``user`` may read."""
    codes = sorted({code for found in other_tasks(rows, task, user).values() for code in found})
    if not codes:
        return ""
    text = _(
        "Tệp này cũng là minh chứng của nhiệm vụ %(codes)s. Nếu không phải một văn bản chung cho "
        "các nhiệm vụ, hãy thay bằng đúng tệp."
    )
    return text % {"codes": ", ".join(codes)}
