"""One row of a list of procedures, read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from dossiers.models import Sector
from dossiers.procedures.catalogue import values
from dossiers.procedures.catalogue.agencies import AgencyBook
from dossiers.procedures.catalogue.lines import Line
from dossiers.procedures.catalogue.terms import term
from reporting.imports import values as common
from reporting.imports.layout import Table, TableRow
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold

_REQUIRED = ("code", "name", "sector", "levels")
_OF_DECISION = ("decided_on", "effective_on", "published_on")
_DAYS = ("workflow_on", *_OF_DECISION)


class Reader:
    """Reads the rows of a table; two queries, however many rows there are.

    ``new_sectors`` holds the sectors to be created, by their folded name; where creating was not
    asked for, rows that name one are refused, and ``unknown_sectors`` tells their names.
    """

    def __init__(self, table: Table, *, creates_sectors: bool) -> None:
        self.table, self.creates_sectors = table, creates_sectors
        self.agencies = AgencyBook()
        self.sectors: dict[str, Sector] = {}
        for one in Sector.objects.all():
            self.sectors |= {fold(one.name): one, fold(one.code): one}
        self.new_sectors: dict[str, Sector] = {}
        self.unknown_sectors: dict[str, str] = {}

    def read(self, row: TableRow) -> Line:
        line = Line(row, self.table)
        for key in _REQUIRED:
            if not row.values.get(key):
                line.refuse(key, _("Thiếu nội dung bắt buộc."), _("Hãy điền ô này."))
        self._take(line, "code", values.code)
        self._take(line, "name", lambda text: values.text_of("name", text))
        self._take(line, "sector", self._sector)
        self._take(line, "levels", values.levels)
        self._take(line, "working_days", term)
        self._take(line, "online_kind", values.online_kind)
        self._take(line, "serves", values.serves)
        self._take(line, "one_stop_levels", values.one_stop)
        self._take(line, "workflow_number", lambda text: values.text_of("workflow_number", text))
        self._agency(line)
        for key in _DAYS:
            self._take(line, key, common.day)
        self._decision(line)
        return line

    def _take(self, line: Line, key: str, read: Callable[[str], Any]) -> None:
        """``read`` of a filled cell becomes what the row says; an empty one says nothing."""
        text = line.row.values.get(key, "")
        if not text:
            return
        try:
            line.said[key] = read(text)
        except WrongValue as error:
            line.refuse(key, error.wrong, error.mend)

    def _sector(self, text: str) -> Sector:
        name = " ".join(text.split())
        known = self.sectors.get(fold(name)) or self.new_sectors.get(fold(name))
        if known is not None:
            return known
        longest = Sector._meta.get_field("name").max_length or 0
        if len(name) > longest or not fold(name):
            raise WrongValue(_("Không phải tên lĩnh vực."), _("Hãy ghi tên ngắn gọn của lĩnh vực."))
        if not self.creates_sectors:
            self.unknown_sectors.setdefault(fold(name), name)
            raise WrongValue(
                _("Lĩnh vực này chưa có trong danh mục."),
                _("Hãy sửa tên, hoặc chọn “Tạo lĩnh vực chưa có” ở bản xem trước."),
            )
        self.new_sectors[fold(name)] = Sector(name=name)
        return self.new_sectors[fold(name)]

    def _agency(self, line: Line) -> None:
        """The agency that manages or settles; whoever published it stands in for an empty cell."""
        key = "agency" if line.row.values.get("agency") else "publisher"
        text = line.row.values.get(key, "")
        try:
            found = self.agencies.find(text)
        except WrongValue as error:
            line.refuse(key, error.wrong, error.mend)
        else:
            if found is not None:
                line.said["managing_agency"] = found

    def _decision(self, line: Line) -> None:
        """The decision with its days; its number and day may stand in one cell."""
        said = line.said
        self._take(line, "kind", values.kind)
        self._take(line, "decision_number", values.decision)
        number, day = said.pop("decision_number", ("", None))
        said["decision_number"] = number
        if day is not None and said.setdefault("decided_on", day) != day:
            line.refuse(
                "decided_on",
                _("Khác với ngày ghi trong ô quyết định."),
                _("Hãy sửa một trong hai ô."),
            )
        is_written = bool(line.row.values.get("decision_number"))
        if not is_written and (said.get("kind") or any(said.get(key) for key in _OF_DECISION)):
            line.refuse(
                "decision_number",
                _("Đã ghi loại hoặc ngày nhưng thiếu số quyết định."),
                _("Hãy ghi số, ký hiệu quyết định, hoặc xóa các ô đó."),
            )
        elif number and not day and not line.row.values.get("decided_on"):
            line.refuse(
                "decided_on",
                _("Thiếu ngày của quyết định."),
                _("Hãy ghi ngày, ví dụ 14/06/2024."),
            )
