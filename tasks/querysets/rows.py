"""Tasks as they stand on a day. All of it is SQL; the day is always an argument."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    IntegerField,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet, reach_for
from tasks import standing
from tasks.querysets.counts import CountingQuerySet
from tasks.standing import IS_DONE
from tasks.states import Part

if TYPE_CHECKING:
    from agencies.querysets import AgencyQuerySet, Reader

#: Words of a search beyond these are ignored.
_MOST_WORDS = 10


class TaskQuerySet(CountingQuerySet):
    """A task belongs to its lead; coordinating agencies see it but it is not theirs."""

    agency_path = "lead"

    def visible_to(self, user: Reader) -> Self:
        """Tasks led or coordinated by an agency that ``user`` sees."""
        if reach_for(user).is_everything:
            return self.all()
        return self.of_part(Part.ANY, Agency.objects.visible_to(user))

    def counted_for(self, user: Reader) -> Self:
        """Tasks that count in what ``user`` reads: led by an agency that ``user`` sees.

        Narrower than ``visible_to``: a coordinated task is seen, but counted by its lead.
        """
        if reach_for(user).is_everything:
            return self.all()
        return self.led_by(Agency.objects.visible_to(user))

    def led_by(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        return self.of_agencies(agencies)

    def of_part(self, part: str, agencies: AgencyQuerySet) -> Self:
        """Tasks in which one of ``agencies`` has ``part`` (a value of ``Part``)."""
        ids = agencies.order_by().values("pk")
        coordinated = self.model.coordinating.through.objects.filter(agency__in=ids)
        led, helped = Q(lead__in=ids), Q(pk__in=coordinated.values("task"))
        return self.filter(
            {Part.LEAD: led, Part.COORDINATING: helped}.get(Part(part), led | helped)
        )

    # Days ------------------------------------------------------------------------------------

    def standing(self, on: dt.date) -> Self:
        """Annotates how each task stands on ``on``, known on that day or not.

        ``due_on`` the deadline in force, ``timeliness``, and ``days_late``: calendar days after
        the deadline, until ``on`` for an open task, until completion for one completed late;
        None otherwise.
        """
        from tasks.models import Extension  # noqa: PLC0415 -- models import querysets

        return (
            self.annotate(
                as_of_day=Value(on, DateField()), due_on=standing.due(Extension.objects.all(), on)
            )
            .annotate(timeliness=standing.timeliness(on))
            .annotate(days_late=standing.days_late())
        )

    def as_of(self, on: dt.date) -> Self:
        """Tasks known on ``on``, with how each one stands on that day (see ``standing``)."""
        return self.known_on(on).standing(on)

    # The methods below build on ``standing``. ----------------------------------------------------

    def due_between(self, first: dt.date | None, last: dt.date | None) -> Self:
        """Tasks whose deadline in force lies from ``first`` to ``last``, both included."""
        found = self if first is None else self.filter(due_on__gte=first)
        return found if last is None else found.filter(due_on__lte=last)

    def falling_due(self, on: dt.date, days: int) -> Self:
        """Tasks neither completed nor stopped, due from ``on`` to ``days`` later."""
        still_open = self.filter(timeliness__in=standing.OPEN)
        return still_open.due_between(on, on + dt.timedelta(days=days))

    def with_progress(self) -> Self:
        """Annotates ``progress_then``: the progress as of the day."""
        return self.annotate(progress_then=standing.progress())

    def search(self, text: str) -> Self:
        """Each word of ``text`` in the title, code, document or result number, accents ignored."""
        found = self
        for word in unicodedata.normalize("NFC", text).split()[:_MOST_WORDS]:
            found = found.filter(
                Q(title__unaccent__icontains=word)
                | Q(code__unaccent__icontains=word)
                | Q(document__number__unaccent__icontains=word)
                | Q(result_number__unaccent__icontains=word)
            )
        return found

    def urgent_first(self) -> Self:
        """Overdue (longest first), then by deadline, then without one, completed last."""
        return self.order_by(standing.urgency(), F("due_on").asc(nulls_last=True), "code")

    def with_percent(self) -> Self:
        """Annotates ``percent``: 100 when completed, else as last reported by the day; None where
        nobody reported."""
        reported = self._reports().filter(percent__isnull=False).values("percent")[:1]
        return self.annotate(
            percent=Case(
                When(IS_DONE, then=Value(100)),
                default=Subquery(reported),
                output_field=IntegerField(),
            )
        )

    def with_extensions(self) -> Self:
        """Annotates ``extensions_then``: how often extended by the day (for a completed task,
        by its completion)."""
        from tasks.models import Extension  # noqa: PLC0415 -- models import querysets

        decided = standing.decided(Extension.objects.all(), models.OuterRef("as_of_day"))
        times = decided.order_by().values("task").annotate(n=Count("pk")).values("n")
        return self.annotate(
            extensions_then=Case(
                When(extension_count=0, then=Value(0)),
                default=Coalesce(Subquery(times), 0),
                output_field=IntegerField(),
            )
        )

    def for_table(self) -> Self:
        """Everything the list shows, and no query per row."""
        return (
            self.with_progress()
            .with_percent()
            .with_extensions()
            .select_related("programme", "lead")
            .defer("evidence", "note")
        )

    def for_detail(self) -> Self:
        """Everything the page of a task shows, its history apart. Needs no day of its own."""
        from tasks.models import TaskUpdate  # noqa: PLC0415 -- models import querysets

        reports = TaskUpdate.objects.select_related("entered_by")
        return (
            self.with_progress()
            .with_percent()
            .with_extensions()
            .select_related("programme", "lead", "document", "conclusion__meeting__notice")
            .prefetch_related(
                "coordinating", "extensions", models.Prefetch("updates", queryset=reports)
            )
        )

    def for_export(self) -> Self:
        """All that is known of a task, with its last report; coordinating agencies prefetched."""
        newest = self._reports()
        return (
            self.with_progress()
            .with_percent()
            .with_extensions()
            .annotate(
                last_result=Subquery(newest.values("result")[:1]),
                last_delay_reason=Subquery(newest.values("delay_reason")[:1]),
                last_remedy=Subquery(newest.values("remedy")[:1]),
            )
            .select_related("programme", "lead", "document", "conclusion__meeting")
            .prefetch_related("coordinating")
        )

    def _reports(self) -> models.QuerySet[Any]:
        from tasks.models import TaskUpdate  # noqa: PLC0415 -- models import querysets

        return TaskUpdate.objects.filter(
            task=models.OuterRef("pk"), reported_on__lte=models.OuterRef("as_of_day")
        ).order_by("-reported_on", "-pk")


class TaskPartQuerySet(ScopedQuerySet):
    """What belongs to a task is seen by whoever sees the task, and changed by its lead's people."""

    agency_path = "task__lead"

    def visible_to(self, user: Reader) -> Self:
        from tasks.models import Task  # noqa: PLC0415 -- models import querysets

        if reach_for(user).is_everything:
            return self.all()
        return self.filter(task__in=Task.objects.visible_to(user).order_by().values("pk"))
