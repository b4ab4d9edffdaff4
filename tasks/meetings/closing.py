"""A conclusion is open until the chair closes it; it can be opened again."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Official, User
from agencies.querysets import may_everywhere
from reporting.numbers import date
from tasks.models import Conclusion, Task
from tasks.refusals import Refused
from tasks.steps import IN_THE_FUTURE

RIGHT = "tasks.close_conclusion"


def may_close(user: User) -> bool:
    """Conclusions belong to no agency: who closes them must reach everything."""
    return may_everywhere(user, RIGHT)


def has_open_tasks(conclusion: Conclusion, on: dt.date) -> bool:
    """Whether a task that it started is not completed on ``on``, whoever leads it."""
    tasks = Task.objects.from_conclusions([conclusion]).as_of(on)
    return tasks.in_figure("open").exists()


@transaction.atomic
def close(
    conclusion: Conclusion, user: User, *, on: dt.date, by: Official, note: str, today: dt.date
) -> Conclusion:
    """Closes ``conclusion`` on ``on`` as the chair ``by`` has said. Raises ``Refused``."""
    row = _locked(conclusion, user)
    if row.closed_on is not None:
        raise Refused(_("Kết luận này đã kết thúc."), is_repeat=True)
    if on > today:
        raise Refused(str(IN_THE_FUTURE), "closed_on")
    if on < row.meeting.held_on:
        text = _("Ngày kết thúc không được trước ngày họp (%(day)s).")
        raise Refused(text % {"day": date(row.meeting.held_on)}, "closed_on")
    if not note.strip() and has_open_tasks(row, on):
        text = _("Còn nhiệm vụ chưa hoàn thành; hãy ghi ý kiến của chủ trì khi cho kết thúc.")
        raise Refused(text, "closing_note")
    row.closed_on, row.closed_by, row.closing_note = on, by, note.strip()
    row.save(update_fields=["closed_on", "closed_by", "closing_note"])
    return row


@transaction.atomic
def reopen(conclusion: Conclusion, user: User) -> Conclusion:
    """Opens a closed conclusion again; what was closed stays in its history. Raises ``Refused``."""
    row = _locked(conclusion, user)
    if row.closed_on is None:
        raise Refused(_("Kết luận này đang mở."), is_repeat=True)
    row.closed_on, row.closed_by, row.closing_note = None, None, ""
    row.save(update_fields=["closed_on", "closed_by", "closing_note"])
    return row


def _locked(conclusion: Conclusion, user: User) -> Conclusion:
    if not may_close(user):
        raise PermissionDenied
    rows = Conclusion.objects.select_for_update(of=("self",)).select_related("meeting")
    return rows.get(pk=conclusion.pk)
