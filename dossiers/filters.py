"""Filters of the pages of dossiers. They live in the URL; links of figures use the same names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.collation import sort_key
from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.codes import (
    PROCEDURE_CODE,
    Channel,
    OnlineKind,
    Status,
    Timeliness,
    normal_procedure_code,
)
from dossiers.columns import KEYS, MOVED
from dossiers.headings import COLUMN_LABELS
from dossiers.late.filters import LatenessFields
from dossiers.links import BRANCH, OWN
from dossiers.models import Dossier, Procedure, Sector
from dossiers.period.span import SpanSelection
from dossiers.period.table import LOCAL
from dossiers.questions import EVERY, Question
from dossiers.structure import NOW, THEN
from reporting.filters import AgencyBranchFilter, BaseFilterSet, ChoiceFilter, DayFilter, shown
from reporting.numbers import date
from reporting.selection import Selection
from reporting.widgets import FlatSelect

DEFAULT_COLUMN = "received_total"
#: Days before it are slips of the pen.
EARLIEST = dt.date(1945, 9, 2)
_LEVELS = (*Agency.Level.choices, (LOCAL, _("Cấp huyện và cấp xã")))
_STRUCTURES = (
    (THEN, _("Theo tổ chức của từng ngày")),
    (NOW, _("Quy về tổ chức hiện nay")),
)
_ROWS = ((BRANCH, _("Gồm đơn vị trực thuộc")), (OWN, _("Riêng cơ quan này")))


def _leave(rows: Any, branch: Any) -> Any:
    return rows


def agency_filter() -> AgencyBranchFilter:
    """The agency alone; what it means for the rows is told by ``Question``."""
    return AgencyBranchFilter(
        label=_("Cơ quan giải quyết"), empty_label=_("Tất cả cơ quan"), apply=_leave
    )


class SectorChoices(ModelChoiceIterator):
    """Sectors in Vietnamese order; one query, no model instances."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        rows = self.queryset.order_by().values_list("code", "name")
        yield from sorted(rows, key=lambda row: sort_key(row[1]))


class SectorField(django_filters.fields.ModelChoiceField):
    iterator = SectorChoices


class SectorFilter(django_filters.ModelChoiceFilter):
    field_class = SectorField


def sector_filter() -> SectorFilter:
    return SectorFilter(
        label=_("Lĩnh vực"),
        queryset=Sector.objects.all(),
        to_field_name="code",
        empty_label=_("Tất cả lĩnh vực"),
        widget=FlatSelect,
        method="leave",
    )


def choice(label: Any, choices: Any, empty_label: Any, **kwargs: Any) -> ChoiceFilter:
    return ChoiceFilter(
        label=label, choices=choices, empty_label=empty_label, method="leave", **kwargs
    )


def wrong_span(selection: Selection) -> str:
    """What a page says that passes over days that cannot be."""
    text = _(
        "Ngày đầu không được sau ngày cuối, ngày cuối không được sau %(day)s (ngày tính "
        "số liệu); trang này bỏ qua khoảng đã chọn."
    )
    return str(text) % {"day": date(selection.as_of)}


class QuestionFilter(BaseFilterSet):
    """A form whose values are put together by ``Question``, which asks for the rows."""

    def leave(self, rows: Any, name: str, value: Any) -> Any:
        return rows

    @property
    def now(self) -> dt.date | None:
        """The day whose organisation is asked for; None: that of each day."""
        return timezone.localdate() if self.value("structure") == NOW else None

    def number(self, name: str) -> int | None:
        value = self.value(name)
        return None if value is None else int(value)


def structure_filter() -> ChoiceFilter:
    return choice(_("Tổ chức bộ máy"), _STRUCTURES, None)


class PeriodFilter(QuestionFilter):
    """Over dossiers of a period by agency or level."""

    agency = agency_filter()
    level = choice(_("Cấp"), Agency.Level.choices, _("Tất cả các cấp"))
    channel = choice(_("Hình thức nộp"), Channel.choices, _("Mọi hình thức"))

    class Meta:
        model = Agency
        fields: list[str] = []

    def agencies(self) -> AgencyQuerySet:
        """Those of the agencies that the reader sees which the filters let through."""
        found: AgencyQuerySet = Agency.objects.visible_to(self.request.user)
        if agency := self.value("agency"):
            found = found.branch([agency.pk])
        return found.filter(level=self.value("level")) if self.value("level") else found

    def kept(self) -> dict[str, str]:
        """The filters in force as the address names them."""
        names = {name: self.value(name) for name in self.filters}
        return {
            name: value.code if hasattr(value, "code") else str(value)
            for name, value in names.items()
            if value is not None and value != self.usual.get(name)
        }


class FormFilter(PeriodFilter):
    """Over form II.06 by agency or level, of the period or of days of one's own."""

    usual = {"structure": THEN}

    structure = structure_filter()
    since = DayFilter(label=_("Từ ngày"), method="leave")
    until = DayFilter(label=_("Đến ngày"), method="leave")

    def spanned(self, selection: Selection) -> SpanSelection | None:
        """``selection`` with the days asked for; None where they are in the wrong order, or go
        beyond its as-of day."""
        first = self.value("since") or selection.first
        last = self.value("until") or selection.until
        if not EARLIEST <= first <= last <= selection.as_of:
            return None
        return SpanSelection(selection.period, selection.as_of, selection.problems, first, last)


class SectorPeriodFilter(FormFilter):
    """Over form II.06 by level and sector."""

    sector = sector_filter()
    online_kind = choice(_("Dịch vụ công trực tuyến"), OnlineKind.choices, _("Mọi mức dịch vụ"))


class ProcedureCodeField(forms.CharField):
    """A procedure by its code; the catalogue is too long for a list of choices."""

    def clean(self, value: Any) -> Procedure | None:
        code = super().clean(value)
        if not code:
            return None
        code = normal_procedure_code(code) or code
        PROCEDURE_CODE(code)
        found = Procedure.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(
                _("Không có thủ tục mã “%(code)s”; hãy kiểm tra lại mã đã nhập."),
                params={"code": code},
            )
        return found


class ProcedureFilter(django_filters.Filter):
    field_class = ProcedureCodeField


class DossierFilter(LatenessFields, QuestionFilter):
    """Over the list of dossiers."""

    usual = {"column": DEFAULT_COLUMN, "rows": BRANCH, "structure": THEN}

    code = django_filters.CharFilter(
        label=_("Mã hồ sơ, hoặc phần đầu của mã"),
        max_length=40,
        method="leave",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    column = choice(
        _("Nhóm hồ sơ"),
        [(key, COLUMN_LABELS[key]) for key in (*KEYS, *MOVED, EVERY)],
        None,
    )
    agency = agency_filter()
    rows = choice(_("Phạm vi cơ quan"), _ROWS, None)
    structure = structure_filter()
    channel = choice(_("Hình thức nộp"), Channel.choices, _("Mọi hình thức"))
    sector = sector_filter()
    level = choice(_("Cấp giải quyết"), _LEVELS, _("Tất cả các cấp"))
    online_kind = choice(_("Dịch vụ công trực tuyến"), OnlineKind.choices, _("Mọi mức dịch vụ"))
    procedure = ProcedureFilter(label=_("Mã thủ tục"), max_length=30, method="leave")
    status = choice(_("Trạng thái hiện nay"), Status.choices, _("Mọi trạng thái"))
    timeliness = choice(_("Tình trạng thời hạn"), Timeliness.choices, _("Mọi tình trạng"))
    since = DayFilter(label=_("Từ ngày"), method="leave")
    until = DayFilter(label=_("Đến ngày"), method="leave")

    class Meta:
        model = Dossier
        fields: list[str] = []

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    brief = {"code": _("Mã hồ sơ"), "due_by": _("Đến hạn đến ngày")}
    #: Fields that the words around the list tell already.
    TOLD = ("column", "agency", "rows", "structure", "since", "until")

    def narrowed(self) -> list[str]:
        """What else is asked for, in words: ``lĩnh vực: Đất đai``."""
        found = []
        for name, field in self.form.fields.items():
            if name in self.TOLD or not self._is_telling(name):
                continue
            label = str(self.brief.get(name, field.label or ""))
            found.append(f"{label[:1].lower()}{label[1:]}: {shown(field, self.value(name))}")
        return found

    #: Fields that the page shows at once; the others are folded.
    FIRST = ("code", "column", "agency", "channel", "sector")

    @property
    def first_fields(self) -> list[Any]:
        return [self.form[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[Any]:
        return [self.form[name] for name in self.form.fields if name not in self.FIRST]

    @property
    def is_more_open(self) -> bool:
        """Whether one of the folded filters is in force or wrong."""
        more = self.more_fields
        return any(self.value(field.name) is not None or field.errors for field in more)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """The days asked for, as far as they were."""
        first = self.value("since") or self.selection.first
        return first, self.value("until") or self.selection.until

    @property
    def is_span_wrong(self) -> bool:
        """Whether the days are in the wrong order, or go beyond the as-of day."""
        first, last = self.span
        return not EARLIEST <= first <= last <= self.selection.as_of

    @property
    def question(self) -> Question:
        whole = (self.selection.first, self.selection.until)
        first, until = whole if self.is_span_wrong else self.span
        return Question(
            user=self.request.user,
            first=first,
            until=until,
            column=self.value("column") or DEFAULT_COLUMN,
            agency=self.value("agency"),
            is_own=self.value("rows") == OWN,
            level=self.value("level"),
            channel=self.number("channel"),
            sector=self.value("sector"),
            online_kind=self.value("online_kind"),
            procedure=self.value("procedure"),
            status=self.number("status"),
            timeliness=self.value("timeliness"),
            code=(self.value("code") or "").upper(),
            now=self.now,
            **self.asked(),
        )
