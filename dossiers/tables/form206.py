"""The body of form II.06 as HTML: rows that are already counted, written in one go.

A template loop over 268 agencies and 11 numbers takes longer than the question to the database;
strings joined here take a sixtieth of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dossiers.form206 import COLUMNS
from dossiers.links import sources_url
from dossiers.sources.differences import Gaps, GapState
from dossiers.wording import differs, taken
from reporting.selection import Selection

#: Classes of the cells by column: a total starts a group, an overdue number above 0 calls.
_CLASSES = tuple("tot g1" if column.is_total else "" for column in COLUMNS)
_LATE = tuple(column.is_late for column in COLUMNS)
_KEYS = tuple(column.key for column in COLUMNS)


@dataclass(frozen=True)
class Mark:
    """That the other source differs: ``text`` opens the cells at ``url``."""

    text: str
    url: str
    icon: str = "i-warn"
    css: str = ""


def marks(selection: Selection, gaps: Gaps, filters: Mapping[str, str]) -> list[Mark]:
    """Of a row with ``gaps``: what is open, and what was accepted, each with its cells.
    ``filters`` as the page of comparison takes them."""
    found = []
    if gaps.open:
        found.append(Mark(differs(gaps.open), sources_url(selection, **filters)))
    if gaps.accepted:
        url = sources_url(selection, **filters, state=GapState.ACCEPTED.value)
        found.append(Mark(taken(gaps.accepted), url, "i-ok", " differs--taken"))
    return found


@dataclass(frozen=True)
class Line:
    """One row of the form.

    ``counts`` are columns 3 to 13. ``url`` is the address of its dossiers up to the column,
    which is added per cell. ``kind`` is a class of the row: ``sum`` for a group's total, ``sub``
    for a row that is already counted in the row above it. ``label_url`` opens or closes what
    stands below the row. ``code`` is that of the agency or sector, for files.

    Of a form that was sent ``opens`` is the address of every cell, None in ``counts`` a cell left
    empty, ``absent`` what stands instead of numbers. ``marks`` stand beside the name; ``note``
    says how firm the numbers are.
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
    marks: Sequence[Mark] = ()
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
        text: str = f"<span>{escape(line.absent)}</span>"
        if line.opens:
            text = f'<a href="{escape(line.opens)}">{escape(line.absent)}</a>'
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
    hint = escape(_("khác nguồn kia, xem đối chiếu"))
    return note + "".join(
        f' <a class="differs{mark.css}" href="{escape(mark.url)}">'
        f'<svg class="i" aria-hidden="true"><use href="#{mark.icon}"/></svg>{escape(mark.text)}'
        f'<span class="vh">: {hint}</span></a>'
        for mark in line.marks
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
