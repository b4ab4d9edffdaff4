"""Tasks as they stand on a day. All of it is SQL; the day is always an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from agencies.models import Agency
from agencies.querysets import reach_for
from reporting.searching import words_of
from tasks import standing
from tasks.querysets.checking import CheckingQuerySet
from tasks.querysets.counts import CountingQuerySet
from tasks.querysets.exported import ExportedQuerySet
from tasks.querysets.funding import BudgetQuerySet
from tasks.querysets.inbox import InboxQuerySet, with_people
from tasks.querysets.masking import MaskedQuerySet
from tasks.querysets.owed import OwedQuerySet
from tasks.querysets.pace import PaceQuerySet
from tasks.querysets.risk import percents, reports
from tasks.querysets.sources import SourcedQuerySet
from tasks.standing import IS_DONE
from tasks.states import Part

if TYPE_CHECKING:
    from agencies.querysets import AgencyQuerySet, Reader


class TaskQuerySet(  # type: ignore[override] # django-stubs gives each base a manager type
    MaskedQuerySet,
    PaceQuerySet,
    BudgetQuerySet,
    OwedQuerySet,
    CheckingQuerySet,
    InboxQuerySet,
    SourcedQuerySet,
    CountingQuerySet,
    ExportedQuerySet,
):
    """A task belongs to its lead; coordinating agencies see it but it is not theirs."""

    agency_path = "lead"

    #: Agencies that ``led_by`` asked for before a day was known: sets of ids.
    _leads: tuple[Any, ...] = ()

    def visible_to(self, user: Reader) -> Self:
        """Tasks led or coordinated by an agency that ``user`` sees, restricted ones masked."""
        if reach_for(user).is_everything:
            return self.told_to(user)
        return self.of_part(Part.ANY, Agency.objects.visible_to(user)).told_to(user)

    def counted_for(self, user: Reader) -> Self:
        """Tasks that count in what ``user`` reads: led by an agency that ``user`` sees.

        Narrower than ``visible_to``: a coordinated task is seen, but counted by its lead.
        """
        if reach_for(user).is_everything:
            return self.told_to(user)
        return self.led_by(Agency.objects.visible_to(user)).told_to(user)

    def led_by(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        """Tasks led by one of ``agencies`` on the day of ``standing``.

        Not yet narrowed to a day: those that one of them leads or has led; ``standing`` then
        keeps those of its day.
        """
        ids = _ids(agencies)
        if "lead_then" in self.query.annotations:
            return self.filter(lead_then__in=ids)
        found = self.filter(self._ever_led(ids))
        found._leads = (*self._leads, ids)
        return found

    def _ever_led(self, ids: Any) -> Q:
        from tasks.models import LeadChange  # noqa: PLC0415 -- models import querysets

        before = LeadChange.objects.filter(from_agency__in=ids).order_by().values("task")
        return Q(lead__in=ids) | Q(lead_change_count__gt=0, pk__in=before)

    def of_part(self, part: str, agencies: AgencyQuerySet) -> Self:
        """Tasks in which one of ``agencies`` has ``part`` (a value of ``Part``).

        The lead is that of the day of ``standing``; without a day, past leads count, too.
        """
        ids = _ids(agencies)
        if part == Part.LEAD:
            return self.led_by(agencies)
        coordinated = self.model.coordinating.through.objects.filter(agency__in=ids)
        helped = Q(pk__in=coordinated.values("task"))
        if part == Part.COORDINATING:
            return self.filter(helped)
        has_day = "lead_then" in self.query.annotations
        return self.filter(helped | (Q(lead_then__in=ids) if has_day else self._ever_led(ids)))

    def _fetch_all(self) -> None:
        """Names leads of before a handover together, in one query and only where there are any."""
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and "lead_then" in self.query.annotations:
            _name_former_leads(self._result_cache or ())

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._leads = self._leads
        return clone

    # Days ------------------------------------------------------------------------------------

    def standing(self, on: dt.date) -> Self:
        """Annotates how each task stands on ``on``, known on that day or not.

        ``due_on`` the deadline in force, ``lead_then`` the id of the lead, ``timeliness``, and
        ``days_late``: calendar days after the deadline, until ``on`` for an open task, until
        completion for one completed late; None otherwise.
        """
        from tasks.models import (  # noqa: PLC0415 -- models import querysets
            Extension,
            LeadChange,
            Occurrence,
        )

        found = self.annotate(
            due_on=standing.due(Extension.objects.all(), Occurrence.objects.all(), on),
            lead_then=standing.lead(LeadChange.objects.all(), on),
        ).by_rules(on)
        for ids in self._leads:
            found = found.filter(lead_then__in=ids)
        found._leads = ()
        return found

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
        still_open = self.exclude(IS_DONE).filter(timeliness__in=standing.OPEN)
        return still_open.due_between(on, on + dt.timedelta(days=days))

    def with_progress(self) -> Self:
        """Annotates ``progress_then``: the progress as of the day."""
        return self.annotate(progress_then=standing.progress())

    def search(self, text: str) -> Self:
        """Each word of ``text`` in the title, code, document or result number, accents ignored.

        Of a hidden task only the code is searched.
        """
        words = words_of(text)
        # One text is unaccented rather than three; no word holds the space between them.
        parts = ("title", Value("\n"), "document__number", Value("\n"), "result_number")
        found = self.alias(searched=Concat(*parts, output_field=TextField())) if words else self
        for word in sorted(words, key=len, reverse=True):  # few rows are left after a long one
            found = found.matching(
                Q(searched__unaccent__icontains=word), Q(code__unaccent__icontains=word)
            )
        return found

    def urgent_first(self) -> Self:
        """Overdue (longest first), then by deadline, then without one, completed last."""
        return self.order_by(standing.urgency(), F("due_on").asc(nulls_last=True), "code")

    def with_percent(self) -> Self:
        """Annotates ``percent``: 100 when completed, else as last reported by the day; None where
        nobody reported."""
        return self.annotate(
            percent=Case(
                When(IS_DONE, then=Value(100)),
                default=Subquery(percents()),
                output_field=IntegerField(),
            )
        )

    def with_extensions(self) -> Self:
        """Annotates ``extensions_then``: how often extended by the day and not cancelled (for a
        completed task, by its completion)."""
        from tasks.models import Extension  # noqa: PLC0415 -- models import querysets

        decided = standing.decided(Extension.objects.all(), models.OuterRef("as_of_day"))
        granted = Count("pk", filter=Q(kind=Extension.Kind.GRANTED))
        cancelled = Count("pk", filter=Q(kind=Extension.Kind.CANCELLED))
        times = decided.order_by().values("task").annotate(n=granted - cancelled).values("n")
        return self.annotate(
            extensions_then=Case(
                When(decision_count=0, then=Value(0)),
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
            .with_risk()
            .select_related("programme", "lead")
            .defer("evidence", "note")
        )

    def for_detail(self) -> Self:
        """Everything the page of a task shows, its history apart. Needs no day of its own."""
        from tasks.models import (  # noqa: PLC0415 -- models import querysets
            Evidence,
            TaskUpdate,
        )

        reports = TaskUpdate.objects.select_related("entered_by", "cause")
        proofs = Evidence.objects.select_related("entered_by")
        return (
            self.with_progress()
            .with_percent()
            .with_extensions()
            .with_risk()
            .select_related(
                "programme",
                "lead",
                "document",
                "conclusion__meeting__notice",
                "conclusion__meeting__presided_by",
                "responsible",
            )
            .prefetch_related(
                *("coordinating", "fundings"),
                *with_people(),
                models.Prefetch("updates", queryset=reports),
                models.Prefetch("proofs", queryset=proofs),
            )
        )

    def for_export(self) -> Self:
        """All that is known of a task, with its last report; coordinating agencies prefetched."""
        newest = reports()
        return (
            self.with_progress()
            .with_percent()
            .with_extensions()
            .annotate(
                last_result=Subquery(newest.values("result")[:1]),
                last_delay_reason=Subquery(newest.values("delay_reason")[:1]),
                last_remedy=Subquery(newest.values("remedy")[:1]),
            )
            .select_related("programme", "lead", "document", "conclusion__meeting", "responsible")
            .prefetch_related("coordinating")
        )


def _name_former_leads(rows: Iterable[Any]) -> None:
    tasks: list[Any] = [row for row in rows if isinstance(row, models.Model)]
    found = [task for task in tasks if task.__dict__.get("lead_then") not in (None, task.lead_id)]
    leads = Agency.objects.in_bulk({row.lead_then for row in found}) if found else {}
    for row in found:
        row._lead_on_day = leads[row.lead_then]


def _ids(agencies: AgencyQuerySet | Iterable[int]) -> Any:
    """A set of agencies as the right side of ``IN``."""
    return (
        agencies.order_by().values("pk") if isinstance(agencies, models.QuerySet) else [*agencies]
    )
