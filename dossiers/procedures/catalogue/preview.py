"""The preview of a list of procedures in words: counts first, then what would change."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.procedures.catalogue.changes import decision_in_words, words
from dossiers.procedures.catalogue.lines import CHANGED, NEW, UNCHANGED, Line
from dossiers.procedures.catalogue.plan import Plan
from reporting.imports.counts import counts_in_words, names_of_counts
from reporting.imports.problems import MOST_SHOWN
from reporting.models import ImportRun
from reporting.numbers import moment, number

Row = dict[str, Any]


class PreviewPage:
    """The inputs of ``dossiers/procedures/import_preview.html``."""

    def __init__(self, plan: Plan, run: ImportRun, *, may_abolish: bool) -> None:
        self.plan, self.run, self.may_abolish = plan, run, may_abolish

    @property
    def title(self) -> str:
        return _("Xem trước khi nhập: %(counts)s") % {"counts": counts_in_words(self.plan.counts)}

    @property
    def said(self) -> str:
        words_ = {
            "file": self.run.file_name,
            "sheet": self.plan.table.sheet,
            "row": number(self.plan.table.first_row),
        }
        if self.plan.table.sheet:
            return _("Tệp “%(file)s”, trang tính “%(sheet)s”, tiêu đề ở dòng %(row)s.") % words_
        return _("Tệp “%(file)s”, tiêu đề ở dòng %(row)s.") % words_

    @property
    def counts(self) -> list[Row]:
        names = names_of_counts()
        found = [
            {
                "label": names[kind],
                "count": number(count),
                "href": f"#{kind}" if count and kind != UNCHANGED else "",
            }
            for kind, count in self.plan.counts.items()
        ]
        missing = len(self.plan.missing)
        label, href = _("Tệp không có"), "#missing" if missing else ""
        return [*found, {"label": label, "count": number(missing), "href": href}]

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
    def missing(self) -> list[Row]:
        return [
            {
                "code": one.code,
                "title": one.name,
                "url": self._abolish_url(one.pk),
            }
            for one in self.plan.missing[:MOST_SHOWN]
        ]

    @property
    def missing_beyond(self) -> str:
        return _beyond(len(self.plan.missing))

    def _abolish_url(self, key: int) -> str:
        if not self.may_abolish:
            return ""
        return reverse("admin:dossiers_procedure_change", args=[key])

    @property
    def unknown_sectors(self) -> str:
        return "; ".join(self.plan.unknown_sectors)

    @property
    def new_sectors(self) -> str:
        return "; ".join(one.name for one in self.plan.new_sectors)

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
                _("Cột do hệ thống tự tính, không nhập: %(names)s.") % _named(table.left_alone)
            )
        if table.hidden:
            found.append(_("Trang tính ẩn, không đọc: %(names)s.") % _named(table.hidden))
        return found

    @property
    def errors_url(self) -> str:
        if not self.plan.problems:
            return ""
        return reverse("dossiers:procedure-import-errors", args=[self.run.pk])

    @property
    def good(self) -> str:
        """How many rows would be imported although others are refused."""
        return number(self.plan.counts[NEW] + self.plan.counts[CHANGED])


def _named(names: list[str]) -> dict[str, str]:
    return {"names": ", ".join(f"“{name[:60]}”" for name in names)}


def _row(line: Line) -> Row:
    return {"row": number(line.row.number), "code": line.code, "title": line.title}


def _of_new(line: Line) -> Row:
    said = line.said
    return {
        "sector": said["sector"].name,
        "levels": words("levels", said["levels"]),
        "term": words("working_days", said["working_days"]),
        "decision": decision_in_words(line.decision) if line.decision else "",
    }


def _beyond(count: int) -> str:
    if count <= MOST_SHOWN:
        return ""
    shown = {"shown": number(MOST_SHOWN), "total": number(count)}
    return _("Hiển thị %(shown)s trong %(total)s.") % shown


def listed(run: ImportRun) -> Row:
    """A run as the list of imports shows it."""
    return {
        "url": reverse("dossiers:procedure-import-run", args=[run.pk]),
        "name": run.file_name,
        "by": str(run.created_by or ""),
        "at": moment(run.finished_at or run.created_at),
        "status": run.get_status_display(),
        "counts": counts_in_words(run.counts) if run.status == ImportRun.Status.DONE else "",
        "sha256": run.sha256,
    }
