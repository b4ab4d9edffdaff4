"""What an annex would do to the tasks of a programme: nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agencies.models import User
from reporting.imports.layout import ORDER, Table, TableRow
from reporting.imports.plans import NEW, Planned
from reporting.imports.text import fold
from tasks.imports.changes import changes_of
from tasks.imports.deadlines import in_words
from tasks.imports.lines import Line, Options
from tasks.imports.rows import Draft, Reader
from tasks.imports.sources import RIGHT, Sources
from tasks.models import Programme, Task, TaskUpdate


@dataclass
class Plan(Planned[Line]):
    programme: Programme
    table: Table
    options: Options
    lines: list[Line]

    @cached_property
    def fingerprint(self) -> str:
        told = [
            [
                line.row,
                line.kind,
                line.code,
                [[one.name, one.old, one.new] for one in line.changes],
                _told_of_new(line) if line.kind == NEW else [],
            ]
            for line in self.lines
        ]
        words = json.dumps([self.programme.pk, self.options.as_words(), told])
        return hashlib.sha256(words.encode()).hexdigest()


def _told_of_new(line: Line) -> list[str]:
    """What names in the row were taken to mean: they may come to mean something else."""
    said, deadline = line.draft.said, line.draft.deadline
    helping = sorted(one.code for one in said.get("coordinating") or ())
    return [said["lead"].code, *helping, in_words(deadline) if deadline else ""]


def make_plan(
    table: Table, rows: list[TableRow], *, programme: Programme, options: Options, user: User
) -> Plan:
    """Reads ``rows`` and compares them with the tasks of ``programme``; about ten queries."""
    year = programme.year or options.on.year
    reader = Reader(
        table, Sources(user), until=options.on, assigned_on=options.assigned_on, year=year
    )
    drafts = [reader.read(row) for row in rows]
    matcher = Matcher(programme, drafts, user)
    lines = [matcher.line(draft) for draft in drafts]
    for line in lines:
        if not line.problems:
            changes_of(line, options)
    return Plan(programme, table, options, lines)


class Matcher:
    """Which task a row means: by its code, else by its title; else a new one with a free code."""

    def __init__(self, programme: Programme, drafts: list[Draft], user: User) -> None:
        self.programme = programme
        reports = Prefetch("updates", queryset=TaskUpdate.objects.order_by("-reported_on", "-pk"))
        tasks = Task.objects.writable_by(user, RIGHT).filter(programme=programme)
        found = tasks.select_related("lead", "document", "responsible").prefetch_related(
            "coordinating", "lead_changes", reports
        )
        self.by_code = {task.code: task for task in found}
        self.by_title: dict[str, list[Task]] = defaultdict(list)
        for task in self.by_code.values():
            self.by_title[fold(task.title)].append(task)
        written = {draft.code for draft in drafts if draft.code}
        elsewhere = Task.objects.exclude(programme=programme)
        self.foreign = set(elsewhere.filter(code__in=written).values_list("code", flat=True))
        self.taken = written | set(self.by_code)
        self.taken |= set(
            elsewhere.filter(code__startswith=f"{programme.code}-").values_list("code", flat=True)
        )
        self.rows: dict[str, int] = {}
        self.next = 1

    def line(self, draft: Draft) -> Line:
        line = Line(draft, draft.code, None)
        if draft.code:
            self._by_code(line)
        elif draft.row.values["title"]:
            self._by_title(line)
        self._check_programme(line)
        if line.problems:
            return line
        line.code = line.code or self._free_code(draft)
        self._check_twice(line)
        return line

    def _by_code(self, line: Line) -> None:
        line.task = self.by_code.get(line.code)
        if line.task is None and line.code in self.foreign:
            line.draft.refuse(
                "code",
                _("Mã này đã dùng cho một nhiệm vụ khác."),
                _("Hãy dùng mã khác, hoặc chọn đúng chương trình khi tải tệp."),
            )

    def _by_title(self, line: Line) -> None:
        found = self.by_title.get(fold(line.title), [])
        if len(found) > 1:
            lead = line.draft.said.get("lead")
            found = [task for task in found if lead and task.lead_id == lead.pk]
            if len(found) != 1:
                line.draft.refuse(
                    "title",
                    _("Có nhiều nhiệm vụ trùng nội dung này trong chương trình."),
                    _("Hãy thêm cột “Mã” và ghi mã của từng nhiệm vụ."),
                )
                return
        if found:
            line.task = found[0]
            line.code = line.task.code

    def _check_programme(self, line: Line) -> None:
        said = fold(line.draft.row.values.get("programme", ""))
        one = self.programme
        names = (one.code, one.name, one.short_name, one.name_en)
        if said and said not in {fold(name) for name in names}:
            line.draft.refuse(
                "programme",
                _("Nhiệm vụ thuộc chương trình khác với chương trình đã chọn."),
                _("Hãy tách dòng này sang tệp của chương trình đó."),
            )

    def _free_code(self, draft: Draft) -> str:
        """The programme and the row's number in its order; the next free one where it is taken."""
        order = draft.row.values.get(ORDER, "").strip(".")
        wanted = (
            f"{self.programme.code}-{int(order):02d}"
            if order.isdecimal() and len(order) < 5
            else ""
        )
        if wanted and len(wanted) <= 30 and wanted not in self.taken:
            self.taken.add(wanted)
            return wanted
        while (code := f"{self.programme.code}-{self.next:02d}") in self.taken:
            self.next += 1
        self.taken.add(code)
        return code

    def _check_twice(self, line: Line) -> None:
        for key in (f"code:{line.code}", f"title:{fold(line.title)}:{_lead(line)}"):
            if key in self.rows:
                name = "code" if key.startswith("code") and line.draft.code else "title"
                line.draft.refuse(
                    name,
                    _("Trùng với dòng %(row)s của tệp.") % {"row": self.rows[key]},
                    _("Hãy xóa một trong hai dòng."),
                )
                return
            self.rows[key] = line.row


def _lead(line: Line) -> object:
    """Two tasks of one title and code-less rows are told apart by their lead, and by a code."""
    lead = line.draft.said.get("lead")
    return (lead.pk if lead else "", line.draft.code)
