"""What the pages of meetings say in words: states, how long a conclusion is open, headlines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from reporting.numbers import date, number
from reporting.selection import Selection
from tasks import wording
from tasks.links import list_url
from tasks.models import Conclusion, Meeting
from tasks.tally import Tally

#: What is told of the tasks of a conclusion or a document: key, word, colour.
PARTS = (
    ("completed", gettext_lazy("hoàn thành"), ""),
    ("open_in_time", gettext_lazy("trong hạn"), ""),
    ("postponed", gettext_lazy("tạm dừng"), ""),
    ("open_overdue", gettext_lazy("quá hạn"), "late"),
)


@dataclass(frozen=True)
class Count:
    """A number that opens its rows, and what it counts."""

    text: str
    href: str
    word: str
    tone: str = ""


def count(n: int, href: str, word: str, tone: str = "") -> Count:
    return Count(number(n), href if n else "", word, tone if n else "")


def counts(tally: Tally, selection: Selection, **filters: Any) -> list[Count]:
    """``5 nhiệm vụ · 3 hoàn thành · 1 trong hạn · 1 quá hạn``; parts of 0 are left out."""
    total = tally.count("assigned")
    if not total:
        return []
    word = _("nhiệm vụ") if total == 1 else pgettext("plural", "nhiệm vụ")
    whole = count(total, list_url(selection, **filters), word)
    parts = [
        count(tally.count(key), list_url(selection, figure=key, **filters), str(said), tone)
        for key, said, tone in PARTS
        if tally.count(key)
    ]
    return [whole, *parts]


@dataclass(frozen=True)
class ConclusionState:
    """``pill`` is a state of ``_components/pill.html``, ``word`` what stands in it."""

    pill: str
    word: str


def conclusion_state(
    conclusion: Conclusion, tally: Tally, on: dt.date, *, is_whole: bool
) -> ConclusionState:
    """``is_whole``: the tally has all tasks of the conclusion, not those of one branch only."""
    if not conclusion.is_open_on(on):
        return ConclusionState("completed", _("Đã kết thúc"))
    total = tally.count("assigned")
    if total and is_whole and tally.count("completed") == total:
        return ConclusionState("submitted", _("Chờ chủ trì kết thúc"))
    if not total and is_whole:
        return ConclusionState("not_started", _("Chưa giao nhiệm vụ"))
    return ConclusionState("in_progress", _("Đang mở"))


def days_open(conclusion: Conclusion, on: dt.date) -> int:
    """Calendar days since the meeting, up to ``on`` or the day it was closed; never negative."""
    until = on if conclusion.is_open_on(on) else conclusion.closed_on or on
    return max(0, (until - conclusion.meeting.held_on).days)


def since(conclusion: Conclusion, on: dt.date) -> str:
    """``mở 289 ngày``, nothing on the day of the meeting; of a closed one when and by whom."""
    passed = days_open(conclusion, on)
    days = wording.days(passed)
    if conclusion.is_open_on(on):
        return _("mở %(days)s") % {"days": days} if passed else ""
    words = {"day": date(conclusion.closed_on), "who": conclusion.closed_by, "days": days}
    return _("kết thúc %(day)s sau %(days)s, theo ý kiến của %(who)s") % words


def conclusions(n: int) -> str:
    """``3 kết luận``."""
    text = ngettext("%(n)s\N{NO-BREAK SPACE}kết luận", "%(n)s\N{NO-BREAK SPACE}kết luận", n)
    return text % {"n": number(n)}


def meetings(n: int) -> str:
    """``4 phiên họp``."""
    text = ngettext("%(n)s\N{NO-BREAK SPACE}phiên họp", "%(n)s\N{NO-BREAK SPACE}phiên họp", n)
    return text % {"n": number(n)}


def _title(meeting: Meeting) -> str:
    return _("Phiên họp thứ %(n)s") % {"n": meeting.number}


def of_meeting(meeting: Meeting, on: dt.date, *, total: int, still_open: int, late: int) -> str:
    """The finding of a meeting that was held: conclusions still open, and tasks overdue."""
    name = _title(meeting)
    if not total:
        return _("%(meeting)s chưa ghi kết luận") % {"meeting": name}
    words = {
        "meeting": name,
        "all": conclusions(total),
        "n": number(still_open),
        "late": wording.tasks(late),
    }
    if not still_open:
        said = _("%(meeting)s: toàn bộ %(all)s đã kết thúc") % words
    else:
        said = _("%(meeting)s: %(n)s trong %(all)s chưa kết thúc") % words
    return said if not late else _("%(said)s; %(late)s quá hạn") % {**words, "said": said}


def of_planned(meeting: Meeting, items: int) -> str:
    words = {"meeting": _title(meeting), "day": date(meeting.held_on), "n": number(items)}
    if not items:
        return _("%(meeting)s, họp ngày %(day)s, chưa lập chương trình") % words
    text = ngettext(
        "%(meeting)s, họp ngày %(day)s, xem xét %(n)s nội dung",
        "%(meeting)s, họp ngày %(day)s, xem xét %(n)s nội dung",
        items,
    )
    return text % words


def of_list(total: int, still_open: int, longest: int) -> str:
    """``4 phiên họp; 3 kết luận chưa kết thúc, lâu nhất 289 ngày``."""
    if not total:
        return _("Chưa có phiên họp nào đến ngày tính")
    words = {
        "meetings": meetings(total),
        "conclusions": conclusions(still_open),
        "days": wording.days(longest),
    }
    if not still_open:
        return _("%(meetings)s, không có kết luận chưa kết thúc") % words
    if not longest:
        return _("%(meetings)s; %(conclusions)s chưa kết thúc") % words
    return _("%(meetings)s; %(conclusions)s chưa kết thúc, lâu nhất %(days)s") % words


def of_open(still_open: int, longest: int) -> str:
    if not still_open:
        return _("Không có kết luận chưa kết thúc")
    words = {"conclusions": conclusions(still_open), "days": wording.days(longest)}
    if not longest:
        return _("%(conclusions)s chưa kết thúc") % words
    return _("%(conclusions)s chưa kết thúc, lâu nhất %(days)s") % words
