"""The two small forms about a difference of two sources."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User

LONGEST = 2000


class TextField(forms.CharField):
    """A few lines, in composed Unicode."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


class NoteForm(forms.Form):
    """Who looks after it, and how far it is. ``seen`` tells what the writer has seen."""

    owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label=_("Người phụ trách"),
        empty_label=_("Cơ quan gửi biểu"),
        error_messages={
            "invalid_choice": _(
                "Người phụ trách phải là người của cơ quan hoặc của cơ quan đầu mối; hãy chọn lại."
            )
        },
    )
    note = TextField(required=False, label=_("Ghi chú xử lý"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = owners


class AcceptForm(forms.Form):
    """Why the differences are taken as they stand."""

    reason = TextField(
        label=_("Lý do chấp nhận"),
        error_messages={"required": _("Hãy ghi lý do chấp nhận chênh lệch.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
