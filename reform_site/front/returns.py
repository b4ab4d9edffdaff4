"""Forms that the reader's own agencies have not sent, beside the headline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.querysets import Reader
from dossiers.links import reported_url
from dossiers.reported.digests import entry_url
from dossiers.reported.duties import Report
from dossiers.reported.wording import standing
from dossiers.summary.owed import owed_by
from dossiers.summary.reported import history
from reporting.numbers import date, number
from reporting.selection import Selection


def todo(user: Reader, selection: Selection) -> list[dict[str, Any]]:
    """Items for ``_components/todo.html``: none for who enters no forms of an own agency."""
    if not user.has_perm("dossiers.add_return"):
        return []
    owed = owed_by(user, history(selection.period, 1), selection.as_of)
    if not owed:
        return []
    first = min(owed, key=lambda one: (one.due_on is None, one.due_on))
    return [
        {
            "url": _url(owed, selection),
            "state": "overdue" if first.is_overdue else "due_soon",
            "count": number(len(owed)),
            "text": ngettext("Biểu II.06 chưa gửi", "Biểu II.06 chưa gửi", len(owed)),
            "more": _deadline(first),
        }
    ]


def _url(owed: list[Report], selection: Selection) -> str:
    return entry_url(owed[0]) if len(owed) == 1 else reported_url(selection, state="silent")


def _deadline(report: Report) -> str:
    if report.due_on is None:
        return _("kỳ không đặt hạn gửi")
    words = {"day": date(report.due_on), "left": standing(report).after}
    return _("hạn %(day)s, %(left)s") % words
