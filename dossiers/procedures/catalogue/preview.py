"""The preview of a list of procedures in words: what would change, procedure by procedure."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dossiers.procedures.catalogue.changes import decision_in_words, words
from dossiers.procedures.catalogue.lines import Line
from dossiers.procedures.catalogue.plan import Plan
from reporting.import_preview import PreviewPage, Row, beyond
from reporting.imports.plans import REFUSED
from reporting.imports.problems import MOST_SHOWN
from reporting.models import ImportRun
from reporting.numbers import number


class CataloguePreview(PreviewPage[Plan]):
    """The inputs of ``dossiers/procedures/import_preview.html``."""

    errors_page = "dossiers:procedure-import-errors"

    def __init__(self, plan: Plan, run: ImportRun, *, may_abolish: bool) -> None:
        super().__init__(plan, run)
        self.may_abolish = may_abolish

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
    def nothing(self) -> str:
        return _("Tệp không làm thay đổi thủ tục nào.")

    @property
    def good_only_label(self) -> str:
        counts = {"good": number(self.good), "bad": number(self.plan.counts[REFUSED])}
        return _("Nhập các dòng đúng (%(good)s dòng), để lại %(bad)s dòng bị từ chối") % counts

    @property
    def counts(self) -> list[Row]:
        missing = len(self.plan.missing)
        label, href = _("Tệp không có"), "#missing" if missing else ""
        return [*super().counts, {"label": label, "count": number(missing), "href": href}]

    def left_alone(self) -> str:
        return _("Cột do hệ thống tự tính, không nhập: %(names)s.")

    def row(self, line: Line) -> Row:
        return {"row": number(line.row.number), "code": line.code, "title": line.title}

    def of_new(self, line: Line) -> Row:
        said = line.said
        return {
            "sector": said["sector"].name,
            "levels": words("levels", said["levels"]),
            "term": words("working_days", said["working_days"]),
            "decision": decision_in_words(line.decision) if line.decision else "",
        }

    @property
    def missing(self) -> list[Row]:
        return [
            {"code": one.code, "title": one.name, "url": self._abolish_url(one.pk)}
            for one in self.plan.missing[:MOST_SHOWN]
        ]

    @property
    def missing_beyond(self) -> str:
        return beyond(len(self.plan.missing))

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
