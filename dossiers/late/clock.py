"""What stops the clock of a dossier and starts it again, and what answers its lateness.

The only module that writes supplements, and with them status, ``waiting_since`` and the due day;
pages and entry screens call the same functions. Each locks the dossier, so that of two people at
the same time one comes first and the other is told; each raises ``Refused`` with a sentence, or
``PermissionDenied`` for who has no right over the dossier. ``today`` is the day on which something
is typed, ``on`` the day that it speaks of.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from dossiers.codes import Status
from dossiers.late.due_days import moving_due_days
from dossiers.models import Apology, DelayCause, Dossier, DueDateChange, Supplement
from dossiers.returns.refusals import Refused
from reporting.loading import working_calendar
from reporting.numbers import date

CHANGE, APOLOGISE = "dossiers.change_dossier", "dossiers.add_apology"
Reason = DueDateChange.Reason


def ask(dossier: Dossier, on: dt.date, user: User, *, today: dt.date) -> Supplement:
    """The applicant is asked on day ``on`` to complete the dossier: the clock stops."""
    with transaction.atomic():
        row = _locked(dossier.pk, user, CHANGE)
        _refuse_unless_open(row)
        awaited, last = awaited_by(row), row.supplements.order_by("asked_on", "pk").last()
        if awaited:
            _refuse_second(awaited, on, user)
        _refuse_day(row, on, today, "on")
        if last and last.answered_on and on < last.answered_on:
            words = {"day": date(last.answered_on)}
            text = _("Lần bổ sung trước nộp ngày %(day)s; ngày yêu cầu lần này không được sớm hơn.")
            raise Refused(text % words, "on")
        found = Supplement(dossier=row, asked_on=on, asked_by=user)
        found.save(force_insert=True)
        row.status, row.waiting_since = Status.SUPPLEMENT_ASKED, on
        row.save(update_fields=["status", "waiting_since"])
    return found


def answer(dossier: Dossier, on: dt.date, user: User, *, today: dt.date) -> Supplement:
    """The supplement came on day ``on``: the clock runs again, the due day moves by the wait."""
    with transaction.atomic():
        row = _locked(dossier.pk, user, CHANGE)
        found = awaited_by(row) or _unwritten(row, user)
        if found is None:
            _refuse_answered(row, on, user)
            raise Refused(_("Hồ sơ này không chờ bổ sung; hãy ghi yêu cầu bổ sung trước."))
        _refuse_day(row, on, today, "on")
        if on < found.asked_on:
            words = {"day": date(found.asked_on)}
            text = _("Yêu cầu bổ sung ngày %(day)s; ngày nộp bổ sung không được sớm hơn.")
            raise Refused(text % words, "on")
        end_wait(row, found, on, user, is_stopped=row.status == Status.SUPPLEMENT_ASKED)
        if row.status == Status.SUPPLEMENT_ASKED:
            row.status, row.waiting_since = Status.PROCESSING, None
        with moving_due_days():
            row.save(update_fields=["status", "waiting_since", "due_on"])
    return found


def end_wait(
    row: Dossier, found: Supplement, on: dt.date, user: User | None, *, is_stopped: bool
) -> None:
    """Ends the wait ``found`` of ``row`` on day ``on``: moves ``row.due_on``, which the caller
    saves within ``moving_due_days``, and writes the supplement and the move.

    ``is_stopped``: the dossier was in status 5 until now; else only the day is written.
    Raises ``Refused`` where the working calendar does not reach.
    """
    found.answered_on, found.answered_by = on, user
    due = row.due_on
    if is_stopped and due is not None and found.asked_on <= due:
        found.days_waited, row.due_on = moved(due, found.asked_on, on)
        log_move(row, due, Reason.SUPPLEMENT, user)
    found.save()


def log_move(row: Dossier, old: dt.date | None, reason: str, user: User | None) -> None:
    """Writes that the due day of ``row`` was ``old``; nothing where it is the same."""
    if row.due_on != old:
        DueDateChange.objects.create(
            dossier=row, old_due_on=old, new_due_on=row.due_on, reason=reason, changed_by=user
        )


def apologise(
    dossier: Dossier,
    *,
    number: str,
    issued_on: dt.date,
    new_due_on: dt.date,
    user: User,
    today: dt.date,
) -> Apology:
    """Writes the letter for a late dossier. One only; the due day stays what it is."""
    with transaction.atomic():
        row = _locked(dossier.pk, user, APOLOGISE)
        known = Apology.objects.filter(dossier=row).first()
        if known:
            same = (known.number, known.issued_on, known.entered_by_id)
            words = {"number": known.number, "day": date(known.issued_on)}
            text = _(
                "Hồ sơ này đã có văn bản xin lỗi số %(number)s ngày %(day)s; chỉ được hẹn lại ngày "
                "trả một lần."
            )
            raise Refused(text % words, is_repeat=same == (number, issued_on, user.pk))
        check_apology(row, issued_on, new_due_on, today)
        found = Apology(
            dossier=row, number=number, issued_on=issued_on, new_due_on=new_due_on, entered_by=user
        )
        found.save(force_insert=True)
    return found


def check_apology(row: Dossier, issued_on: dt.date, new_due_on: dt.date, today: dt.date) -> None:
    """Raises ``Refused`` where nothing is due, or the days do not fit.

    A letter may come before the due day: the one-stop rules ask for it a day ahead at the latest.
    """
    if row.due_on is None:
        raise Refused(_("Hồ sơ không có ngày hẹn trả nên không có văn bản xin lỗi."))
    _refuse_day(row, issued_on, today, "issued_on")
    if new_due_on <= row.due_on:
        text = _("Ngày hẹn lại phải sau ngày hẹn trả (%(day)s); hãy nhập lại.")
        raise Refused(text % {"day": date(row.due_on)}, "new_due_on")
    if new_due_on < issued_on:
        text = _("Ngày hẹn lại không được trước ngày của văn bản xin lỗi; hãy sửa một trong hai.")
        raise Refused(text, "new_due_on")


def name_cause(dossier: Dossier, cause: DelayCause | None, user: User, *, today: dt.date) -> None:
    """Says why the dossier is late; None takes it back. Refused while it is not late."""
    with transaction.atomic():
        row = _locked(dossier.pk, user, CHANGE)
        if cause is not None:
            check_cause(row, today)
        row.delay_cause = cause
        row.save(update_fields=["delay_cause"])


def check_cause(row: Dossier, today: dt.date) -> None:
    """Raises ``Refused`` where the dossier is not late and was not when it was resolved."""
    if row.due_on is None or days_late(row, today) <= 0:
        text = _("Hồ sơ không quá hạn; chỉ nêu nguyên nhân cho hồ sơ đang hoặc đã quá hạn.")
        raise Refused(text, "cause")


def days_late(dossier: Dossier, today: dt.date) -> int:
    """Calendar days over the due day; negative is early, very much so where nothing is due or
    nothing counts."""
    due = dossier.due_on
    idle = (*Status.not_received(), *Status.without_result())
    if due is None or dossier.status in idle:
        return -10_000
    end = dossier.resolved_on or today
    if dossier.status == Status.SUPPLEMENT_ASKED:
        since = dossier.waiting_since or dossier.received_on
        end = min(since, today) if since <= due else today
    return (end - due).days


# What all share -----------------------------------------------------------------------------------


def _locked(pk: int, user: User, right: str) -> Dossier:
    rows = Dossier.objects.writable_by(user, right).filter(pk=pk)
    found: Dossier | None = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise PermissionDenied
    return found


def awaited_by(row: Dossier) -> Supplement | None:
    """The supplement that has been asked for and has not come."""
    return row.supplements.filter(answered_on=None).first()


def _unwritten(row: Dossier, user: User) -> Supplement | None:
    """The wait of a dossier that came in status 5 from elsewhere, without its request."""
    if row.status != Status.SUPPLEMENT_ASKED:
        return None
    return Supplement(dossier=row, asked_on=row.waiting_since or row.received_on, asked_by=user)


def moved(due: dt.date, asked_on: dt.date, on: dt.date) -> tuple[int, dt.date]:
    """How many working days the dossier waited, and the due day moved by them.

    What comes on a day off counts as come on the next working day, so that no day of the wait is
    overdue afterwards.
    """
    try:
        calendar = working_calendar()
        came = calendar.working_day_on_or_after(on)
        waited = calendar.count_working_days(asked_on, came)
        return waited, calendar.add_working_days(due, waited)
    except ValueError as error:
        raise Refused(str(error), "on") from error


def _refuse_unless_open(row: Dossier) -> None:
    if row.status in Status.closed() or row.status in Status.not_received():
        words = {"status": row.get_status_display()}
        text = _("Hồ sơ ở trạng thái “%(status)s” nên không yêu cầu bổ sung được.")
        raise Refused(text % words)


def _refuse_second(awaited: Supplement, on: dt.date, user: User) -> None:
    text = _("Hồ sơ đang chờ bổ sung từ ngày %(day)s; hãy ghi ngày nộp bổ sung trước.")
    is_repeat = (awaited.asked_on, awaited.asked_by_id) == (on, user.pk)
    raise Refused(text % {"day": date(awaited.asked_on)}, is_repeat=is_repeat)


def _refuse_answered(row: Dossier, on: dt.date, user: User) -> None:
    last = row.supplements.order_by("asked_on", "pk").last()
    if last and (last.answered_on, last.answered_by_id) == (on, user.pk):
        raise Refused("", is_repeat=True)


def _refuse_day(row: Dossier, day: dt.date, today: dt.date, field: str) -> None:
    if day > today:
        raise Refused(_("Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."), field)
    if day < row.received_on:
        text = _("Ngày này trước ngày tiếp nhận (%(day)s); hãy nhập lại.")
        raise Refused(text % {"day": date(row.received_on)}, field)
