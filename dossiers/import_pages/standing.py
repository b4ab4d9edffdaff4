"""A run that works, has stopped or has ended, in words: what it says, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from dossiers.import_pages.listing import counts_of, names, told_counts, who_and_when
from dossiers.import_pages.telling import errors_url, rows_in_words
from dossiers.imports import jobs
from dossiers.imports.listing import KINDS as LISTED
from dossiers.imports.standing import Progress
from reporting.models import ImportRun
from reporting.numbers import moment, number, svg_share

Status = ImportRun.Status
Row = dict[str, Any]


@dataclass(frozen=True)
class RunPage:
    """``run`` with its progress, as ``stands`` tells, for ``user``."""

    run: ImportRun
    stands: Progress
    user: User

    @property
    def is_live(self) -> bool:
        """Whether the page asks again by itself."""
        return self.stands.is_running or self.stands.is_waiting

    @property
    def title(self) -> str:
        return f"{self.stands.label}: {self.run.file_name}"

    @property
    def said(self) -> str:
        run = self.run
        words = who_and_when(run) | {"counts": told_counts(run)} | self._undone
        if self.is_live:
            return _("Có thể đóng trang này; việc vẫn tiếp tục và trang này vẫn ở địa chỉ này.")
        if self.stands.is_stalled:
            return _(
                "Chương trình xử lý tệp đã dừng giữa chừng. Chưa có gì được ghi dở; chạy lại sẽ "
                "làm tiếp từ đầu bước này."
            )
        ended = {
            Status.DONE: _("%(who)s nhập lúc %(when)s: %(counts)s."),
            Status.UNDONE: _(
                "%(who)s nhập lúc %(when)s; %(undone_by)s hoàn tác lúc %(undone_at)s, các hồ sơ "
                "trở lại như trước khi nhập."
            ),
            Status.DROPPED: _("%(who)s tải lên; đã bỏ lúc %(when)s, không dòng nào được nhập."),
            Status.FAILED: _("%(who)s tải lên; không dòng nào được nhập."),
        }
        return ended.get(Status(run.status), "") % words

    @property
    def _undone(self) -> dict[str, str]:
        """Who took the run back and when; runs of old do not know."""
        run = self.run
        return {
            "undone_by": str(run.undone_by or _("không rõ ai")),
            "undone_at": moment(run.undone_at) if run.undone_at else _("không rõ khi nào"),
        }

    @property
    def rows_read(self) -> str:
        """How far the reading has come; empty before the first row and while nothing is read."""
        if not self.is_live or not self.stands.rows_read:
            return ""
        if self._total:
            words = {"n": number(self.stands.rows_read), "rows": rows_in_words(self._total)}
            return _("Đã đọc %(n)s trong %(rows)s.") % words
        return _("Đã đọc %(rows)s.") % {"rows": rows_in_words(self.stands.rows_read)}

    @property
    def percent(self) -> str:
        """Width of the bar, where the number of rows is known."""
        if not self.rows_read or not self._total:
            return ""
        return svg_share(min(self.stands.rows_read, self._total), self._total)

    @property
    def _total(self) -> int:
        return self.run.progress.rows_total or 0

    @property
    def problem(self) -> str:
        return self.stands.problem if not self.is_live else ""

    @property
    def is_wrong(self) -> bool:
        return self.run.status == Status.FAILED

    # What came of it ------------------------------------------------------------------------------

    @property
    def counts(self) -> list[Row]:
        """The tiles of a done run; what it wrote opens its rows."""
        if self.run.status not in (Status.DONE, Status.UNDONE):
            return []
        named, found = names(), counts_of(self.run)
        return [
            {
                "label": named[kind],
                "count": number(found[kind]),
                "href": self._rows(kind) if found[kind] else "",
            }
            for kind in ("new", "changed", "unchanged", "refused")
            if kind in found
        ]

    def _rows(self, kind: str) -> str:
        if kind in LISTED and kind != "unchanged" and self.run.status == Status.DONE:
            return f"{reverse('dossiers:import-rows', args=[self.run.pk])}?kind={kind}"
        return errors_url(self.run) if kind == "refused" else ""

    @property
    def left_out(self) -> str:
        """How many rows stayed out of a done run."""
        count = counts_of(self.run).get("refused", 0)
        if self.run.status != Status.DONE or not count:
            return ""
        text = ngettext(
            "%(n)s dòng sai không được nhập; hãy tải các dòng này về sửa rồi nhập lại.",
            "%(n)s dòng sai không được nhập; hãy tải các dòng này về sửa rồi nhập lại.",
            count,
        )
        return text % {"n": number(count)}

    @property
    def facts(self) -> list[Row]:
        run = self.run
        found = [
            (_("Tệp"), run.file_name),
            (_("Người tải lên"), str(run.created_by or "")),
            (_("Tải lên lúc"), moment(run.created_at)),
            (_("Kết thúc lúc"), moment(run.finished_at) if run.finished_at else ""),
            (_("Người hoàn tác"), str(run.undone_by or "")),
            (_("Hoàn tác lúc"), moment(run.undone_at) if run.undone_at else ""),
        ]
        return [{"term": term, "text": text} for term, text in found if text]

    # What may be done -----------------------------------------------------------------------------

    @property
    def actions(self) -> list[Row]:
        """Buttons: name of the action, label, whether it is the main one."""
        found = []
        may_lead = jobs.may_lead(self.run, self.user)
        may_restart = jobs.may_undo(self.run, self.user) if self.stands.is_undoing else may_lead
        if self.stands.may_restart and may_restart:
            found.append({"name": "restart", "label": _("Chạy lại"), "is_main": True})
        if may_lead and self.run.status == Status.READING:
            found.append({"name": "drop", "label": _("Hủy"), "is_main": False})
        if may_lead and self.run.status == Status.FAILED and self.run.file:
            found.append({"name": "drop", "label": _("Bỏ tệp này"), "is_main": False})
        return found

    @property
    def undo_url(self) -> str:
        """Where a done run is taken back; empty while that is being done, and for others."""
        is_done = self.run.status == Status.DONE and not self.stands.is_undoing
        if not is_done or not jobs.may_undo(self.run, self.user):
            return ""
        return reverse("dossiers:import-undo", args=[self.run.pk])
