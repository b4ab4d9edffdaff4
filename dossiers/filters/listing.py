"""Filters of the list of dossiers."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from dossiers.codes import Channel, Status, Timeliness
from dossiers.columns import KEYS, MOVED
from dossiers.filters.fields import (
    ProcedureFilter,
    agency_filter,
    choice,
    online_filter,
    sector_filter,
    structure_filter,
)
from dossiers.filters.period import SpanFields
from dossiers.headings import COLUMN_LABELS
from dossiers.late.filters import LatenessFields
from dossiers.links import BRANCH, OWN
from dossiers.models import Dossier
from dossiers.period.table import LOCAL
from dossiers.questions import EVERY, Question
from dossiers.structure import THEN
from reporting.filters import shown
from reporting.selection import Selection

DEFAULT_COLUMN = "received_total"
_LEVELS = (*Agency.Level.choices, (LOCAL, _("Cấp huyện và cấp xã")))
_ROWS = ((BRANCH, _("Gồm đơn vị trực thuộc")), (OWN, _("Riêng cơ quan này")))


class DossierFilter(LatenessFields, SpanFields):
    """Over the list of dossiers."""

    usual = {"column": DEFAULT_COLUMN, "rows": BRANCH, "structure": THEN}
    brief = {"code": _("Mã hồ sơ"), "due_by": _("Đến hạn đến ngày")}
    #: Fields that the page shows at once; the others are folded.
    FIRST = ("code", "column", "agency", "channel", "sector")
    #: Fields that the words around the list tell already.
    TOLD = ("column", "agency", "rows", "structure", "since", "until")

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
    sector = sector_filter(method="leave")
    level = choice(_("Cấp giải quyết"), _LEVELS, _("Tất cả các cấp"))
    online_kind = online_filter()
    procedure = ProcedureFilter(label=_("Mã thủ tục"), max_length=30, method="leave")
    status = choice(_("Trạng thái hiện nay"), Status.choices, _("Mọi trạng thái"))
    timeliness = choice(_("Tình trạng thời hạn"), Timeliness.choices, _("Mọi tình trạng"))

    class Meta:
        model = Dossier
        fields: list[str] = []

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection = selection
        super().__init__(*args, **kwargs)

    def narrowed(self) -> list[str]:
        """What else is asked for, in words: ``lĩnh vực: Đất đai``."""
        found = []
        for name, field in self.form.fields.items():
            if name in self.TOLD or not self._is_telling(name):
                continue
            label = str(self.brief.get(name, field.label or ""))
            found.append(f"{label[:1].lower()}{label[1:]}: {shown(field, self.value(name))}")
        return found

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
    def question(self) -> Question:
        days = self.spanned(self.selection)
        return Question(
            user=self.request.user,
            first=days.first,
            until=days.until,
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
