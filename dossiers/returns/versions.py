"""The versions of a return: what they are called, side by side, and which one is the latest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dossiers.form206 import COLUMNS
from dossiers.models import Return
from reporting.checks.keys import KEYS
from reporting.numbers import number


def versions_of(row: Return, versions: Sequence[Return]) -> dict[str, Any] | None:
    """All versions side by side, each number beside the one that it replaced.

    None for a return without corrections. Columns that no version fills are left out.
    """
    if len(versions) < 2:
        return None
    lines = [_line(label, [getattr(one, key) for one in versions]) for key, label in _columns()]
    return {
        "heads": [
            {
                "text": version_name(one),
                "status": one.get_status_display(),
                "url": "" if one.pk == row.pk else one.get_absolute_url(),
            }
            for one in versions
        ],
        "lines": [line for line in lines if any(cell["is_told"] for cell in line["cells"])],
    }


def version_name(row: Return) -> str:
    """``Bản đầu``, ``Bản đính chính lần 1``."""
    if row.version == 1:
        return _("Bản đầu")
    return _("Bản đính chính lần %(n)s") % {"n": number(row.version - 1)}


def newest(row: Return, versions: Sequence[Return]) -> dict[str, str] | None:
    """The latest version, where ``row`` is not it: what a superseded return leads on to."""
    last = versions[-1] if versions else row
    if last.pk == row.pk:
        return None
    text = f"{version_name(last)}: {last.get_status_display()}"
    return {"text": text, "url": last.get_absolute_url()}


def _columns() -> Iterable[tuple[str, str]]:
    yield from ((column.key, column.heading) for column in COLUMNS)
    yield from ((key, str(KEYS[key].label)) for key in Return.OPTIONAL)


def _line(label: str, values: Sequence[int | None]) -> dict[str, Any]:
    cells = []
    before: int | None = values[0]
    for place, value in enumerate(values):
        is_changed = place > 0 and value != before
        cells.append(
            {
                "text": f"{number(before)} → {number(value)}" if is_changed else number(value),
                "is_changed": is_changed,
                "is_told": value is not None,
            }
        )
        before = value
    return {"label": label, "cells": cells}
