"""Agency tree, account, health: the small pages of the site."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, AgencyPlacement, User
from agencies.roles import Role
from dossiers.models import Dossier
from tests.clients import reader
from tests.factories import (
    PASSWORD,
    AgencyFactory,
    DossierFactory,
    PeriodFactory,
    TaskFactory,
    UserFactory,
)

HALF = {
    "code": "2024-H1",
    "date_from": dt.date(2023, 12, 15),
    "date_to": dt.date(2024, 6, 14),
    "status": "closed",
}


@pytest.fixture
def tree(db):
    PeriodFactory(**HALF)
    top = AgencyFactory(code="UBND", name="UBND tỉnh", kind=Agency.Kind.LEADERSHIP)
    district = AgencyFactory(
        code="H1", name="UBND huyện", kind=Agency.Kind.DISTRICT, level="district", parent=top
    )
    commune = AgencyFactory(
        code="X1", name="UBND xã", kind=Agency.Kind.COMMUNE, level="commune", parent=district
    )
    return top, district, commune


def dossier(agency, received="2024-01-10", resolved="2024-01-12"):
    return DossierFactory(
        resolving_agency=agency,
        received_on=dt.date.fromisoformat(received),
        due_on=dt.date(2024, 1, 15),
        resolved_on=dt.date.fromisoformat(resolved),
        status=10,
    )


def rows_of(response):
    return {row["label"]: row for group in response.context["groups"] for row in group["rows"]}


def test_tree_counts_each_branch_once_at_every_level(tree):
    top, district, commune = tree
    for agency, count in ((district, 2), (commune, 3)):
        for _ in range(count):
            dossier(agency)
    TaskFactory(lead=commune, assigned_on=dt.date(2024, 1, 2))

    client = reader(agency=top)
    rows = rows_of(client.get(reverse("agency-tree")))

    received = {label: row["cells"][3]["text"] for label, row in rows.items()}
    assert (received["UBND tỉnh"], received["UBND huyện"]) == ("5", "5")
    assert rows["UBND huyện"]["cells"][0]["text"] == "1"
    below = client.get(district.get_absolute_url()).context["below"]
    assert [row["cells"][3]["text"] for group in below for row in group["rows"]] == ["3"]


def test_number_in_the_tree_opens_exactly_its_rows(tree):
    top, district, commune = tree
    dossier(district)
    dossier(commune)
    client = reader(agency=top)

    cell = rows_of(client.get(reverse("agency-tree")))["UBND huyện"]["cells"][4]

    assert cell["text"] == "2"
    assert client.get(cell["href"]).content.decode().count("<h1>2\N{NO-BREAK SPACE}hồ sơ") in (0, 1)
    assert f"agency={district.code}" in cell["href"]


def test_tree_of_a_day_places_agencies_as_they_stood(tree):
    top, district, commune = tree
    other = AgencyFactory(
        code="H2", name="UBND huyện khác", kind="district", level="district", parent=top
    )
    placed = AgencyPlacement.objects.get(agency=commune)
    placed.valid_to = dt.date(2024, 2, 29)
    placed.save()
    AgencyPlacement.objects.create(agency=commune, parent=other, valid_from=dt.date(2024, 3, 1))
    client = reader(agency=top)

    def below(agency, day):
        context = client.get(f"{agency.get_absolute_url()}?as_of={day}").context
        return [row["label"] for group in context["below"] for row in group["rows"]]

    assert below(district, "2024-02-15") == ["UBND xã"]
    assert below(district, "2024-03-15") == []
    assert below(other, "2024-03-15") == ["UBND xã"]


def test_a_clerk_enters_the_tree_at_the_own_agency(tree):
    _top, district, commune = tree
    dossier(commune)
    client = reader(Role.CLERK, district)

    rows = rows_of(client.get(reverse("agency-tree")))

    assert set(rows) == {"UBND huyện", "UBND xã"}
    assert client.get(reverse("agency-detail", args=["UBND"])).status_code == 404
    assert client.get(reverse("agency-detail", args=["X1"])).status_code == 200


def test_tree_asks_the_same_queries_for_any_number_of_agencies(tree, django_assert_max_num_queries):
    top, district, _commune = tree
    client = reader(agency=top)
    client.get(reverse("agency-tree"))

    # session, user, roles, periods, tree, tasks, structure, ledger
    budget = 1 + 1 + 1 + 2 + 1 + 1 + 1 + 1 + 1  # the last: the newest day of the dossiers
    with django_assert_max_num_queries(budget):
        client.get(reverse("agency-tree"))
    for _ in range(20):
        AgencyFactory(kind="commune", level="commune", parent=district)
    with django_assert_max_num_queries(budget):
        client.get(reverse("agency-tree"))


def test_without_any_period_every_page_of_figures_says_what_to_do(db):
    client = reader(Role.SECRETARIAT)

    for name in ("front", "tasks:list", "dossiers:period", "dossiers:list", "agency-tree"):
        response = client.get(reverse(name))
        assert "Chưa có kỳ báo cáo nào" in response.content.decode(), name


def test_language_is_kept_in_the_profile_and_the_browser_does_not_decide(tree):
    client = reader(agency=tree[0])

    first = client.get("/figures/", headers={"accept-language": "en"})
    client.post(reverse("set_language"), {"language": "en", "next": "/figures/"})
    second = client.get("/figures/", headers={"accept-language": "vi"})

    assert first.headers["Content-Language"] == "vi"
    assert second.headers["Content-Language"] == "en"
    assert '<html lang="en">' in second.content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", ""]
)
def test_language_switch_never_leads_to_another_host(tree, target):
    client = reader(agency=tree[0])

    response = client.post(reverse("set_language"), {"language": "en", "next": target})

    assert response.headers["Location"] == "/"


def test_account_shows_roles_and_saves_the_profile(tree):
    client = reader(Role.CLERK, tree[1])

    response = client.post(
        reverse("account"),
        {"full_name": "Nguyễn Thị Hòa", "email": "", "language": "vi"},
        follow=True,
    )

    assert User.objects.get(full_name="Nguyễn Thị Hòa").language == "vi"
    assert "Đã lưu thông tin tài khoản." in response.content.decode()
    assert [role["agency"].name for role in response.context["roles"]] == ["UBND huyện"]


def test_nobody_reads_anything_without_logging_in(tree):
    for name in ("front", "tasks:list", "dossiers:period", "agency-tree", "account"):
        response = Client().get(reverse(name))
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith("/login/?next="), name


def test_an_administrator_of_users_sees_no_figures(tree):
    client = reader(Role.ADMINISTRATOR, tree[0])

    assert client.get("/").status_code == 403
    assert client.get(reverse("dossiers:list")).status_code == 403


@pytest.mark.parametrize("asked", ["", "?next=/", "?next=%2F%3Fperiod%3D2024-H1"])
def test_an_administrator_begins_at_the_entry_screens(tree, asked):
    user = UserFactory(role=Role.ADMINISTRATOR)
    answer = Client().post(f"/login/{asked}", {"username": user.username, "password": PASSWORD})

    assert answer.headers["Location"] == "/admin/"


def test_whoever_may_read_goes_where_the_address_led(tree):
    user = UserFactory(role=Role.MEMBER)
    sent = {"username": user.username, "password": PASSWORD}

    assert Client().post("/login/?next=/agencies/", sent).headers["Location"] == "/agencies/"
    assert Client().post("/login/?next=/%3Fa%3D1", sent).headers["Location"] == "/?a=1"


def test_the_way_back_from_a_closed_page_is_named_after_where_it_leads(tree):
    closed = reader(Role.ADMINISTRATOR, tree[0]).get("/").content.decode()

    assert 'href="/admin/">Về trang làm việc của bạn<' in closed


def test_an_ended_membership_gives_nothing_from_the_next_request_on(tree):
    client = reader(agency=tree[0])
    user = User.objects.get()
    assert client.get("/figures/").status_code == 200

    user.memberships.update(valid_to=dt.date(2024, 1, 1))

    assert client.get("/figures/").status_code == 403


def test_health_pages_say_the_process_and_the_database_answer(db):
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").json() == {"status": "ok"}
    assert "no-store" in Client().get("/readyz").headers["Cache-Control"]


def test_dossiers_of_another_day_do_not_count(tree):
    dossier(tree[1], received="2023-12-01", resolved="2023-12-05")

    rows = rows_of(reader(agency=tree[0]).get(reverse("agency-tree")))

    assert Dossier.objects.count() == 1
    assert rows["UBND huyện"]["cells"][3]["text"] == "0"


@pytest.mark.parametrize(
    ("role", "home"), [(Role.MEMBER, "/"), (Role.CLERK, "/"), (Role.ADMINISTRATOR, "/admin/")]
)
def test_login_leads_to_where_the_own_work_is(tree, role, home):
    user = UserFactory(role=role, role__agency=tree[0])

    response = Client().post(reverse("login"), {"username": user.username, "password": PASSWORD})

    assert response.headers["Location"] == home
