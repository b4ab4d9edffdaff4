"""Browsers of people in roles."""

from __future__ import annotations

from django.test import Client

from agencies.models import Agency, User
from agencies.roles import Role
from tests.factories import AgencyFactory, UserFactory


def client_of(user: User) -> Client:
    """A browser in which ``user`` is logged in."""
    client = Client()
    client.force_login(user, backend="agencies.auth.RoleBackend")
    return client


def reader(role: Role = Role.MEMBER, agency: Agency | None = None) -> Client:
    """A browser of somebody who holds ``role`` at ``agency``, or at an agency of its own."""
    return client_of(UserFactory(role=role, role__agency=agency or AgencyFactory()))
