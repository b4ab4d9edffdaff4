"""Forms of the pages of meetings: tasks from a conclusion, its end, the agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, CommitteeSeat, Official, User
from reporting.numbers import date
from reporting.widgets import DayField
from tasks.forms.base import LONGEST, ActionForm, PastDayField, ProgrammeChoice, text
from tasks.meetings.raising import RIGHT, Order
from tasks.models import Conclusion, Programme
from tasks.states import Field

_CHAIRS = (
    CommitteeSeat.Position.HEAD,
    CommitteeSeat.Position.STANDING_DEPUTY,
    CommitteeSeat.Position.DEPUTY,
)


class AgencyTicks(forms.ModelMultipleChoiceField):
    """Agencies to tick; works without scripts and on a phone."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.none(), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RaiseForm(ActionForm):
    """What a conclusion asks for: one task for each lead that is ticked."""

    title = forms.CharField(
        label=_("Nội dung nhiệm vụ"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    leads = AgencyTicks(
        label=_("Cơ quan chủ trì"),
        help_text=_("Mỗi cơ quan được chọn có một nhiệm vụ riêng, mã được đặt tự động."),
    )
    coordinating = AgencyTicks(
        label=_("Cơ quan phối hợp"),
        required=False,
        help_text=_("Phối hợp trong mọi nhiệm vụ được tạo; không cần chọn lại cơ quan chủ trì."),
    )
    deadline = forms.CharField(
        label=_("Thời hạn"),
        max_length=100,
        help_text=_(
            "Như trong thông báo: 30/06/2024, Tháng 6/2024, Quý II/2024, Hằng tháng, Thường xuyên…"
        ),
    )
    programme = ProgrammeChoice(
        label=_("Chương trình"), queryset=Programme.objects.all(), to_field_name="code"
    )
    field = forms.TypedChoiceField(label=_("Lĩnh vực"), choices=Field.choices, coerce=int)
    product = forms.CharField(label=_("Sản phẩm"), max_length=250, required=False)
    responsible = forms.ModelChoiceField(
        label=_("Lãnh đạo chịu trách nhiệm"),
        queryset=Official.objects.none(),
        required=False,
        empty_label=_("Chưa ghi"),
    )
    assigned_on = PastDayField(label=_("Ngày giao"))
    is_restricted = forms.BooleanField(label=_("Hạn chế xem"), required=False)

    #: Shown as lists of ticks, apart from the other fields.
    ticked = ("leads", "coordinating")

    def __init__(self, *args: Any, conclusion: Conclusion, user: User, **kwargs: Any) -> None:
        super().__init__(*args, key="raise", **kwargs)
        meeting = conclusion.meeting
        agencies = Agency.objects.writable_by(user, RIGHT).valid_on(meeting.held_on)
        for name in self.ticked:
            self.fields[name].queryset = agencies.order_by("-level", "sort_key")  # type: ignore[attr-defined]
        officials = Official.objects.valid_on(meeting.held_on).select_related("agency")
        self.fields["responsible"].queryset = officials  # type: ignore[attr-defined]
        known = {
            "title": conclusion.text,
            "assigned_on": min(meeting.held_on, self.today),
            "responsible": meeting.presided_by_id,
            "programme": _usual_programme(conclusion),
        }
        self.initial = {**known, **self.initial}

    @property
    def order(self) -> Order:
        given = self.cleaned_data
        return Order(
            title=" ".join(given["title"].split()),
            leads=list(given["leads"]),
            programme=given["programme"],
            field=given["field"],
            deadline=given["deadline"],
            assigned_on=given["assigned_on"],
            coordinating=list(given["coordinating"]),
            product=given["product"],
            responsible=given["responsible"],
            is_restricted=given["is_restricted"],
        )


def _usual_programme(conclusion: Conclusion) -> str:
    """What the chair assigns belongs to what the province assigns, else to the year's plan."""
    year = conclusion.meeting.held_on.year
    kinds = (Programme.Kind.PROVINCE, Programme.Kind.PLAN)
    found = {one.kind: one.code for one in Programme.objects.filter(kind__in=kinds, year=year)}
    return next((found[kind] for kind in kinds if kind in found), "")


class CloseForm(ActionForm):
    """The chair closes a conclusion."""

    closed_on = PastDayField(label=_("Ngày kết thúc"))
    closed_by = forms.ModelChoiceField(
        label=_("Người cho kết thúc"), queryset=Official.objects.none(), empty_label=_("Chọn")
    )
    closing_note = text(
        _("Ý kiến của chủ trì"),
        required=False,
        help_text=_("Bắt buộc khi còn nhiệm vụ chưa hoàn thành."),
    )

    def __init__(self, *args: Any, conclusion: Conclusion, **kwargs: Any) -> None:
        super().__init__(*args, key=f"close-{conclusion.pk}", **kwargs)
        meeting = conclusion.meeting
        chairs = Official.objects.filter(
            Q(pk=meeting.presided_by_id) | Q(seats__position__in=_CHAIRS)
        ).distinct()
        rows = chairs if chairs.exists() else Official.objects.all()
        self.fields["closed_by"].queryset = rows.select_related("agency")  # type: ignore[attr-defined]
        self.fields["closed_by"].initial = meeting.presided_by_id
        self.fields["closed_on"].initial = self.today


class BuildForm(forms.Form):
    """How far the agenda looks ahead."""

    looks_to = DayField(label=_("Xem xét nhiệm vụ đến hạn đến hết ngày"))

    def __init__(self, *args: Any, held_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_on = held_on

    def clean_looks_to(self) -> dt.date:
        day: dt.date = self.cleaned_data["looks_to"]
        if day < self.held_on:
            raise forms.ValidationError(
                _("Hãy nhập ngày không trước ngày họp (%(day)s).") % {"day": date(self.held_on)}
            )
        return day
