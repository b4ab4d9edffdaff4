"""What a table in a sheet is: its headings, its rows, and the rows that are none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reporting.imports import rules
from reporting.imports.rules import ORDER
from reporting.imports.said import Said
from reporting.imports.text import fold

__all__ = ["ORDER", "Heading", "Layout", "NoTable", "NotARow", "Skipped", "Table", "TableRow"]


@dataclass(frozen=True)
class Heading:
    """A column that an importer knows. ``label`` is its usual heading, ``synonyms`` the others.

    ``is_used`` False: known and left alone, as what the site works out itself.
    """

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_used: bool = True

    @cached_property
    def spellings(self) -> frozenset[str]:
        return frozenset(fold(each) for each in (self.label, *self.synonyms))


@dataclass(frozen=True)
class TableRow:
    """A row of the table: its cells by the key of their heading, all keys of the table given.

    ``section`` is the nearest row above that only names what follows.
    """

    number: int
    values: dict[str, str]
    section: str
    cells: list[str]


class NotARow(TextChoices):
    """What a line of a sheet is that is no row of its table."""

    NUMBERS = rules.NUMBERS, _("dòng đánh số cột")
    HEADINGS = rules.HEADINGS, _("dòng tiêu đề lặp lại")
    TOTAL = rules.TOTAL, _("dòng tổng")
    SECTION = rules.SECTION, _("dòng mục")


@dataclass(frozen=True)
class Skipped:
    """A row that is not one of the table, with the reason."""

    number: int
    text: str
    reason: str


class NoTable(Exception):  # noqa: N818 -- what is told to the person who sent it
    """The table was not found in the file; the arguments say why and how to mend it.

    Where the error is kept to be read later, they must be ``Said``: ``wrong`` and ``mend`` are
    in the language of whoever reads them.
    """

    def __init__(self, wrong: Said | str, mend: Said | str) -> None:
        super().__init__(wrong)
        self._wrong, self._mend = wrong, mend

    @property
    def wrong(self) -> str:
        return str(self._wrong)

    @property
    def mend(self) -> str:
        return str(self._mend)

    def as_words(self) -> dict[str, Any]:
        """For JSON: ``wrong`` and ``mend`` as ``Said.from_words`` takes them."""
        told = {"wrong": self._wrong, "mend": self._mend}
        return {key: one.as_words() if isinstance(one, Said) else one for key, one in told.items()}


@dataclass(frozen=True)
class Layout:
    """Where the table of a large file is; kept with the run that reads it.

    ``head_row``: last row of the headings as the spreadsheet numbers it. ``places``: column place
    (0-based) → key. ``titles``: headings as written, merged ones joined. ``unknown`` and
    ``left_alone`` are titles, ``hidden`` names of sheets.
    """

    sheet: str
    head_row: int
    places: dict[int, str]
    titles: list[str]
    unknown: list[str]
    left_alone: list[str]
    hidden: list[str]

    def as_words(self) -> dict[str, Any]:
        """For JSON, whose keys are text."""
        return asdict(self) | {"places": {str(at): key for at, key in self.places.items()}}

    @classmethod
    def from_words(cls, words: Mapping[str, Any]) -> Layout:
        places = {int(at): key for at, key in words["places"].items()}
        return cls(**(dict(words) | {"places": places}))

    def title(self, key: str) -> str:
        """The heading of a column as the file writes it; empty where the file lacks it."""
        return next((self.titles[at] for at, one in self.places.items() if one == key), "")

    def has(self, key: str) -> bool:
        return key in self.places.values()


@dataclass
class Table:
    """Where the table is. ``rows`` is read once; ``skipped`` fills while it is read."""

    sheet: str
    first_row: int
    places: dict[int, str]
    titles: list[str]
    unknown: list[str]
    left_alone: list[str]
    hidden: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rows: Iterator[TableRow] = field(default_factory=lambda: iter(()))

    def title(self, key: str) -> str:
        """The heading of a column as the file writes it; empty where the file lacks it."""
        place = next((place for place, one in self.places.items() if one == key), None)
        return "" if place is None else self.titles[place]

    def has(self, key: str) -> bool:
        return key in self.places.values()
