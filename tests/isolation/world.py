"""Two agencies with one row of everything, and what must not be seen or moved of the second."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, Q

from agencies.models import Agency, User
from agencies.roles import Role
from dossiers.models import Procedure
from indices.models import IndexSeries
from reporting.models import Period
from tasks.models import Conclusion, Programme
from tests import factories as make

OUR_APPS = ("agencies", "reporting", "tasks", "dossiers", "indices")

#: Stands in every text of the other agency. Searches send its first part only, so that a page
#: which repeats what was typed never holds all of it.
MARK = "BÍ-MẬT-SYT bimatsyt7"
TRACE = "bimatsyt7"
TYPED = "BÍ-MẬT"

MEETING_DAY = dt.date(2024, 6, 14)

#: What else hangs on a task.
PARTS = (
    make.EvidenceFactory,
    make.ExtensionRequestFactory,
    make.TaskStepFactory,
    make.RecurrenceRuleFactory,
    make.OccurrenceFactory,
    make.FundingFactory,
)


@dataclass(frozen=True)
class Shared:
    """Rows that belong to no agency; both use them."""

    province: Agency
    programme: Programme
    period: Period
    procedure: Procedure
    series: IndexSeries
    conclusion: Conclusion


@dataclass
class Other:
    """The rows of the other agency: keys by model, and the codes that name them."""

    keys: dict[type[Model], set[Any]] = field(default_factory=lambda: defaultdict(set))
    codes: list[str] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.keys[type(row)].add(row.pk)
            self.codes += [code for code in (getattr(row, "code", None),) if code]

    @property
    def secrets(self) -> list[str]:
        return [TRACE, *self.codes]

    def key_of(self, model: type[Model]) -> Any:
        """A key of the other agency for ``model``; one that does not exist where it has none."""
        return min(self.keys.get(model) or {987654321}, key=str)

    def snapshot(self) -> dict[str, list[Any]]:
        """Every row of theirs and every row that points to one of theirs."""
        return {
            model._meta.label: sorted(model._base_manager.filter(rows).values_list(), key=repr)
            for model, rows in self._theirs()
        }

    def _theirs(self) -> Iterator[tuple[type[Model], Q]]:
        for model in our_models(with_links=True):
            rows = Q(pk__in=self.keys[model]) if model in self.keys else Q()
            for column in model._meta.concrete_fields:
                if keys := self.keys.get(column.related_model):  # type: ignore[call-overload]
                    rows |= Q(**{f"{column.attname}__in": keys})
            if rows:
                yield model, rows


def our_models(*, with_links: bool = False) -> list[type[Model]]:
    """Models of our apps; the log of changes is none of them, nobody writes to it."""
    found = apps.get_models(include_auto_created=with_links)
    ours = [model for model in found if model._meta.app_label in OUR_APPS]
    return [model for model in ours if not hasattr(model, "pgh_tracked_model")]


#: Where the keys of the other agency begin: no row of anybody else has one of them.
FIRST_KEY = 700_001


def keys_from_here() -> None:
    """Rows made from here on have keys from ``FIRST_KEY`` on in every table, until the test ends.

    A hole for a number is filled with every key of the other agency, of whatever table: so they
    are few, and the same however many rows the tests before this one have made.
    """
    with connection.cursor() as cursor:
        for model in our_models(with_links=True):
            table, column = model._meta.db_table, model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
            if (sequence := cursor.fetchone()[0]) is not None:
                cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {FIRST_KEY}")


def shared_rows() -> Shared:
    return Shared(
        province=make.AgencyFactory(code="UBND", name="UBND tỉnh", kind="leadership"),
        programme=make.ProgrammeFactory(code="KH2024"),
        period=make.PeriodFactory(code="2024-H1"),
        procedure=make.ProcedureFactory(),
        series=make.IndexSeriesFactory(code="par-index"),
        conclusion=make.ConclusionFactory(
            number="1",
            meeting=make.MeetingFactory(held_on=MEETING_DAY, notice=make.DocumentFactory()),
        ),
    )


def own_rows(shared: Shared) -> User:
    """Sở Xây dựng with one row of everything; returns its clerk."""
    home = make.AgencyFactory(code="SXD", name="Sở Xây dựng", parent=shared.province)
    clerk = make.UserFactory(username="clerk-sxd", role=Role.CLERK, role__agency=home)
    task = make.TaskFactory(code="NV-SXD", lead=home, programme=shared.programme)
    make.TaskUpdateFactory(task=task)
    make.ExtensionFactory(task=task)
    for factory in PARTS:
        factory(task=task)
    make.DossierFactory(code="H23.01-240301-0001", agency=home, procedure=shared.procedure)
    make.ReturnFactory(agency=home, period=shared.period)
    statement = make.StatementFactory(agency=home, period=shared.period)
    make.StatedFigureFactory(statement=statement)
    make.IndexResultFactory(agency=home, series=shared.series)
    return clerk


def other_rows(shared: Shared) -> Other:
    """Sở Y tế with one row of everything, the mark in every text."""
    keys_from_here()
    other = Other()
    text = {"name": f"Sở Y tế {MARK}", "short_name": f"SYT {MARK}"}
    before = make.AgencyFactory(code="ZQSYT0", name=f"Sở cũ {MARK}")
    agency = make.AgencyFactory(code="ZQSYT1", parent=shared.province, **text)
    below = make.AgencyFactory(code="ZQSYT2", name=f"Chi cục {MARK}", parent=agency)
    other.add(before, agency, below, *agency.placements.all(), *below.placements.all())
    other.add(
        make.AgencySuccessionFactory(
            predecessor=before, successor=agency, legal_reference=f"QĐ {MARK}"
        )
    )
    person = make.UserFactory(username=f"user-{TRACE}", full_name=f"Người {MARK}")
    other.add(person, make.MembershipFactory(user=person, agency=agency, role=Role.HEAD))
    other.add(*_task_rows(shared, agency, below, person))
    other.add(*_meeting_rows(shared, agency))
    other.add(*_reported_rows(shared, agency, person))
    return other


def _task_rows(shared: Shared, agency: Agency, below: Agency, person: User) -> Iterator[Model]:
    task = make.TaskFactory(
        code="ZQSYT-NV1",
        lead=agency,
        programme=shared.programme,
        original_due_on=dt.date(2024, 5, 1),
        **dict.fromkeys(
            ("title", "product", "note", "evidence", "assigned_by", "deadline_label"), MARK
        ),
    )
    task.coordinating.add(below)
    yield task
    yield make.TaskFactory(
        code="ZQSYT-NV2", title=MARK, lead=below, programme=shared.programme, done=True
    )
    yield make.TaskUpdateFactory(task=task, result=MARK, delay_reason=MARK, entered_by=person)
    yield make.ExtensionFactory(task=task, reason=MARK, document_number=TRACE)
    yield make.EvidenceFactory(task=task, number=TRACE, title=MARK, issuer=MARK)
    yield make.ExtensionRequestFactory(task=task, reason=MARK, document_number=TRACE)
    yield make.TaskStepFactory(task=task, reason=MARK, user=person)
    yield make.RecurrenceRuleFactory(task=task)
    yield make.OccurrenceFactory(task=task, label=MARK, result=MARK, result_number=TRACE)
    yield make.FundingFactory(task=task, note=MARK, document_number=TRACE)
    yield make.LeadChangeFactory(task=task, from_agency=below, reason=MARK)


def _meeting_rows(shared: Shared, agency: Agency) -> Iterator[Model]:
    """A meeting is everybody's; a point about the other agency, and what it was told to do, not."""
    conclusion = shared.conclusion
    work = {"lead": agency, "programme": shared.programme, "conclusion": conclusion}
    yield make.TaskFactory(code="ZQSYT-NV3", title=MARK, **work)
    yield make.AgendaItemFactory(
        meeting=conclusion.meeting,
        kind="overdue",
        agency=agency,
        **dict.fromkeys(("title", "note", "outcome"), MARK),
    )


def _reported_rows(shared: Shared, agency: Agency, person: User) -> Iterator[Model]:
    for number, state in enumerate(({}, {"on_time": True}, {"late": True})):
        dossier = make.DossierFactory(
            code=f"H99.77-240301-777{number}", agency=agency, procedure=shared.procedure, **state
        )
        yield dossier
        yield make.SupplementFactory(dossier=dossier, asked_by=person)
        yield make.ApologyFactory(dossier=dossier, number=TRACE, entered_by=person)
        yield make.DueDateChangeFactory(dossier=dossier, changed_by=person)
    before = agency.origins.get()
    handover = make.HandoverFactory(succession=before, scope=MARK, reason=MARK, done_by=person)
    yield handover
    held = make.DossierFactory(
        code="H99.77-240301-7779", agency=before.predecessor, procedure=shared.procedure
    )
    yield held
    yield make.DossierHoldingFactory(dossier=held, handover=handover, agency=agency)
    yield make.ImportRunFactory(file_name=f"{MARK}.xlsx", created_by=person)
    report = make.ReturnFactory(
        agency=agency,
        period=shared.period,
        note=MARK,
        document_number=TRACE,
        status="submitted",
        received_total=777_777,
        entered_by=person,
    )
    yield report
    yield make.ReturnStepFactory(report=report, note=MARK, user=person)
    yield make.ReturnFollowUpFactory(report=report, note=MARK, owner=person, edited_by=person)
    yield make.AcceptanceFactory(subject=report, sentence=MARK, reason=MARK, accepted_by=person)
    statement = make.StatementFactory(
        agency=agency,
        period=shared.period,
        entered_by=person,
        url=f"https://example.org/{TRACE}",
        **dict.fromkeys(("title", "publisher", "note"), MARK),
    )
    yield statement
    yield make.StatedFigureFactory(statement=statement, subject=MARK, note=MARK, value=777_777)
    yield make.IndexResultFactory(agency=agency, series=shared.series, source=MARK, derivation=MARK)
