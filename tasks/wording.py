"""Tasks in words: what stands beside a state, over a list and under a heading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reporting.numbers import NBSP, date, day_month, in_language, moment, number
from tasks.models import Document, Programme, Task
from tasks.states import DeadlineKind, Field, Progress, Timeliness

_WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


def days(count: int) -> str:
    """``106 ngày``, the number never parted from its unit."""
    return _bound(ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": number(count)})


def tasks(count: int) -> str:
    """``116 nhiệm vụ``."""
    return _bound(ngettext("%(n)s nhiệm vụ", "%(n)s nhiệm vụ", count) % {"n": number(count)})


def _bound(text: str) -> str:
    return text.replace(" ", NBSP)


def late(count: int) -> str:
    return _("chậm %(days)s") % {"days": days(count)}


def left(count: int) -> str:
    """Days that are left; 0 is the due day itself, which is still in time."""
    return _("còn %(days)s") % {"days": days(count)} if count else _("đến hạn trong ngày")


def weekday(day: dt.date) -> str:
    """``18/06 · Thứ Ba``."""
    return f"{day_month(day)} · {_WEEKDAYS[day.weekday()]}"


def entered(user: object, at: dt.datetime) -> str:
    """Who typed something and when: ``Nguyễn Văn Bình, nhập lúc 14/06/2024 09:00``."""
    return _("%(who)s, nhập lúc %(at)s") % {"who": user or _("Hệ thống"), "at": moment(at)}


def document_name(document: Document) -> str:
    """``Chỉ thị 03/CT-UBND``; without a number the kind and the day."""
    kind = document.get_kind_display()
    if document.number:
        return f"{kind} {document.number}"
    if document.issued_on:
        return _("%(kind)s ngày %(day)s") % {"kind": kind, "day": date(document.issued_on)}
    return str(kind)


def programme_name(programme: Programme) -> str:
    return in_language(programme.short_name, programme.name_en)


def full_programme_name(programme: Programme) -> str:
    return in_language(programme.name, programme.name_en)


@dataclass(frozen=True)
class Standing:
    """A state as the list shows it: ``pill`` is a value of ``_components/pill.html``.

    ``after`` stands beside the pill, in the colour of ``tone`` (late, soon or empty);
    ``below`` under it.
    """

    pill: str
    after: str = ""
    tone: str = ""
    below: str = ""


def standing(task: Any, on: dt.date) -> Standing:
    """The state of a task of ``TaskQuerySet.for_table`` on day ``on``."""
    found = _completed(task) or _stopped(task) or _waiting(task) or _open(task, on)
    below = "; ".join(part for part in (found.below, _extended(task)) if part)
    return replace(found, below=below[:1].upper() + below[1:])


def _completed(task: Any) -> Standing | None:
    if task.timeliness == Timeliness.COMPLETED_LATE:
        text = _("Hoàn thành %(day)s, %(late)s")
        words = {"day": date(task.completed_on), "late": late(task.days_late)}
        return Standing(task.timeliness, below=text % words)
    if task.timeliness in (Timeliness.COMPLETED_EARLY, Timeliness.COMPLETED_ON_TIME):
        text = _("Hoàn thành %(day)s") % {"day": date(task.completed_on)}
        return Standing(task.timeliness, below=text)
    return None


def _stopped(task: Any) -> Standing | None:
    if task.timeliness != Timeliness.STOPPED:
        return None
    return Standing("postponed", _("từ %(day)s") % {"day": date(task.postponed_on)})


def _waiting(task: Any) -> Standing | None:
    """Handed in, or given back, and not pressed by a deadline."""
    if task.timeliness not in (Timeliness.NOT_DUE, Timeliness.NO_DEADLINE):
        return None
    said = _said(task)
    return Standing(task.progress_then, said) if said else None


def _open(task: Any, on: dt.date) -> Standing:
    below = _said(task)
    if task.timeliness == Timeliness.OVERDUE:
        return Standing(task.timeliness, late(task.days_late), "late", below)
    if task.due_on is None:
        return Standing(task.timeliness, below=below)
    tone = "soon" if task.timeliness == Timeliness.DUE_SOON else ""
    return Standing(task.timeliness, left((task.due_on - on).days), tone, below)


def _said(task: Any) -> str:
    if task.progress_then == Progress.SUBMITTED and task.submitted_on:
        return _("đã trình %(day)s") % {"day": date(task.submitted_on)}
    if task.progress_then == Progress.RETURNED and task.returned_on:
        return _("trả lại %(day)s") % {"day": date(task.returned_on)}
    return ""


def _extended(task: Any) -> str:
    if not task.extensions_then:
        return ""
    times = number(task.extensions_then)
    if task.original_due_on is None:
        return _("đã gia hạn %(n)s lần") % {"n": times}
    words = {"n": times, "day": date(task.original_due_on)}
    return _("đã gia hạn %(n)s lần, hạn gốc %(day)s") % words


def due(task: Any) -> str:
    """The deadline in force, or why there is none (``Thường xuyên``)."""
    return date(task.due_on) if task.due_on else str(DeadlineKind(task.deadline_kind).label)


def meta(task: Task) -> list[str]:
    """Programme, field, product, whether restricted: the small line under a title."""
    parts = [programme_name(task.programme), str(Field(task.field).label), task.product]
    if task.is_restricted:
        parts.append(_("Hạn chế xem"))
    return [part for part in parts if part]


def counted(count: int, label: str) -> str:
    """A heading from a count and what is counted: ``30 nhiệm vụ đã hoàn thành``."""
    words = label[:1].lower() + label[1:]
    if not count:
        return _("Không có %(what)s") % {"what": words}
    # One of a thing is told apart where the language has a singular.
    text = ngettext(
        "%(count)s\N{NO-BREAK SPACE}%(what)s", "%(count)s\N{NO-BREAK SPACE}%(what)s", count
    )
    return text % {"count": number(count), "what": words, "label": label}


def overall(total: int, overdue: int, longest: int) -> str:
    """The heading of a list that no state narrows; ``longest`` in days."""
    if not total:
        return _("Không có nhiệm vụ khớp với điều kiện lọc")
    words = {"n": number(overdue), "total": number(total), "days": days(longest)}
    if not overdue:
        text = ngettext(
            "%(total)s nhiệm vụ, không có nhiệm vụ quá hạn",
            "%(total)s nhiệm vụ, không có nhiệm vụ quá hạn",
            total,
        )
        return text % words
    if overdue == 1:
        return _("1 trong %(total)s nhiệm vụ quá hạn, chậm %(days)s") % words
    return _("%(n)s trong %(total)s nhiệm vụ quá hạn, chậm nhất %(days)s") % words
