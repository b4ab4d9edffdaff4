"""From the places where figures stand to the mapping that ``check`` reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from reporting.checks.figures import Stated, as_stated, is_whole
from reporting.checks.keys import FORM_COLUMNS, KEYS


class Line(Protocol):
    """One printed figure of a statement. Only lines of one subject are summed."""

    @property
    def subject(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def value(self) -> Decimal: ...


def of_lines(lines: Iterable[Line]) -> dict[str, dict[str, Stated]]:
    """A statement's figures by subject, in the order in which the subjects appear.

    A database column pads decimals (58.8200); the zeros were not printed and are dropped, which
    can only make the check of a percentage milder.
    """
    subjects: dict[str, dict[str, Stated]] = {}
    for line in lines:
        subjects.setdefault(line.subject, {})[line.key] = Stated(_unpadded(line.value))
    return {subject: as_stated(figures) for subject, figures in subjects.items()}


def of_form(cells: Sequence[int | None]) -> dict[str, Stated]:
    """Columns 3–13 of form II.06 from left to right; ``None`` is an empty cell.

    Raises ``ValueError`` unless there are eleven.
    """
    return as_stated(dict(zip(FORM_COLUMNS, cells, strict=True)))


def of_row(row: Mapping[str, object]) -> dict[str, Stated]:
    """A computed row, such as one of ``values()``: its known figures, whatever else it carries."""
    known = {key: row[key] for key in KEYS if key in row}
    return as_stated(
        {key: value for key, value in known.items() if isinstance(value, int | Decimal)}
    )


def _unpadded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if is_whole(value) else value.normalize()
