"""The permission matrix: what each role may do."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from agencies.roles import ENTERS, PROVINCE_WIDE, Role
from reform_site.roles import PERMISSIONS
from tests.factories import UserFactory

#: Letter → action, beyond reading.
LETTERS = {
    "a": "add", "c": "change", "d": "delete", "i": "confirm", "p": "publish",
    "s": "submit", "r": "reassign", "m": "import", "e": "decide", "o": "close", "t": "accept",
    "h": "handover",
}  # fmt: skip
ACTIONS = ("view", *LETTERS.values())

_REPORTS = ("ac taskupdate extensionrequest", "a funding", "acd evidence", "c occurrence")

#: What each role may do beyond reading; reading is the same for all but the administrator.
WRITES = {
    Role.MEMBER: {},
    Role.SECRETARIAT: {
        "tasks": (
            "acd task extension extensionrequest taskupdate evidence recurrencerule occurrence",
            "acd funding document meeting attendance conclusion agendaitem programme delaycause",
            "sirm task",
            "e extensionrequest",
            "o conclusion",
        ),
        "reporting": (
            "acd period perioddeadline calendarday statement statedfigure",
            "a snapshot",
            "t statement",
        ),
        "indices": "acd indexseries indexresult",
        "agencies": (
            "acd agency agencyplacement agencysuccession official committee committeeseat"
        ),
    },
    Role.PROCEDURE_OFFICE: {
        "dossiers": (
            "acd procedure procedurechange sector dossier return apology delaycause",
            "m procedure",
            "ipt return",
            "mh dossier",
            "c returnfollowup",
        ),
        "reporting": "acd statement statedfigure importsource importterm",
    },
    Role.CLERK: {
        "tasks": ("c task", *_REPORTS),
        "dossiers": ("acd dossier apology", "m dossier", "ac return", "c returnfollowup"),
        "reporting": "ac statement statedfigure",
    },
    Role.HEAD: {
        "tasks": ("c task", "s task", *_REPORTS),
        "dossiers": ("acd dossier apology", "m dossier", "acit return", "c returnfollowup"),
        "reporting": "ac statement statedfigure",
    },
    Role.AUDITOR: {},
    Role.ADMINISTRATOR: {"agencies": "acd user membership"},
}


def spelled_out(writes):
    found = set()
    for app, entries in writes.items():
        for entry in [entries] if isinstance(entries, str) else entries:
            actions, *models = entry.split()
            found |= {f"{app}.{LETTERS[act]}_{model}" for act in actions for model in models}
    return found


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_write(role):
    written = {p for p in PERMISSIONS[role] if not p.split(".")[1].startswith("view_")}

    assert written == spelled_out(WRITES[role])


def test_every_role_is_declared_and_no_other():
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_names_a_model():
    for permission in frozenset().union(*PERMISSIONS.values()):
        app, _, name = permission.partition(".")
        action, _, model = name.partition("_")
        assert action in ACTIONS
        assert apps.get_model(app, model.removeprefix("restricted_"))


@pytest.mark.parametrize("role", list(Role))
def test_who_writes_a_row_reads_it(role):
    granted = PERMISSIONS[role]

    blind = [each for each in granted if re.sub(r"\.\w+?_", ".view_", each) not in granted]

    assert blind == []


def test_users_are_read_by_auditor_and_administrator_only():
    readers = {role for role, granted in PERMISSIONS.items() if "agencies.view_user" in granted}

    assert readers == {Role.AUDITOR, Role.ADMINISTRATOR}


def test_administrator_reads_no_figures():
    """Of what is reported only whether digests were sent, to keep the queue going."""
    read = {each for each in PERMISSIONS[Role.ADMINISTRATOR] if not each.startswith("agencies.")}

    assert read == {"reporting.view_digest"}


def test_what_belongs_to_no_agency_is_written_by_province_wide_roles_only():
    shared = {
        *(
            f"tasks.{act}_{m}"
            for act in LETTERS.values()
            for m in ("document", "meeting", "programme")
        ),
        *(f"reporting.{act}_{m}" for act in LETTERS.values() for m in ("period", "calendarday")),
        *(
            f"dossiers.{act}_{m}"
            for act in LETTERS.values()
            for m in ("procedure", "sector", "delaycause")
        ),
    }

    writers = {role for role, granted in PERMISSIONS.items() if granted & shared}

    assert writers <= PROVINCE_WIDE


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_member_alone_does_not_enter(role):
    assert UserFactory(role=role).can_enter == (role in ENTERS) == (role != Role.MEMBER)


@pytest.mark.django_db
def test_permissions_come_from_the_roles_of_today_only():
    user = UserFactory(role=Role.SECRETARIAT)
    assert user.has_perm("tasks.add_task")

    user.memberships.update(valid_to="2000-01-01")

    assert not type(user).objects.get(pk=user.pk).has_perm("tasks.add_task")
