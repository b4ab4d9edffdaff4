"""Rows entered on the form of another row, which decides who may see and change them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db import models
from django.http import HttpRequest

from agencies.admin.fields import ScopedFields
from agencies.admin.scoped import ScopedAdmin
from agencies.admin.versions import with_version


class ScopedInline(ScopedFields):
    """Follows its parent: seen with it, changed only where the parent may be changed."""

    parent_model: type[models.Model]
    extra = 0
    #: Django's link goes by way of a redirect by number, which this site does not have.
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return with_version(super().get_queryset(request))

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.request = request
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "delete", obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(request.user.has_perm(self._permission(act)) for act in ("view", "change"))

    def _permission(self, action: str) -> str:
        return f"{self.opts.app_label}.{get_permission_codename(action, self.opts)}"

    def _may(self, request: HttpRequest, action: str, parent: models.Model | None) -> bool:
        """``parent`` None: a new one is being entered."""
        permission = self._permission(action)
        if parent is None:
            return request.user.has_perm(permission)
        owner = cast(ScopedAdmin, self.admin_site.get_model_admin(self.parent_model))
        return owner.has_change_permission(request, parent) and owner.may(
            request, permission, parent
        )


class ScopedTabularInline(ScopedInline, admin.TabularInline):  # type: ignore[misc]
    pass


class ScopedStackedInline(ScopedInline, admin.StackedInline):  # type: ignore[misc]
    pass
