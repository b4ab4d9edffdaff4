"""The preview of a sheet in words: counts first, then what would change, row by row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.models import Return
from dossiers.returns.entry import label_of, sums
from dossiers.returns.imports.left_out import left_out, skipped_rows
from dossiers.returns.imports.lines import CHANGED, NEW, REFUSED, UNCHANGED, Line
from dossiers.returns.imports.plan import Plan, unequal
from reporting.imports.counts import counts_in_words, names_of_counts
from reporting.imports.problems import MOST_SHOWN
from reporting.models import ImportRun
from reporting.numbers import moment, number

Row = dict[str, Any]


class PreviewPage:
    def __init__(self, plan: Plan, run: ImportRun) -> None:
        self.plan, self.run = plan, run

    @property
    def title(self) -> str:
        return _("Xem trước khi nhập: %(counts)s") % {"counts": counts_in_words(self.plan.counts)}

    @property
    def said(self) -> str:
        cell, table = self.plan.cell, self.plan.sheet.table
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
    def counts(self) -> list[Row]:
        names = names_of_counts()
        return [
            {
                "label": names[kind],
                "count": number(count),
                "href": self._anchor(kind) if count else "",
            }
            for kind, count in self.plan.counts.items()
        ]

    def _anchor(self, kind: str) -> str:
        """Where the rows of a kind are listed; those that need nothing are not."""
        if kind == UNCHANGED or (kind == CHANGED and not self.changed):
            return ""
        if kind == REFUSED and not self.plan.problems:
            return "#closed"
        return f"#{kind}"

    @property
    def refused(self) -> list[Row]:
        return [
            {
                "row": number(one.row),
                "column": one.column,
                "value": one.shown_value,
                "wrong": one.wrong,
                "mend": one.mend,
            }
            for one in self.plan.problems[:MOST_SHOWN]
        ]

    @property
    def refused_beyond(self) -> str:
        return _beyond(len(self.plan.problems))

    @property
    def corrections(self) -> list[Row]:
        return [_changed(line) | {"why": line.correction} for line in self.plan.corrections]

    @property
    def correct_label(self) -> str:
        count = len(self.plan.corrections)
        text = ngettext(
            "Tạo phiên bản điều chỉnh cho %(n)s biểu đã xác nhận hoặc công bố",
            "Tạo phiên bản điều chỉnh cho %(n)s biểu đã xác nhận hoặc công bố",
            count,
        )
        return text % {"n": number(count)}

    @property
    def changed(self) -> list[Row]:
        return [_changed(line) for line in self.plan.of_kind(CHANGED)[:MOST_SHOWN]]

    @property
    def changed_beyond(self) -> str:
        return _beyond(len(self.plan.of_kind(CHANGED)))

    @property
    def new(self) -> list[Row]:
        return [_row(line) | _main(line) for line in self.plan.of_kind(NEW)[:MOST_SHOWN]]

    @property
    def new_beyond(self) -> str:
        return _beyond(self.plan.counts[NEW])

    @property
    def doubtful(self) -> list[Row]:
        """What the rows themselves do not add up to; they are imported as they are."""
        found = [line for line in self.plan.lines if line.notes and not line.problems]
        return [_row(line) | {"text": " ".join(line.notes)} for line in found[:MOST_SHOWN]]

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

    @property
    def skipped(self) -> list[Row]:
        return [
            {"row": number(one.number), "text": one.text, "reason": one.reason}
            for one in skipped_rows(self.plan)[:MOST_SHOWN]
        ]

    @property
    def left_out(self) -> list[str]:
        return left_out(self.plan)

    @property
    def errors_url(self) -> str:
        if not self.plan.problems:
            return ""
        return reverse("dossiers:return-import-errors", args=[self.run.pk])

    @property
    def may_leave_out(self) -> bool:
        """Whether rows would be imported although others are refused."""
        plan = self.plan
        has_wrong = bool(plan.problems or plan.corrections)
        return has_wrong and bool(plan.of_kind(NEW) or plan.of_kind(CHANGED) or plan.problems)

    @property
    def good_only_label(self) -> str:
        """What stays out, and what comes in, where rows are refused."""
        good = sum(1 for line in self.plan.lines if line.kind in (NEW, CHANGED))
        words = {
            "good": number(good - len(self.plan.corrections)),
            "bad": number(self.plan.counts[REFUSED]),
        }
        return _("Nhập các dòng đúng (%(good)s), để lại %(bad)s dòng bị từ chối") % words


def _row(line: Line) -> Row:
    agency = line.agency
    return {
        "row": number(line.number),
        "code": agency.code if agency else "",
        "name": agency.name if agency else "",
    }


def _changed(line: Line) -> Row:
    changes = [
        {"label": label_of(one.key), "old": number(one.old), "new": number(one.new)}
        for one in line.changes
    ]
    return _row(line) | {"changes": changes}


def _main(line: Line) -> Row:
    """Totals as they add up, not as they are printed."""
    total = sums(line.figures)
    return {
        "received": number(total["received_total"]),
        "resolved": number(total["resolved_total"]),
        "overdue": number(line.figures.get("resolved_overdue")),
        "pending": number(total["pending_total"]),
    }


def _beyond(count: int) -> str:
    if count <= MOST_SHOWN:
        return ""
    words = {"shown": number(MOST_SHOWN), "total": number(count)}
    return _("Hiển thị %(shown)s trong %(total)s.") % words


def listed(run: ImportRun) -> Row:
    """A run as the list of imports shows it."""
    return {
        "url": reverse("dossiers:return-import-run", args=[run.pk]),
        "name": run.file_name,
        "target": run.target,
        "by": str(run.created_by or ""),
        "at": moment(run.finished_at or run.created_at),
        "status": run.get_status_display(),
        "counts": counts_in_words(run.counts) if run.status == ImportRun.Status.DONE else "",
        "sha256": run.sha256,
    }
