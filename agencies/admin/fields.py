"""Fields of entry screens: which rows may be named, and how numbers and days are typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.admin import display
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.admin.conflicts import NOTHING
from agencies.admin.forms import KEY, VERSION, NumberInput, ScopedForm

if TYPE_CHECKING:
    from django.http import HttpRequest

NUMBER = {"widget": NumberInput}


class _OnlyKeys(AutocompleteMixin):
    """Leaves out what cannot be a key: Django's widgets answer 500 when they show it again."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [each for each in value if str(each).isascii() and str(each).isdigit()]
        return super().optgroups(name, keys or [""], attr)


class ScopedSelect(_OnlyKeys, AutocompleteSelect):
    pass


class ScopedSelectMultiple(_OnlyKeys, AutocompleteSelectMultiple):
    pass


class ScopedFields(BaseModelAdmin):
    """What ``ScopedAdmin`` and its inlines have in common.

    A row may be named only if the admin of its model shows it to the user: one place
    decides for the select, the autocomplete, the list filter and the posted key.
    """

    form = ScopedForm
    formfield_overrides = {
        models.IntegerField: NUMBER,
        models.BigIntegerField: NUMBER,
        models.DecimalField: NUMBER,
        models.FloatField: NUMBER,
    }
    #: Day fields that a new form fills with today.
    starts_today: ClassVar[Sequence[str]] = ()
    #: Numbers without digit groups: 2024, never 2.024.
    ungrouped: ClassVar[Sequence[str]] = ("year",)
    #: Fields that are read under another name where they cannot be changed.
    read_as: ClassVar[Mapping[str, str]] = {"year": "shown_year"}

    def offered_rows(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that the user may name in ``db_field``; none where no admin scopes them."""
        model = db_field.remote_field.model
        try:
            target = self.admin_site.get_model_admin(model)
        except NotRegistered:
            return model._default_manager.none()
        if not target.has_view_permission(request):
            return model._default_manager.none()
        return target.get_queryset(request)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.ungrouped:
            kwargs["localize"] = False
        if db_field.name in self.starts_today:
            kwargs["initial"] = timezone.localdate()
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered_rows(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ScopedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.offered_rows(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ScopedSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """The declared fieldsets with what the form carries: see ``carried``."""
        is_read = obj is not None and not self.has_change_permission(request, obj)
        fieldsets: list[tuple[Any, dict[str, Any]]] = [
            (heading, {**options, "fields": list(self._shown(options["fields"], is_read))})
            for heading, options in super().get_fieldsets(request, obj)
        ]
        if not is_read:
            fieldsets[-1][1]["fields"] += self.carried(obj)
        return fieldsets

    def carried(self, obj: Any) -> list[str]:
        """Hidden fields: the version of the row that is changed."""
        return [VERSION] if obj is not None else []

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """With the names under which fields are only read: they are columns of no form."""
        declared = self.fieldsets or [(None, {"fields": self.fields or []})]
        names = flatten_fieldsets(declared)
        read = [self.read_as[name] for name in names if name in self.read_as]
        return [*super().get_readonly_fields(request, obj), *read]

    def _shown(self, names: Iterable[Any], is_read: bool) -> Iterator[Any]:
        for name in names:
            if isinstance(name, tuple | list):
                yield list(self._shown(name, is_read))
            elif name not in (VERSION, KEY):
                yield self.read_as.get(name, name) if is_read else name

    @display(description=_("năm"), ordering="year")
    def shown_year(self, row: Any) -> str:
        return NOTHING if row.year is None else str(row.year)
