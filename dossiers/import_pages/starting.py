"""The form that takes a list of dossiers, what is understood, and a list to fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.codes import Channel, Status
from dossiers.imports import jobs
from dossiers.imports.columns import HEADINGS
from reporting.exports import Column, Export
from reporting.imports.limits import LARGE, MEGABYTE, Refused
from reporting.imports.refusals import explain
from reporting.models import ImportSource

#: Letters of the name of a source, as the column has it.
LONGEST_NAME = 100


def _allowed() -> str:
    """In the language of the page, not in that of the start."""
    return _("Excel (.xlsx) hoặc CSV, không quá %(n)s MB.") % {"n": LARGE.size // MEGABYTE}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách hồ sơ"),
        max_length=200,
        allow_empty_file=True,
        help_text=lazy(_allowed, str)(),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Nguồn tệp"),
        queryset=ImportSource.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nguồn mới, ghi tên bên dưới"),
        help_text=gettext_lazy("Cột và cách ghi đã ghép được nhớ theo nguồn."),
    )
    new_source = forms.CharField(
        label=gettext_lazy("Tên nguồn mới"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("Tên hệ thống một cửa hoặc nơi gửi tệp."),
    )
    #: Stands last in the form: without it the upload was cut off on its way.
    whole = forms.CharField(initial="1", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = jobs.sources()  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Told before the rest, so that nobody chooses 300 MB twice."""
        file = self.cleaned_data["file"]
        if file.size > LARGE.size:
            size = -(-file.size // MEGABYTE)
            refused = Refused("large", size=size, limit=LARGE.size // MEGABYTE)
            raise forms.ValidationError(" ".join(explain(refused)))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("whole"):
            raise forms.ValidationError(_("Tệp chưa được tải lên trọn vẹn; hãy tải lại."))
        named = " ".join((cleaned.get("new_source") or "").split())
        if not named and not cleaned.get("source") and "new_source" not in self.errors:
            self.add_error("source", _("Hãy chọn nguồn tệp hoặc ghi tên nguồn mới."))
        return cleaned | {"new_source": named}

    def chosen_source(self) -> ImportSource:
        """The one that was chosen, unless a new one was named; made where it is new."""
        cleaned = self.cleaned_data
        if cleaned["new_source"]:
            return jobs.source_named(cleaned["new_source"])
        source: ImportSource = cleaned["source"]
        return source


def understood() -> list[dict[str, str]]:
    """What each column may hold, for the page on which a file is chosen."""
    codes = {
        "status": "; ".join(f"{one.value} {one.label}" for one in Status),
        "channel": "; ".join(f"{one.value} {one.label}" for one in Channel),
    }
    notes = {
        "code": _("Dạng H23.01-240614-0001."),
        "procedure": _("Dạng 1.004082; cần cột này hoặc cột tên thủ tục."),
        "procedure_name": _("Đúng tên trong danh mục; dùng khi ô mã trống."),
        "receiving": _(
            "Mã, tên hoặc tên viết tắt; cần cột này hoặc cột cơ quan giải quyết. Không ghi thì "
            "hồ sơ mới lấy cơ quan giải quyết, hồ sơ đã có giữ nguyên."
        ),
        "resolving": _("Không ghi thì hồ sơ mới lấy cơ quan tiếp nhận, hồ sơ đã có giữ nguyên."),
        "received": _("Dạng 14/06/2024, có giờ cũng được."),
        "due": _("Bỏ trống thì tính theo thời hạn của thủ tục."),
        "resolved": _("Bắt buộc với hồ sơ đã kết thúc."),
        "returned": _("Dùng khi không có ngày kết thúc xử lý."),
    }
    return [
        {
            "label": one.label,
            "need": _("bắt buộc") if one.is_required else "",
            "note": codes.get(one.key) or notes.get(one.key, ""),
        }
        for one in HEADINGS
        if one.is_used
    ]


def template() -> Export:
    """A list without rows, under the headings that every import knows."""
    columns = [Column(one.label, lambda _row: "", 22) for one in HEADINGS if one.is_used]
    return Export(_("mau-danh-sach-ho-so"), lines=[], columns=columns, rows=[])
