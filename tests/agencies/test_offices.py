"""Officials and the committee: entry by the secretariat, the committee's page as of a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from agencies.models import Committee, CommitteeSeat
from agencies.roles import Role
from tests.admin_forms import posted, save
from tests.clients import client_of
from tests.factories import (
    CommitteeFactory,
    CommitteeSeatFactory,
    MembershipFactory,
    OfficialFactory,
    PeriodFactory,
    UserFactory,
)

PAGE = reverse("committee")
Position = CommitteeSeat.Position
MERGED_ON = dt.date(2024, 9, 1)


@pytest.fixture
def keeper(db: None) -> Any:
    return client_of(UserFactory(role=Role.SECRETARIAT))


@pytest.fixture
def bodies(db: None) -> tuple[Any, Any]:
    """A committee that was merged on 01/09/2024, and the one that it was merged into."""
    old = CommitteeFactory(
        name="Ban Chỉ đạo cải cách hành chính", short_name="BCĐ CCHC", valid_to=dt.date(2024, 8, 31)
    )
    new = CommitteeFactory(
        name="Ban Chỉ đạo CCHC, chuyển đổi số và Đề án 06",
        short_name="BCĐ hợp nhất",
        decision_number="12/QĐ-UBND",
        valid_from=MERGED_ON,
    )
    new.predecessors.add(old)
    CommitteeSeatFactory(committee=old, position=Position.MEMBER, area="Tài chính công")
    CommitteeSeatFactory(committee=old, position=Position.HEAD)
    CommitteeSeatFactory(committee=old, valid_to=dt.date(2024, 1, 1))
    CommitteeSeatFactory(committee=new, position=Position.HEAD)
    return old, new


def test_the_body_of_the_day_is_shown_with_its_members(member_client, bodies):
    context = member_client.get(PAGE).context

    assert context["headline"] == "BCĐ CCHC có 2 thành viên"
    assert [body["name"] for body in context["bodies"]] == ["Ban Chỉ đạo cải cách hành chính"]
    members = [(one["position"], one["area"]) for one in context["bodies"][0]["members"]]
    assert members == [("Trưởng ban", ""), ("Ủy viên", "Tài chính công")]
    assert context["earlier"] == []


def test_after_the_merger_the_new_body_names_what_it_came_from(member_client, bodies):
    PeriodFactory(code="2024-Y", date_from=dt.date(2023, 12, 15), date_to=dt.date(2024, 12, 14))

    context = member_client.get(PAGE, {"period": "2024-Y", "as_of": "2024-10-01"}).context

    assert context["headline"] == "BCĐ hợp nhất, hợp nhất từ 1 ban, có 1 thành viên"
    assert context["bodies"][0]["merged"] == ["BCĐ CCHC"]
    assert context["bodies"][0]["decision"] == "12/QĐ-UBND"
    earlier = context["earlier"]
    assert [(body["name"], len(body["members"])) for body in earlier] == [
        ("Ban Chỉ đạo cải cách hành chính", 2)
    ]


def test_without_a_body_the_page_says_so(member_client):
    answer = member_client.get(PAGE)

    assert answer.status_code == 200
    assert answer.context["headline"] == "Không có ban chỉ đạo nào đang hoạt động vào ngày tính"


def test_a_clerk_reads_the_committee_and_opens_only_leaders_of_the_own_agency(
    clerk_client, construction
):
    committee = CommitteeFactory()
    ours = CommitteeSeatFactory(
        committee=committee, official=OfficialFactory(agency=construction)
    ).official
    CommitteeSeatFactory(committee=committee)

    members = clerk_client.get(PAGE).context["bodies"][0]["members"]

    assert [one["url"].partition("?")[0] for one in members] == [
        reverse("leader-detail", args=[ours.pk]),
        "",
    ]


def test_the_page_asks_the_same_for_many_seats(member_client, django_assert_num_queries):
    committee = CommitteeFactory()
    for _n in range(25):
        CommitteeSeatFactory(committee=committee)

    member_client.get(PAGE)
    # reader 3, period 2, committees 2, seats 1
    with django_assert_num_queries(8):
        assert member_client.get(PAGE).status_code == 200


def test_the_secretariat_enters_a_committee_with_seats(keeper):
    official = OfficialFactory()

    save(
        keeper,
        reverse("admin:agencies_committee_add"),
        **{
            "name": "Ban Chỉ đạo cải cách hành chính",
            "short_name": "BCĐ CCHC",
            "valid_from": "01/01/2024",
            "seats-TOTAL_FORMS": "1",
            "seats-0-official": str(official.pk),
            "seats-0-position": "head",
            "seats-0-area": "Chỉ đạo chung",
        },
    )

    committee = Committee.objects.get()
    assert committee.valid_from == dt.date(2024, 1, 1)
    seat = committee.seats.get()
    assert (seat.official, seat.position, seat.area) == (official, "head", "Chỉ đạo chung")


def test_the_secretariat_enters_an_official(keeper, construction):
    save(
        keeper,
        reverse("admin:agencies_official_add"),
        full_name="Nguyễn Văn An",
        title="Giám đốc",
        agency=str(construction.pk),
    )

    official = construction.officials.get()
    assert (official.full_name, official.title) == ("Nguyễn Văn An", "Giám đốc")


def test_the_account_of_an_official_is_named_by_who_sees_accounts(keeper, construction):
    official = OfficialFactory(agency=construction)
    account = UserFactory(role=Role.HEAD, role__agency=construction)
    url = reverse("admin:agencies_official_change", args=[official.pk])

    assert "user" not in posted(keeper.get(url))
    save(keeper, url, user=str(account.pk), title="Giám đốc Sở")
    official.refresh_from_db()
    assert (official.title, official.user) == ("Giám đốc Sở", None)

    both = UserFactory(role=Role.SECRETARIAT)
    MembershipFactory(user=both, role=Role.ADMINISTRATOR)
    save(client_of(both), url, user=str(account.pk))
    official.refresh_from_db()
    assert official.user == account

    save(keeper, url, title="Giám đốc")
    official.refresh_from_db()
    assert (official.title, official.user) == ("Giám đốc", account)


@pytest.mark.parametrize("model", ["official", "committee"])
@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.PROCEDURE_OFFICE])
def test_others_enter_neither(role, model, construction):
    client = client_of(UserFactory(role=role, role__agency=construction))

    assert client.get(reverse(f"admin:agencies_{model}_add")).status_code == 403
