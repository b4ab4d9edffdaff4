"""What a digest tells of forms that are missing, with the rights of its reader at that moment."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from dossiers.reported.duties import Report
from dossiers.reported.wording import standing
from dossiers.summary.owed import owed_by, periods_due
from reporting.mailing import Line, Section, absolute
from reporting.numbers import date, number
from reporting.reminding import just_over, windows
from reporting.workdays import WorkingCalendar


def daily(user: User, on: dt.date, calendar: WorkingCalendar | None) -> list[Section]:
    """Forms of the own agencies that are missing shortly before their deadline, and the day after.

    ``DOSSIERS_RETURN_REMIND_DAYS`` says how many working days before.
    """
    spans = windows(on, settings.DOSSIERS_RETURN_REMIND_DAYS, calendar)
    over = just_over(on, calendar)
    last = max((last for _n, _first, last in spans), default=on)
    owed = owed_by(user, periods_due(over[0], last), on)
    overdue = [one for one in owed if one.is_overdue]
    found = [_section(_("Biểu II.06 vừa quá hạn gửi"), overdue, *over)]
    for days, first, until in spans:
        title = ngettext(
            "Biểu II.06 còn %(n)s ngày làm việc để gửi",
            "Biểu II.06 còn %(n)s ngày làm việc để gửi",
            days,
        )
        found.append(_section(title % {"n": number(days)}, owed, first, until))
    return [section for section in found if section.lines]


def _section(title: str, owed: list[Report], first: dt.date, last: dt.date) -> Section:
    rows = [one for one in owed if one.due_on is not None and first <= one.due_on <= last]
    return Section(title, [_line(one) for one in rows])


def _line(report: Report) -> Line:
    words = {"agency": report.agency.name, "period": report.period}
    note = _("hạn %(day)s") % {"day": date(report.due_on)}
    return Line(
        _("%(agency)s: Biểu II.06, %(period)s") % words,
        absolute(entry_url(report)),
        f"{note}; {standing(report).after}",
    )


def entry_url(report: Report) -> str:
    """The form that was begun, or a new one of this agency and period."""
    if report.form is not None:
        return reverse("dossiers:return", args=[report.form])
    query = urlencode({"period": report.period.pk, "agency": report.agency.pk})
    return f"{reverse('admin:dossiers_return_add')}?{query}"
