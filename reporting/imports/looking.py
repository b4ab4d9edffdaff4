"""Where the table of a large file is, told from the head of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _

from reporting.imports.finding import MOST_TITLE_ROWS, read_table, spellings_of
from reporting.imports.layout import Heading, Layout, NoTable
from reporting.imports.limits import Limits
from reporting.imports.masking import Plain, task_of
from reporting.imports.reading import HiddenSheet, SheetRow, read_rows
from reporting.imports.said import Said
from reporting.imports.spellings import titles_of


def look(
    path: Path,
    headings: Sequence[Heading],
    limits: Limits,
    *,
    known: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Layout:
    """The first sheet with all the required headings. Raises ``Refused`` and ``NoTable``.

    ``known``: folded heading → key, remembered for a source; "" leaves the column alone.
    ``chosen``: the same for this file, which goes before.
    """
    known = {**(known or {}), **(chosen or {})}
    head = _head(path, limits, headings, known, Plain())
    table = read_table(head, headings, known)
    return Layout(
        sheet=table.sheet,
        head_row=table.first_row,
        places=table.places,
        titles=table.titles,
        unknown=table.unknown,
        left_alone=table.left_alone,
        hidden=[row.name for row in head if isinstance(row, HiddenSheet)],
    )


def head_of(
    path: Path,
    limits: Limits,
    headings: Sequence[Heading],
    *,
    known: Mapping[str, str] | None = None,
    plain: Plain | None = None,
) -> list[SheetRow]:
    """The first rows of each visible sheet, for a person to say what they are. What may be about
    people is masked (``masking``), unless it is ``plain``. Raises ``Refused``."""
    head = _head(path, limits, headings, known or {}, plain or Plain())
    return [row for row in head if isinstance(row, SheetRow)]


def layout_by_hand(
    rows: Sequence[SheetRow],
    headings: Sequence[Heading],
    *,
    sheet: str,
    head_row: int,
    places: Mapping[int, str],
) -> Layout:
    """What a person chose: ``rows`` as ``head_of`` gave them, ``places`` column (0-based) → key.

    Raises ``NoTable`` where the row is not there, a required column was not chosen, or one key
    was chosen twice.
    """
    by_number = {row.number: row.cells for row in rows if row.sheet == sheet}
    if head_row not in by_number:
        raise NoTable(
            Said(
                _("Dòng tiêu đề %(row)s không có trong %(n)s dòng đầu của trang tính."),
                {"row": head_row, "n": MOST_TITLE_ROWS},
            ),
            Said(_("Hãy chọn lại dòng tiêu đề.")),
        )
    titles = titles_of(by_number.get(head_row - 1, []), by_number[head_row])
    used = {at: key for at, key in places.items() if key}
    _check(used, headings, head_row)
    return Layout(
        sheet=sheet,
        head_row=head_row,
        places=used,
        titles=titles + [""] * (max(used, default=-1) + 1 - len(titles)),
        unknown=[],
        left_alone=[text for at, text in enumerate(titles) if text and at not in used],
        hidden=[],
    )


def _check(used: Mapping[int, str], headings: Sequence[Heading], head_row: int) -> None:
    keys = list(used.values())
    for one in headings:
        words = {"label": one.label, "row": head_row}
        if one.is_required and one.key not in keys:
            raise NoTable(
                Said(_("Chưa chọn cột nào là “%(label)s” (dòng tiêu đề %(row)s)."), words),
                Said(_("Hãy chọn cột cho mục này; đây là mục bắt buộc.")),
            )
        if keys.count(one.key) > 1:
            raise NoTable(
                Said(_("Hai cột cùng được chọn là “%(label)s” (dòng tiêu đề %(row)s)."), words),
                Said(_("Hãy chỉ chọn một cột cho mục này.")),
            )


def _head(
    path: Path,
    limits: Limits,
    headings: Sequence[Heading],
    known: Mapping[str, str],
    plain: Plain,
) -> list[SheetRow | HiddenSheet]:
    """Rows above the table, its headings and the row below them, of every visible sheet."""
    keys = {text: one.key for text, one in spellings_of(headings, known).items()}
    heads = task_of(keys, [one.key for one in headings if one.is_used], plain)
    return list(read_rows(path, limits, first=MOST_TITLE_ROWS + 1, heads=heads))
