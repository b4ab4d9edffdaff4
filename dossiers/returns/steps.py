"""The steps of a return: who may take one, what it writes. Each is one transaction, all or nothing.

The clerk enters and sends, the head confirms or gives back, the procedure office confirms, gives
back and publishes. Every function locks the return, so that of two people at the same time one
comes first and the other is told; each raises ``StepRefused`` with a sentence, or
``PermissionDenied`` for who has no right over the return. ``on`` is the local day of the step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.querysets import Reader
from dossiers.models import Return, ReturnStep
from dossiers.returns.publishing import obstacles
from reporting.numbers import moment, number

Status = Return.Status

ENTER = "dossiers.change_return"
CONFIRM = "dossiers.confirm_return"
PUBLISH = "dossiers.publish_return"

#: Longest note of a step, in characters.
LONGEST_NOTE = 2000


class Step(StrEnum):
    SEND = "send"
    CONFIRM = "confirm"
    PUBLISH = "publish"
    GIVE_BACK = "give_back"
    CORRECT = "correct"


RIGHTS: dict[Step, str] = {
    Step.SEND: ENTER,
    Step.CONFIRM: CONFIRM,
    Step.PUBLISH: PUBLISH,
    Step.GIVE_BACK: CONFIRM,
    Step.CORRECT: ENTER,
}

#: From which status a step leads on, and where to. A correction leaves its return as it is.
FROM: dict[Step, frozenset[str]] = {
    Step.SEND: frozenset({Status.DRAFT}),
    Step.CONFIRM: frozenset({Status.SUBMITTED}),
    Step.PUBLISH: frozenset({Status.CONFIRMED}),
    Step.GIVE_BACK: frozenset({Status.SUBMITTED, Status.CONFIRMED}),
    Step.CORRECT: frozenset({Status.PUBLISHED}),
}
_TARGETS: dict[Step, Status] = {
    Step.SEND: Status.SUBMITTED,
    Step.CONFIRM: Status.CONFIRMED,
    Step.PUBLISH: Status.PUBLISHED,
    Step.GIVE_BACK: Status.DRAFT,
}

#: What a correction starts with.
_COPIED = (
    "period",
    "agency",
    "agency_role",
    "sector",
    "is_aggregate",
    "document_number",
    "as_of",
    *Return.COLUMNS,
    *Return.OPTIONAL,
)


class StepRefused(Exception):  # noqa: N818 -- what is told to the person at the form
    """``message`` says why and what to do. ``is_repeat``: the same person has just done it."""

    def __init__(self, message: str, *, is_repeat: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.is_repeat = is_repeat


def send(row: Return, user: User, *, on: dt.date, note: str = "") -> ReturnStep:
    """From draft to submitted: the agency says that the numbers are its own."""
    return take(row, Step.SEND, user, on=on, note=note)


def confirm(row: Return, user: User, *, on: dt.date, note: str = "") -> ReturnStep:
    """From submitted to confirmed, after which the agency changes nothing any more."""
    return take(row, Step.CONFIRM, user, on=on, note=note)


def publish(row: Return, user: User, *, on: dt.date, note: str = "") -> ReturnStep:
    """From confirmed to published; what it replaces is superseded in the same transaction.

    Refused while a rule of the level error fails and nobody accepted it, or the source is missing.
    """
    return take(row, Step.PUBLISH, user, on=on, note=note)


def give_back(row: Return, user: User, note: str, *, on: dt.date) -> ReturnStep:
    """Back to draft, with what is to be mended. A confirmed one only by who may publish."""
    return take(row, Step.GIVE_BACK, user, on=on, note=note)


def take(row: Return, step: Step, user: User, *, on: dt.date, note: str = "") -> ReturnStep:
    """Takes any step but a correction. ``row`` shows the status afterwards."""
    with transaction.atomic():
        found = locked(row.pk, user, RIGHTS[step])
        text = _checked(found, step, user, note)
        if step is Step.PUBLISH:
            _supersede(found, user, on)
        taken = _move(found, _TARGETS[step], user, on, text)
    row.status = found.status
    return taken


def correct(row: Return, user: User, note: str, *, on: dt.date) -> Return:
    """A new version of a published return, with its numbers, to be mended and published anew.

    ``note`` says why, on the first step of the new version. Where a correction has been begun
    already, by whomever, that one is answered with. The published return counts until the
    correction is published.
    """
    with transaction.atomic():
        found = locked(row.pk, user, RIGHTS[Step.CORRECT])
        begun: Return | None = Return.objects.filter(replaces=found).first()
        if begun is not None:
            return begun
        text = _checked(found, Step.CORRECT, user, note)
        copied = {name: getattr(found, name) for name in _COPIED}
        version: Return = Return.objects.create(
            **copied, version=found.version + 1, replaces=found, entered_by=user
        )
        ReturnStep.objects.create(
            report=version, status=version.status, on=on, note=text, user=user
        )
    return version


def entered(row: Return, user: User, *, on: dt.date) -> ReturnStep:
    """The first step of a return that has just been entered."""
    step: ReturnStep = ReturnStep.objects.create(report=row, status=Status.DRAFT, on=on, user=user)
    return step


def locked(pk: int, user: User, right: str) -> Return:
    """The return, which nobody else changes before this transaction ends.

    Raises ``PermissionDenied`` for who may not act by ``right``, ``StepRefused`` where the period
    is locked.
    """
    if not user.has_perm(right):
        raise PermissionDenied
    rows = Return.objects.writable_by(user, right).filter(pk=pk)
    rows = rows.select_related("agency", "period", "sector")
    found: Return | None = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise PermissionDenied
    if found.is_locked:
        words = {"period": found.period}
        raise StepRefused(_("%(period)s đã khóa nên không nhận thêm hoặc sửa số liệu.") % words)
    return found


def offered(row: Return, user: Reader) -> list[Step]:
    """The steps that ``user`` may take next, the likely one first. A query for each right held."""
    if row.is_locked:
        return []
    rights = rights_over(row, user, {RIGHTS[step] for step in Step} | {PUBLISH})
    return [
        step
        for step in Step
        if row.status in FROM[step] and RIGHTS[step] in rights and _may(row, step, rights)
    ]


def rights_over(row: Return, user: Reader, rights: Iterable[str]) -> set[str]:
    """Which of ``rights`` the reader holds over ``row``."""
    return {
        right
        for right in rights
        if user.has_perm(right)
        and Return.objects.writable_by(user, right).filter(pk=row.pk).exists()
    }


def _may(row: Return, step: Step, rights: set[str]) -> bool:
    """What is confirmed is given back by the office that publishes, not by the agency."""
    if step is Step.GIVE_BACK and row.status == Status.CONFIRMED:
        return PUBLISH in rights
    return not (step is Step.CORRECT and Return.objects.filter(replaces=row).exists())


def _checked(row: Return, step: Step, user: User, note: str) -> str:
    """The note, when nothing speaks against the step."""
    if row.status not in FROM[step]:
        raise _out_of_order(row, step, user)
    if not _may(row, step, rights_over(row, user, {PUBLISH})):
        raise PermissionDenied
    text = note.strip()
    if step is Step.GIVE_BACK and not text:
        raise StepRefused(_("Hãy ghi nội dung cần sửa."))
    if step is Step.CORRECT and not text:
        raise StepRefused(_("Hãy ghi lý do đính chính."))
    if len(text) > LONGEST_NOTE:
        words = {"n": number(LONGEST_NOTE)}
        raise StepRefused(_("Ghi chú dài quá %(n)s ký tự; hãy viết ngắn hơn.") % words)
    if step is Step.PUBLISH and (found := obstacles(row)):
        raise StepRefused(_("Chưa công bố được: %(what)s") % {"what": " ".join(found)})
    return text


def _out_of_order(row: Return, step: Step, user: User) -> StepRefused:
    """With who has been there before."""
    last = row.steps.select_related("user").order_by("pk").last()
    text = _("Biểu hiện ở trạng thái “%(status)s” nên không thực hiện được bước này.") % {
        "status": row.get_status_display()
    }
    if last is None:
        return StepRefused(text)
    words = {
        "text": text,
        "who": last.user or _("Hệ thống"),
        "step": last.get_status_display(),
        "at": moment(last.entered_at),
    }
    is_repeat = last.user_id == user.pk and last.status == _TARGETS.get(step)
    said = _("%(text)s Bước gần nhất: %(who)s, “%(step)s”, lúc %(at)s.") % words
    return StepRefused(said, is_repeat=is_repeat)


def _supersede(row: Return, user: User, on: dt.date) -> None:
    if row.replaces_id is None:
        return
    old = Return.objects.select_for_update(no_key=True).get(pk=row.replaces_id)
    _move(old, Status.SUPERSEDED, user, on, "")


def _move(row: Return, status: Status, user: User, on: dt.date, note: str) -> ReturnStep:
    row.status = status
    row.save(update_fields=["status"])
    step: ReturnStep = ReturnStep.objects.create(
        report=row, status=status, on=on, note=note, user=user
    )
    return step
