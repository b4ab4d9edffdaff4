"""The screen in words and numbers: groups of rows, cells to type in, totals, what does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from dossiers.form206 import BY_KEY, COLUMNS, FormColumn, parts_of, sums
from dossiers.models import Return
from dossiers.period.table import HEADINGS
from dossiers.returns.grid.question import HEADED, Part, Question
from dossiers.returns.grid.typed import (
    KEYS,
    TOTALS,
    TypedRow,
    name_of,
    packed,
    shown_with,
)
from dossiers.returns.grid.words import of_blocks
from dossiers.returns.stocks import Stock
from dossiers.returns.verdict import Verdict
from dossiers.returns.writing import Gate
from reporting.findings import Issue
from reporting.models import Period
from reporting.numbers import number

#: Agencies named over the table.
MOST_NAMED = 5

Row = dict[str, Any]
Figures = Mapping[str, int | None]


class GridPage:
    """``typed`` is what came back and was not saved; empty when the screen is opened."""

    def __init__(
        self,
        question: Question,
        agencies: Sequence[Agency],
        stored: Mapping[int, Return],
        issues: Mapping[int, list[Issue]],
        suggested: Mapping[int, Stock],
        *,
        typed: Mapping[int, TypedRow] | None = None,
        has_totals: bool = False,
    ) -> None:
        self.question, self.agencies, self.stored = question, agencies, stored
        self.issues, self.suggested = issues, suggested
        self.typed = typed or {}
        self.has_totals = has_totals
        self.gate = Gate(question.user, stored.values())
        self.rows = [self._row(place, one) for place, one in enumerate(agencies, start=1)]

    @property
    def is_locked(self) -> bool:
        return bool(self.question.cell.period.status == Period.Status.LOCKED)

    @property
    def may_save(self) -> bool:
        return any(row["is_open"] for row in self.rows)

    @property
    def headline(self) -> str:
        """How many of the agencies on the screen have a return, and how many none."""
        count = sum(1 for one in self.agencies if one.pk in self.stored)
        words = {"n": number(count), "k": number(len(self.agencies) - count)}
        return _("Biểu II.06: %(n)s cơ quan đã có biểu, %(k)s cơ quan chưa có") % words

    @property
    def groups(self) -> list[Row]:
        found = []
        for level in HEADED:
            rows = [row for row in self.rows if row["level"] == level]
            if rows:
                numeral, heading = HEADINGS[level]
                found.append({"label": f"{numeral}. {heading}", "rows": rows})
        return found

    @property
    def columns(self) -> Sequence[FormColumn]:
        return COLUMNS

    @property
    def parts(self) -> list[Row]:
        """The other screens of the same sheet; empty where there is only one."""
        question = self.question
        if not question.part.level:
            return []
        return [
            {
                "label": _part_label(level, page, question.pages(level)),
                "url": f"?{question.query(Part(level, page))}",
                "current": Part(level, page) == question.part,
            }
            for level in question.levels
            for page in range(1, question.pages(level) + 1)
        ]

    @property
    def totals(self) -> list[Row]:
        """Sums of the rows on the screen; totals are the sums of their parts."""
        figures = [row["figures"] for row in self.rows]
        added = {key: _added(one[key] for one in figures) for key in KEYS if key not in TOTALS}
        added |= {key: _added(added[part] for part in parts_of(key)) for key in TOTALS}
        return [{"key": column.key, "text": _text(added[column.key])} for column in COLUMNS]

    @property
    def problem(self) -> str:
        """Over the table where nothing was saved, with the agencies and columns that are wrong."""
        typed = [self.typed[one.pk] for one in self.agencies if one.pk in self.typed]
        wrong = [row for row in typed if row.errors]
        overtaken = [row for row in typed if row.conflict]
        parts = []
        if wrong:
            text = ngettext("%(n)s dòng có ô chưa đúng", "%(n)s dòng có ô chưa đúng", len(wrong))
            names = [_wrong_cells(row) for row in wrong]
            parts.append(_named(text % {"n": number(len(wrong))}, names))
        if overtaken:
            count = len(overtaken)
            text = ngettext("%(n)s dòng đã thay đổi", "%(n)s dòng đã thay đổi", count)
            names = [row.agency.name for row in overtaken]
            parts.append(_named(text % {"n": number(count)}, names))
        if not parts:
            return ""
        return _("Chưa lưu dòng nào: %(what)s. Mọi số bạn nhập còn nguyên dưới đây.") % {
            "what": "; ".join(parts)
        }

    @property
    def words(self) -> str:
        """What the script tells of pasted blocks, as JSON; names in braces are filled in there."""
        return json.dumps(of_blocks(), ensure_ascii=False)

    def _row(self, place: int, agency: Agency) -> Row:
        stored = self.stored.get(agency.pk)
        typed = self.typed.get(agency.pk)
        issues = self.issues.get(agency.pk, [])
        is_open = not self.is_locked and (stored is None or self.gate.may_change(stored))
        now: Figures = {key: getattr(stored, key, None) for key in KEYS}
        figures: Figures = {**now, **typed.figures} if typed and is_open else now
        return {
            "number": place,
            "agency": agency,
            "level": agency.level,
            "is_open": is_open,
            "shown_name": shown_with(agency.pk),
            "shown": packed(typed.shown if typed else now),
            "figures": figures,
            "cells": [self._cell(agency, column, figures, typed, is_open) for column in COLUMNS],
            "status": stored.get_status_display() if stored else _("Chưa báo cáo"),
            "url": stored.get_absolute_url() if stored else "",
            "notes": _notes(issues),
            "verdict": Verdict.of(stored, issues).word if stored else "",
            "conflict": typed.conflict if typed else [],
        }

    def _cell(
        self,
        agency: Agency,
        column: FormColumn,
        figures: Figures,
        typed: TypedRow | None,
        is_open: bool,
    ) -> Row:
        key, value = column.key, figures[column.key]
        is_input = is_open and (self.has_totals or not column.is_total)
        suggested = self.suggested.get(agency.pk) if key == "carried_over" else None
        text = typed.texts.get(key) if typed else None
        return {
            "column": column,
            "is_input": is_input,
            "name": name_of(agency.pk, key),
            "value": _plain(value) if text is None else text,
            "text": _text(value) if not column.is_total else "",
            "sum": _text(sums(figures)[key]) if column.is_total else "",
            "stated": _text(value) if column.is_total and value is not None else "",
            "differs": column.is_total and value not in (None, sums(figures)[key]),
            "label": _("Cột %(number)s, %(agency)s")
            % {"number": column.number, "agency": agency.name},
            "error": typed.errors.get(key, "") if typed else "",
            "hint": _plain(suggested.value) if suggested else "",
            "hint_title": _hint(suggested) if suggested else "",
        }


def _wrong_cells(row: TypedRow) -> str:
    """``Sở Xây dựng: cột 4, 12``."""
    numbers = ", ".join(str(BY_KEY[key].number) for key in KEYS if key in row.errors)
    return _("%(agency)s: cột %(numbers)s") % {"agency": row.agency.name, "numbers": numbers}


def _named(text: str, names: Sequence[str]) -> str:
    """With the first of ``names`` in brackets."""
    shown = "; ".join(names[:MOST_NAMED]) + ("; …" if len(names) > MOST_NAMED else "")
    return f"{text} ({shown})"


def _part_label(level: str, page: int, pages: int) -> str:
    label = str(HEADINGS[level][1])
    return label if pages == 1 else _("%(label)s, trang %(page)s") % {"label": label, "page": page}


def _hint(suggested: Stock) -> str:
    words = {"value": number(suggested.value), "source": suggested.source}
    return _("Gợi ý cột 6: %(value)s, theo %(source)s.") % words


def _notes(issues: Iterable[Issue]) -> list[str]:
    """What does not add up in the stored return and nobody accepted, with the likeliest repair."""
    return [
        " ".join([*one.finding.messages(), *(edit.message() for edit in one.finding.edits[:1])])
        for one in issues
        if not one.is_accepted
    ]


def _added(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _text(value: int | None) -> str:
    return number(value) if value is not None else ""


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)
