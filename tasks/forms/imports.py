"""What is asked when an annex is uploaded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reporting.imports.limits import MEGABYTE, Limits
from reporting.numbers import date
from reporting.widgets import DayField
from tasks.forms.base import ProgrammeChoice
from tasks.imports.lines import Options
from tasks.models import Programme

_LIMIT = Limits().size


def _allowed() -> str:
    """In the language of the page, not in that of the start."""
    return gettext("Excel (.xlsx) hoặc CSV, không quá %(n)s MB.") % {"n": _LIMIT // MEGABYTE}


class ImportForm(forms.Form):
    programme = ProgrammeChoice(
        label=_("Chương trình"),
        queryset=Programme.objects.all(),
        to_field_name="code",
        empty_label=_("Chọn chương trình"),
    )
    file = forms.FileField(
        label=_("Tệp phụ lục"),
        max_length=200,
        help_text=lazy(_allowed, str)(),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    on = DayField(
        label=_("Số liệu đến ngày"),
        help_text=_("Ngày mà tiến độ trong tệp nói đến; không sau hôm nay."),
    )
    assigned_on = DayField(
        label=_("Ngày giao khi ô “Ngày giao” trống"),
        required=False,
        help_text=_("Để trống: ngày của văn bản ban hành chương trình."),
    )

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError(
                _("Ngày này chưa đến; hãy nhập ngày không sau %(day)s.") % {"day": date(today)}
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        programme, day = cleaned.get("programme"), cleaned.get("assigned_on")
        if programme and not day and "assigned_on" not in self.errors:
            cleaned["assigned_on"] = assigned_by_default(programme)
            if cleaned["assigned_on"] is None:
                self.add_error(
                    "assigned_on",
                    _("Chương trình này chưa có văn bản ban hành; hãy nhập ngày giao."),
                )
        return cleaned

    @property
    def options(self) -> Options:
        cleaned = self.cleaned_data
        return Options(on=cleaned["on"], assigned_on=cleaned["assigned_on"])


def assigned_by_default(programme: Programme) -> dt.date | None:
    """The day of the document that issued the programme, or of the programme's start."""
    issued = programme.document.issued_on if programme.document else None
    return issued or programme.starts_on
