"""Rows for tests. Days are fixed: what passes in March passes in April."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from agencies.models import (
    Agency,
    AgencyPlacement,
    AgencySuccession,
    Committee,
    CommitteeSeat,
    Membership,
    Official,
    User,
)
from agencies.roles import Role
from dossiers.codes import Channel, Status
from dossiers.models import (
    Apology,
    Dossier,
    DossierHolding,
    DueDateChange,
    Handover,
    Procedure,
    ProcedureChange,
    Return,
    ReturnFollowUp,
    ReturnStep,
    Sector,
    Supplement,
)
from dossiers.models import DelayCause as DossierDelayCause
from indices.models import IndexResult, IndexSeries
from reporting.models import Acceptance, CalendarDay, ImportRun, Period, StatedFigure, Statement
from tasks.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    DelayCause,
    Document,
    Evidence,
    Extension,
    ExtensionRequest,
    Funding,
    LeadChange,
    Meeting,
    Occurrence,
    Programme,
    RecurrenceRule,
    Task,
    TaskStep,
    TaskUpdate,
)
from tasks.states import DeadlineKind, Progress

PASSWORD = "mật khẩu đủ dài 12"


class AgencyFactory(DjangoModelFactory[Agency]):
    """``AgencyFactory(parent=province)`` places it below ``parent``, for all time."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"CQ{n:04d}")
    name = factory.Sequence(lambda n: f"Cơ quan {n}")
    kind = Agency.Kind.DEPARTMENT
    level = Agency.Level.PROVINCE

    @factory.post_generation
    def parent(self: Any, create: bool, extracted: Agency | None, **kwargs: Any) -> None:
        if create and extracted:
            AgencyPlacement.objects.create(agency=self, parent=extracted)


class AgencySuccessionFactory(DjangoModelFactory[AgencySuccession]):
    class Meta:
        model = AgencySuccession

    predecessor = factory.SubFactory(AgencyFactory)
    successor = factory.SubFactory(AgencyFactory)
    kind = AgencySuccession.Kind.RENAMED
    on = dt.date(2024, 3, 1)


class UserFactory(DjangoModelFactory[User]):
    """``UserFactory(role=Role.CLERK, role__agency=agency)``: holds that role, for all time."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n:04d}")
    full_name = factory.Sequence(lambda n: f"Người dùng {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self: Any, create: bool, extracted: Role | None, **kwargs: Any) -> None:
        if create and extracted:
            agency = kwargs.get("agency") or AgencyFactory()
            MembershipFactory(user=self, role=extracted, agency=agency)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = Role.CLERK


class SectorFactory(DjangoModelFactory[Sector]):
    class Meta:
        model = Sector

    code = factory.Sequence(lambda n: f"linh-vuc-{n}")
    name = factory.Sequence(lambda n: f"Lĩnh vực {n}")


class ProcedureFactory(DjangoModelFactory[Procedure]):
    class Meta:
        model = Procedure

    code = factory.Sequence(lambda n: f"1.{n:06d}")
    name = factory.Sequence(lambda n: f"Thủ tục {n}")
    sector = factory.SubFactory(SectorFactory)
    levels = factory.LazyFunction(lambda: [Agency.Level.PROVINCE.value])
    serves = Procedure.Serves.BOTH


class ProcedureChangeFactory(DjangoModelFactory[ProcedureChange]):
    class Meta:
        model = ProcedureChange

    procedure = factory.SubFactory(ProcedureFactory)
    kind = ProcedureChange.Kind.PUBLISHED
    decision_number = factory.Sequence(lambda n: f"{n}/QĐ-UBND")
    decided_on = dt.date(2024, 1, 15)


class DossierFactory(DjangoModelFactory[Dossier]):
    """Open and in time on 01/03/2024 unless a trait says otherwise.

    ``agency`` both receives and resolves.
    """

    class Meta:
        model = Dossier

    class Params:
        agency = factory.SubFactory(AgencyFactory)
        on_time = factory.Trait(
            status=Status.RETURNED_RESULT, resolved_on=factory.SelfAttribute("due_on")
        )
        late = factory.Trait(
            status=Status.RETURNED_RESULT,
            resolved_on=factory.LazyAttribute(lambda row: row.due_on + dt.timedelta(days=1)),
        )

    code = factory.Sequence(lambda n: f"H23.01-240301-{n:04d}")
    procedure = factory.SubFactory(ProcedureFactory)
    receiving_agency = factory.SelfAttribute("agency")
    resolving_agency = factory.SelfAttribute("agency")
    channel = Channel.ONLINE
    received_on = dt.date(2024, 3, 1)
    due_on = dt.date(2024, 3, 11)
    status = Status.PROCESSING


class PeriodFactory(DjangoModelFactory[Period]):
    class Meta:
        model = Period

    code = factory.Sequence(lambda n: f"ky-{n}")
    name = factory.Sequence(lambda n: f"Kỳ {n}")
    kind = Period.Kind.HALF
    year = 2024
    date_from = dt.date(2023, 12, 15)
    date_to = dt.date(2024, 6, 14)
    status = Period.Status.CLOSED


class CalendarDayFactory(DjangoModelFactory[CalendarDay]):
    class Meta:
        model = CalendarDay

    date = factory.Sequence(lambda n: dt.date(2024, 1, 1) + dt.timedelta(days=n))
    kind = CalendarDay.Kind.HOLIDAY
    name = "Nghỉ lễ"


class DossierDelayCauseFactory(DjangoModelFactory[DossierDelayCause]):
    class Meta:
        model = DossierDelayCause

    code = factory.Sequence(lambda n: f"ly-do-{n}")
    name = factory.Sequence(lambda n: f"Lý do {n}")
    group = DossierDelayCause.Group.SUBJECTIVE


class SupplementFactory(DjangoModelFactory[Supplement]):
    """Asked for on 05/03/2024, awaited."""

    class Meta:
        model = Supplement

    dossier = factory.SubFactory(DossierFactory)
    asked_on = dt.date(2024, 3, 5)


class DueDateChangeFactory(DjangoModelFactory[DueDateChange]):
    """From 08/03/2024 to 11/03/2024, because the calendar changed."""

    class Meta:
        model = DueDateChange

    dossier = factory.SubFactory(DossierFactory)
    old_due_on = dt.date(2024, 3, 8)
    new_due_on = dt.date(2024, 3, 11)
    reason = DueDateChange.Reason.CALENDAR


class ApologyFactory(DjangoModelFactory[Apology]):
    """For a dossier that was due on 11/03/2024."""

    class Meta:
        model = Apology

    dossier = factory.SubFactory(DossierFactory)
    number = factory.Sequence(lambda n: f"{n}/XL")
    issued_on = dt.date(2024, 3, 12)
    new_due_on = dt.date(2024, 3, 20)


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    succession = factory.SubFactory(AgencySuccessionFactory)
    predecessor = factory.SelfAttribute("succession.predecessor")
    successor = factory.SelfAttribute("succession.successor")
    on = factory.SelfAttribute("succession.on")
    scope = "Mọi hồ sơ chưa bàn giao"
    count = 1
    reason = "1/NQ-HĐND"


class DossierHoldingFactory(DjangoModelFactory[DossierHolding]):
    class Meta:
        model = DossierHolding

    dossier = factory.SubFactory("tests.factories.DossierFactory")
    handover = factory.SubFactory(HandoverFactory)
    agency = factory.SelfAttribute("dossier.resolving_agency")


class ReturnFactory(DjangoModelFactory[Return]):
    """Form II.06 whose columns add up: 100 received, 90 resolved, 10 pending."""

    class Meta:
        model = Return

    period = factory.SubFactory(PeriodFactory)
    agency = factory.SubFactory(AgencyFactory)
    received_total = 100
    online = 60
    direct_postal = 30
    carried_over = 10
    resolved_total = 90
    resolved_early = 50
    resolved_on_time = 38
    resolved_overdue = 2
    pending_total = 10
    pending_in_time = 9
    pending_overdue = 1


class ReturnStepFactory(DjangoModelFactory[ReturnStep]):
    class Meta:
        model = ReturnStep

    report = factory.SubFactory(ReturnFactory)
    status = Return.Status.SUBMITTED
    on = dt.date(2024, 6, 15)


class ReturnFollowUpFactory(DjangoModelFactory[ReturnFollowUp]):
    class Meta:
        model = ReturnFollowUp

    report = factory.SubFactory(ReturnFactory)
    note = "Đang rà soát"
    edited_at = dt.datetime(2024, 6, 18, 3, 0, tzinfo=dt.UTC)


class AcceptanceFactory(DjangoModelFactory[Acceptance]):
    """Of a return: of a finding that it does not have."""

    class Meta:
        model = Acceptance

    subject = factory.SubFactory(ReturnFactory)
    agency = factory.LazyAttribute(lambda row: row.subject.agency)
    rules = ["D1"]
    sentence = "Cột 3 (2) ≠ cột 4 + 5 + 6 (1); chênh 1."
    fingerprint = "0" * 64
    reason = "Theo văn bản đã ký"
    accepted_by = factory.SubFactory(UserFactory)


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    number = factory.Sequence(lambda n: f"{n}/KH-UBND")
    kind = Document.Kind.PLAN
    issuer = "Ủy ban nhân dân tỉnh"
    issued_on = dt.date(2024, 1, 15)
    excerpt = factory.Sequence(lambda n: f"Trích yếu {n}")


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    number = factory.Sequence(lambda n: n + 1)
    held_on = factory.Sequence(lambda n: dt.date(2023, 1, 1) + dt.timedelta(days=n))


class ConclusionFactory(DjangoModelFactory[Conclusion]):
    class Meta:
        model = Conclusion

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: f"{n}")
    text = factory.Sequence(lambda n: f"Kết luận {n}")


class AttendanceFactory(DjangoModelFactory[Attendance]):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    official = factory.SubFactory("tests.factories.OfficialFactory")
    presence = Attendance.Presence.PRESENT


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Nội dung {n}")


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"CT{n}")
    name = factory.Sequence(lambda n: f"Chương trình {n}")
    short_name = factory.SelfAttribute("name")
    kind = Programme.Kind.PLAN
    year = 2024


class TaskFactory(DjangoModelFactory[Task]):
    """In progress, due on 30/04/2024, unless a trait says otherwise."""

    class Meta:
        model = Task

    class Params:
        done = factory.Trait(progress=Progress.COMPLETED, completed_on=dt.date(2024, 4, 20))
        late = factory.Trait(progress=Progress.COMPLETED, completed_on=dt.date(2024, 5, 20))
        submitted = factory.Trait(progress=Progress.SUBMITTED, submitted_on=dt.date(2024, 4, 18))
        regular = factory.Trait(deadline_kind=DeadlineKind.REGULAR, original_due_on=None)

    code = factory.Sequence(lambda n: f"NV{n:04d}")
    title = factory.Sequence(lambda n: f"Nhiệm vụ {n}")
    programme = factory.SubFactory(ProgrammeFactory)
    field = 2
    lead = factory.SubFactory(AgencyFactory)
    assigned_on = dt.date(2024, 1, 15)
    deadline_kind = DeadlineKind.DATE
    original_due_on = dt.date(2024, 4, 30)
    progress = Progress.IN_PROGRESS


class ExtensionFactory(DjangoModelFactory[Extension]):
    class Meta:
        model = Extension

    task = factory.SubFactory(TaskFactory)
    due_on = dt.date(2024, 5, 31)
    decided_on = dt.date(2024, 4, 25)


class TaskUpdateFactory(DjangoModelFactory[TaskUpdate]):
    class Meta:
        model = TaskUpdate

    task = factory.SubFactory(TaskFactory)
    reported_on = dt.date(2024, 4, 1)
    percent = 40
    result = factory.Sequence(lambda n: f"Kết quả {n}")


class StatementFactory(DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    title = factory.Sequence(lambda n: f"Bản tin {n}")
    stated_on = dt.date(2024, 6, 14)
    period = factory.SubFactory(PeriodFactory)
    agency = factory.SubFactory(AgencyFactory)


class StatedFigureFactory(DjangoModelFactory[StatedFigure]):
    class Meta:
        model = StatedFigure

    statement = factory.SubFactory(StatementFactory)
    subject = factory.Sequence(lambda n: f"Nhóm {n}")
    key = "received_total"
    value = 100


class IndexSeriesFactory(DjangoModelFactory[IndexSeries]):
    class Meta:
        model = IndexSeries

    code = factory.Sequence(lambda n: f"chi-so-{n}")
    name = factory.Sequence(lambda n: f"Chỉ số {n}")
    owner = "Bộ Nội vụ"


class IndexResultFactory(DjangoModelFactory[IndexResult]):
    class Meta:
        model = IndexResult

    series = factory.SubFactory(IndexSeriesFactory)
    agency = factory.SubFactory(AgencyFactory)
    year = 2023
    rank = 22
    out_of = 63
    source = "Báo cáo công bố"


class OfficialFactory(DjangoModelFactory[Official]):
    class Meta:
        model = Official

    full_name = factory.Sequence(lambda n: f"Lãnh đạo {n}")
    title = "Giám đốc"
    agency = factory.SubFactory(AgencyFactory)


class CommitteeFactory(DjangoModelFactory[Committee]):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Ban Chỉ đạo cải cách hành chính {n}")
    short_name = factory.Sequence(lambda n: f"BCĐ CCHC {n}")


class CommitteeSeatFactory(DjangoModelFactory[CommitteeSeat]):
    class Meta:
        model = CommitteeSeat

    committee = factory.SubFactory(CommitteeFactory)
    official = factory.SubFactory(OfficialFactory)
    position = CommitteeSeat.Position.MEMBER


class DelayCauseFactory(DjangoModelFactory[DelayCause]):
    class Meta:
        model = DelayCause

    code = factory.Sequence(lambda n: f"nguyen-nhan-{n}")
    name = factory.Sequence(lambda n: f"Nguyên nhân {n}")
    group = DelayCause.Group.SUBJECTIVE


class EvidenceFactory(DjangoModelFactory[Evidence]):
    class Meta:
        model = Evidence

    task = factory.SubFactory(TaskFactory)
    kind = Evidence.Kind.REPORT
    number = factory.Sequence(lambda n: f"{n}/BC-SXD")
    issued_on = dt.date(2024, 4, 15)
    issuer = "Sở Xây dựng"


class ExtensionRequestFactory(DjangoModelFactory[ExtensionRequest]):
    class Meta:
        model = ExtensionRequest

    task = factory.SubFactory(TaskFactory)
    proposed_due_on = dt.date(2024, 5, 31)
    reason = "Chờ hướng dẫn"
    requested_on = dt.date(2024, 4, 20)


class TaskStepFactory(DjangoModelFactory[TaskStep]):
    class Meta:
        model = TaskStep

    task = factory.SubFactory(TaskFactory)
    kind = TaskStep.Kind.STARTED
    on = dt.date(2024, 1, 20)


class RecurrenceRuleFactory(DjangoModelFactory[RecurrenceRule]):
    class Meta:
        model = RecurrenceRule

    task = factory.SubFactory(TaskFactory, deadline_kind=DeadlineKind.RECURRING)
    every = RecurrenceRule.Every.MONTH
    day = 20
    valid_from = dt.date(2024, 1, 1)


class OccurrenceFactory(DjangoModelFactory[Occurrence]):
    class Meta:
        model = Occurrence

    task = factory.SubFactory(TaskFactory, deadline_kind=DeadlineKind.RECURRING)
    label = "Tháng 1/2024"
    covers_from = dt.date(2024, 1, 1)
    covers_to = dt.date(2024, 1, 31)
    due_on = dt.date(2024, 1, 20)


class FundingFactory(DjangoModelFactory[Funding]):
    class Meta:
        model = Funding

    task = factory.SubFactory(TaskFactory)
    kind = Funding.Kind.PLANNED
    amount = 100_000_000
    on = dt.date(2024, 1, 15)


class LeadChangeFactory(DjangoModelFactory[LeadChange]):
    class Meta:
        model = LeadChange

    task = factory.SubFactory(TaskFactory)
    from_agency = factory.SubFactory(AgencyFactory)
    to_agency = factory.SelfAttribute("task.lead")
    on = dt.date(2024, 3, 1)


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    class Meta:
        model = ImportRun

    kind = "tasks"
    target = "KH2024"
    options = {"on": "2024-06-14", "assigned_on": "2024-01-15"}
    file_name = "phu-luc.xlsx"
    sha256 = "0" * 64
    size = 1
    created_by = factory.SubFactory(UserFactory)
