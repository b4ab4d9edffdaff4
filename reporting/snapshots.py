"""Figures frozen for an occasion, proven to be unchanged, and set beside those of now."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.models import User
from reporting.figures import Definition, Figure, definition
from reporting.models import Snapshot, SnapshotFigure
from reporting.numbers import Ratio, in_language, signed
from reporting.selection import Selection

#: What is frozen keeps the language of the rows: Vietnamese.
_LANGUAGE = "vi"
_HEAD = ("occasion", "version", "title", "scope", "previous_digest")
_CELLS = (
    *("position", "section", "section_label", "code", "label", "unit", "numerator"),
    *("denominator", "text", "formula", "source", "firmness", "rows_url", "base_url"),
)
#: What makes two versions the same but for when they were taken.
_MEANING = ("section", "code", "numerator", "denominator", "formula")


@dataclass(frozen=True)
class Section:
    """Figures that stand together, by code; ``key`` names them (``plan``, ``dossiers``)."""

    key: str
    label: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Compared:
    """A frozen figure and the same figure now. ``difference`` is empty where they agree."""

    label: str
    formula: str
    unit: str
    then: str
    then_url: str
    now: str
    now_url: str
    difference: str

    @property
    def is_restated(self) -> bool:
        return bool(self.difference)


@dataclass(frozen=True)
class ComparedSection:
    label: str
    rows: Sequence[Compared]

    @property
    def restated(self) -> int:
        """How many of its figures have changed since."""
        return sum(1 for row in self.rows if row.is_restated)


def newest(occasion: str) -> Snapshot | None:
    return versions(occasion).first()


def versions(occasion: str) -> models.QuerySet[Snapshot]:
    """Every version with its figures, the newest first."""
    rows = Snapshot.objects.filter(occasion=occasion).order_by("-version")
    return rows.select_related("taken_by", "period").prefetch_related("figures")


@transaction.atomic
def take(
    occasion: str,
    sections: Iterable[Section],
    selection: Selection,
    user: User,
    *,
    title: str,
    scope: str,
) -> tuple[Snapshot, bool]:
    """Freezes ``sections``. The newest version and False where nothing has changed since it was
    taken. The caller holds a lock on what the occasion is about."""
    before = newest(occasion)
    with override(_LANGUAGE):
        figures = _figures(sections)
    if before and _is_same(before, selection, figures):
        return before, False
    made = Snapshot(
        occasion=occasion,
        version=before.version + 1 if before else 1,
        title=title,
        scope=scope,
        period=selection.period,
        as_of=selection.as_of,
        taken_at=timezone.now(),
        taken_by=user,
        previous_digest=before.digest if before else "",
    )
    made.digest = digest_of(made, figures)
    made.save()
    for one in figures:
        one.snapshot = made
    SnapshotFigure.objects.bulk_create(figures)
    return made, True


def digest_of(snapshot: Snapshot, figures: Iterable[SnapshotFigure]) -> str:
    """SHA-256 (hex) over all that the snapshot says, in one canonical spelling."""
    said = {name: getattr(snapshot, name) for name in _HEAD}
    said["period"] = snapshot.period.code
    said["as_of"] = snapshot.as_of.isoformat()
    said["taken_at"] = snapshot.taken_at.astimezone(dt.UTC).isoformat()
    said["taken_by"] = snapshot.taken_by_id
    rows = sorted(figures, key=lambda one: one.position)
    said["figures"] = [[getattr(one, name) for name in _CELLS] for one in rows]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(snapshot: Snapshot, kept: Iterable[Snapshot]) -> bool:
    """Whether the snapshot and every version before it (of all ``kept``) say what was frozen."""
    rows = [one for one in kept if one.version <= snapshot.version]
    before = ""
    for place, one in enumerate(sorted(rows, key=lambda one: one.version), start=1):
        is_next = one.version == place and one.previous_digest == before
        if not is_next or one.digest != digest_of(one, one.figures.all()):
            return False
        before = one.digest
    return True


def compared(snapshot: Snapshot, sections: Iterable[Section]) -> list[ComparedSection]:
    """The frozen figures, each beside the same of ``sections``, in the order of freezing."""
    now = {(one.key, code): figure for one in sections for code, figure in one.figures.items()}
    found: dict[str, tuple[str, list[Compared]]] = {}
    for row in snapshot.figures.all():
        here = found.setdefault(row.section, (row.section_label, []))
        here[1].append(_compared(row, now.get((row.section, row.code))))
    labels = {one.key: one.label for one in sections}
    return [
        ComparedSection(in_language(label, labels.get(key, label)), rows)
        for key, (label, rows) in found.items()
    ]


def _is_same(before: Snapshot, selection: Selection, figures: list[SnapshotFigure]) -> bool:
    is_same_day = before.as_of == selection.as_of and before.period_id == selection.period.pk
    return is_same_day and _meaning(before.figures.all()) == _meaning(figures)


def _figures(sections: Iterable[Section]) -> list[SnapshotFigure]:
    rows = [(section, figure) for section in sections for figure in section.figures.values()]
    return [_frozen(place, section, figure) for place, (section, figure) in enumerate(rows)]


def _frozen(place: int, section: Section, figure: Figure) -> SnapshotFigure:
    meant, value = figure.definition, figure.value
    rate = value if isinstance(value, Ratio) else None
    count = value if isinstance(value, int) else None
    return SnapshotFigure(
        position=place,
        section=section.key,
        section_label=section.label,
        code=figure.code,
        label=str(meant.label),
        unit=meant.unit.value,
        numerator=rate.numerator if rate else count,
        denominator=rate.denominator if rate else None,
        text=figure.text,
        formula=str(meant.formula),
        source=str(figure.source or meant.source),
        firmness=figure.firmness.value,
        rows_url=figure.rows.url,
        base_url=figure.base.url if figure.base else "",
    )


def _meaning(figures: Iterable[SnapshotFigure]) -> list[tuple[Any, ...]]:
    rows = sorted(figures, key=lambda one: one.position)
    return [tuple(getattr(one, name) for name in _MEANING) for one in rows]


def _compared(row: SnapshotFigure, now: Figure | None) -> Compared:
    meant = _meant(row.code)
    then = _value(row)
    return Compared(
        label=in_language(row.label, str(meant.label) if meant else row.label),
        formula=row.formula,
        unit=str(meant.unit.label) if meant else row.unit,
        then=in_language(row.text, meant.text(then) if meant else row.text),
        # A number that is no longer so has no rows to show: the list would print today's.
        then_url=row.rows_url if now and then is not None and then == now.value else "",
        now=now.text if now else "–",
        now_url=now.url if now and now.value is not None else "",
        difference=_difference(then, now.value if now else None, meant),
    )


def _meant(code: str) -> Definition | None:
    try:
        return definition(code)
    except KeyError:
        return None


def _value(row: SnapshotFigure) -> int | Ratio | None:
    if row.numerator is None or row.denominator is None:
        return row.numerator
    return Ratio(row.numerator, row.denominator)


def _difference(then: int | Ratio | None, now: int | Ratio | None, meant: Definition | None) -> str:
    """``+3``, ``−1,20 điểm %``; a word where one of the two is unknown; empty where they agree."""
    if then == now:
        return ""
    if isinstance(then, int) and isinstance(now, int):
        return signed(now - then)
    if isinstance(then, Ratio) and isinstance(now, Ratio):
        places = meant.places if meant else 2
        before, after = then.percent(places), now.percent(places)
        if before == after:
            return ""  # counts behind it may have moved; they have lines of their own
        if before is not None and after is not None:
            return _("%(points)s điểm %%") % {"points": signed(after - before, places)}
    return _("đổi cách tính hoặc thiếu số")
