"""Forms over many tasks at once: another lead, another deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from reporting.widgets import DayField, FlatSelect
from tasks.forms.base import ActionForm, PastDayField, number, text

#: Every successor at once takes the old agency's place.
ALL = "all"
#: The agency that takes the tasks takes this part as well.
RECEIVER = "to"


class HandOverForm(ActionForm):
    """``heirs`` came after the agency; the first is proposed."""

    to = forms.ChoiceField(label=_("Cơ quan nhận"), widget=FlatSelect)
    helpers = forms.ChoiceField(label=_("Thay ở phần phối hợp"), required=False, widget=FlatSelect)
    on = PastDayField(
        label=_("Từ ngày"), help_text=_("Trước ngày này nhiệm vụ vẫn tính cho cơ quan cũ.")
    )
    document_number = number(_("Số, ký hiệu văn bản"), required=True)
    reason = text(_("Lý do"), required=False)

    def __init__(
        self, *args: Any, heirs: Sequence[Agency], others: AgencyQuerySet, helped: int, **more: Any
    ) -> None:
        super().__init__(*args, key="hand-over", **more)
        named = [(one.code, one.name) for one in heirs]
        rest = [row for row in others.values_list("code", "name") if row not in named]
        choices: list[Any] = [(_t("Cơ quan kế thừa"), named)] if named else [("", _t("Chọn"))]
        self.fields["to"].choices = [*choices, (_t("Cơ quan khác"), rest)]  # type: ignore[attr-defined]
        offered = [("", _t("Không thay")), (RECEIVER, _t("Cơ quan nhận")), *named]
        if len(named) > 1:
            offered.append((ALL, _t("Tất cả cơ quan kế thừa")))
        self.fields["helpers"].choices = offered  # type: ignore[attr-defined]
        self.fields["helpers"].help_text = _t(
            "Cơ quan cũ đang phối hợp trong %(n)s nhiệm vụ chưa hoàn thành."
        ) % {"n": helped}


class DeadlinesForm(ActionForm):
    """Asked in the address, so that a preview can be reloaded and sent to a colleague."""

    SAME, LATER = "same", "later"

    way = forms.ChoiceField(
        label=_("Cách đổi"),
        choices=[(SAME, _("Cùng một hạn mới")), (LATER, _("Lùi thêm số ngày"))],
        widget=FlatSelect,
    )
    due_on = DayField(label=_("Hạn mới"), required=False)
    days = forms.IntegerField(label=_("Số ngày lùi"), required=False, min_value=1, max_value=3660)
    decided_on = PastDayField(label=_("Ngày văn bản"))
    document_number = number(_("Số, ký hiệu văn bản"), required=True)
    reason = text(_("Lý do"), required=True)
    may_be_earlier = forms.BooleanField(
        label=_("Cho phép hạn sớm hơn hạn đang có hiệu lực (đính chính hạn đã gia hạn)"),
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("way")
        if way == self.SAME and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _t("Hãy nhập hạn mới."))
        if way == self.LATER and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", _t("Hãy nhập số ngày."))
        return cleaned

    def new_due(self, present: dt.date) -> dt.date:
        """The deadline asked for a task that is due on ``present``."""
        if self.cleaned_data["way"] == self.SAME:
            due: dt.date = self.cleaned_data["due_on"]
            return due
        return present + dt.timedelta(days=self.cleaned_data["days"])
