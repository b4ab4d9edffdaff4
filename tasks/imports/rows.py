"""One row of an annex, read: what it says of a task, and what in it cannot be taken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency
from reporting.imports.layout import Table, TableRow
from reporting.imports.problems import Problem, WrongValue
from tasks.deadlines import Deadline
from tasks.imports import values
from tasks.imports.columns import LABELS
from tasks.imports.deadlines import deadline_of, deadline_of_export
from tasks.imports.sources import Sources

_TEXTS = ("title", "product", "assigned_by", "external_number", "evidence", "note")
_CLAUSE = re.compile(r"\b(?:điều|khoản|điểm|mục|phụ lục|chương|phần)\s.*", re.I | re.S)


@dataclass
class Draft:
    """``said`` holds what the row says, by field of ``Task`` (and ``percent``, ``result``,
    ``delay_reason``, ``remedy`` of its report). A field that the file lacks is not in it."""

    row: TableRow
    table: Table
    said: dict[str, Any] = field(default_factory=dict)
    deadline: Deadline | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.row.values.get("code", "")

    def refuse(self, key: str, wrong: object, mend: object) -> None:
        """Notes that what stands (or is missing) under ``key`` cannot be taken."""
        value = self.row.values.get(key, "")
        wrong, mend = str(wrong), str(mend)
        self.problems.append(Problem(self.row.number, self.label(key), value, wrong, mend))

    def label(self, key: str) -> str:
        """The heading over ``key``, as the file writes it where it has the column."""
        return self.table.title(key) or LABELS[key]


class Reader:
    """Reads the rows of ``table``. ``until`` is the day that the file tells of; ``assigned_on``
    stands in where a row does not say when its task was given."""

    def __init__(
        self, table: Table, sources: Sources, *, until: dt.date, assigned_on: dt.date, year: int
    ) -> None:
        self.table, self.sources = table, sources
        self.until, self.assigned_on, self.year = until, assigned_on, year

    def read(self, row: TableRow) -> Draft:
        draft = Draft(row, self.table)
        self._texts(draft)
        self._days(draft)
        self._field(draft)
        self._agencies(draft)
        self._deadline(draft)
        self._source(draft)
        self._marks(draft)
        self._report(draft)
        return draft

    def _take(self, draft: Draft, key: str, name: str, read: Callable[[str], Any]) -> Any:
        """``read`` of the cell under ``key`` becomes what the row says of ``name``."""
        if not self.table.has(key):
            return None
        text = draft.row.values[key]
        try:
            draft.said[name] = read(text)
        except WrongValue as error:
            draft.refuse(key, error.wrong, error.mend)
            return None
        return draft.said[name]

    def _texts(self, draft: Draft) -> None:
        for name in _TEXTS:
            self._take(draft, name, name, lambda text, name=name: values.text_of(name, text))  # type: ignore[misc]
        self._take(draft, "code", "code", lambda text: values.text_of("code", text))
        if not draft.row.values["title"]:
            draft.refuse("title", _("Thiếu nội dung nhiệm vụ."), _("Hãy điền ô này."))

    def _days(self, draft: Draft) -> None:
        self._take(draft, "assigned_on", "assigned_on", lambda text: values.day(text))
        self._take(
            draft, "completed_on", "completed_on", lambda text: values.day(text, until=self.until)
        )

    def _field(self, draft: Draft) -> None:
        found = self._take(draft, "field", "field", values.field)
        if found is None and not draft.row.values.get("field"):
            found = values.field_of_section(draft.row.section)
            draft.said.pop("field", None)
            if found is not None:
                draft.said["field"] = found

    def _agencies(self, draft: Draft) -> None:
        on = (draft.said.get("assigned_on") or self.assigned_on, self.until)
        book = self.sources.book
        lead: Agency | None = None
        if draft.row.values["lead"]:
            lead = self._take(draft, "lead", "lead", lambda text: book.find(text, on))
        else:
            draft.refuse("lead", _("Thiếu cơ quan chủ trì."), _("Hãy điền ô này."))
        self._take(
            draft, "coordinating", "coordinating", lambda text: book.find_all(text, on, but=lead)
        )

    def _deadline(self, draft: Draft) -> None:
        row = draft.row.values
        if row.get("deadline_kind"):
            self._take(draft, "deadline_kind", "deadline", lambda text: deadline_of_export(row))
        elif row["deadline"]:
            year = draft.said["assigned_on"].year if draft.said.get("assigned_on") else self.year
            self._take(draft, "deadline", "deadline", lambda text: deadline_of(text, year=year))
        draft.deadline = draft.said.pop("deadline", None)

    def _source(self, draft: Draft) -> None:
        text = draft.row.values.get("document", "")
        self._take(draft, "document", "document", self.sources.document)
        clause = _CLAUSE.search(text)
        if self.table.has("document_clause"):
            self._take(
                draft,
                "document_clause",
                "document_clause",
                lambda text: values.text_of("document_clause", text),
            )
        elif clause and draft.said.get("document"):
            draft.said["document_clause"] = clause[0][:60].strip()

    def _marks(self, draft: Draft) -> None:
        self._take(draft, "responsible", "responsible", self.sources.official)
        self._take(draft, "communication", "communication", values.communication)
        self._take(draft, "is_restricted", "is_restricted", values.yes)
        self._take(
            draft,
            "result_number",
            "result_number",
            lambda text: values.text_of("result_number", text),
        )

    def _report(self, draft: Draft) -> None:
        """Progress, percent and result, which many sheets put into one column."""
        text = draft.row.values.get("progress", "")
        state = values.progress(text)
        share = None if state else values.percent(text, strict=False)
        if state:
            draft.said["progress"] = state
        elif share is not None:
            draft.said["percent"] = share
        elif text:
            draft.said["result"] = text
        if draft.row.values.get("percent"):
            self._take(draft, "percent", "percent", lambda one: values.percent(one, strict=True))
        for name in ("result", "delay_reason", "remedy"):
            if draft.row.values.get(name):
                draft.said[name] = draft.row.values[name]
