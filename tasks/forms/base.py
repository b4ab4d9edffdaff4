"""What every small form of the task page has in common."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from reporting.widgets import DayField
from tasks import wording
from tasks.steps import IN_THE_FUTURE

LONGEST = 2000


class PastDayField(DayField):
    """A day that has come; ``today`` is set by the form. A day after it is refused."""

    today: dt.date

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > self.today:
            raise forms.ValidationError(IN_THE_FUTURE)
        return day


class ActionForm(forms.Form):
    """A form beside others on one page: ``key`` keeps their ids apart, names stay short.

    ``today`` fills in the days that have come and bounds them.
    """

    def __init__(
        self, data: Any = None, files: Any = None, *, key: str, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(data, files, auto_id=f"{key}-%s", **kwargs)
        self.today = today
        for field in self.fields.values():
            field.localize = True
            if isinstance(field, PastDayField):
                field.today = today

    @property
    def file_fields(self) -> set[str]:
        """The names of the fields that take files."""
        return {name for name, one in self.fields.items() if isinstance(one, forms.FileField)}

    def refuse(self, message: str, field: str) -> None:
        """Puts what the service said to the field it speaks of, or over the form."""
        self.add_error(field if field in self.fields else None, message)


def text(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    """A few lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def number(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """The number of a document, as the tables keep it."""
    return forms.CharField(label=label, required=required, max_length=60, help_text=help_text)


def checked_file(file: Any, model: type[Model]) -> Any:
    """Raises ValidationError for what the column ``file`` of ``model`` does not take: type,
    content, size."""
    column: Any = model._meta.get_field("file")
    column.run_validators(file)
    return file


class ProgrammeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return wording.full_programme_name(obj)


REASON = _("Lý do")
