"""Filters of late dossiers: on the list of dossiers, and on the page that sums them up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from dossiers.late import ageing
from dossiers.models import DelayCause
from dossiers.querysets import NO_CAUSE
from dossiers.questions import ISSUED, MISSING
from reporting.filters import BaseFilterSet, ChoiceFilter, DayFilter
from reporting.numbers import in_language
from reporting.widgets import FlatSelect

AGAIN, DAY_OFF = "again", "day_off"
WORKING, CALENDAR = "working", "calendar"
_APOLOGIES = ((ISSUED, _("Đã có văn bản xin lỗi")), (MISSING, _("Chưa có văn bản xin lỗi")))
_AGAIN = ((AGAIN, _("Bị yêu cầu bổ sung từ lần thứ hai trong kỳ")),)
_PROMISES = ((DAY_OFF, _("Hẹn trả vào ngày nghỉ")),)
NO_CAUSE_LABEL = _("Chưa nêu nguyên nhân")


class CauseChoices(ModelChoiceIterator):
    """Causes by code, in the office's order; one query, no model instances."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        yield (NO_CAUSE, NO_CAUSE_LABEL)
        for code, name, name_en in self.queryset.values_list("code", "name", "name_en"):
            yield (code, in_language(name, name_en))


class CauseField(django_filters.fields.ModelChoiceField):
    iterator = CauseChoices

    def label_from_instance(self, obj: Any) -> str:
        return str(NO_CAUSE_LABEL) if obj == NO_CAUSE else in_language(obj.name, obj.name_en)


class CauseFilter(django_filters.ModelChoiceFilter):
    field_class = CauseField


def _choice(label: Any, choices: Any, empty_label: Any) -> ChoiceFilter:
    return ChoiceFilter(label=label, choices=choices, empty_label=empty_label, method="leave")


class LatenessFields(BaseFilterSet):
    """What the list of dossiers may be asked about lateness."""

    band = _choice(_("Số ngày quá hạn"), ageing.choices, _("Mọi mức quá hạn"))
    cause = CauseFilter(
        label=_("Nguyên nhân quá hạn"),
        queryset=DelayCause.objects.all(),
        to_field_name="code",
        empty_label=_("Mọi nguyên nhân"),
        null_label=NO_CAUSE_LABEL,
        null_value=NO_CAUSE,
        widget=FlatSelect,
        method="leave",
    )
    apology = _choice(_("Văn bản xin lỗi"), _APOLOGIES, _("Có hoặc chưa có"))
    due_by = DayFilter(label=_("Đến hạn từ ngày tính đến ngày"), method="leave")
    supplement = _choice(_("Yêu cầu bổ sung"), _AGAIN, _("Mọi trường hợp"))
    promise = _choice(_("Ngày hẹn trả"), _PROMISES, _("Mọi ngày hẹn trả"))

    def asked(self) -> dict[str, Any]:
        """The values as ``Question`` takes them."""
        band, cause = self.value("band"), self.value("cause")
        return {
            "band": ageing.band_of(band) if band else None,
            "cause": getattr(cause, "code", cause) or "",
            "apology": self.value("apology") or "",
            "due_by": self.value("due_by"),
            "is_asked_again": self.value("supplement") == AGAIN,
            "is_on_day_off": self.value("promise") == DAY_OFF,
        }
