"""The words around a list of dossiers. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.querysets import Page
from dossiers.questions import EVERY, Count, Question
from reporting.figures import definition
from reporting.numbers import date, number, span
from reporting.selection import Selection

#: Columns without a figure of their own, and the figure that explains them.
_EXPLAINED_BY = {
    "direct": "direct_postal",
    "postal": "direct_postal",
    "returned": "resolved_on_time",
    "withdrawn": "resolved_on_time",
    "in_time_or_settled": "R2",
    "late_or_overdue": "L2",
    "due_total": "R3",
}


def said(question: Question, selection: Selection) -> str:
    """Of which days, as of when, of which agencies."""
    if question.column == EVERY:
        text = _("Mọi hồ sơ không phân biệt kỳ; tình trạng thời hạn tính đến %(day)s.")
        found = text % {"day": date(question.until)}
    else:
        is_whole = (question.first, question.until) == (selection.first, selection.until)
        text = _("Kỳ %(days)s, tính đến %(day)s.") if is_whole else _("Khoảng ngày %(days)s.")
        last = selection.period.date_to if is_whole else question.until
        found = text % {"days": span(question.first, last), "day": date(question.until)}
    if question.now is not None:
        text = _("Hồ sơ của cơ quan đã có cơ quan kế thừa được tính cho cơ quan kế thừa hiện nay.")
        found = f"{found} {text}"
    if question.agency is None:
        return found
    scope = (
        _("Riêng hồ sơ của cơ quan, không gồm đơn vị trực thuộc.")
        if question.is_own
        else _("Gồm cả đơn vị trực thuộc.")
    )
    return f"{found} {scope}"


def definition_of(question: Question, selection: Selection) -> dict[str, Any] | None:
    """The panel of the figure whose rows are listed."""
    if question.column == EVERY:
        return None
    meant = definition(_EXPLAINED_BY.get(question.column, question.column))
    rows = [
        (_("Công thức"), meant.formula),
        (_("Nguồn"), meant.source),
        (_("Phụ trách"), meant.owner),
        (_("Căn cứ"), meant.legal_basis),
        (_("Tính đến"), date(question.until)),
    ]
    return {
        "title": str(meant.short or meant.label),
        "rows": [{"term": term, "text": text} for term, text in rows if text],
        "url": reverse("reporting:figure", args=[meant.code]),
    }


def pages(page: Page, address: Callable[..., str], count: Count | None = None) -> dict[str, str]:
    """The inputs of ``_components/pagination_keyset.html``. ``count``: of all pages together."""
    found = {"summary": "", "first_url": "", "previous_url": "", "next_url": ""}
    if page.rows:
        text = ngettext(
            "%(n)s hồ sơ, tiếp nhận từ %(first)s đến %(last)s",
            "%(n)s hồ sơ, tiếp nhận từ %(first)s đến %(last)s",
            len(page.rows),
        )
        if count is not None and (count.value > len(page.rows) or not count.is_exact):
            text = _("%(n)s trong %(all)s hồ sơ, tiếp nhận từ %(first)s đến %(last)s")
        found["summary"] = text % {
            "n": number(len(page.rows)),
            "all": _all(count) if count else "",
            "first": date(page.rows[-1].received_on),
            "last": date(page.rows[0].received_on),
        }
    if page.newer:
        found["first_url"] = address()
        found["previous_url"] = address(cursor=f"newer.{page.newer}")
    if page.older:
        found["next_url"] = address(cursor=f"older.{page.older}")
    return found


def _all(count: Count) -> str:
    """``12.345``; ``trên 1.000`` where nobody counted on."""
    return number(count.value) if count.is_exact else _("trên %(n)s") % {"n": number(count.value)}
