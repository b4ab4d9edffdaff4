"""What the page of late dossiers is asked: whose, which of them, how far ahead it looks."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dossiers.filters import SectorPeriodFilter, choice
from dossiers.late.filters import CALENDAR, WORKING
from dossiers.questions import LATE_COLUMNS, Question
from dossiers.structure import Structure, load
from reporting.loading import working_calendar
from reporting.selection import Selection

PENDING, RESOLVED, BOTH = LATE_COLUMNS
FURTHEST = 60
_WHAT = (
    (BOTH, _("Đang quá hạn và giải quyết quá hạn trong kỳ")),
    (PENDING, _("Đang giải quyết, quá hạn")),
    (RESOLVED, _("Giải quyết quá hạn trong kỳ")),
)
_DAYS = ((CALENDAR, _("ngày")), (WORKING, _("ngày làm việc")))
#: Filters that the list of dossiers does not know: they stand in its column and its days.
_OWN = ("what", "within", "days")


def usual_days() -> int:
    """How many days ahead the page looks (``DOSSIERS_DUE_SOON_DAYS``)."""
    return int(getattr(settings, "DOSSIERS_DUE_SOON_DAYS", 3))


class CountFilter(django_filters.Filter):
    """A whole number."""

    field_class = forms.IntegerField


class LateFilter(SectorPeriodFilter):
    """``what`` is a column of late dossiers, ``within`` and ``days`` how far ahead to look. Who was
    late, was late as things were on that day: no other organisation is asked for."""

    usual = {"what": BOTH, "days": CALENDAR}
    more = ("channel", "online_kind", "within", "days")

    what = choice(_("Hồ sơ quá hạn"), _WHAT, None)
    within = CountFilter(
        label=_("Sắp đến hạn trong"),
        method="leave",
        min_value=1,
        max_value=FURTHEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-n"}),
    )
    days = choice(_("Tính theo"), _DAYS, None)

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    def narrowed(self) -> dict[str, str]:
        """The filters that the list of dossiers has too."""
        return {name: value for name, value in self.kept().items() if name not in _OWN}

    @cached_property
    def known(self) -> Structure:
        """The structure, for all that the page asks."""
        return load()

    @property
    def what_column(self) -> str:
        return self.value("what") or BOTH

    @property
    def ahead(self) -> int:
        return int(self.value("within") or usual_days())

    @cached_property
    def last_day(self) -> dt.date:
        """The last day that is looked at, from the as-of day on; by days of the calendar where
        the working calendar does not reach."""
        until = self.selection.until
        if self.value("days") == WORKING:
            try:
                return working_calendar().add_working_days(until, self.ahead)
            except ValueError:
                pass
        return until + dt.timedelta(days=self.ahead)

    def question(self, column: str, **narrower: Any) -> Question:
        """The dossiers of ``column`` that the filters let through."""
        return Question(
            user=self.request.user,
            first=self.selection.first,
            until=self.selection.until,
            column=column,
            agency=self.value("agency"),
            level=self.value("level"),
            channel=self.number("channel"),
            sector=self.value("sector"),
            online_kind=self.value("online_kind"),
            known=self.known,
            **narrower,
        )
