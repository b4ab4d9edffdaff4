"""Filters of the pages that sum up tasks or what belongs to them: which programme, whose."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from reporting.filters import AgencyBranchFilter, BaseFilterSet, ChoiceFilter, visible_agencies
from tasks import wording
from tasks.models import Funding, Task
from tasks.querysets import FundingQuerySet, TaskQuerySet
from tasks.summary.scope import Filters, programmes


class _ProgrammeField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return wording.programme_name(obj)


class ProgrammeFilter(django_filters.ModelChoiceFilter):
    field_class = _ProgrammeField


class LeadFilter(django_filters.ModelChoiceFilter):
    """One agency alone, as the lead."""

    def filter(self, qs: Any, value: Agency | None) -> Any:
        return qs if value is None else qs.led_by([value.pk])


def programme_filter(**kwargs: Any) -> ProgrammeFilter:
    return ProgrammeFilter(
        label=_("Chương trình"),
        queryset=lambda request: programmes(),
        to_field_name="code",
        empty_label=_("Tất cả chương trình"),
        **kwargs,
    )


def _agency() -> AgencyBranchFilter:
    return AgencyBranchFilter(
        label=_("Cơ quan"),
        empty_label=_("Tất cả cơ quan"),
        apply=lambda rows, branch: rows.led_by(branch),  # type: ignore[attr-defined]
    )


def lead_filter() -> LeadFilter:
    return LeadFilter(
        label=_("Cơ quan chủ trì, không gồm đơn vị trực thuộc"),
        queryset=visible_agencies,
        to_field_name="code",
        widget=forms.HiddenInput,
    )


class ScopeFilter(BaseFilterSet):
    """Over ``Task.objects.counted_for(user)``."""

    programme = programme_filter()
    agency = _agency()
    lead = lead_filter()

    class Meta:
        model = Task
        fields: list[str] = []

    @property
    def rows(self) -> TaskQuerySet:
        return cast(TaskQuerySet, self.qs)

    def kept(self, *names: str) -> Filters:
        """The filters in force by name, as the list of tasks takes them."""
        asked = names or ("programme", "agency", "lead")
        return {name: found.code for name in asked if (found := self.value(name)) is not None}


class FundingFilter(ScopeFilter):
    """Over ``Funding.objects.counted_for(user).known_on(day)``."""

    programme = programme_filter(field_name="task__programme")
    kind = ChoiceFilter(
        label=_("Loại"), choices=Funding.Kind.choices, empty_label=_("Tất cả các loại")
    )
    task = django_filters.CharFilter(
        field_name="task__code", label=_("Nhiệm vụ"), widget=forms.HiddenInput, max_length=60
    )

    class Meta:
        model = Funding
        fields: list[str] = []

    @property
    def amounts(self) -> FundingQuerySet:
        """The rows that pass all filters."""
        return cast(FundingQuerySet, self.qs)
