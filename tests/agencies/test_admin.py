"""The scoped base class, seen through the screens that stand on it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from agencies.admin.filters import BranchFilter
from agencies.admin.scoped import ScopedAdmin
from agencies.models import AgencyPlacement, Membership
from agencies.roles import Role
from dossiers.models import Dossier
from tasks.models import Task
from tests.admin_forms import save
from tests.factories import (
    AgencyFactory,
    DocumentFactory,
    DossierFactory,
    MembershipFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def other():
    return AgencyFactory(code="SYT", name="Sở Y tế")


@pytest.fixture
def clerk(home):
    return UserFactory(role=Role.CLERK, role__agency=home)


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def secretariat_client(client):
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    return client


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def shown(response):
    return list(response.context["cl"].result_list)


def test_every_screen_stands_on_the_scoped_base():
    assert [a for a in admin.site._registry.values() if not isinstance(a, ScopedAdmin)] == []


def test_list_shows_rows_in_scope_only(clerk_client, home, other):
    mine = DossierFactory(agency=home)
    DossierFactory(agency=other)

    assert shown(clerk_client.get(list_url(Dossier))) == [mine]


def test_row_of_another_agency_answers_like_a_missing_one(clerk_client, other):
    theirs = DossierFactory(pk=987654321, agency=other)
    missing = Dossier(pk=987654322)

    answers = [clerk_client.get(change_url(row), follow=True) for row in (theirs, missing)]

    bodies = [
        re.sub(r'value="\w{64}"|98765432[12]', "", answer.content.decode()) for answer in answers
    ]
    assert [answer.redirect_chain for answer in answers] == [[(reverse("admin:index"), 302)]] * 2
    assert bodies[0] == bodies[1]


def test_autocomplete_offers_own_agencies_only(clerk_client, home, other):
    query = {"app_label": "dossiers", "model_name": "dossier", "field_name": "receiving_agency"}

    offered = clerk_client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert offered == [{"id": str(home.pk), "text": "Sở Xây dựng"}]


def test_posted_key_of_another_agency_is_refused_in_the_words_of_a_missing_one(
    clerk_client, home, other
):
    mine = DossierFactory(agency=home)

    def errors(key):
        return save(clerk_client, change_url(mine), receiving_agency=key).context["errors"]

    assert (
        errors(other.pk)
        == errors(other.pk + 1000)
        == [["Không có mục này, hoặc bạn không được chọn mục này; hãy chọn lại trong danh sách."]]
    )
    mine.refresh_from_db()
    assert mine.receiving_agency == home


def test_what_is_no_key_is_refused_without_a_fault(clerk_client, home):
    mine = DossierFactory(agency=home)

    response = save(clerk_client, change_url(mine), receiving_agency="SYT")

    assert response.context["adminform"].form.errors.keys() == {"receiving_agency"}


def test_present_choice_out_of_sight_stays_when_something_else_is_saved(clerk_client, home, other):
    mine = DossierFactory(agency=home, receiving_agency=other)

    save(clerk_client, change_url(mine), due_on="20/03/2024")

    mine.refresh_from_db()
    assert (mine.receiving_agency, mine.due_on) == (other, dt.date(2024, 3, 20))


def test_each_role_opens_only_its_own_reach(client, home, other):
    """A committee member who is a clerk too reads everything and changes the own agency's rows."""
    user = UserFactory(role=Role.CLERK, role__agency=home)
    MembershipFactory(user=user, role=Role.MEMBER, agency=other)
    client.force_login(user)
    theirs, mine = DossierFactory(agency=other), DossierFactory(agency=home)

    read = client.get(change_url(theirs))
    refused = client.post(change_url(theirs), {})
    moved = save(client, change_url(mine), resolving_agency=other.pk)

    assert (read.status_code, read.context["has_change_permission"]) == (200, False)
    assert refused.status_code == 403
    assert moved.context["adminform"].form.errors.keys() == {"resolving_agency"}


def test_new_row_starts_with_the_own_agency_and_today(clerk_client, home, time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 13, 18, 0, tzinfo=dt.UTC))

    form = clerk_client.get(add_url(Dossier)).context["adminform"].form

    assert (form.initial["resolving_agency"], form.initial["receiving_agency"]) == (home.pk,) * 2
    assert form["received_on"].value() == dt.date(2024, 6, 14)


def test_address_cannot_name_a_row_out_of_sight(clerk_client, home, other):
    form = clerk_client.get(add_url(Dossier), {"resolving_agency": other.pk}).context["adminform"]

    assert form.form.initial["resolving_agency"] == home.pk


def test_filter_offers_and_finds_agencies_in_sight_only(secretariat_client, client, home, other):
    office = AgencyFactory(code="SXD-CC", name="Chi cục", parent=home)
    mine, theirs = TaskFactory(lead=office), TaskFactory(lead=other)

    assert shown(secretariat_client.get(list_url(Task), {"agency": "SXD"})) == [mine]

    client.force_login(UserFactory(role=Role.HEAD, role__agency=home))
    page = client.get(list_url(Task))
    offered = [s for s in page.context["cl"].filter_specs if isinstance(s, BranchFilter)]
    assert [code for code, _ in offered[0].lookup_choices] == ["SXD-CC", "SXD"]
    assert shown(client.get(list_url(Task), {"agency": "SYT"})) == []
    assert theirs not in shown(page)


@pytest.mark.parametrize("across", ["0", "1"])
def test_action_reaches_rows_in_scope_only(clerk_client, home, other, across):
    mine, theirs = DossierFactory(agency=home), DossierFactory(agency=other)

    clerk_client.post(
        list_url(Dossier),
        {
            "action": "delete_selected",
            "_selected_action": [mine.pk, theirs.pk],
            "select_across": across,
            "post": "yes",
        },
    )

    assert list(Dossier.objects.all()) == [theirs]


def test_too_many_rows_are_not_deleted_at_once(clerk_client, home, monkeypatch):
    monkeypatch.setattr("agencies.admin.deletion.MOST_AT_ONCE", 1)
    rows = DossierFactory.create_batch(2, agency=home)

    clerk_client.post(
        list_url(Dossier),
        {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in rows],
            "post": "yes",
        },
    )

    assert Dossier.objects.count() == 2


def test_deletion_does_not_name_what_the_user_may_not_see(client, home, other):
    """An administrator sees agencies, not tasks."""
    user = UserFactory(role=Role.SECRETARIAT)
    TaskFactory(lead=home, title="Nhiệm vụ kín")
    client.force_login(user)
    url = reverse("admin:agencies_agency_delete", args=[home.pk])

    assert "Nhiệm vụ kín" in client.get(url).content.decode()

    Membership.objects.filter(user=user).update(role=Role.ADMINISTRATOR)
    assert client.get(url).status_code == 403


def test_recent_actions_are_the_own_ones_on_rows_still_in_sight(client, clerk, home, other):
    row = DossierFactory(agency=home)
    client.force_login(clerk)
    save(client, change_url(row), due_on="20/03/2024")

    def recent():
        return list(client.get(reverse("admin:index")).context["log_entries"])

    assert [entry.object_id for entry in recent()] == [str(row.pk)]

    clerk.memberships.update(agency=other)
    assert recent() == []


def test_log_of_entries_is_no_screen_and_no_redirect_tells_addresses(clerk_client):
    assert not admin.site.is_registered(LogEntry)
    assert clerk_client.get("/admin/r/1/1/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"code__regex": "("},
        {"received_on__year": "99999"},
        {"resolving_agency__name__startswith": "S"},
        {"procedure__dossiers__code": "H23"},
        {"code": "a\0b"},
    ],
)
def test_address_brings_no_lookup_that_the_list_does_not_offer(clerk_client, query):
    assert clerk_client.get(list_url(Dossier), query).status_code == 400


@pytest.mark.parametrize("typed", ["dat dai", "ĐẤT ĐAI", "Đat dai", "quy hoạch sử dụng đất đai"])
def test_search_knows_neither_accents_nor_case(secretariat_client, typed):
    wanted = TaskFactory(title="Rà soát quy hoạch sử dụng đất đai")
    TaskFactory(title="Rà soát thủ tục")

    assert shown(secretariat_client.get(list_url(Task), {"q": typed})) == [wanted]


def test_dossiers_are_found_by_the_first_part_of_their_code(clerk_client, home):
    wanted = DossierFactory(agency=home, code="H23.01-240614-0001")
    DossierFactory(agency=home, code="H23.01-240615-0001")

    assert shown(clerk_client.get(list_url(Dossier), {"q": "h23.01-240614"})) == [wanted]


def test_level_of_an_agency_is_read_only_once_entered(secretariat_client, home):
    save(secretariat_client, change_url(home), name="Sở Xây dựng và Nhà ở", level="commune")

    home.refresh_from_db()
    assert (home.name, home.level) == ("Sở Xây dựng và Nhà ở", "province")


def test_agency_is_not_placed_below_its_own_branch(secretariat_client, home):
    below = AgencyFactory(parent=home, name="Chi cục")

    response = save(
        secretariat_client,
        change_url(home),
        **{
            "placements-TOTAL_FORMS": 1,
            "placements-0-parent": below.pk,
            "placements-0-agency": home.pk,
        },
    )

    assert response.context["errors"] == [
        [
            "Chi cục đang thuộc Sở Xây dựng (hoặc chính là cơ quan này); hãy chọn cơ quan cấp "
            "trên khác."
        ]
    ]
    assert not AgencyPlacement.objects.filter(agency=home).exists()


def test_stranger_is_sent_to_the_site_login_and_back(client):
    response = client.get(list_url(Task))

    assert response.headers["Location"] == f"{reverse('login')}?next={list_url(Task)}"


def test_member_of_the_committee_does_not_enter(client):
    client.force_login(UserFactory(role=Role.MEMBER))

    assert client.get(reverse("admin:index")).status_code == 403


def test_menu_is_ordered_by_purpose(clerk_client):
    groups = clerk_client.get(reverse("admin:index")).context["app_list"]

    assert [[model["object_name"] for model in group["models"]] for group in groups] == [
        ["Task", "Evidence", "ExtensionRequest", "Extension", "Return", "Dossier"],
        ["Document", "Meeting", "Conclusion", "Programme"],
        ["Statement", "IndexResult", "IndexSeries"],
        [
            *("Procedure", "Sector", "Period", "CalendarDay"),
            *("Agency", "Official", "Committee", "DelayCause", "DelayCause"),
        ],
    ]


def test_shared_rows_are_read_by_all_and_changed_by_the_secretariat(client, clerk):
    document = DocumentFactory()
    client.force_login(clerk)

    page = client.get(change_url(document))

    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert client.post(change_url(document), {}).status_code == 403
    assert client.get(add_url(type(document))).status_code == 403
