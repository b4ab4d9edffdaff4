"""Users and roles in the entry screens: who keeps them, and how a password comes about."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from agencies.models import Membership, User
from agencies.roles import Role
from tests.admin_forms import save
from tests.factories import PASSWORD, AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/agencies/user/"
NEW_PASSWORD = "một câu thật dễ nhớ"


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def administrator_client(client, administrator):
    client.force_login(administrator)
    return client


def change_url(user):
    return reverse("admin:agencies_user_change", args=[user.pk])


@pytest.fixture
def client_class():
    return Client


def link_in(response):
    told = [str(message) for message in response.context["messages"]]
    return re.search(r"http://testserver(/\S+)", " ".join(told)).group(1)


def test_invited_person_sets_the_own_password_once(administrator_client, client_class):
    agency = AgencyFactory()
    url = reverse("admin:agencies_user_add")
    typed = {"username": "hoa", "full_name": "Nguyễn Thị Hoa"} | {
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-role": Role.CLERK,
        "memberships-0-agency": agency.pk,
    }
    saved = save(administrator_client, url, **typed)
    link = link_in(administrator_client.get(saved.headers["Location"]))
    user = User.objects.get(username="hoa")
    assert (user.has_usable_password(), user.roles) == (False, {Role.CLERK})

    person = client_class()
    form = person.get(link, follow=True)
    person.post(
        form.redirect_chain[-1][0],
        {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    again = client_class().get(link, follow=True)
    assert again.context["validlink"] is False


def test_link_is_shown_once(administrator_client):
    saved = save(administrator_client, reverse("admin:agencies_user_add"), username="hoa")
    first = administrator_client.get(saved.headers["Location"])
    second = administrator_client.get(saved.headers["Location"])

    assert link_in(first)
    assert list(second.context["messages"]) == []


def test_new_link_for_a_forgotten_password(administrator_client):
    user = UserFactory()

    response = administrator_client.post(
        LIST, {"action": "issue_links", "_selected_action": [user.pk]}, follow=True
    )

    assert link_in(response)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_no_form_takes_a_password_for_somebody_else(administrator_client):
    user = UserFactory()

    save(administrator_client, change_url(user), password="x", new_password1="x", is_superuser="on")

    user.refresh_from_db()
    assert (user.check_password(PASSWORD), user.is_superuser) == (True, False)
    assert administrator_client.get(f"/admin/agencies/user/{user.pk}/password/").status_code in (
        302,
        404,
    )


def test_superuser_is_changed_by_superusers_only(administrator_client):
    chief = UserFactory(is_superuser=True, full_name="Quản trị toàn quyền")

    refused = administrator_client.post(change_url(chief), {"email": "a@b.vn"})
    answer = administrator_client.post(
        LIST, {"action": "issue_links", "_selected_action": [chief.pk]}, follow=True
    )

    assert refused.status_code == 403
    assert [str(message) for message in answer.context["messages"]] == [
        "Không cấp liên kết cho Quản trị toàn quyền: đã ngừng sử dụng, hoặc ngoài quyền của bạn."
    ]


def test_nobody_deletes_the_own_account(administrator_client, administrator):
    url = reverse("admin:agencies_user_delete", args=[administrator.pk])

    assert administrator_client.post(url, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=administrator.pk).exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SECRETARIAT, Role.PROCEDURE_OFFICE])
def test_users_are_closed_to_other_roles(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("admin:agencies_membership_changelist")).status_code == 403


def test_auditor_reads_users_and_changes_none(client):
    user = UserFactory(role=Role.AUDITOR)
    client.force_login(user)

    assert client.get(change_url(user)).context["has_change_permission"] is False
    assert client.post(change_url(user), {}).status_code == 403


def test_role_of_a_moved_person_counts_from_the_next_request(client):
    home, other = AgencyFactory(), AgencyFactory()
    user = UserFactory(role=Role.CLERK, role__agency=home)
    client.force_login(user)
    url = reverse("admin:agencies_agency_changelist")
    assert list(client.get(url).context["cl"].result_list) == [home]

    Membership.objects.filter(user=user).update(agency=other)

    assert list(client.get(url).context["cl"].result_list) == [other]


def test_groups_have_no_screen():
    assert not admin.site.is_registered(Group)
