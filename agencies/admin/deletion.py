"""What a deletion would take along, told without naming rows that the user may not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import action, actions
from django.contrib.admin.utils import NestedObjects, quote
from django.db import models, router
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.contrib.admin.sites import AdminSite
    from django.http import HttpRequest

#: More rows than this are not deleted in one go from a list.
MOST_AT_ONCE = 200


class DeletionPreview:
    """The rows that go with ``rows``, as ``ModelAdmin.get_deleted_objects`` wants them told."""

    def __init__(self, rows: Iterable[models.Model], request: HttpRequest, site: AdminSite) -> None:
        self.rows = list(rows)
        self.request = request
        self.site = site
        self.missing_permissions: set[str] = set()

    def told(self) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """(nested names, rows per kind, kinds that may not be deleted, names that protect)."""
        if not self.rows:
            return [], {}, set(), []
        collector = NestedObjects(router.db_for_write(type(self.rows[0])), origin=self.rows)
        collector.collect(self.rows)
        by_model: Any = collector.model_objs
        self.rows_by_model: dict[type[models.Model], set[models.Model]] = by_model
        self.visible = self._visible(collector)
        nested = collector.nested(self._name)
        protected = [self._name(row) for row in collector.protected]
        counts = {
            str(model._meta.verbose_name_plural): len(found)
            for model, found in self.rows_by_model.items()
        }
        return nested, counts, self.missing_permissions, protected

    def _visible(self, collector: NestedObjects) -> dict[type[models.Model], set[Any]]:
        """Keys that the user sees, by model: one query per registered model."""
        keys: dict[type[models.Model], set[Any]] = defaultdict(set)
        for row in (*collector.protected, *self.rows):
            keys[type(row)].add(row.pk)
        for model, found in self.rows_by_model.items():
            keys[model] |= {row.pk for row in found}
        return {
            model: set(
                self.site.get_model_admin(model)
                .get_queryset(self.request)
                .filter(pk__in=found)
                .values_list("pk", flat=True)
            )
            for model, found in keys.items()
            if self.site.is_registered(model)
        }

    def _name(self, row: models.Model) -> str:
        model = type(row)
        kind = capfirst(str(model._meta.verbose_name))
        if not self.site.is_registered(model):
            return kind  # a part of its parent, counted below
        admin = self.site.get_model_admin(model)
        if not admin.has_delete_permission(self.request, row):
            self.missing_permissions.add(str(model._meta.verbose_name))
        if row.pk not in self.visible[model]:
            return _("%(kind)s bạn không được xem") % {"kind": kind}
        try:
            url = reverse(
                f"{self.site.name}:{model._meta.app_label}_{model._meta.model_name}_change",
                args=[quote(row.pk)],
            )
        except NoReverseMatch:
            return f"{kind}: {row}"
        return format_html('{}: <a href="{}">{}</a>', kind, url, row)


@action(permissions=["delete"], description=gettext_lazy("Xóa các dòng đã chọn"))
def delete_selected(modeladmin: Any, request: HttpRequest, queryset: Any) -> Any:
    """Django's own, for a number of rows that a person can still look through."""
    if queryset.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
        modeladmin.message_user(
            request,
            _("Mỗi lần xóa được nhiều nhất %(most)d dòng; hãy lọc bớt rồi chọn lại.")
            % {"most": MOST_AT_ONCE},
            messages.ERROR,
        )
        return None
    return actions.delete_selected(modeladmin, request, queryset)
