"""From a user's memberships to permissions and reach.

The rights of each role are code (``settings.ROLE_PERMISSIONS``), not rows: a role means the
same in every installation, and its matrix can be printed and tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from agencies.roles import PROVINCE_WIDE, Role


@dataclass(frozen=True)
class Reach:
    """How far a user's rights go: everything, or the branches below some agencies."""

    is_everything: bool
    roots: frozenset[int]


NOWHERE = Reach(is_everything=False, roots=frozenset())
EVERYWHERE = Reach(is_everything=True, roots=frozenset())


@cache
def permissions_of_roles() -> dict[str, frozenset[str]]:
    """Role → permissions ("app.action_model"), as declared by the site."""
    declared: dict[str, frozenset[str]] = import_string(settings.ROLE_PERMISSIONS)
    return declared


def reach_of(
    memberships: list[tuple[str, int]], *, permission: str | None, is_superuser: bool
) -> Reach:
    """The reach of (role, agency id) pairs; with ``permission`` only roles that grant it count."""
    if is_superuser:
        return EVERYWHERE
    granted = permissions_of_roles()
    pairs = [
        (role, agency)
        for role, agency in memberships
        if permission is None or permission in granted.get(role, frozenset())
    ]
    if any(Role(role) in PROVINCE_WIDE for role, _ in pairs):
        return EVERYWHERE
    return Reach(is_everything=False, roots=frozenset(agency for _, agency in pairs))
