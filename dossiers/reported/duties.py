"""Who owes form II.06 for a period, and whether it was sent in time. Pure.

An agency owes the form for every period in which it existed, if only on a day of it: its dossiers
stay counted with it, so that its form can be compared with them cell by cell. Of one that ended
within the period the successor is named beside it, and reminded. Leadership and public service
units settle no procedures and owe nothing (``DOSSIERS_KINDS_NOT_ASKED``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.returns.settled import not_asked
from reporting.models import Period

#: Statuses in which a form has left the agency's desk.
SENT = frozenset({"submitted", "confirmed", "published"})


class ReportState(models.TextChoices):
    ON_TIME = "on_time", _("Gửi đúng hạn")
    LATE = "late", _("Gửi muộn")
    SENT = "sent", _("Đã gửi, không đặt hạn")
    SILENT = "silent", _("Chưa báo cáo")


def owing(agencies: AgencyQuerySet, first: dt.date, last: dt.date) -> AgencyQuerySet:
    """Those of ``agencies`` that owe the form of a period from ``first`` to ``last``."""
    return agencies.exclude(kind__in=not_asked()).filter(
        Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_to=None) | Q(valid_to__gte=first)
    )


def owes(agency: Agency, period: Period) -> bool:
    """``owing`` for an agency at hand."""
    begun = agency.valid_from is None or agency.valid_from <= period.date_to
    ended = agency.valid_to is not None and agency.valid_to < period.date_from
    return agency.kind not in not_asked() and begun and not ended


@dataclass(frozen=True)
class Report:
    """How one agency stands with its form of ``period`` on day ``on``.

    ``sent_on`` is None where nothing had been sent by then, and while the form is back with the
    agency to be mended; ``first_on`` is the day on which it was first sent, also then. ``form`` is
    the id of the form to open, sent or only begun. ``due_on`` is the last day in time, None where
    none is laid down. ``successor`` answers for an agency that ended within the period.
    """

    agency: Agency
    period: Period
    on: dt.date
    due_on: dt.date | None
    sent_on: dt.date | None = None
    form: int | None = None
    successor: str = ""
    first_on: dt.date | None = None

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def is_begun(self) -> bool:
        """Being written, not sent."""
        return self.form is not None and not self.is_sent

    @property
    def is_given_back(self) -> bool:
        """Sent once, and now with the agency to be mended."""
        return self.first_on is not None and not self.is_sent

    @property
    def state(self) -> ReportState:
        if self.sent_on is None:
            return ReportState.SILENT
        if self.due_on is None:
            return ReportState.SENT
        return ReportState.ON_TIME if self.sent_on <= self.due_on else ReportState.LATE

    @property
    def days_late(self) -> int | None:
        """Days from the deadline to the first sending, or to ``on`` while nothing was ever sent;
        negative before the deadline, None without one."""
        day = self.sent_on or self.first_on or self.on
        return None if self.due_on is None else (day - self.due_on).days

    @property
    def is_overdue(self) -> bool:
        """Nothing sent, and the last day is over; what was sent in time and given back is not."""
        if self.is_sent or self.due_on is None:
            return False
        return (self.first_on or self.on) > self.due_on

    def is_in(self, key: str) -> bool:
        """Whether a figure counts it: expected, submitted, on_time, late or silent."""
        if key == "expected":
            return True
        return self.is_sent if key == "submitted" else self.state == key


#: What is counted of reports, each a list that it opens to.
KEYS = ("expected", "submitted", "on_time", "late", "silent")


def counts(reports: Iterable[Report]) -> dict[str, int | None]:
    """``returns_<key>`` for each of ``KEYS``; on time and late are None where one that was sent
    has no deadline to be measured by."""
    states = Counter(report.state for report in reports)
    is_measured = not states[ReportState.SENT]
    silent = states[ReportState.SILENT]
    total = states.total()
    return {
        "returns_expected": total,
        "returns_submitted": total - silent,
        "returns_on_time": states[ReportState.ON_TIME] if is_measured else None,
        "returns_late": states[ReportState.LATE] if is_measured else None,
        "returns_silent": silent,
    }


def sent_on(steps: Iterable[tuple[str, dt.date]], on: dt.date) -> dt.date | None:
    """The day on which a form was sent, by its steps (status, day) in their order, as of ``on``.

    The first sending counts: a form that was given back is not sent until it is sent again, and
    then not later for it. Whoever confirms or publishes one that nobody has sent, sends it.
    """
    taken = [(status, day) for status, day in steps if day <= on]
    if not taken or taken[-1][0] == "draft":
        return None
    return first_sent_on(taken, on)


def first_sent_on(steps: Iterable[tuple[str, dt.date]], on: dt.date) -> dt.date | None:
    """The day of the first step out of draft up to ``on``, whether it was given back or not."""
    return next((day for status, day in steps if day <= on and status in SENT), None)


def by_level(reports: Iterable[Report]) -> Mapping[str, list[Report]]:
    """Reports by the level of their agency, in the order of the levels."""
    groups: dict[str, list[Report]] = {level: [] for level in Agency.Level.values}
    for report in reports:
        groups[report.agency.level].append(report)
    return {level: rows for level, rows in groups.items() if rows}
