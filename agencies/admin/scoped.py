"""The base of every entry screen: people see, choose and change only rows in their scope.

What is in scope is told by ``visible_to`` and ``writable_by`` of the model's queryset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from unicodedata import normalize

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core import checks
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch

from agencies.admin.deletion import DeletionPreview, delete_selected
from agencies.admin.fields import ScopedFields
from agencies.admin.filters import CLOSED_LOOKUPS, scoped_filters
from agencies.admin.forms import KEY
from agencies.admin.receipts import keep_receipt, was_saved
from agencies.admin.refusals import ALREADY_SAVED, REFUSED, refusal, refuse_garbage
from agencies.admin.versions import locked, with_version
from agencies.querysets import reach_for


class ScopedAdmin(ScopedFields, admin.ModelAdmin):
    """Entry screen of a model whose queryset has ``visible_to`` and ``writable_by``."""

    class Media:
        css = {"screen": ["css/admin-columns.css"]}

    list_per_page = 50
    show_full_result_count = False

    #: Agency fields that a new row fills with the user's own agency, where there is one only.
    starts_at_home: ClassVar[Sequence[str]] = ()

    # What is in scope -------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows that the user may see: what an admin shows, offers or changes starts here."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def writable_rows(self, request: HttpRequest, permission: str) -> models.QuerySet[Any]:
        """Rows that the user may change by ``permission`` ("app.action_model")."""
        rows = self.model._default_manager.all()
        return rows.writable_by(request.user, permission)

    @property
    def owner_field(self) -> str:
        """The field through which a row belongs to an agency; empty where there is none."""
        path = getattr(self.model._default_manager.all(), "agency_path", "")
        return str(path).partition("__")[0]

    def permission(self, action: str) -> str:
        return f"{self.opts.app_label}.{get_permission_codename(action, self.opts)}"

    def may(self, request: HttpRequest, permission: str, obj: models.Model | None) -> bool:
        """Whether the user holds ``permission`` and, with ``obj``, over this row."""
        if not request.user.has_perm(permission):
            return False
        if obj is None or obj._state.adding:
            return True
        return obj.pk in self._known(request, permission, [obj.pk])

    def _sees(self, request: HttpRequest, obj: models.Model | None) -> bool:
        if obj is None or obj._state.adding:
            return True
        return obj.pk in self._known(request, "", [obj.pk])

    def _known(self, request: HttpRequest, permission: str, keys: list[Any]) -> set[Any]:
        """Which of ``keys`` are writable (visible without ``permission``); asked once a request."""
        answers: dict[Any, bool] = request.__dict__.setdefault("_scope_answers", {})
        asked = [key for key in keys if (self.model, permission, key) not in answers]
        if asked:
            seen = self.get_queryset(request)
            rows = self.writable_rows(request, permission) if permission else seen
            found = set(rows.filter(pk__in=asked).values_list("pk", flat=True))
            answers.update({(self.model, permission, key): key in found for key in asked})
        return {key for key in keys if answers[self.model, permission, key]}

    # Permissions ------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, self.permission("add"), None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.permission("change"), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, self.permission("delete"), obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request) and self._sees(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_view_permission(request) or self.has_add_permission(request)

    # Choices ----------------------------------------------------------------------------------

    def offered_rows(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows to name; as the owner only those whose rows the user may add or change."""
        rows = super().offered_rows(db_field, request)
        if db_field.name != self.owner_field:
            return rows
        owners = db_field.remote_field.model._default_manager.all()
        choice = models.Q()
        for action in ("add", "change"):
            writable = owners.writable_by(request.user, self.permission(action))
            choice |= models.Q(pk__in=writable.order_by().values("pk"))
        return rows.filter(choice)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return list(scoped_filters(super().get_list_filter(request), self.model))

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        dates = f"{self.date_hierarchy}__" if self.date_hierarchy else None
        if CLOSED_LOOKUPS & set(lookup.split("__")) and not (dates and lookup.startswith(dates)):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        term = normalize("NFC", search_term.replace("\0", ""))
        return super().get_search_results(request, queryset, term)

    # A form that saves ------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row with its version; nobody else saves it while this post is handled."""
        rows = with_version(self.get_queryset(request))
        if request.method == "POST":
            rows = locked(rows)
        field: Any = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.request = request  # type: ignore[attr-defined]
        form.refusal = getattr(request, "refusal", "")  # type: ignore[attr-defined]
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From the address, as far as the user may name it; else the own agency."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        for name in [name for name in initial if self._is_relation(name)]:
            given = initial[name] if isinstance(initial[name], list) else [initial[name]]
            keys = [key for key in given if key.isascii() and key.isdigit()]
            offered = self.offered_rows(self.opts.get_field(name), request)
            if not keys or offered.filter(pk__in=keys).count() < len(given):
                del initial[name]
        roots = reach_for(request.user, self.permission("add")).roots
        if len(roots) == 1:
            for name in self.starts_at_home:
                initial.setdefault(name, next(iter(roots)))
        return initial

    def carried(self, obj: Any) -> list[str]:
        return [*super().carried(obj), KEY]

    def _is_relation(self, name: str) -> bool:
        return any(field.name == name and field.is_relation for field in self.opts.get_fields())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saves, then looks where the row has ended up: what left the user's reach is undone."""
        keep_receipt(form.cleaned_data.get(KEY, ""))
        super().save_model(request, obj, form, change)
        permission = self.permission("change" if change else "add")
        if not self.writable_rows(request, permission).filter(pk=obj.pk).exists():
            raise PermissionDenied

    def changeform_view(
        self, request: Any, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, but what the database refuses comes back as a sentence over the form."""
        refuse_garbage(request)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSED as error:
            if was_saved(request.POST.get(KEY, "")):
                self.message_user(request, ALREADY_SAVED, messages.WARNING)
                return self.response_post_save_change(request, None)
            parts = [inline.model for inline in self.get_inline_instances(request)]
            request.refusal = refusal(error, [self.model, *parts])
            return super().changeform_view(request, object_id, form_url, extra_context)

    # Lists, deletion, links -------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        refuse_garbage(request)
        return super().changelist_view(request, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        refuse_garbage(request)
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSED as error:
            self.message_user(request, refusal(error, [self.model]), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        if (name := "delete_selected") in found:
            found[name] = (delete_selected, name, delete_selected.short_description)  # type: ignore[attr-defined]
        return found

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        rows = list(objs)
        self._known(request, self.permission("delete"), [row.pk for row in rows])
        return DeletionPreview(rows, request, self.admin_site).told()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The row's own page, which asks for itself who may see it; no redirect by number."""
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        try:
            return str(obj.get_absolute_url())
        except NoReverseMatch:
            return None

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        scoped = type(self).get_queryset is not ScopedAdmin.get_queryset
        if not scoped and not hasattr(self.model._default_manager.all(), "visible_to"):
            message = f"{self.model.__name__} has no visible_to, so its admin has no scope."
            found.append(checks.Error(message, obj=type(self), id="agencies.E001"))
        return found


class ReferenceAdmin(ScopedAdmin):
    """Rows that belong to no agency: read by all who enter, changed by who reaches everything."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super(ScopedAdmin, self).get_queryset(request)

    def writable_rows(self, request: HttpRequest, permission: str) -> models.QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows if reach_for(request.user, permission).is_everything else rows.none()
