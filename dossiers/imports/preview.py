"""What importing a list would do, in counts and samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.codes import Channel, Status
from dossiers.imports import people, rules
from dossiers.imports.columns import COLUMNS, LABELS
from dossiers.imports.state import layout_of
from dossiers.models import Dossier, ImportRow, Procedure
from reporting.imports.layout import Layout, NotARow
from reporting.imports.text import fold
from reporting.models import ImportRun
from reporting.numbers import date

#: Rows shown of each kind, and agencies.
MOST_SAMPLES = 10
MOST_AGENCIES = 20


@dataclass(frozen=True)
class Fact:
    """One field of a dossier, as text; ``old`` is empty where there is none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Sample:
    """A row of the file, or a dossier that it lacks (``row`` None)."""

    code: str
    row: int | None
    facts: list[Fact]


@dataclass(frozen=True)
class Preview:
    """Counts of rows: new, changed, unchanged, refused, repeated, missing (dossiers of the same
    agencies and days that the file lacks; they are left as they are), warnings.

    ``fingerprint`` is handed back to ``jobs.confirm``. ``columns``: heading as written, what it is
    read as. ``skipped``: what lines are that are no rows, how many, numbers of the first.
    ``personal``, ``left_alone`` and ``unknown`` are headings of what is not read.
    ``is_renewed``: the data changed after the last preview, which was made anew.
    """

    run: ImportRun
    counts: dict[str, int]
    rows: int
    fingerprint: str
    span: tuple[dt.date, dt.date] | None
    agencies: list[tuple[str, int]]
    agencies_count: int
    columns: list[tuple[str, str]]
    personal: list[str]
    left_alone: list[str]
    unknown: list[str]
    hidden: list[str]
    skipped: list[tuple[str, int, list[int]]]
    kinds_of_problems: list[tuple[str, int]]
    kinds_of_warnings: list[tuple[str, int]]
    new: list[Sample]
    changed: list[Sample]
    missing: list[Sample]
    imported_before: ImportRun | None
    is_renewed: bool

    @property
    def is_clean(self) -> bool:
        """No row is refused."""
        return not self.counts["refused"]

    @property
    def is_empty(self) -> bool:
        """There is nothing to write."""
        return not self.counts["new"] + self.counts["changed"]


def preview(run: ImportRun) -> Preview | None:
    """None until the file has been read. A constant number of queries."""
    found = run.progress.found
    if not found or not run.progress.layout:
        return None
    layout = layout_of(run.progress)
    personal = [title for title in layout.left_alone if fold(title) in people.SPELLINGS]
    span = found["span"]
    rows = ImportRow.objects.filter(run_id=run.pk).order_by("row")
    new = list(rows.filter(kind=ImportRow.Kind.NEW)[:MOST_SAMPLES])
    changed = list(rows.filter(kind=ImportRow.Kind.CHANGED)[:MOST_SAMPLES])
    missing = list(Dossier.objects.filter(pk__in=found["missing"]).order_by("-received_on", "-pk"))
    olds = Dossier.objects.in_bulk([row.dossier_id for row in changed])
    names = _Names([*new, *changed, *missing, *olds.values()], found["agencies"][:MOST_AGENCIES])
    return Preview(
        run=run,
        counts=_counts(run),
        rows=found["rows"],
        fingerprint=found["fingerprint"],
        span=(dt.date.fromisoformat(span[0]), dt.date.fromisoformat(span[1])) if span else None,
        agencies=[
            (names.agencies.get(pk, ""), count) for pk, count in found["agencies"][:MOST_AGENCIES]
        ],
        agencies_count=len(found["agencies"]),
        columns=_columns(layout),
        personal=personal,
        left_alone=[title for title in layout.left_alone if title not in personal],
        unknown=layout.unknown,
        hidden=layout.hidden,
        skipped=[
            (str(kind.label), count, found.get("skipped_rows", {}).get(kind.value, []))
            for kind in NotARow
            if (count := found["skipped"].get(kind.value))
        ],
        kinds_of_problems=_kinds(found["problems"], rules.PROBLEMS),
        kinds_of_warnings=_kinds(found["warnings"], rules.WARNINGS),
        new=[Sample(row.code, row.row, names.all_facts(row)) for row in new],
        changed=[
            Sample(row.code, row.row, names.changes(olds[row.dossier_id], row))
            for row in changed
            if row.dossier_id in olds
        ],
        missing=[Sample(one.code, None, names.all_facts(one)) for one in missing],
        imported_before=imported_before(run),
        is_renewed=found["is_renewed"],
    )


def imported_before(run: ImportRun) -> ImportRun | None:
    """The latest run that imported the very same bytes, whoever did."""
    same: QuerySet[ImportRun] = ImportRun.objects.done().filter(kind=run.kind, sha256=run.sha256)
    return same.exclude(pk=run.pk).select_related("created_by").first()


def new_samples(rows: list[Any]) -> list[Sample]:
    """Rows or dossiers with all that is known of them. Two queries."""
    names = _Names(rows, [])
    return [Sample(one.code, getattr(one, "row", None), names.all_facts(one)) for one in rows]


def changed_samples(pairs: list[tuple[Any, Any]]) -> list[Sample]:
    """(old, new) of rows, dossiers or ``DossierChange``, with what differs. Two queries."""
    names = _Names([one for pair in pairs for one in pair], [])
    return [
        Sample(new.code, getattr(new, "row", None), names.changes(old, new)) for old, new in pairs
    ]


def _counts(run: ImportRun) -> dict[str, int]:
    told = {"same": "unchanged"}
    return {told.get(key, key): count for key, count in run.counts.items()}


def _columns(layout: Layout) -> list[tuple[str, str]]:
    return [(layout.title(key), _meaning(layout, key)) for key in COLUMNS if layout.has(key)]


def _meaning(layout: Layout, key: str) -> str:
    """What a column is read as, and what it stands in for."""
    label = str(LABELS[key])
    other = {"receiving": "resolving", "resolving": "receiving"}.get(key)
    if other and not layout.has(other):
        words = {"label": label, "other": str(LABELS[other])}
        return _("%(label)s; với hồ sơ mới cũng là %(other)s") % words
    if key == "procedure_name" and layout.has("procedure"):
        return _("%(label)s, dùng khi ô mã thủ tục trống") % {"label": label}
    if key == "returned" and layout.has("resolved"):
        return _("%(label)s, dùng khi ô ngày kết thúc xử lý trống") % {"label": label}
    return label


def _kinds(counts: Mapping[str, int], kinds: tuple[rules.Rule, ...]) -> list[tuple[str, int]]:
    """Label → rows, most first; rules of the same label are told apart by nobody."""
    found: dict[str, int] = {}
    for rule in kinds:
        if rule.code in counts:
            found[str(rule.label)] = found.get(str(rule.label), 0) + counts[rule.code]
    return sorted(found.items(), key=lambda pair: -pair[1])


class _Names:
    """Rows and dossiers in words. Two queries."""

    def __init__(self, rows: Iterable[Any], agencies: Iterable[tuple[int, int]]) -> None:
        rows = list(rows)
        ids = {pk for row in rows for pk in (row.receiving_agency_id, row.resolving_agency_id)}
        ids |= {pk for pk, _count in agencies}
        self.agencies = {one.pk: one.label for one in Agency.objects.filter(pk__in=ids)}
        wanted = Procedure.objects.filter(pk__in={row.procedure_id for row in rows})
        self.procedures = dict(wanted.values_list("pk", "code"))

    def all_facts(self, row: Any) -> list[Fact]:
        return [Fact(label, "", text) for label, text in self._texts(row).items() if text]

    def changes(self, old: Any, new: Any) -> list[Fact]:
        before, after = self._texts(old), self._texts(new)
        return [
            Fact(label, before[label], after[label])
            for label in before
            if before[label] != after[label]
        ]

    def _texts(self, row: Any) -> dict[str, str]:
        return {
            str(LABELS["procedure"]): self.procedures.get(row.procedure_id, ""),
            str(LABELS["receiving"]): self.agencies.get(row.receiving_agency_id, ""),
            str(LABELS["resolving"]): self.agencies.get(row.resolving_agency_id, ""),
            str(LABELS["channel"]): str(Channel(row.channel).label) if row.channel else "",
            str(LABELS["received"]): _day(row.received_on),
            str(LABELS["due"]): _day(row.due_on),
            str(LABELS["resolved"]): _day(row.resolved_on),
            str(LABELS["status"]): str(Status(row.status).label) if row.status else "",
        }


def _day(day: dt.date | None) -> str:
    return date(day) if day else ""
