"""The form that says what unknown words of a source mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.codes import Channel, Status
from dossiers.import_pages.telling import rows_in_words
from dossiers.imports.words import Word
from dossiers.models import Procedure
from reporting.models import ImportTerm

Field = ImportTerm.Field
#: The list of agencies that the fields of agencies offer.
AGENCIES = "import-agencies"


class WordsForm(forms.Form):
    """A field for each word, in its order; one left empty leaves its rows refused."""

    def __init__(self, *args: Any, words: Sequence[Word], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for at, word in enumerate(words):
            self.fields[f"word_{at}"] = _field_for(word)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for at, word in enumerate(self.words):
            name = f"word_{at}"
            if value := (cleaned.get(name) or "").strip():
                if refusal := _refusal(word.field, value):
                    self.add_error(name, refusal)
                cleaned[name] = value
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Hãy chọn nghĩa cho ít nhất một cách ghi."))
        return cleaned

    @property
    def meanings(self) -> Iterator[tuple[str, str, str]]:
        """(field, text, value) of the words that were told."""
        for at, word in enumerate(self.words):
            if value := self.cleaned_data[f"word_{at}"]:
                yield word.field, word.text, value

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields under the column that they belong to."""
        found: dict[str, list[Any]] = {}
        for at, word in enumerate(self.words):
            found.setdefault(word.field, []).append(self[f"word_{at}"])
        return [{"label": str(Field(key).label), "fields": rows} for key, rows in found.items()]

    @property
    def agencies(self) -> list[dict[str, str]]:
        """Codes with names, where the words of agencies are asked for."""
        if not any(word.field == Field.AGENCY for word in self.words):
            return []
        rows = Agency.objects.order_by("code").values_list("code", "name")
        return [{"code": code, "name": name} for code, name in rows]


def _field_for(word: Word) -> forms.Field:
    kind: dict[str, Any] = {
        "label": word.text[:80],
        "required": False,
        "help_text": rows_in_words(word.rows),
    }
    if word.field in (Field.STATUS, Field.CHANNEL):
        named = Status if word.field == Field.STATUS else Channel
        choices = [(str(one.value), f"{one.value} – {one.label}") for one in named]
        return forms.ChoiceField(choices=[("", _("Chưa biết")), *choices], **kind)
    attributes = {"autocomplete": "off"}
    if word.field == Field.AGENCY:
        attributes |= {"list": AGENCIES, "placeholder": _("Mã cơ quan")}
    else:
        attributes |= {"placeholder": _("Mã thủ tục")}
    return forms.CharField(max_length=60, widget=forms.TextInput(attrs=attributes), **kind)


def _refusal(field: str, value: str) -> str:
    """Why a code is not taken; empty where it names one row."""
    if field == Field.AGENCY and not Agency.objects.filter(code__iexact=value).exists():
        return _("Không có cơ quan mã “%(value)s”; hãy ghi mã trong danh sách.") % {"value": value}
    if field == Field.PROCEDURE and not Procedure.objects.spelled(value).exists():
        return _("Không có thủ tục mã “%(value)s”; hãy ghi mã trong danh mục.") % {"value": value}
    return ""
