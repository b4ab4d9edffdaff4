"""``visible_to`` and ``writable_by``: the one place that decides who sees and changes what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from agencies.models import Agency, AgencyPlacement
from agencies.querysets import reach_for
from agencies.roles import PROVINCE_WIDE, Role
from dossiers.models import Dossier
from indices.models import IndexResult
from reporting.models import Statement
from tasks.models import Task, TaskUpdate
from tests.factories import (
    AgencyFactory,
    DossierFactory,
    IndexResultFactory,
    MembershipFactory,
    ReturnFactory,
    StatementFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CHANGE_TASK = "tasks.change_task"


@pytest.fixture
def province():
    return AgencyFactory(code="UBND")


@pytest.fixture
def department(province):
    return AgencyFactory(code="SXD", parent=province)


@pytest.fixture
def office(department):
    return AgencyFactory(code="SXD-CC", parent=department)


@pytest.fixture
def other(province):
    return AgencyFactory(code="SYT", parent=province)


@pytest.fixture
def clerk(department):
    return UserFactory(role=Role.CLERK, role__agency=department)


def codes(agencies):
    return sorted(agencies.values_list("code", flat=True))


def test_clerk_sees_the_own_branch_at_any_depth(clerk, province, department, office, other):
    room = AgencyFactory(code="SXD-CC-P", parent=office)

    assert codes(Agency.objects.visible_to(clerk)) == sorted(
        [department.code, office.code, room.code]
    )


@pytest.mark.parametrize("role", sorted(PROVINCE_WIDE))
def test_province_wide_roles_see_every_agency(role, province, other):
    user = UserFactory(role=role, role__agency=province)

    assert codes(Agency.objects.visible_to(user)) == ["SYT", "UBND"]


@pytest.mark.parametrize("role", sorted(set(Role) - PROVINCE_WIDE))
def test_other_roles_see_their_branch(role, department, other):
    user = UserFactory(role=role, role__agency=department)

    assert codes(Agency.objects.visible_to(user)) == ["SXD"]


@pytest.mark.parametrize(
    "user",
    [
        pytest.param(lambda: AnonymousUser(), id="stranger"),
        pytest.param(lambda: UserFactory(), id="without a role"),
        pytest.param(
            lambda: UserFactory(role=Role.SECRETARIAT, is_active=False), id="no longer active"
        ),
    ],
)
def test_who_has_no_role_in_force_sees_nothing(user, other):
    TaskFactory(lead=other)
    who = user()

    assert not Agency.objects.visible_to(who).exists()
    assert not Task.objects.visible_to(who).exists()
    assert not Task.objects.writable_by(who, CHANGE_TASK).exists()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "seen"),
    [
        (None, None, ["SXD"]),
        ("2024-06-14", "2024-06-14", ["SXD"]),
        ("2024-06-15", None, []),
        (None, "2024-06-13", []),
    ],
)
def test_role_counts_on_its_days_only(department, time_machine, valid_from, valid_to, seen):
    time_machine.move_to(dt.datetime(2024, 6, 13, 17, 0, tzinfo=dt.UTC))  # the 14th in Hải Dương
    user = UserFactory()
    MembershipFactory(user=user, agency=department, valid_from=valid_from, valid_to=valid_to)

    assert codes(Agency.objects.visible_to(user)) == seen


def test_agency_that_has_moved_away_is_no_longer_in_the_branch(department, office, other):
    """Without a day, an agency stands where it was placed last."""
    AgencyPlacement.objects.filter(agency=office).update(valid_to=dt.date(2024, 2, 29))
    AgencyPlacement.objects.create(agency=office, parent=other, valid_from=dt.date(2024, 3, 1))

    assert codes(Agency.objects.branch([department.pk])) == ["SXD"]
    assert codes(Agency.objects.branch([other.pk])) == ["SXD-CC", "SYT"]
    assert codes(Agency.objects.branch([department.pk], on=dt.date(2024, 2, 29))) == [
        "SXD",
        "SXD-CC",
    ]


def test_agency_that_was_closed_stays_with_its_branch(department, office):
    AgencyPlacement.objects.filter(agency=office).update(valid_to=dt.date(2024, 2, 29))

    assert codes(Agency.objects.branch([department.pk])) == ["SXD", "SXD-CC"]


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Task, lambda agency: TaskFactory(lead=agency)),
        (TaskUpdate, lambda agency: TaskUpdateFactory(task__lead=agency)),
        (Dossier, lambda agency: DossierFactory(agency=agency)),
        (Statement, lambda agency: StatementFactory(agency=agency)),
        (IndexResult, lambda agency: IndexResultFactory(agency=agency)),
        (type(ReturnFactory.build()), lambda agency: ReturnFactory(agency=agency)),
    ],
)
def test_rows_follow_their_agency(model: type[Model], make, clerk, department, office, other):
    own, below, _theirs = make(department), make(office), make(other)

    assert set(model.objects.visible_to(clerk)) == {own, below}


def test_dossier_belongs_to_who_resolves_it(clerk, department, other):
    DossierFactory(resolving_agency=other, receiving_agency=department)
    mine = DossierFactory(resolving_agency=department, receiving_agency=other)

    assert list(Dossier.objects.visible_to(clerk)) == [mine]


def test_coordinating_agency_sees_the_task_and_does_not_own_it(clerk, office, other):
    task = TaskFactory(lead=other)
    task.coordinating.add(office)

    assert list(Task.objects.visible_to(clerk)) == [task]
    assert not Task.objects.writable_by(clerk, CHANGE_TASK).exists()


def test_right_of_one_role_does_not_reach_as_far_as_another_role(department, other):
    user = UserFactory(role=Role.CLERK, role__agency=department)
    MembershipFactory(user=user, role=Role.MEMBER, agency=other)
    mine, theirs = TaskFactory(lead=department), TaskFactory(lead=other)

    assert set(Task.objects.visible_to(user)) == {mine, theirs}
    assert list(Task.objects.writable_by(user, CHANGE_TASK)) == [mine]
    assert not Task.objects.writable_by(user, "tasks.add_task").exists()


def test_superuser_reaches_everything(other):
    assert reach_for(UserFactory(is_superuser=True)).is_everything


def test_scope_costs_one_query_for_the_roles_and_one_for_successions(
    clerk, department, django_assert_num_queries
):
    TaskFactory(lead=department)
    fresh = type(clerk).objects.get(pk=clerk.pk)

    with django_assert_num_queries(1 + 2 + 1):
        list(Task.objects.visible_to(fresh))
        list(Dossier.objects.visible_to(fresh))
