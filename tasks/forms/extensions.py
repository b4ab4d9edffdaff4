"""The forms of extensions: to ask, to decide, to correct, to cancel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.widgets import DayField
from tasks.decisions import Decision
from tasks.forms.base import REASON, ActionForm, PastDayField, checked_file, number, text
from tasks.models import Extension, ExtensionRequest

NUMBER = _("Số, ký hiệu văn bản")


class RequestForm(ActionForm):
    """A lead asks for a later deadline."""

    proposed_due_on = DayField(label=_("Hạn đề nghị"))
    reason = text(REASON, required=True)
    document_number = number(_("Số, ký hiệu văn bản đề nghị"))
    requested_on = PastDayField(label=_("Ngày đề nghị"))
    file = forms.FileField(
        label=_("Tệp văn bản đề nghị"),
        required=False,
        help_text=_("PDF, Word hoặc ảnh; không quá 20 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, key="ask", **kwargs)
        self.fields["requested_on"].initial = self.today

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return checked_file(file, ExtensionRequest) if file else file


class AnswerForm(ActionForm):
    """The secretariat answers: grants the proposed or another date, or refuses with a reason."""

    GRANT, REFUSE = "grant", "refuse"

    answer_kind = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[(GRANT, _("Đồng ý gia hạn")), (REFUSE, _("Không đồng ý"))],
        widget=forms.RadioSelect,
    )
    due_on = DayField(label=_("Hạn mới"), required=False)
    decided_on = PastDayField(label=_("Ngày quyết định"))
    document_number = number(NUMBER)
    reason = text(_("Nội dung trả lời"), required=False, help_text=_("Bắt buộc khi không đồng ý."))

    def __init__(self, *args: Any, request: ExtensionRequest, **kwargs: Any) -> None:
        super().__init__(*args, key=f"answer-{request.pk}", **kwargs)
        self.fields["due_on"].initial = request.proposed_due_on
        self.fields["decided_on"].initial = self.today


class RevisionForm(ActionForm):
    """A granted deadline is corrected, or the grant is cancelled."""

    kind = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[
            (Extension.Kind.CORRECTED.value, Extension.Kind.CORRECTED.label),
            (Extension.Kind.CANCELLED.value, Extension.Kind.CANCELLED.label),
        ],
        widget=forms.RadioSelect,
    )
    due_on = DayField(
        label=_("Hạn đúng"),
        required=False,
        help_text=_("Để trống khi hủy: hạn trước lần gia hạn này có hiệu lực trở lại."),
    )
    decided_on = PastDayField(label=_("Ngày quyết định"))
    document_number = number(NUMBER)
    reason = text(REASON, required=True)

    def __init__(self, *args: Any, extension: Extension, **kwargs: Any) -> None:
        super().__init__(*args, key=f"revise-{extension.pk}", **kwargs)
        self.fields["decided_on"].initial = self.today

    @property
    def decision(self) -> Decision:
        given = self.cleaned_data
        kind = Extension.Kind(given["kind"])
        due_on = given["due_on"] if kind == Extension.Kind.CORRECTED else None
        return Decision(
            kind, given["decided_on"], due_on, given["document_number"], given["reason"]
        )
