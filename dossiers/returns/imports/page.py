"""The preview of a sheet in words: what would change, return by return."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.form206 import sums
from dossiers.models import Return
from dossiers.returns.entry import label_of
from dossiers.returns.imports.left_out import (
    foreign_agencies,
    missing_columns,
    skipped_rows,
    unreported_agencies,
)
from dossiers.returns.imports.lines import Line
from dossiers.returns.imports.plan import Plan, unequal
from reporting.import_preview import PreviewPage, Row
from reporting.imports.layout import Skipped
from reporting.imports.plans import CHANGED, NEW, REFUSED
from reporting.imports.problems import MOST_SHOWN
from reporting.numbers import number


class SheetPreview(PreviewPage[Plan]):
    errors_page = "dossiers:return-import-errors"

    @property
    def said(self) -> str:
        cell, table = self.plan.cell, self.plan.table
        words = {
            "file": self.run.file_name,
            "sheet": table.sheet,
            "row": number(table.first_row),
            "period": cell.period,
            "role": Return.AgencyRole(cell.role).label,
            "sector": cell.sector.name if cell.sector else _("Mọi lĩnh vực"),
        }
        if table.sheet:
            text = _(
                "Tệp “%(file)s”, trang tính “%(sheet)s”, tiêu đề đến dòng %(row)s. Nhập vào "
                "%(period)s; số liệu tính theo: %(role)s; lĩnh vực: %(sector)s."
            )
        else:
            text = _(
                "Tệp “%(file)s”, tiêu đề đến dòng %(row)s. Nhập vào %(period)s; số liệu tính "
                "theo: %(role)s; lĩnh vực: %(sector)s."
            )
        return text % words

    @property
    def nothing(self) -> str:
        return _("Tệp không làm thay đổi biểu nào.")

    def anchor(self, kind: str) -> str:
        if kind == CHANGED and not self.changed:
            return ""
        return super().anchor(kind)

    @property
    def corrections(self) -> list[Row]:
        return [self.changed_row(line) | {"why": line.correction} for line in self.plan.corrections]

    @property
    def correct_label(self) -> str:
        count = len(self.plan.corrections)
        text = ngettext(
            "Lập bản đính chính cho %(n)s biểu đã xác nhận hoặc công bố",
            "Lập bản đính chính cho %(n)s biểu đã xác nhận hoặc công bố",
            count,
        )
        return text % {"n": number(count)}

    def row(self, line: Line) -> Row:
        agency = line.agency
        return {
            "row": number(line.number),
            "code": agency.code if agency else "",
            "title": agency.name if agency else "",
        }

    def changes(self, line: Line) -> list[Row]:
        return [
            {"label": label_of(one.key), "old": number(one.old), "new": number(one.new)}
            for one in line.changes
        ]

    def of_new(self, line: Line) -> Row:
        """Totals as they add up, not as they are printed."""
        total = sums(line.figures)
        return {
            "received": number(total["received_total"]),
            "resolved": number(total["resolved_total"]),
            "overdue": number(line.figures.get("resolved_overdue")),
            "pending": number(total["pending_total"]),
        }

    @property
    def doubtful(self) -> list[Row]:
        """What the rows themselves do not add up to; they are imported as they are."""
        found = [line for line in self.plan.lines if line.notes and not line.problems]
        return [self.row(line) | {"text": " ".join(line.notes)} for line in found[:MOST_SHOWN]]

    @property
    def totals(self) -> list[Row]:
        return [
            {
                "row": number(one.row.number),
                "label": one.label[:80],
                "text": " ".join(unequal(one, self.plan.lines)) or _("khớp với các dòng."),
            }
            for one in self.plan.totals
        ]

    def skipped_rows(self) -> Sequence[Skipped]:
        return skipped_rows(self.plan)

    @property
    def left_out(self) -> list[str]:
        return [
            *foreign_agencies(self.plan),
            *unreported_agencies(self.plan),
            *missing_columns(self.plan),
            *super().left_out,
        ]

    def left_alone(self) -> str:
        return _("Cột biết nhưng không nhập: %(names)s.")

    @property
    def may_leave_out(self) -> bool:
        plan = self.plan
        has_wrong = bool(plan.problems or plan.corrections)
        return has_wrong and bool(plan.of_kind(NEW) or plan.of_kind(CHANGED) or plan.problems)

    @property
    def good_only_label(self) -> str:
        good = sum(1 for line in self.plan.lines if line.kind in (NEW, CHANGED))
        words = {
            "good": number(good - len(self.plan.corrections)),
            "bad": number(self.plan.counts[REFUSED]),
            "closed": number(len(self.plan.corrections)),
        }
        if not self.plan.corrections:
            return _("Nhập các dòng đúng (%(good)s), để lại %(bad)s dòng bị từ chối") % words
        return (
            _(
                "Nhập các dòng đúng (%(good)s), để lại %(bad)s dòng bị từ chối; giữ nguyên "
                "%(closed)s biểu đã đóng nếu không chọn lập bản đính chính"
            )
            % words
        )
