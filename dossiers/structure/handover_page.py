"""The words of the pages of handovers. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.structure.handing import Chosen, Order
from reporting.numbers import date, moment, number

#: Value of ``?column=`` for what form II.06 counts of a handover.
IN_FORM = "handed_over"


def rows_url(**asked: str | int) -> str:
    """Where the dossiers of ``agency`` that wait are listed, or those of a ``handover``."""
    return f"{reverse('dossiers:handover-rows')}?{urlencode(asked)}"


def asked(order: Order, found: Chosen, receiver: str) -> dict[str, Any]:
    """What ``order`` would hand over, to be confirmed."""
    words = {"n": number(found.count), "agency": order.agency.name, "receiver": receiver}
    title = ngettext(
        "Bàn giao %(n)s hồ sơ của %(agency)s cho %(receiver)s?",
        "Bàn giao %(n)s hồ sơ của %(agency)s cho %(receiver)s?",
        found.count,
    )
    button = ngettext("Bàn giao %(n)s hồ sơ", "Bàn giao %(n)s hồ sơ", found.count)
    facts = [
        (_("Từ ngày"), date(found.on)),
        (_("Phạm vi"), order.scope),
        (_("Căn cứ"), order.reason),
        (_("Số hồ sơ"), _in_form(found.count, found.pending, found.on)),
    ]
    return {
        "title": title % words,
        "facts": [{"term": term, "text": text, "href": ""} for term, text in facts],
        "button": button % words,
    }


def waiting_title(count: int) -> str:
    if not count:
        return _("Không còn hồ sơ nào chờ bàn giao")
    text = ngettext(
        "%(n)s hồ sơ của cơ quan đã kết thúc chưa được bàn giao",
        "%(n)s hồ sơ của cơ quan đã kết thúc chưa được bàn giao",
        count,
    )
    return text % {"n": number(count)}


def _in_form(count: int, pending: int, on: dt.date) -> str:
    """Why form II.06 counts fewer as handed over than were."""
    words = {"n": number(count), "pending": number(pending), "day": date(on)}
    if count == pending:
        return _("%(n)s hồ sơ, đều đang giải quyết trước ngày %(day)s") % words
    text = _(
        "%(n)s hồ sơ: %(pending)s đang giải quyết trước ngày %(day)s (số bàn giao của Biểu II.06); "
        "số còn lại tiếp nhận từ ngày đó nên tính ngay cho cơ quan nhận, hoặc không thuộc biểu"
    )
    return text % words


def logged(row: Any) -> dict[str, Any]:
    return {
        "on": date(row.on),
        "from": row.predecessor.name,
        "to": row.successor.name,
        "scope": row.scope,
        "reason": row.reason,
        "count": number(row.count),
        "in_form": "" if row.undone_at else _("Biểu II.06: %(n)s") % {"n": number(row.pending)},
        "rows": "" if row.undone_at else rows_url(handover=row.pk),
        "in_form_rows": "" if row.undone_at else rows_url(handover=row.pk, column=IN_FORM),
        "done": f"{row.done_by}, {moment(row.done_at)}",
        "undone": f"{row.undone_by}, {moment(row.undone_at)}" if row.undone_at else "",
        "undo": reverse("dossiers:handover-undo", args=[row.pk]),
    }
