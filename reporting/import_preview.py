"""The preview of a file in words, of whatever kind: counts first, then what would change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.imports.counts import counts_in_words, names_of_counts
from reporting.imports.layout import Skipped
from reporting.imports.plans import CHANGED, NEW, UNCHANGED, Planned
from reporting.imports.problems import MOST_SHOWN
from reporting.models import ImportRun
from reporting.numbers import moment, number

Row = dict[str, Any]
P = TypeVar("P", bound=Planned[Any])


class PreviewPage(ABC, Generic[P]):
    """The inputs of ``reporting/import_preview.html``; no list is longer than ``MOST_SHOWN``.

    ``errors_page`` is the name of the address where refused rows are taken away.
    """

    errors_page: ClassVar[str]

    def __init__(self, plan: P, run: ImportRun) -> None:
        self.plan, self.run = plan, run

    # What each importer says itself ---------------------------------------------------------------

    @property
    @abstractmethod
    def said(self) -> str:
        """Which file, where its table begins, and where it goes."""

    @property
    @abstractmethod
    def nothing(self) -> str:
        """That the file changes nothing."""

    @property
    @abstractmethod
    def good_only_label(self) -> str:
        """What comes in, and what stays out, where rows are refused."""

    @abstractmethod
    def left_alone(self) -> str:
        """Of the columns that are known and not imported, with ``%(names)s`` to be filled in."""

    @abstractmethod
    def row(self, line: Any) -> Row:
        """``row``, ``code`` and ``title`` of a line."""

    @abstractmethod
    def of_new(self, line: Any) -> Row:
        """What a new line shows besides."""

    # What all share -------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return _("Xem trước khi nhập: %(counts)s") % {"counts": counts_in_words(self.plan.counts)}

    @property
    def counts(self) -> list[Row]:
        names = names_of_counts()
        return [
            {
                "label": names[kind],
                "count": number(count),
                "href": self.anchor(kind) if count else "",
            }
            for kind, count in self.plan.counts.items()
        ]

    def anchor(self, kind: str) -> str:
        """Where the rows of a kind are listed; those that need nothing are not."""
        return "" if kind == UNCHANGED else f"#{kind}"

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
        return beyond(len(self.plan.problems))

    @property
    def errors_url(self) -> str:
        return reverse(self.errors_page, args=[self.run.pk]) if self.plan.problems else ""

    @property
    def may_leave_out(self) -> bool:
        """Whether rows would be imported although others are refused."""
        return bool(self.plan.problems) and self.plan.does_something

    @property
    def does_nothing(self) -> bool:
        return not self.plan.problems and not self.plan.does_something

    @property
    def changed(self) -> list[Row]:
        return [self.changed_row(line) for line in self.plan.of_kind(CHANGED)[:MOST_SHOWN]]

    def changed_row(self, line: Any) -> Row:
        return self.row(line) | {"changes": self.changes(line)}

    def changes(self, line: Any) -> list[Row]:
        return [
            {"label": one.label, "old": one.old or _("(trống)"), "new": one.new}
            for one in line.changes
        ]

    @property
    def changed_beyond(self) -> str:
        return beyond(len(self.plan.of_kind(CHANGED)))

    @property
    def new(self) -> list[Row]:
        return [self.row(line) | self.of_new(line) for line in self.plan.of_kind(NEW)[:MOST_SHOWN]]

    @property
    def new_beyond(self) -> str:
        return beyond(self.plan.counts[NEW])

    def skipped_rows(self) -> Sequence[Skipped]:
        return self.plan.table.skipped

    @property
    def skipped(self) -> list[Row]:
        return [
            {"row": number(one.number), "text": one.text, "reason": one.reason}
            for one in self.skipped_rows()[:MOST_SHOWN]
        ]

    @property
    def left_out(self) -> list[str]:
        """Columns and sheets that the import does not read, so that nothing is lost unseen."""
        table, found = self.plan.table, []
        if table.unknown:
            found.append(_("Cột không nhận ra, không nhập: %(names)s.") % named(table.unknown))
        if table.left_alone:
            found.append(self.left_alone() % named(table.left_alone))
        if table.hidden:
            found.append(_("Trang tính ẩn, không đọc: %(names)s.") % named(table.hidden))
        return found

    @property
    def good(self) -> int:
        """How many rows would be imported although others are refused."""
        return self.plan.counts[NEW] + self.plan.counts[CHANGED]


def named(names: Sequence[str]) -> dict[str, str]:
    return {"names": ", ".join(f"“{name[:60]}”" for name in names)}


def beyond(count: int) -> str:
    """That a list of ``count`` rows is cut; empty where it is not."""
    if count <= MOST_SHOWN:
        return ""
    words = {"shown": number(MOST_SHOWN), "total": number(count)}
    return _("Hiển thị %(shown)s trong %(total)s.") % words


def listed(run: ImportRun, run_url: str) -> Row:
    """A run as a list of imports shows it; ``run_url`` is the name of its address."""
    return {
        "url": reverse(run_url, args=[run.pk]),
        "name": run.file_name,
        "target": run.target,
        "by": str(run.created_by or ""),
        "at": moment(run.finished_at or run.created_at),
        "status": run.get_status_display(),
        "counts": counts_in_words(run.counts) if run.status == ImportRun.Status.DONE else "",
        "sha256": run.sha256,
    }
