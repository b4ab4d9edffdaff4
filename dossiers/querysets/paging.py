"""Pages of dossiers, newest first, which cost the same anywhere in ten million rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.lookups import GreaterThan, LessThan

if TYPE_CHECKING:
    from dossiers.models import Dossier


class Cursor(NamedTuple):
    """A place in the list: the day a dossier was received on, and its id."""

    received_on: dt.date
    pk: int

    def __str__(self) -> str:
        """As it stands in a URL: ``2024-06-14.1234``."""
        return f"{self.received_on.isoformat()}.{self.pk}"

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """Reads ``str(cursor)``; None for anything else: a bad link shows the first page."""
        day, _, number = (text or "").partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        try:
            return cls(dt.date.fromisoformat(day), int(number))
        except ValueError:
            return None


@dataclass(frozen=True)
class Page:
    """Some rows, and where to go on from them; None where the list ends."""

    rows: Sequence[Dossier]
    newer: Cursor | None
    older: Cursor | None


class Row(Func):
    """``ROW(a, b)``: compared as a whole, it is one range of an index over (a, b)."""

    function = "ROW"
    output_field = models.BooleanField()


def page_of(
    queryset: models.QuerySet[Any],
    size: int,
    *,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
) -> Page:
    """The first ``size`` dossiers older than a cursor, the last ones newer than it, or the newest.

    One query. Any ordering of ``queryset`` is replaced.
    """
    if newer_than is not None:
        wanted = queryset.filter(GreaterThan(_place(), _row(newer_than)))
        found = list(wanted.order_by("received_on", "pk")[: size + 1])
        rows = found[size - 1 :: -1] if len(found) > size else found[::-1]
        return _page(rows, has_newer=len(found) > size, has_older=True)
    wanted = queryset.filter(LessThan(_place(), _row(older_than))) if older_than else queryset
    found = list(wanted.order_by("-received_on", "-pk")[: size + 1])
    return _page(found[:size], has_newer=older_than is not None, has_older=len(found) > size)


def _page(rows: Sequence[Dossier], *, has_newer: bool, has_older: bool) -> Page:
    return Page(
        rows,
        newer=_cursor(rows[0]) if rows and has_newer else None,
        older=_cursor(rows[-1]) if rows and has_older else None,
    )


def _cursor(dossier: Dossier) -> Cursor:
    return Cursor(dossier.received_on, dossier.pk)


def _place() -> Row:
    return Row(F("received_on"), F("pk"))


def _row(cursor: Cursor) -> Row:
    return Row(Value(cursor.received_on), Value(cursor.pk))
