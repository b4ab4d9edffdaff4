"""What may be done to a dossier from its page: forms, rights, and where each is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from dossiers.codes import Status
from dossiers.late import clock
from dossiers.late.forms import ActionForm, ApologyForm, CauseForm, SupplementForm
from dossiers.models import Dossier
from reporting.numbers import date, number
from reporting.selection import Selection


@dataclass(frozen=True)
class Action:
    """A folded form: its name, where it is sent, the form (``templates/dossiers/_action.html``)."""

    label: str
    url: str
    form: ActionForm


@dataclass(frozen=True)
class Kind:
    """``name`` stands in the address. ``act`` does it and says what was done; it raises
    ``Refused``. ``fits``: whether the page offers it for a dossier as it stands today."""

    name: str
    label: str | Promise
    right: str
    form: type[ActionForm]
    act: Callable[[Dossier, dict[str, Any], User, dt.date], str]
    fits: Callable[[Dossier, dt.date], bool]


def _ask(dossier: Dossier, typed: dict[str, Any], user: User, today: dt.date) -> str:
    clock.ask(dossier, typed["on"], user, today=today)
    return _t("Đã ghi yêu cầu bổ sung ngày %(day)s; thời hạn tạm dừng.") % {
        "day": date(typed["on"])
    }


def _answer(dossier: Dossier, typed: dict[str, Any], user: User, today: dt.date) -> str:
    found = clock.answer(dossier, typed["on"], user, today=today)
    words = {"day": date(typed["on"]), "n": number(found.days_waited or 0)}
    if not found.days_waited:
        return _t("Đã ghi ngày nộp bổ sung %(day)s; hạn không đổi.") % words
    return _t("Đã ghi ngày nộp bổ sung %(day)s; hạn lùi %(n)s ngày làm việc.") % words


def _apologise(dossier: Dossier, typed: dict[str, Any], user: User, today: dt.date) -> str:
    found = clock.apologise(dossier, **typed, user=user, today=today)
    return _t("Đã ghi văn bản xin lỗi số %(number)s, hẹn lại ngày %(day)s.") % {
        "number": found.number,
        "day": date(found.new_due_on),
    }


def _name_cause(dossier: Dossier, typed: dict[str, Any], user: User, today: dt.date) -> str:
    cause = typed["cause"]
    clock.name_cause(dossier, cause, user, today=today)
    if cause is None:
        return _t("Đã xóa nguyên nhân quá hạn.")
    return _t("Đã ghi nguyên nhân quá hạn.")


def _is_open(dossier: Dossier, today: dt.date) -> bool:
    return dossier.status in (Status.ACCEPTED, Status.PROCESSING, Status.PAYMENT_ASKED)


def _waits(dossier: Dossier, today: dt.date) -> bool:
    return dossier.status == Status.SUPPLEMENT_ASKED


def _has_cause(dossier: Dossier, today: dt.date) -> bool:
    """Late, or said to be late while it no longer is: what was said can be taken back."""
    return clock.days_late(dossier, today) > 0 or dossier.delay_cause_id is not None


def _lacks_letter(dossier: Dossier, today: dt.date) -> bool:
    """From the day before the due day on, as the law has it."""
    return clock.days_late(dossier, today) >= -1 and not hasattr(dossier, "apology")


KINDS = {
    kind.name: kind
    for kind in (
        Kind("ask", _("Yêu cầu bổ sung"), clock.CHANGE, SupplementForm, _ask, _is_open),
        Kind("answer", _("Ghi ngày nộp bổ sung"), clock.CHANGE, SupplementForm, _answer, _waits),
        Kind("cause", _("Nêu nguyên nhân quá hạn"), clock.CHANGE, CauseForm, _name_cause,
             _has_cause),
        Kind("apology", _("Ghi văn bản xin lỗi"), clock.APOLOGISE, ApologyForm, _apologise,
             _lacks_letter),
    )
}  # fmt: skip


def made(kind: Kind, dossier: Dossier, url: str, today: dt.date, data: Any = None) -> Action:
    form = kind.form(data, key=kind.name, today=today)
    if "cause" in form.fields and data is None:
        form.initial["cause"] = dossier.delay_cause_id
    return Action(str(kind.label), url, form)


def offered(
    dossier: Dossier, rights: set[str], selection: Selection, *, today: dt.date
) -> list[Action]:
    """What somebody with ``rights`` over the dossier may do to it as it stands."""
    return [
        made(
            kind,
            dossier,
            selection.url(reverse(f"dossiers:{kind.name}", args=[dossier.code])),
            today,
        )
        for kind in KINDS.values()
        if kind.right in rights and kind.fits(dossier, today)
    ]


def rights_over(dossier: Dossier, user: User) -> set[str]:
    """Which of the rights the user has over this very dossier. One query for each at most."""
    rights = {kind.right for kind in KINDS.values()}
    return {
        right
        for right in rights
        if user.has_perm(right)
        and Dossier.objects.writable_by(user, right).filter(pk=dossier.pk).exists()
    }
