"""Headings by any of their spellings, over one row or two.

Loads no Django: the child process knows headings by the same rules as ``finding``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from reporting.imports.text import fold

#: Letters of a heading that may be known.
LONGEST_TITLE = 120
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
T = TypeVar("T")


def recognised(text: str, spellings: Mapping[str, T]) -> T | None:
    """What the heading ``text`` is by its folded spelling, with or without what is in brackets."""
    if not text or len(text) > LONGEST_TITLE:
        return None
    found = spellings.get(fold(text))
    return spellings.get(fold(_BRACKETS.sub(" ", text))) if found is None else found


def join_titles(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Titles over two rows; one merged over several columns of the upper row goes to each."""
    titles, group = [], ""
    for over, under in zip_longest(above, below, fillvalue=""):
        group = over or (group if under else "")
        titles.append(" ".join(part for part in (group, under) if part))
    return titles


def titles_of(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Headings of a row that a person chose. A row above that only has its first cell is the title
    of the sheet."""
    return join_titles(above if any(above[1:]) else [], below)
