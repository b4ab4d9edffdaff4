"""Finds the table in a file as people lay it out: under titles and up to two rows of headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from reporting.imports.body import rows_of
from reporting.imports.layout import Heading, NoTable, Table
from reporting.imports.reading import HiddenSheet, SheetRow
from reporting.imports.said import Said
from reporting.imports.spellings import join_titles, recognised

#: Rows above the table: titles, units, official heads.
MOST_TITLE_ROWS = 60


@dataclass(frozen=True)
class _Head:
    """One or two rows read as headings."""

    titles: list[str]
    known: dict[int, Heading]
    last_row: int

    @property
    def keys(self) -> set[str]:
        """Of the columns that mean something."""
        return {one.key for one in self.known.values() if one.key}


def read_table(
    source: Iterable[SheetRow | HiddenSheet],
    headings: Sequence[Heading],
    known: Mapping[str, str] | None = None,
) -> Table:
    """The first sheet with all the required headings. Raises ``NoTable``.

    ``known``: folded heading → key, beside the spellings of ``headings``; "" leaves it alone.
    """
    spellings = spellings_of(headings, known or {})
    hidden: list[str] = []
    best: _Head | None = None
    rows = iter(source)
    for sheet, lines in _by_sheet(rows, hidden):
        head, tried, rest = _find_head(lines, headings, spellings)
        if head is not None:
            table = _table(sheet, head, headings)
            table.hidden = hidden
            table.rows = rows_of(rest, table)
            return table
        if tried and (best is None or len(tried.keys) > len(best.keys)):
            best = tried
    raise _no_table(best, headings)


def spellings_of(headings: Sequence[Heading], known: Mapping[str, str]) -> dict[str, Heading]:
    """Folded spelling → heading; of one that ``known`` leaves alone the key is empty."""
    by_key = {one.key: one for one in headings}
    by_key[""] = Heading("", "", is_used=False)
    own = {text: one for one in headings for text in one.spellings}
    return own | {text: by_key[key] for text, key in known.items() if key in by_key}


def _by_sheet(
    rows: Iterator[SheetRow | HiddenSheet], hidden: list[str]
) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """(sheet, its rows); what of a sheet is not read is passed over."""
    waiting: list[SheetRow] = []

    def of_sheet(name: str) -> Iterator[SheetRow]:
        yield waiting.pop()
        for row in rows:
            if isinstance(row, HiddenSheet):
                hidden.append(row.name)
            elif row.sheet == name:
                yield row
            else:
                waiting.append(row)
                return

    for row in rows:
        if isinstance(row, HiddenSheet):
            hidden.append(row.name)
            continue
        waiting.append(row)
        while waiting:
            lines = of_sheet(waiting[0].sheet)
            yield waiting[0].sheet, lines
            for _rest in lines:
                pass


def _find_head(
    lines: Iterator[SheetRow], headings: Sequence[Heading], spellings: dict[str, Heading]
) -> tuple[_Head | None, _Head | None, Iterator[SheetRow]]:
    """(the headings, the nearest thing to them, the rows below)."""
    required = {one.key for one in headings if one.is_required}
    best: _Head | None = None
    before: SheetRow | None = None
    for row in _first(lines, MOST_TITLE_ROWS):
        single = _head(row.cells, spellings, row.number)
        double = before and _double(before, row, spellings)
        found = max(
            (one for one in (single, double) if one), key=lambda one: len(one.keys), default=None
        )
        if found and (best is None or len(found.keys) > len(best.keys)):
            best = found
        if found and required <= found.keys:
            return _with_next(found, row, lines, spellings)
        before = row
    return None, best if best and len(best.keys) > 1 else None, lines


def _first(lines: Iterator[SheetRow], count: int) -> Iterator[SheetRow]:
    for _index in range(count):
        row = next(lines, None)
        if row is None:
            return
        yield row


def _with_next(
    found: _Head, row: SheetRow, lines: Iterator[SheetRow], spellings: dict[str, Heading]
) -> tuple[_Head | None, _Head | None, Iterator[SheetRow]]:
    """A second line of headings below the first, where it tells more."""
    below = next(lines, None)
    if below is None:
        return found, found, lines
    double = _double(row, below, spellings) if found.last_row == row.number else None
    if double and len(double.keys) > len(found.keys):
        return double, double, lines
    return found, found, _chain(below, lines)


def _chain(first: SheetRow, rest: Iterator[SheetRow]) -> Iterator[SheetRow]:
    yield first
    yield from rest


def _head(cells: list[str], spellings: dict[str, Heading], number: int) -> _Head:
    known = {place: one for place, text in enumerate(cells) if (one := recognised(text, spellings))}
    return _Head(cells, known, number)


def _double(above: SheetRow, below: SheetRow, spellings: dict[str, Heading]) -> _Head | None:
    """Headings over two rows, the upper ones merged over several columns."""
    titles = join_titles(above.cells, below.cells)
    head = _head(titles, spellings, below.number)
    known = dict(head.known)
    for place, under in enumerate(below.cells):
        if not under:
            continue
        one = known.get(place) or recognised(under, spellings)
        if one is None:
            return None  # the row below is no row of headings
        known[place] = one
    return _Head(titles, known, below.number)


def _table(sheet: str, head: _Head, headings: Sequence[Heading]) -> Table:
    places: dict[int, str] = {}
    for place, one in head.known.items():
        if not one.is_used:
            continue
        if one.key in places.values():
            raise NoTable(
                Said(
                    _("Hai cột cùng có nghĩa “%(label)s” (dòng tiêu đề %(row)s)."),
                    {"label": one.label, "row": head.last_row},
                ),
                Said(_("Hãy xóa hoặc đổi tên một trong hai cột rồi tải lại.")),
            )
        places[place] = one.key
    named = [(place, text) for place, text in enumerate(head.titles) if text]
    return Table(
        sheet=sheet,
        first_row=head.last_row,
        places=places,
        titles=head.titles,
        unknown=[text for place, text in named if place not in head.known],
        left_alone=[text for place, text in named if place in head.known and place not in places],
    )


def _no_table(best: _Head | None, headings: Sequence[Heading]) -> NoTable:
    if best is None:
        required = ", ".join(f"“{one.label}”" for one in headings if one.is_required)
        return NoTable(
            Said(
                _("Không tìm thấy dòng tiêu đề của bảng trong %(n)s dòng đầu của các trang tính."),
                {"n": MOST_TITLE_ROWS},
            ),
            Said(_("Bảng phải có dòng tiêu đề với các cột %(names)s."), {"names": required}),
        )
    missing = [one for one in headings if one.is_required and one.key not in best.keys]
    names = ", ".join(f"“{one.label}”" for one in missing)
    accepted = "; ".join(", ".join(f"“{text}”" for text in _accepted(one)) for one in missing)
    return NoTable(
        Said(
            _("Dòng tiêu đề %(row)s thiếu cột %(names)s."),
            {"row": best.last_row, "names": names},
        ),
        Said(
            _("Hãy thêm cột hoặc đổi tên cột; tên được chấp nhận: %(names)s."),
            {"names": accepted},
        ),
    )


def _accepted(one: Heading) -> list[str]:
    return [one.label, *one.synonyms][:6]
