"""The body of form II.06 as HTML: rows that are already counted, written in one go.

A template loop over 268 agencies and 11 numbers takes longer than the question to the database;
strings joined here take a sixtieth of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dossiers.form206 import COLUMNS

#: Classes of the cells by column: a total starts a group, an overdue number above 0 calls.
_CLASSES = tuple("tot g1" if column.is_total else "" for column in COLUMNS)
_LATE = tuple(column.is_late for column in COLUMNS)
_KEYS = tuple(column.key for column in COLUMNS)


@dataclass(frozen=True)
class Line:
    """One row of the form.

    ``counts`` are columns 3 to 13. ``url`` is the address of its dossiers up to the column,
    which is added per cell. ``kind`` is a class of the row: ``sum`` for a group's total, ``sub``
    for a row that is already counted in the row above it. ``label_url`` opens or closes what
    stands below the row. ``code`` is that of the agency or sector, for files.

    Of a form that was sent ``opens`` is the address of every cell, None in ``counts`` a cell left
    empty, ``absent`` what stands instead of numbers. ``mark`` beside the name opens ``mark_url``;
    ``note`` says how firm the numbers are.
    """

    number: str
    label: str
    counts: Sequence[int | None]
    url: str
    kind: str = ""
    id: str = ""
    label_url: str = ""
    is_open: bool | None = None
    code: str = ""
    opens: str = ""
    absent: str = ""
    mark: str = ""
    mark_url: str = ""
    note: str = ""


def body(sections: Iterable[Sequence[Line]]) -> SafeString:
    """One ``<tbody>`` per section."""
    write = _Writer()
    parts = (f"<tbody>{''.join(write.row(line) for line in lines)}</tbody>" for lines in sections)
    return mark_safe("".join(parts))  # noqa: S308 -- labels and addresses are escaped in _Writer


def foot(total: Line) -> SafeString:
    """The row of totals, for ``<tfoot>``."""
    return mark_safe(_Writer().row(total))  # noqa: S308 -- as above


class _Writer:
    """Writes rows; asks for the separator of the language once, not once per number."""

    def __init__(self) -> None:
        self.separator = formats.get_format("THOUSAND_SEPARATOR")

    def row(self, line: Line) -> str:
        attrs = f' class="{line.kind}"' if line.kind else ""
        attrs += f' id="{escape(line.id)}"' if line.id else ""
        name = _name(line) + _marks(line)
        cells = self.absent(line) if line.absent else self.cells(line)
        return f'<tr{attrs}><td>{line.number}</td><th scope="row">{name}</th>{cells}</tr>'

    def cells(self, line: Line) -> str:
        address, opens = escape(f"{line.url}&column="), escape(line.opens)
        return "".join(
            self.cell(count, css, is_late, opens or address + key)
            for count, css, is_late, key in zip(line.counts, _CLASSES, _LATE, _KEYS, strict=True)
        )

    def absent(self, line: Line) -> str:
        text: str = escape(line.absent)
        if line.opens:
            text = f'<a href="{escape(line.opens)}">{text}</a>'
        return f'<td class="silent" colspan="{len(_KEYS)}">{text}</td>'

    def cell(self, count: int | None, css: str, is_late: bool, href: str) -> str:
        if count is None:
            return f'<td class="{f"nr {css}".strip()}"><span class="vh">{_("để trống")}</span></td>'
        state = "z" if not count else "ov" if is_late else ""
        both = f"{state} {css}".strip()
        attrs = f' class="{both}"' if both else ""
        return f'<td{attrs}><a href="{href}">{self.digits(count)}</a></td>'

    def digits(self, count: int) -> str:
        return f"{count:,}".replace(",", self.separator)


def _marks(line: Line) -> str:
    """What stands small beside the name: how firm, and whether the other source differs."""
    note = f' <span class="tag">{escape(line.note)}</span>' if line.note else ""
    if not line.mark:
        return note
    hint = _("khác nguồn kia, xem đối chiếu")
    return (
        f'{note} <a class="differs" href="{escape(line.mark_url)}">'
        f'<svg class="i" aria-hidden="true"><use href="#i-warn"/></svg>{escape(line.mark)}'
        f'<span class="vh">: {hint}</span></a>'
    )


def _name(line: Line) -> str:
    if not line.label_url:
        return escape(line.label)
    sign, hint = ("−", _("thu gọn")) if line.is_open else ("+", _("mở các đơn vị bên dưới"))
    return (
        f'<a class="fold" href="{escape(line.label_url)}" aria-expanded='
        f'"{"true" if line.is_open else "false"}"><span aria-hidden="true">{sign}</span> '
        f'{escape(line.label)}<span class="vh">: {hint}</span></a>'
    )
