"""What the words of a list mean: statuses, channels, procedures and agencies by any of their names.

A file of half a million rows holds few different words: they are told in Python, once each, and
joined to the rows in the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from agencies.models import Agency, User
from agencies.querysets import reach_for
from dossiers.codes import (
    DOSSIER_CODE,
    SPELLED_PROCEDURE_CODE,
    Channel,
    Status,
    find_code,
    national_part,
    normal_procedure_code,
)
from dossiers.models import Procedure
from dossiers.querysets.terms import abolitions, former_terms
from reporting.imports.masking import Plain
from reporting.imports.text import fold
from reporting.loading import working_calendar
from reporting.models import ImportSource, ImportTerm
from reporting.workdays import WorkingCalendar

RIGHT = "dossiers.import_dossier"

_CHANNELS = {
    Channel.IN_PERSON: ("truc tiep", "nop truc tiep", "tai bo phan mot cua"),
    Channel.ONLINE: ("truc tuyen", "nop truc tuyen", "qua mang", "dich vu cong truc tuyen"),
    Channel.POST: (
        "buu chinh cong ich",
        "buu chinh",
        "dich vu buu chinh cong ich",
        "dich vu buu chinh",
        "qua buu chinh",
        "bcci",
    ),
}
_BEGINNING, _END = dt.date(1, 1, 1), dt.date(9999, 12, 31)


class Tenure(NamedTuple):
    """What the name of an agency means from one day to another. ``state`` is ok, unknown,
    ambiguous, or ended: known, but not on these days."""

    valid_from: dt.date
    valid_to: dt.date
    agency: int | None
    state: str


class Term(NamedTuple):
    """A procedure with the working days that the law allows for it last; ``former_terms`` of
    ``Meanings`` hold the limits before."""

    procedure: int
    working_days: int | None


class Meanings:
    """All that words are looked up in, as it stands now, within the reach of one user.

    ``writable``: ids of the agencies whose dossiers the user may import, None for all. ``digest``
    is the same as long as every word means the same.
    """

    def __init__(self, source: ImportSource | None, user: User) -> None:
        self.terms = _terms(source)
        self.agencies = list(Agency.objects.order_by("pk"))
        self.writable = writable_agencies(user)
        self.calendar = _calendar()
        self._procedures = list(Procedure.objects.order_by("pk"))
        self.abolitions = abolitions()
        self.former_terms = former_terms()
        self._by_code, self._by_name = _by_spelling(self._procedures)
        self._named = _by_any_name(self.agencies)

    def status(self, text: str) -> int | None:
        return self._number("status", text, _STATUSES)

    def channel(self, text: str) -> int | None:
        return self._number("channel", text, _CHANNEL_NAMES)

    def procedure(self, text: str) -> Term | None:
        """What ``text`` means; None where no procedure is meant, or which one is not told."""
        found = self.procedures(text)
        return self._term(found[0]) if len(found) == 1 else None

    def procedures(self, text: str) -> list[Procedure]:
        """All that ``text`` may mean, by code in any spelling, else by name.

        ``codes.find_code`` first; else the letters of an agency do not matter.
        """
        said = self.terms["procedure"].get(fold(text), text)
        code = normal_procedure_code(said.strip(". "))
        if code is not None and (known := self._by_code.get(national_part(code))):
            return [known[one] for one in find_code(code, known) or sorted(known)]
        return self._by_name.get(fold(said), [])

    def tenures(self, text: str, *, is_resolving: bool) -> list[Tenure]:
        """What ``text`` means on every day. A resolving agency out of reach is not known."""
        said = self.terms["agency"].get(fold(text), text)
        found = self._named.get(fold(said), [])
        if is_resolving and self.writable is not None:
            found = [one for one in found if one.pk in self.writable]
        if not found:
            return [Tenure(_BEGINNING, _END, None, "unknown")]
        exact = [one for one in found if said.upper() == one.code.upper()]
        return list(_tenures(exact or found))

    @property
    def digest(self) -> str:
        parts: list[object] = [
            [(one.pk, one.code, one.name, one.short_name, one.valid_from, one.valid_to)
             for one in self.agencies],
            [(one.pk, one.code, one.name, one.working_days) for one in self._procedures],
            sorted(self.abolitions, key=repr),
            sorted(self.former_terms, key=repr),
            [(field, sorted(terms.items())) for field, terms in self.terms.items()],
            self.calendar and sorted((day, str(kind)) for day, kind in self.calendar.days.items()),
            self.writable and sorted(self.writable),
        ]  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def _term(self, procedure: Procedure) -> Term:
        return Term(procedure.pk, procedure.working_days)

    def _number(self, field: str, text: str, names: dict[str, int]) -> int | None:
        said = self.terms[field].get(fold(text), text)
        plain = fold(said)
        if plain.isdecimal() and int(plain) in names.values():
            return int(plain)
        return names.get(plain)


def _by_spelling(
    procedures: Iterable[Procedure],
) -> tuple[dict[str, dict[str, Procedure]], dict[str, list[Procedure]]]:
    """National part → code → procedure, and folded name → procedures."""
    by_code: dict[str, dict[str, Procedure]] = defaultdict(dict)
    by_name: dict[str, list[Procedure]] = defaultdict(list)
    for one in procedures:
        by_code[national_part(one.code)][one.code] = one
        by_name[fold(one.name)].append(one)
    return by_code, by_name


def _by_any_name(agencies: Iterable[Agency]) -> dict[str, list[Agency]]:
    named: dict[str, list[Agency]] = defaultdict(list)
    for one in agencies:
        for name in {fold(each) for each in (one.code, one.name, one.short_name) if each}:
            named[name].append(one)
    return named


def _tenures(agencies: list[Agency]) -> Iterable[Tenure]:
    """The days cut where one of ``agencies`` begins or has ended: all of them, each once."""
    cuts = {_BEGINNING}
    for one in agencies:
        if one.valid_from:
            cuts.add(one.valid_from)
        if one.valid_to and one.valid_to < _END:
            cuts.add(one.valid_to + dt.timedelta(days=1))
    starts = sorted(cuts)
    ends = [day - dt.timedelta(days=1) for day in starts[1:]] + [_END]
    for first, last in zip(starts, ends, strict=True):
        living = [one for one in agencies if one.exists_on(first)]
        if len(living) == 1:
            yield Tenure(first, last, living[0].pk, "ok")
        else:
            yield Tenure(first, last, None, "ambiguous" if living else "ended")


def _terms(source: ImportSource | None) -> dict[str, dict[str, str]]:
    """Field → folded words of the source → what they stand for."""
    found: dict[str, dict[str, str]] = {str(field): {} for field in ImportTerm.Field.values}
    if source is not None:
        for field, folded, value in source.terms.values_list("field", "folded", "value"):
            found[field][folded] = value
    return found


def writable_agencies(user: User) -> frozenset[int] | None:
    """Ids of the agencies whose dossiers ``user`` may import, None for all."""
    if reach_for(user, RIGHT).is_everything:
        return None
    ids = Agency.objects.writable_by(user, RIGHT).values_list("pk", flat=True)
    return frozenset(ids)


def _calendar() -> WorkingCalendar | None:
    try:
        return working_calendar()
    except ValueError:  # no year is complete: no due day can be worked out
        return None


_STATUSES = {fold(str(one.label)): int(one) for one in Status}
_CHANNEL_NAMES = {name: int(channel) for channel, names in _CHANNELS.items() for name in names}

#: Cells of a column that nobody knows which tell of no person: codes, states, ways of submission.
PLAIN = Plain(
    patterns=(getattr(DOSSIER_CODE.regex, "pattern", ""), f"^{SPELLED_PROCEDURE_CODE.pattern}$"),
    words=frozenset(_STATUSES) | frozenset(_CHANNEL_NAMES),
)
