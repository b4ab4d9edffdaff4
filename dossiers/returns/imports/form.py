"""What is asked when a sheet of form II.06 is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dossiers.models import Return, Sector
from dossiers.returns.entry import Cell
from dossiers.returns.writing import LOCKED
from reporting.imports.limits import MEGABYTE, Limits
from reporting.models import Period
from reporting.pages import period_label


def _allowed() -> str:
    """In the language of the page, not in that of the start."""
    return gettext("Excel (.xlsx) hoặc CSV, không quá %(n)s MB.") % {"n": Limits().size // MEGABYTE}


class PeriodChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return period_label(obj)


class ReturnImportForm(forms.Form):
    period = PeriodChoice(
        label=_("Kỳ báo cáo"),
        queryset=Period.objects.newest_first(),
        to_field_name="code",
        empty_label=_("Chọn kỳ báo cáo"),
    )
    role = forms.ChoiceField(label=_("Số liệu tính theo"), choices=Return.AgencyRole.choices)
    sector = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=Sector.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("Mọi lĩnh vực"),
    )
    file = forms.FileField(
        label=_("Tệp Biểu II.06"),
        max_length=200,
        help_text=lazy(_allowed, str)(),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if period.status == Period.Status.LOCKED:
            raise forms.ValidationError(str(LOCKED) % {"period": period})
        return period

    @property
    def cell(self) -> Cell:
        cleaned = self.cleaned_data
        return Cell(cleaned["period"], cleaned["role"], cleaned["sector"])
