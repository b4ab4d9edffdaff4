"""The preview of an annex in words: what would change, task by task."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reporting.import_preview import PreviewPage, Row
from reporting.imports.plans import REFUSED
from reporting.numbers import date, number
from tasks import wording
from tasks.imports.deadlines import in_words
from tasks.imports.lines import Line
from tasks.imports.plan import Plan
from tasks.states import Progress


class AnnexPreview(PreviewPage[Plan]):
    errors_page = "tasks:import-errors"

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
    def nothing(self) -> str:
        return _("Tệp không làm thay đổi nhiệm vụ nào.")

    @property
    def good_only_label(self) -> str:
        words = {"good": number(self.good), "bad": number(self.plan.counts[REFUSED])}
        return _("Chỉ nhập %(good)s dòng đúng, để lại %(bad)s dòng bị từ chối") % words

    def left_alone(self) -> str:
        return _("Cột do hệ thống tự tính hoặc đổi bằng thao tác riêng, không nhập: %(names)s.")

    def row(self, line: Line) -> Row:
        return {"row": number(line.row), "code": line.code, "title": line.title}

    def of_new(self, line: Line) -> Row:
        said = line.draft.said
        return {
            "lead": said["lead"].name,
            "coordinating": "; ".join(one.name for one in said.get("coordinating") or ()),
            "deadline": in_words(line.draft.deadline) if line.draft.deadline else "",
            "progress": Progress(said.get("progress") or Progress.NOT_STARTED).label,
        }
