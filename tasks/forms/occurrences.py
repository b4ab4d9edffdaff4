"""The result of one report of a recurring task."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tasks.forms.base import ActionForm, PastDayField, number, text
from tasks.models import Occurrence


class ReportForm(ActionForm):
    completed_on = PastDayField(label=_("Ngày văn bản kết quả"))
    result_number = number(_("Số, ký hiệu văn bản kết quả"))
    result = text(_("Kết quả"), required=False)

    def __init__(self, *args: Any, occurrence: Occurrence, today: dt.date, **kwargs: Any) -> None:
        stored = {
            "completed_on": occurrence.completed_on or today,
            "result_number": occurrence.result_number,
            "result": occurrence.result,
        }
        super().__init__(
            *args, key=f"occurrence-{occurrence.pk}", today=today, initial=stored, **kwargs
        )
