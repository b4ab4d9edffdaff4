"""Log in with a password; may do what the roles of the current memberships allow."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from agencies.reach import permissions_of_roles


class RoleBackend(ModelBackend):
    """Passwords as in Django; permissions from the roles of the user's current memberships."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        granted = permissions_of_roles()
        found: set[str] = set()
        for role, _ in user_obj.current_memberships:
            found |= granted.get(role, frozenset())
        return found

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(p.split(".", 1)[0] == app_label for p in self.get_all_permissions(user_obj))
