"""How far the dossiers of a page reach: the day that is counted, and the newest one known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import Reader
from dossiers.books.counters import CHANNELS, EVENTS
from dossiers.models import AgencyDay
from reporting.numbers import date
from reporting.selection import Selection

#: Days without a dossier that need no word: the longest holiday (Tết) with its weekends is shorter.
USUAL_GAP = 10

_HAPPENED = Q()
for _name in (f"{event}_{channel}" for event in EVENTS[:-1] for channel in CHANNELS):
    _HAPPENED |= Q(**{f"{_name}__gt": 0})


def newest_day(reader: Reader) -> dt.date | None:
    """The last day on which an agency that the reader sees received or resolved a dossier; None
    without dossiers. One query, a step down the index of days for each agency.
    """
    days = AgencyDay.objects.filter(_HAPPENED, agency_id=OuterRef("pk")).order_by("-day")
    last = Agency.objects.visible_to(reader).aggregate(last=Max(Subquery(days.values("day")[:1])))
    found: dt.date | None = last["last"]
    return found


def day_notes(
    selection: Selection, query: QueryDict, reader: Reader, until: dt.date | None = None
) -> list[dict[str, Any]]:
    """What a page that counts dossiers says about its day: rows of ``_day_notes.html``.

    One where the period ends before the as-of day, and one where the dossiers end more than
    ``USUAL_GAP`` days before the day that is counted. ``query`` is the page's own: a link keeps
    its filters. ``until`` is the last day that the page counts, where the reader has asked for
    other days than the period's. One query.
    """
    notes: list[dict[str, Any]] = []
    if until is None and selection.until < selection.as_of:
        words = {"last": date(selection.until), "day": date(selection.as_of)}
        text = _(
            "Kỳ báo cáo kết thúc ngày %(last)s: số hồ sơ tính đến hết ngày đó, không phải %(day)s."
        )
        notes.append({"text": text % words})
    until = until or selection.until
    newest = newest_day(reader)
    if newest is not None and newest < until - dt.timedelta(days=USUAL_GAP):
        words = {"newest": date(newest), "until": date(until)}
        text = _(
            "Dữ liệu hồ sơ mới có đến %(newest)s: kết quả trả sau ngày đó chưa được nhập, nên số "
            "đang giải quyết và quá hạn tính đến %(until)s có thể cao hơn thực tế."
        )
        note: dict[str, Any] = {"text": text % words}
        if newest >= selection.first:
            note |= {
                "url": f"?{_moved(selection, newest, query)}",
                "label": _("Tính đến %(newest)s") % words,
            }
        notes.append(note)
    return notes


def _moved(selection: Selection, day: dt.date, query: QueryDict) -> str:
    """The parameters of the page as of ``day``, from its first rows on."""
    moved = query.copy()
    for name in ("page", "cursor", "export"):
        moved.pop(name, None)
    for name, value in (selection.query | {"as_of": day.isoformat()}).items():
        moved[name] = value
    return moved.urlencode()
