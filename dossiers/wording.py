"""A dossier's standing in words, with the shape and the colour that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from dossiers.codes import Status, Timeliness
from reporting.numbers import NBSP, date, number

if TYPE_CHECKING:
    from dossiers.models import Dossier, Return


@dataclass(frozen=True)
class Standing:
    """``word`` in a pill with ``icon``; ``after`` tells the days beside it, in ``tone``."""

    word: str
    pill: str
    icon: str
    after: str = ""
    tone: str = "muted"


_PILLS = {
    Timeliness.EARLY: ("pill pill--done", "i-done"),
    Timeliness.ON_TIME: ("pill pill--done", "i-done"),
    Timeliness.LATE: ("pill pill--late-done", "i-late-done"),
    Timeliness.PENDING_IN_TIME: ("pill", "i-track"),
    Timeliness.PENDING_OVERDUE: ("pill pill--late", "i-late"),
    Timeliness.RETURNED: ("pill pill--none", "i-return"),
    Timeliness.WITHDRAWN: ("pill pill--none", "i-void"),
}


def days(count: int) -> str:
    """``3 ngày``, the unit never parted from its number."""
    return (ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": number(count)}).replace(" ", NBSP)


def levels_in_words(levels: Iterable[str]) -> str:
    """``Cấp tỉnh; Cấp xã``; empty for none."""
    return "; ".join(str(Agency.Level(one).label) for one in levels)


def row_name(agency: Agency) -> str:
    """The name in a row: in full for provincial bodies, ``UBND huyện …`` below them."""
    return agency.name if agency.level == Agency.Level.PROVINCE else agency.label


def form_name(form: Return) -> str:
    """``row_name`` of its agency, with the sector where it is of one only."""
    name = row_name(form.agency)
    if form.sector is None:
        return name
    return _("%(agency)s, lĩnh vực %(sector)s") % {"agency": name, "sector": form.sector}


def differs(gaps: int) -> str:
    """``≠ 3 ô``; empty where both sources say the same."""
    return (_("≠ %(n)s ô") % {"n": number(gaps)}).replace(" ", NBSP) if gaps else ""


def taken(gaps: int) -> str:
    """``≠ 3 ô đã chấp nhận``: both sources differ, and a named person took that as it is."""
    return (_("≠ %(n)s ô đã chấp nhận") % {"n": number(gaps)}).replace(" ", NBSP) if gaps else ""


def unequal(left: int | Decimal, right: int | Decimal) -> str:
    """``70.736 ≠ 70.734; chênh 2``."""
    gap = abs(Decimal(left) - Decimal(right))
    words = {"left": number(left), "right": number(right), "gap": number(gap)}
    return _("%(left)s ≠ %(right)s; chênh %(gap)s") % words


def standing(timeliness: str | None, days_late: int | None) -> Standing:
    """``days_late`` as ``DossierQuerySet.with_timeliness`` has it; negative is early."""
    if timeliness is None:
        return Standing(_("Chưa tiếp nhận"), "pill pill--none", "i-none")
    found = Timeliness(timeliness)
    pill, icon = _PILLS[found]
    words = {
        Timeliness.EARLY: _("Trước hạn"),
        Timeliness.ON_TIME: _("Đúng hạn"),
        Timeliness.LATE: _("Giải quyết quá hạn"),
        Timeliness.PENDING_IN_TIME: _("Trong hạn"),
        Timeliness.PENDING_OVERDUE: _("Quá hạn"),
    }
    word = words.get(found, str(found.label))
    return Standing(word, pill, icon, *_days_in_words(found, days_late))


def ended_by(dossier: Dossier, on: dt.date) -> dt.date | None:
    """The day on which it was closed, where that was by day ``on``."""
    closed = dossier.resolved_on
    return closed if closed is not None and closed <= on else None


def status_on(dossier: Dossier, on: dt.date) -> str:
    """The status as far as it was known on day ``on``: a dossier closed later, or asked for a
    supplement later, was in process then. Earlier statuses are not kept."""
    if dossier.status in Status.not_received():
        return str(dossier.get_status_display())
    if dossier.received_on > on:
        return _("Chưa tiếp nhận")
    is_open = dossier.status in Status.closed() and ended_by(dossier, on) is None
    asked = dossier.waiting_since if dossier.status == Status.SUPPLEMENT_ASKED else None
    if is_open or (asked is not None and asked > on):
        return _("Đang giải quyết")
    return str(dossier.get_status_display())


def status_since(dossier: Dossier, on: dt.date) -> str:
    """What became of it after day ``on``; empty where its status is the one of that day."""
    label = str(dossier.get_status_display())
    if label == status_on(dossier, on):
        return ""
    if dossier.resolved_on is None or ended_by(dossier, on) is not None:
        return label
    words = {"status": label, "day": date(dossier.resolved_on)}
    return _("%(status)s, kết thúc xử lý ngày %(day)s") % words


def _days_in_words(timeliness: Timeliness, days_late: int | None) -> tuple[str, str]:
    """What stands beside the pill, and its tone."""
    if days_late is None:
        is_open = timeliness == Timeliness.PENDING_IN_TIME
        return (_("không có hạn"), "muted") if is_open else ("", "muted")
    if timeliness == Timeliness.PENDING_OVERDUE:
        return _("chậm %(days)s") % {"days": days(days_late)}, "t-late"
    if timeliness == Timeliness.LATE:
        return _("chậm %(days)s") % {"days": days(days_late)}, "muted"
    if timeliness == Timeliness.EARLY:
        return _("sớm %(days)s") % {"days": days(-days_late)}, "muted"
    if timeliness == Timeliness.PENDING_IN_TIME:
        if not days_late:
            return _("đến hạn trong ngày"), "muted"
        return _("còn %(days)s") % {"days": days(-days_late)}, "muted"
    return "", "muted"
