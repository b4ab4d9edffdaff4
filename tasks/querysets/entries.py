"""When something was typed, against the day that it speaks of: reports and steps of the path.

The band of an entry is worked out in SQL: the working days of the calendar go along as one array,
and the number of those passed is two binary searches per row. 200,000 rows are one grouped query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce, Greatest, Least, TruncDate
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import reach_for
from reporting.workdays import WorkingCalendar
from tasks import standing
from tasks.querysets.parts import TaskPartQuerySet

if TYPE_CHECKING:
    from agencies.querysets import Reader

#: Working days later from which entries are told together.
MANY = 3
#: Beyond the days asked for: enough calendar days to hold more than ``MANY`` working days.
_MARGIN = dt.timedelta(days=40)


class Kind(models.TextChoices):
    """What was typed. The lead types the first two, the secretariat the last."""

    REPORT = "report", _("Báo cáo tiến độ")
    SUBMISSION = "submission", _("Trình xác nhận")
    CONFIRMATION = "confirmation", _("Xác nhận hoàn thành")


class Band(models.TextChoices):
    """Working days between the day that an entry speaks of and the day on which it was typed."""

    SAME = "same", _("trong ngày")
    ONE = "one", _("sau 1 ngày làm việc")
    TWO = "two", _("sau 2 ngày làm việc")
    MORE = "more", _("sau 3 ngày làm việc trở lên")
    UNKNOWN = "unknown", _("chưa tính được, thiếu lịch làm việc")


#: Columns of a row in the list of entries.
ROW = ("what", "task", "day", "entered_at", "who", "lead", "band", "key")


class EntryQuerySet(TaskPartQuerySet):
    """Rows with ``entered_at``. Subclasses tell what, of which day, by whom."""

    def counted_for(self, user: Reader) -> Self:
        """Entries of tasks that an agency which ``user`` sees leads or has led."""
        from tasks.models import Task  # noqa: PLC0415 -- models import querysets

        if reach_for(user).is_everything:
            return self.all()
        return self.filter(task__in=Task.objects.counted_for(user).order_by().values("pk"))

    def told(self) -> Self:
        """Annotates ``what`` (of ``Kind``), ``day`` and ``who``."""
        raise TypeError("asked of a kind of entry only")

    def entries(
        self,
        user: Reader,
        first: dt.date,
        last: dt.date,
        calendar: WorkingCalendar | None,
    ) -> Self:
        """Entries that speak of days from ``first`` to ``last`` and that count for agencies which
        ``user`` sees, each with ``lead`` (of its day), ``entry_day`` and ``band``."""
        rows = (
            self.counted_for(user)
            .told()
            .filter(day__gte=first, day__lte=last)
            .annotate(lead=_lead_then(), entry_day=TruncDate("entered_at"), key=F("pk"))
        )
        if not reach_for(user).is_everything:
            rows = rows.filter(lead__in=Agency.objects.visible_to(user).order_by().values("pk"))
        worked = calendar.working_days(first - _MARGIN, last + _MARGIN) if calendar else []
        if calendar is None or not worked:
            return rows.annotate(band=Value(Band.UNKNOWN, CharField()))
        return rows.alias(lag=_lag(worked)).annotate(band=_band(calendar))

    def by_band(self, *by: str) -> list[tuple[Any, ...]]:
        """(value of each of ``by``, band, number). One query."""
        rows = self.order_by().values_list(*by, "band").annotate(n=Count("pk"))
        return list(rows)

    def listed(self) -> QuerySet[Any]:
        return self.order_by().values(*ROW)


class UpdateQuerySet(EntryQuerySet):
    def told(self) -> Self:
        return self.annotate(
            what=Value(Kind.REPORT, CharField()),
            day=F("reported_on"),
            who=Coalesce(F("entered_by__full_name"), Value("")),
        )


class StepQuerySet(EntryQuerySet):
    def told(self) -> Self:
        """Only steps that tell of a result. A submission speaks of the result document that the
        task names, a confirmation of the day that was confirmed."""
        return self.filter(kind__in=("submitted", "confirmed")).annotate(
            what=Case(
                When(kind="submitted", then=Value(Kind.SUBMISSION)),
                default=Value(Kind.CONFIRMATION),
                output_field=CharField(),
            ),
            day=Case(When(kind="submitted", then=Least("on", "task__result_on")), default=F("on")),
            who=Coalesce(F("user__full_name"), Value("")),
        )


def _lead_then() -> Case:
    """The lead of the task on the day of the entry."""
    from tasks.models import LeadChange  # noqa: PLC0415 -- models import querysets

    return standing.lead(LeadChange.objects.all(), OuterRef("day"), of="task")


def _lag(worked: Sequence[dt.date]) -> Func:
    """Working days passed after the day, or after the next working day where it is a day off.

    ``width_bucket`` over sorted days is ``bisect_right``.
    """

    def place(day: Any) -> Func:
        days = Cast(Value(list(worked)), ArrayField(DateField()))
        return Func(day, days, function="width_bucket", output_field=IntegerField())

    eve = Func(
        F("day"),
        template="(%(expressions)s - 1)",
        output_field=DateField(),
    )
    passed = CombinedExpression(place(F("entry_day")), "-", place(eve), IntegerField())
    return Greatest(
        CombinedExpression(passed, "-", Value(1), IntegerField()),
        Value(0),
        output_field=IntegerField(),
    )


def _band(calendar: WorkingCalendar) -> Case:
    """From ``lag``; unknown where the calendar ends too early to tell."""
    uncovered = Q(day__lt=calendar.first_day) | Q(day__gt=calendar.last_day)
    return Case(
        When(uncovered, then=Value(Band.UNKNOWN)),
        When(lag__gte=MANY, then=Value(Band.MORE)),
        When(entry_day__gt=calendar.last_day, then=Value(Band.UNKNOWN)),
        When(lag=2, then=Value(Band.TWO)),
        When(lag=1, then=Value(Band.ONE)),
        default=Value(Band.SAME),
        output_field=CharField(),
    )
