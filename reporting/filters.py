"""House filters: they live in the URL, offer only what the reader may see, and can be undone
one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from reporting.numbers import date
from reporting.widgets import AgencyChoices, DayField, FlatSelect

_NOTHING: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True)
class Chip:
    """An active filter as the reader sees it; ``url`` is the page without it, ``name`` that of its
    field."""

    label: str
    value: str
    url: str
    name: str = ""


class BaseFilterSet(django_filters.FilterSet):
    """Wrong values are told and filter nothing: in the form, or by ``problems`` where the field
    is hidden."""

    #: Values that mean the same as no filter: they make no chip.
    usual: ClassVar[dict[str, str]] = {}
    #: Shorter labels for chips, by name.
    brief: ClassVar[dict[str, Any]] = {}
    #: Fields that stay folded on the page until one of them is in use.
    more: ClassVar[tuple[str, ...]] = ()

    def filtered(self, without: Collection[str] = ()) -> QuerySet[Any]:
        """The rows that pass the filters that could be read, those named ``without`` left out."""
        self.form.is_valid()
        queryset = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def qs(self) -> QuerySet[Any]:
        if not hasattr(self, "_qs"):
            self._qs = self.filtered()
        return self._qs

    def value(self, name: str) -> Any:
        """The value of a filter in force; None where it is empty or could not be read."""
        self.form.is_valid()
        found = self.form.cleaned_data.get(name)
        return None if found in _NOTHING else found

    @property
    def more_in_use(self) -> bool:
        """Whether a folded field filters the rows, or is wrong and must be seen."""
        self.form.is_valid()
        return any(name in self.form.errors or self._is_telling(name) for name in self.more)

    def _is_telling(self, name: str) -> bool:
        """Whether the filter says something that the page without it would not."""
        value = self.value(name)
        return value is not None and str(value) != self.usual.get(name)

    def chips(self) -> list[Chip]:
        """One chip per filter in force, in the order of the form."""
        found = []
        for name, field in self.form.fields.items():
            if not self._is_telling(name):
                continue
            query = self.data.copy()
            query.pop(name, None)
            for place in ("page", "cursor"):
                query.pop(place, None)
            text = shown(field, self.value(name))
            label = str(self.brief.get(name, field.label or ""))
            found.append(Chip(label, text, f"?{query.urlencode()}", name))
        return found

    def problems(self) -> list[str]:
        """Wrong values of hidden fields, which a form cannot show."""
        self.form.is_valid()
        return [
            no_such_value(bound.label, str(bound.value()))
            for bound in self.form.hidden_fields()
            if bound.errors
        ]


def no_such_value(label: object, value: str) -> str:
    """What a page says that passes over a filter."""
    text = _("Bộ lọc “%(label)s” không có giá trị “%(value)s”; trang này bỏ qua bộ lọc đó.")
    return text % {"label": label, "value": value[:30]}


def shown(field: forms.Field, value: Any) -> str:
    """A filter's value in words."""
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    choices = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))


class ChoiceFilter(django_filters.ChoiceFilter):
    """A choice from a list, its options written in one go."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FlatSelect)
        super().__init__(*args, **kwargs)


class DayFilter(django_filters.Filter):
    """A day, in the forms that people and addresses write it."""

    field_class = DayField


class AgencyField(django_filters.fields.ModelChoiceField):
    iterator = AgencyChoices


class AgencyBranchFilter(django_filters.ModelChoiceFilter):
    """An agency by its code, with everything below it.

    ``apply`` takes the queryset and the branch (an agency queryset); the branch is the tree of
    today's rows (where each agency was placed last). Offered are the agencies that the reader
    sees.
    """

    field_class = AgencyField

    def __init__(
        self, *, apply: Callable[[QuerySet[Any], QuerySet[Any]], QuerySet[Any]], **kwargs: Any
    ) -> None:
        self.apply = apply
        kwargs.setdefault("queryset", visible_agencies)
        kwargs.setdefault("to_field_name", "code")
        kwargs.setdefault("widget", FlatSelect)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: Agency | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return self.apply(qs, Agency.objects.branch([value.pk]))


def visible_agencies(request: Any) -> AgencyQuerySet:
    """Choices of an agency filter: what this reader sees, in Vietnamese order."""
    return Agency.objects.visible_to(request.user)
