"""The forms of reports and evidence on the page of a task."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from reporting.numbers import in_language
from tasks import evidence
from tasks.evidence import Proof
from tasks.forms.base import ActionForm, PastDayField, checked_file, number, text
from tasks.models import DelayCause, Evidence
from tasks.reports import Report

MOST_FILES = 10
_ENDINGS = ".pdf,.docx,.doc,.odt,.xlsx,.png,.jpg,.jpeg"
FILE_HELP = _("PDF, Word, Excel hoặc ảnh; mỗi tệp không quá 20 MB.")


class CauseChoices(ModelChoiceIterator):
    """Causes of delay under the group they are of; one query."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for group, causes in groupby(self.queryset, lambda cause: cause.get_group_display()):
            yield (group, [self.choice(cause) for cause in causes])


class CauseField(forms.ModelChoiceField):
    iterator = CauseChoices

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", DelayCause.objects.filter(is_offered=True))
        kwargs.setdefault("label", _("Nguyên nhân chậm"))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return in_language(obj.name, obj.name_en)


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked as evidence is. Gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _FilesInput(attrs={"accept": _ENDINGS}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [checked_file(super(FilesField, self).clean(one), Evidence) for one in given if one]
        if len(files) > MOST_FILES:
            message = _t("Mỗi lần gửi không quá %(n)s tệp.")
            raise ValidationError(message % {"n": MOST_FILES})
        return files


class UpdateForm(ActionForm):
    """What was done by a day, why it is late, what is done about it, and files that show it."""

    reported_on = PastDayField(label=_("Ngày báo cáo"))
    percent = forms.IntegerField(
        label=_("Tiến độ (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "w-n", "autocomplete": "off"}
        ),
    )
    result = text(_("Kết quả thực hiện"), required=False)
    cause = CauseField(empty_label=_("Không chậm"))
    delay_reason = text(_("Lý do cụ thể"), required=False)
    remedy = text(_("Giải pháp"), required=False)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False, help_text=FILE_HELP)
    kind = forms.ChoiceField(
        label=_("Loại tài liệu của tệp"),
        required=False,
        choices=[("", _("Chọn khi có tệp")), *Evidence.Kind.choices],
    )
    number = number(_("Số, ký hiệu của tài liệu"))
    issued_on = PastDayField(label=_("Ngày ban hành tài liệu"), required=False)

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, key="report", **kwargs)
        self.fields["reported_on"].initial = self.today
        if is_late:
            asked = _("Nhiệm vụ đã quá hạn: cần nêu.")
            self.fields["cause"].help_text = self.fields["remedy"].help_text = asked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("attachments") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _t("Hãy chọn loại tài liệu của tệp kèm theo."))
        return cleaned

    @property
    def report(self) -> Report:
        names = ("reported_on", "percent", "result", "cause", "delay_reason", "remedy")
        return Report(**{name: self.cleaned_data[name] for name in names})

    @property
    def proofs(self) -> list[Proof]:
        given = self.cleaned_data
        words = {name: given[name] for name in ("kind", "number", "issued_on")}
        return [evidence.proof(file, title=_title(file), **words) for file in given["attachments"]]


def _title(file: Any) -> str:
    """The sender's file name without its ending, as the title of the document."""
    column: Any = Evidence._meta.get_field("title")
    return str(file.name).rpartition(".")[0][: column.max_length].strip()


class EvidenceForm(ActionForm):
    """One document that proves the result."""

    kind = forms.ChoiceField(
        label=_("Loại tài liệu"), choices=[("", _("Chọn loại")), *Evidence.Kind.choices]
    )
    number = number(_("Số, ký hiệu"))
    issued_on = PastDayField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=200)
    title = forms.CharField(label=_("Tên tài liệu"), required=False, max_length=250)
    file = forms.FileField(
        label=_("Tệp"),
        required=False,
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": _ENDINGS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, key="evidence", **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return checked_file(file, Evidence) if file else None

    @property
    def proof(self) -> Proof:
        return evidence.proof(**self.cleaned_data)
