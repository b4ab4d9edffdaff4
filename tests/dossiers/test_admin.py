"""Entry of dossiers and procedures, and how far who takes a return."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.admin.paging import CappedPaginator
from agencies.roles import Role
from dossiers.models import Dossier, Return, Sector
from reporting.loading import load_calendar
from reporting.models import Period
from tests.admin_forms import save
from tests.factories import (
    AgencyFactory,
    DossierDelayCauseFactory,
    DossierFactory,
    PeriodFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    ReturnFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADD = reverse("admin:dossiers_dossier_add")
LIST = reverse("admin:dossiers_dossier_changelist")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def home():
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def as_role(client, home):
    def log_in(role):
        client.force_login(UserFactory(role=role, role__agency=home))
        return client

    return log_in


def typed(procedure, **changes):
    return {"code": "H23.01-240603-0001", "procedure": procedure.pk, "channel": 2} | changes


def change_url(row):
    return reverse(f"admin:dossiers_{row._meta.model_name}_change", args=[row.pk])


def test_due_day_of_a_new_dossier_comes_from_the_term_on_the_working_calendar(as_role):
    """Five working days after Monday 3 June 2024."""
    load_calendar()
    procedure = ProcedureFactory(working_days=5)

    save(as_role(Role.CLERK), ADD, **typed(procedure, received_on="03/06/2024"))

    assert Dossier.objects.get().due_on == dt.date(2024, 6, 10)


def test_due_day_that_was_typed_is_kept(as_role):
    procedure = ProcedureFactory(working_days=5)

    save(
        as_role(Role.CLERK),
        ADD,
        **typed(procedure, received_on="03/06/2024", due_on="2024-06-20"),
    )

    assert Dossier.objects.get().due_on == dt.date(2024, 6, 20)


def test_without_a_calendar_the_due_day_is_asked_for(as_role):
    procedure = ProcedureFactory(working_days=5)

    answer = save(as_role(Role.CLERK), ADD, **typed(procedure, received_on="03/06/2024"))

    assert list(answer.context["adminform"].form.errors) == ["due_on"]


def test_procedure_without_a_term_gives_a_dossier_without_a_due_day(as_role):
    save(as_role(Role.CLERK), ADD, **typed(ProcedureFactory(), received_on="03/06/2024"))

    assert Dossier.objects.get().due_on is None


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"received_on": "15/06/2024"},
            {"received_on": ["Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."]},
        ),
        (
            {"code": "H23"},
            {"code": ["Mã hồ sơ có dạng H23.01-240614-0001; hãy kiểm tra lại mã đã nhập."]},
        ),
        (
            {"status": 10, "resolved_on": "02/06/2024"},
            {
                "__all__": [
                    "Ngày kết thúc xử lý không được trước ngày tiếp nhận; hãy sửa một trong hai "
                    "ngày."
                ]
            },
        ),
        (
            {"received_on": "31/06/2024"},
            {"received_on": ["Ngày chưa đúng; hãy nhập dạng ngày/tháng/năm, ví dụ 14/06/2024."]},
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(as_role, changes, errors):
    data = typed(ProcedureFactory(), **({"received_on": "03/06/2024"} | changes))

    answer = save(as_role(Role.CLERK), ADD, **data)

    assert answer.context["adminform"].form.errors == errors


def test_nothing_is_received_under_an_abolished_procedure(as_role):
    load_calendar()
    procedure = ProcedureFactory(working_days=3)
    ProcedureChangeFactory(
        procedure=procedure, kind="abolished", decision_number="45/QĐ-UBND",
        decided_on=dt.date(2024, 5, 20), effective_on=dt.date(2024, 6, 3),
    )  # fmt: skip
    client = as_role(Role.CLERK)

    refused = save(client, ADD, **typed(procedure, received_on="03/06/2024"))
    taken = save(client, ADD, **typed(procedure, received_on="31/05/2024"))

    assert refused.context["adminform"].form.errors == {
        "procedure": [
            "Thủ tục đã bãi bỏ từ ngày 03/06/2024 (45/QĐ-UBND); hãy kiểm tra thủ tục và ngày tiếp "
            "nhận."
        ]
    }
    assert taken.status_code == 302
    assert Dossier.objects.get().received_on == dt.date(2024, 5, 31)


def test_a_due_day_is_that_of_the_limit_on_the_day_of_reception(as_role):
    load_calendar()
    procedure = ProcedureFactory(working_days=3)
    ProcedureChangeFactory(
        procedure=procedure, kind="amended", decided_on=dt.date(2024, 6, 10), changes_term=True,
        working_days_before=5,
    )  # fmt: skip

    save(as_role(Role.CLERK), ADD, **typed(procedure, received_on="03/06/2024"))

    one = Dossier.objects.get()
    assert (one.due_on, one.due_term) == (dt.date(2024, 6, 10), 5)


def test_no_cause_is_entered_for_a_dossier_that_is_not_late(as_role, home):
    late, early = (
        DossierFactory(agency=home, received_on=dt.date(2024, 6, 3), due_on=dt.date(2024, 6, day))
        for day in (7, 20)
    )
    client, cause = as_role(Role.CLERK), DossierDelayCauseFactory()

    taken = save(client, change_url(late), delay_cause=cause.pk)
    refused = save(client, change_url(early), delay_cause=cause.pk)

    assert taken.status_code == 302
    assert list(refused.context["adminform"].form.errors) == ["delay_cause"]


def test_sectors_stand_in_vietnamese_order():
    names = ["Quy hoạch", "Xây dựng", "Đất đai", "Quản lý công sản", "An toàn", "Ẩm thực"]
    for number, name in enumerate(names):
        SectorFactory(code=f"s{number}", name=name)

    assert [one.name for one in Sector.objects.all()] == [
        *("An toàn", "Ẩm thực", "Đất đai", "Quản lý công sản", "Quy hoạch", "Xây dựng")
    ]


@pytest.mark.parametrize(("todo", "codes"), [("open", {"A", "B"}), ("overdue", {"B"})])
def test_clerk_finds_what_is_to_be_done(as_role, home, todo, codes):
    for code, row in {
        "A": {"due_on": dt.date(2024, 6, 14)},
        "B": {"due_on": dt.date(2024, 6, 13)},
        "C": {"late": True},
    }.items():
        DossierFactory(code=code, agency=home, **row)

    page = as_role(Role.CLERK).get(LIST, {"todo": todo})

    assert {row.code for row in page.context["cl"].result_list} == codes


def test_list_counts_no_further_than_it_pages(as_role, home, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "most", 60)
    DossierFactory.create_batch(70, agency=home, procedure=ProcedureFactory())
    client = as_role(Role.CLERK)

    first, last = client.get(LIST), client.get(LIST, {"p": 2})

    assert (first.context["cl"].result_count, len(last.context["cl"].result_list)) == (60, 10)
    assert "hơn 60 hồ sơ" in first.content.decode()


LIST_QUERIES = (
    2  # session, user
    + 1  # memberships of today
    + 1  # successions: what the own agency has taken over
    + 1  # agencies in the filter
    + 1  # whether there are more than a thousand
    + 1  # one page, with procedure and agency
    + 1  # whether the rows are a demonstration
    + 3  # session kept alive, in a savepoint
)


@pytest.mark.parametrize("rows", [1, 20])
def test_list_asks_the_same_queries_for_any_number_of_rows(
    as_role, home, rows, django_assert_num_queries
):
    for _n in range(rows):
        DossierFactory(agency=home)
    client = as_role(Role.CLERK)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


# Returns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status", "taken"),
    [
        (Role.CLERK, "submitted", True),
        (Role.CLERK, "confirmed", False),
        (Role.CLERK, "published", False),
        (Role.HEAD, "confirmed", True),
        (Role.HEAD, "published", False),
        (Role.PROCEDURE_OFFICE, "published", True),
    ],
)
def test_how_far_a_role_takes_a_return(as_role, home, role, status, taken):
    row = ReturnFactory(agency=home, document_number="15/BC-SXD", as_of=dt.date(2024, 6, 14))

    save(as_role(role), change_url(row), status=status)

    row.refresh_from_db()
    assert row.status == (status if taken else "draft")


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
@pytest.mark.parametrize("status", ["confirmed", "published", "superseded"])
def test_confirmed_return_is_closed_to_the_agency(as_role, home, role, status):
    row = ReturnFactory(agency=home, status=status)
    client = as_role(role)

    assert client.get(change_url(row)).context["has_change_permission"] is False
    assert client.post(change_url(row), {"online": 1}).status_code == 403


def test_return_of_a_locked_period_is_closed_to_everybody(as_role, home):
    row = ReturnFactory(agency=home, period__status=Period.Status.LOCKED)
    client = as_role(Role.PROCEDURE_OFFICE)

    assert client.post(change_url(row), {"online": 1}).status_code == 403
    url = reverse("admin:dossiers_return_delete", args=[row.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Return.objects.filter(pk=row.pk).exists()


def test_no_return_is_added_to_a_locked_period(as_role):
    period = PeriodFactory(name="Quý I", status=Period.Status.LOCKED)

    answer = save(as_role(Role.CLERK), reverse("admin:dossiers_return_add"), period=period.pk)

    assert answer.context["adminform"].form.errors["period"] == [
        "Quý I đã khóa nên không nhận thêm hoặc sửa số liệu."
    ]


def test_numbers_are_typed_as_they_are_read(as_role, home):
    row = ReturnFactory(agency=home)

    save(as_role(Role.CLERK), change_url(row), received_total="418.039")

    row.refresh_from_db()
    assert row.received_total == 418_039
