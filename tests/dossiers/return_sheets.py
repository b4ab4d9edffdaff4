"""A small province whose returns are entered by sheet, and sheets as people lay them out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from agencies.models import Agency, User
from agencies.roles import Role
from dossiers.models import Return
from dossiers.returns.entry import Cell
from dossiers.returns.imports import running
from dossiers.returns.imports.plan import Plan
from reporting.models import ImportRun, Period
from tests.factories import AgencyFactory, PeriodFactory, UserFactory
from tests.files import saved, workbook

ON = dt.date(2024, 6, 16)
Level = Agency.Level

#: The headings of the form: three rows, merged over their columns.
GROUPS = [
    *("TT", "Lĩnh vực, công việc giải quyết theo cấp"),
    *("Số hồ sơ nhận giải quyết", "", "", ""),
    *("Số hồ sơ đã giải quyết", "", "", ""),
    *("Số hồ sơ đang giải quyết", "", ""),
]
MIDDLE = ["", "", *("Tổng số", "Trong đó", "", "") * 2, "Tổng số", "Trong đó", ""]
LEAVES = [
    *("", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"),
    *("", "Trước hạn", "Đúng hạn", "Quá hạn"),
    *("", "Trong hạn", "Quá hạn"),
]
NUMBERS = [f"({n})" for n in range(1, 14)]
HEADS = [GROUPS, MIDDLE, LEAVES]
ONE_ROW = [
    *("TT", "Cơ quan", "Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước"),
    *("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"),
]
#: 100 received, 90 resolved, 10 pending.
FIGURES = (100, 60, 30, 10, 90, 50, 38, 2, 10, 9, 1)


def row(number: Any, name: str, figures: tuple[Any, ...] = FIGURES, *beyond: Any) -> list[Any]:
    return [number, name, *figures, *beyond]


def merged(rows: list[list[Any]], title: str = "BIỂU SỐ II.06") -> bytes:
    """A workbook with a title and the official headings, their cells really merged."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append([])
    for one in (*HEADS, NUMBERS, *rows):
        sheet.append([cell if cell != "" else None for cell in one])
    for area in ("A3:A5", "B3:B5", "C3:F3", "G3:J3", "K3:M3", "C4:C5", "D4:F4", "G4:G5"):
        sheet.merge_cells(area)
    return saved(book)


@dataclass
class World:
    period: Period = field(
        default_factory=lambda: PeriodFactory(code="2024-H1", name="6 tháng đầu năm 2024")
    )
    top: Agency = field(
        default_factory=lambda: AgencyFactory(
            code="TINH", name="UBND tỉnh", kind=Agency.Kind.LEADERSHIP
        )
    )
    office: User = field(init=False)

    def __post_init__(self) -> None:
        self.justice = AgencyFactory(
            code="STP", name="Sở Tư pháp", short_name="Sở TP", parent=self.top
        )
        self.home = AgencyFactory(code="VP", name="Văn phòng UBND tỉnh", parent=self.top)
        self.north, self.south = (self._district(name) for name in ("Bắc", "Nam"))
        self.communes = {
            code: self._commune(code, name, district)
            for code, name, district in (
                ("XB1", "Tân Tiến", self.north),
                ("XB2", "Lam Sơn", self.north),
                ("XN1", "Tân Tiến", self.south),
            )
        }
        self.office = UserFactory(role=Role.PROCEDURE_OFFICE, role__agency=self.home)

    def _district(self, name: str) -> Agency:
        return AgencyFactory(
            code=f"H{name[0]}",
            name=f"Ủy ban nhân dân huyện {name}",
            kind=Agency.Kind.DISTRICT,
            level=Level.DISTRICT,
            parent=self.top,
        )

    def _commune(self, code: str, name: str, district: Agency) -> Agency:
        return AgencyFactory(
            code=code,
            name=f"Ủy ban nhân dân xã {name}",
            kind=Agency.Kind.COMMUNE,
            level=Level.COMMUNE,
            parent=district,
        )

    @property
    def cell(self) -> Cell:
        return Cell(self.period)

    def run(
        self, content: bytes | list[list[Any]], name: str = "bieu.xlsx", user: User | None = None
    ) -> ImportRun:
        raw = workbook(content) if isinstance(content, list) else content
        upload = SimpleUploadedFile(name, raw)
        return running.start(upload, cell=self.cell, user=user or self.office)

    def plan(self, content: bytes | list[list[Any]], **options: Any) -> Plan:
        user = options.get("user") or self.office
        return running.preview(self.run(content, **options), user)

    def imported(
        self, content: bytes | list[list[Any]], user: User | None = None, **options: Any
    ) -> ImportRun:
        """Uploaded, previewed and confirmed."""
        user = user or self.office
        run = self.run(content, user=user)
        plan = running.preview(run, user)
        return running.confirm(run, user, fingerprint=plan.fingerprint, on=ON, **options)


def figures_of(found: Return) -> tuple[int | None, ...]:
    return tuple(getattr(found, key) for key in Return.COLUMNS)
