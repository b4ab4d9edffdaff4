"""The preview of an annex in words: counts first, then what would change, row by row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.imports.counts import counts_in_words, names_of_counts
from reporting.imports.problems import MOST_SHOWN
from reporting.models import ImportRun
from reporting.numbers import date, moment, number
from tasks import wording
from tasks.imports.deadlines import in_words
from tasks.imports.lines import CHANGED, NEW, UNCHANGED, Line
from tasks.imports.plan import Plan
from tasks.states import Progress

Row = dict[str, Any]


class PreviewPage:
    def __init__(self, plan: Plan, run: ImportRun) -> None:
        self.plan, self.run = plan, run

    @property
    def title(self) -> str:
        return _("Xem trước khi nhập: %(counts)s") % {"counts": counts_in_words(self.plan.counts)}

    @property
    def said(self) -> str:
        sheet = self.plan.table.sheet
        words = {
            "file": self.run.file_name,
            "programme": wording.full_programme_name(self.plan.programme),
            "day": date(self.plan.options.on),
            "sheet": sheet,
            "row": number(self.plan.table.first_row),
        }
        if sheet:
            text = _(
                "Tệp “%(file)s”, trang tính “%(sheet)s”, tiêu đề ở dòng %(row)s, nhập vào "
                "%(programme)s, số liệu đến %(day)s."
            )
        else:
            text = _(
                "Tệp “%(file)s”, tiêu đề ở dòng %(row)s, nhập vào %(programme)s, số liệu đến "
                "%(day)s."
            )
        return text % words

    @property
    def counts(self) -> list[Row]:
        names = names_of_counts()
        return [
            {
                "label": names[kind],
                "count": number(count),
                "href": f"#{kind}" if count and kind != UNCHANGED else "",
            }
            for kind, count in self.plan.counts.items()
        ]

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
    def changed(self) -> list[Row]:
        return [
            _row(line)
            | {
                "changes": [
                    {"label": one.label, "old": one.old or _("(trống)"), "new": one.new}
                    for one in line.changes
                ]
            }
            for line in self.plan.of_kind(CHANGED)[:MOST_SHOWN]
        ]

    @property
    def changed_beyond(self) -> str:
        return _beyond(self.plan.counts[CHANGED])

    @property
    def new(self) -> list[Row]:
        return [_row(line) | _of_new(line) for line in self.plan.of_kind(NEW)[:MOST_SHOWN]]

    @property
    def new_beyond(self) -> str:
        return _beyond(self.plan.counts[NEW])

    @property
    def skipped(self) -> list[Row]:
        return [
            {"row": number(one.number), "text": one.text, "reason": one.reason}
            for one in self.plan.table.skipped[:MOST_SHOWN]
        ]

    @property
    def left_out(self) -> list[str]:
        """Columns and sheets that the import does not read, so that nothing is lost unseen."""
        table, found = self.plan.table, []
        if table.unknown:
            found.append(_("Cột không nhận ra, không nhập: %(names)s.") % _named(table.unknown))
        if table.left_alone:
            found.append(
                _("Cột do hệ thống tự tính hoặc đổi bằng thao tác riêng, không nhập: %(names)s.")
                % _named(table.left_alone)
            )
        if table.hidden:
            found.append(_("Trang tính ẩn, không đọc: %(names)s.") % _named(table.hidden))
        return found

    @property
    def errors_url(self) -> str:
        if not self.plan.problems:
            return ""
        return reverse("tasks:import-errors", args=[self.run.pk])

    @property
    def good(self) -> str:
        """How many rows would be imported although others are refused."""
        return number(self.plan.counts[NEW] + self.plan.counts[CHANGED])


def _named(names: list[str]) -> dict[str, str]:
    return {"names": ", ".join(f"“{name[:60]}”" for name in names)}


def _row(line: Line) -> Row:
    return {"row": number(line.row), "code": line.code, "title": line.title}


def _of_new(line: Line) -> Row:
    said = line.draft.said
    return {
        "lead": said["lead"].name,
        "coordinating": "; ".join(one.name for one in said.get("coordinating") or ()),
        "deadline": in_words(line.draft.deadline) if line.draft.deadline else "",
        "progress": Progress(said.get("progress") or Progress.NOT_STARTED).label,
    }


def _beyond(count: int) -> str:
    if count <= MOST_SHOWN:
        return ""
    words = {"shown": number(MOST_SHOWN), "total": number(count)}
    return _("Hiển thị %(shown)s trong %(total)s.") % words


def listed(run: ImportRun) -> Row:
    """A run as the list of imports shows it."""
    return {
        "url": reverse("tasks:import-run", args=[run.pk]),
        "name": run.file_name,
        "target": run.target,
        "by": str(run.created_by or ""),
        "at": moment(run.finished_at or run.created_at),
        "status": run.get_status_display(),
        "counts": counts_in_words(run.counts) if run.status == ImportRun.Status.DONE else "",
        "sha256": run.sha256,
    }
