"""The small forms of the page of a dossier."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Apology, DelayCause
from reporting.numbers import in_language
from reporting.widgets import DayField

_NUMBER = Apology._meta.get_field("number")


class ActionForm(forms.Form):
    """A form beside others on one page: ``key`` keeps their ids apart, names stay short."""

    def __init__(self, data: Any = None, *, key: str, today: dt.date) -> None:
        super().__init__(data, auto_id=f"{key}-%s", initial=self.first(today))
        for field in self.fields.values():
            field.localize = True

    def first(self, today: dt.date) -> dict[str, Any]:
        """What the fields begin with."""
        return {}

    def refuse(self, message: str, field: str) -> None:
        """Puts what the service said to the field it speaks of, or over the form."""
        self.add_error(field if field in self.fields else None, message)


class SupplementForm(ActionForm):
    on = DayField(label=_("Ngày"))

    def first(self, today: dt.date) -> dict[str, Any]:
        return {"on": today}


class ApologyForm(ActionForm):
    number = forms.CharField(label=_("Số văn bản xin lỗi"), max_length=_NUMBER.max_length)
    issued_on = DayField(label=_("Ngày văn bản"))
    new_due_on = DayField(
        label=_("Ngày hẹn lại"),
        help_text=_("Chỉ được hẹn lại một lần; hạn cũ vẫn dùng để tính quá hạn."),
    )

    def first(self, today: dt.date) -> dict[str, Any]:
        return {"issued_on": today}


class CauseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        words = (obj.get_group_display(), in_language(obj.name, obj.name_en))
        return ": ".join(str(word) for word in words)


class CauseForm(ActionForm):
    cause = CauseField(
        label=_("Nguyên nhân quá hạn"),
        queryset=DelayCause.objects.filter(is_offered=True),
        required=False,
        empty_label=_("Chưa nêu nguyên nhân"),
    )
