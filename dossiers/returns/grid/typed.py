"""What comes back from the screen: texts by agency and column, and the numbers that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agencies.models import Agency
from dossiers.counts import count
from dossiers.models import Return
from reporting.imports.problems import WrongValue

KEYS = Return.COLUMNS
TOTALS = tuple(key for key in KEYS if key.endswith("_total"))
Figures = dict[str, int | None]

#: Between the numbers that a row was shown with.
_BETWEEN = "|"


def name_of(agency: int, key: str) -> str:
    return f"c{agency}-{key}"


def shown_with(agency: int) -> str:
    return f"i{agency}"


def packed(figures: Mapping[str, int | None]) -> str:
    """What a row is shown with, to be sent back beside what is typed."""
    return _BETWEEN.join("" if figures[key] is None else str(figures[key]) for key in KEYS)


@dataclass
class TypedRow:
    """``texts`` as typed, ``shown`` the numbers that the screen had, ``errors`` by column.

    ``conflict`` tells what somebody else stored meanwhile, beside what was typed here.
    """

    agency: Agency
    texts: dict[str, str]
    shown: Figures
    figures: Figures = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    conflict: list[str] = field(default_factory=list)

    @property
    def changed(self) -> Figures:
        """The columns in which something else is typed than what was shown."""
        return {key: value for key, value in self.figures.items() if value != self.shown.get(key)}

    @property
    def is_touched(self) -> bool:
        return bool(self.errors or self.changed)


def read(data: Any, agencies: Iterable[Agency]) -> dict[int, TypedRow]:
    """Agency id → its row of the form; rows that were not on the screen are left out."""
    found = {}
    for agency in agencies:
        texts = {
            key: data[name].replace("\0", "")[:40]
            for key in KEYS
            if (name := name_of(agency.pk, key)) in data
        }
        if texts:
            row = TypedRow(agency, texts, _unpacked(data.get(shown_with(agency.pk), "")))
            _read(row)
            found[agency.pk] = row
    return found


def _read(row: TypedRow) -> None:
    for key, text in row.texts.items():
        try:
            row.figures[key] = count(text)
        except WrongValue as error:
            row.errors[key] = f"{error.wrong} {error.mend}".strip()


def _unpacked(text: str) -> Figures:
    parts = text.split(_BETWEEN)
    parts = parts if len(parts) == len(KEYS) else [""] * len(KEYS)
    return {
        key: int(part) if part.isascii() and part.isdecimal() and len(part) < 11 else None
        for key, part in zip(KEYS, parts, strict=True)
    }
