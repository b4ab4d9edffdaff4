"""Filters of the pages about forms that agencies send: who has sent, where sources differ."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.querysets import AgencyQuerySet
from dossiers.filters import QuestionFilter, agency_filter, choice
from dossiers.form206 import COLUMNS, KEYS
from dossiers.links import BRANCH, OWN
from dossiers.reported.duties import Report
from dossiers.sources.differences import GapState
from reporting.filters import Chip

#: States of a report as the address names them, keys of ``reported.KEYS``.
STATES = (
    ("submitted", _("Đã báo cáo")),
    ("on_time", _("Gửi đúng hạn")),
    ("late", _("Gửi muộn")),
    ("silent", _("Chưa báo cáo")),
)
EXPECTED = "expected"
#: Every period, instead of that of the page.
EVERY_PERIOD = "every"


def _columns() -> list[tuple[str, str]]:
    """In the language of the page, not in that of the start."""
    return [(one.key, one.heading) for one in COLUMNS]


class FormFilter(QuestionFilter):
    """Over what agencies sent: by agency with its branch, and by level."""

    agency = agency_filter()
    level = choice(_("Cấp"), Agency.Level.choices, _("Tất cả các cấp"))

    class Meta:
        model = Agency
        fields: list[str] = []

    @property
    def is_own(self) -> bool:
        return False

    def agencies(self) -> AgencyQuerySet:
        """Those of the agencies that the reader sees which the filters let through."""
        found: AgencyQuerySet = Agency.objects.visible_to(self.request.user)
        if agency := self.value("agency"):
            found = found.filter(pk=agency.pk) if self.is_own else found.branch([agency.pk])
        return found.filter(level=self.value("level")) if self.value("level") else found

    def kept(self, *without: str) -> dict[str, str]:
        """The filters in force as the address names them, but those named."""
        names = {name: self.value(name) for name in self.filters if name not in without}
        return {
            name: value.code if hasattr(value, "code") else str(value)
            for name, value in names.items()
            if value is not None and str(value) != self.usual.get(name)
        }


class SenderFilter(FormFilter):
    """The same, an agency also without its branch."""

    usual = {"rows": BRANCH}

    rows = choice(
        _("Phạm vi cơ quan"),
        ((BRANCH, _("Gồm đơn vị trực thuộc")), (OWN, _("Riêng cơ quan này"))),
        None,
    )

    @property
    def is_own(self) -> bool:
        return bool(self.value("rows") == OWN)


def _added() -> list[tuple[str, str]]:
    """Columns of the form, and the sums of them that rates are taken of."""
    sums = {
        "new_received": _("(4) + (5) Số hồ sơ tiếp nhận trong kỳ"),
        "resolved_early_on_time": _("(8) + (9) Số hồ sơ giải quyết trước hạn, đúng hạn"),
    }
    return [*_columns(), *((key, str(label)) for key, label in sums.items())]


class CellsFilter(SenderFilter):
    """Over the forms that add up to one number."""

    column = choice(_("Cột"), _added, None)

    @property
    def column_key(self) -> str:
        """The first column where none was asked for."""
        return str(self.value("column") or KEYS[0])

    @property
    def column_label(self) -> str:
        return dict(_added())[self.column_key]


class ReportedFilter(SenderFilter):
    """Over the reports that agencies owe."""

    usual = {**SenderFilter.usual, "state": EXPECTED}

    state = choice(_("Tình hình báo cáo"), ((EXPECTED, _("Phải báo cáo")), *STATES), None)

    @property
    def state_key(self) -> str:
        return str(self.value("state") or EXPECTED)

    def passing(self, reports: list[Report]) -> list[Report]:
        return [report for report in reports if report.is_in(self.state_key)]


class SourcesFilter(SenderFilter):
    """Over the cells in which two sources differ."""

    usual = {**SenderFilter.usual, "state": GapState.OPEN.value}
    more = ("rows", "periods")

    column = choice(_("Cột"), _columns, _("Mọi cột của Biểu II.06"))
    state = choice(_("Trạng thái"), GapState.choices, None)
    periods = choice(_("Kỳ"), ((EVERY_PERIOD, _("Mọi kỳ báo cáo")),), _("Kỳ của trang"))

    @property
    def state_key(self) -> str:
        return str(self.value("state") or GapState.OPEN)

    def told(self) -> list[Chip]:
        """The filters in words for a file, which also says of which state its rows are where
        nobody has asked for one."""
        chips = self.chips()
        if self.value("state") in (None, GapState.OPEN):
            field = self.form.fields["state"]
            chips.append(Chip(str(field.label), str(GapState.OPEN.label), ""))
        return chips

    @property
    def is_every_period(self) -> bool:
        return bool(self.value("periods") == EVERY_PERIOD)

    def is_in(self, gap: Any) -> bool:
        column = self.value("column")
        return gap.state == self.state_key and (column is None or gap.key == column)
