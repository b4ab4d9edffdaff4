"""Proves the ledgers against the dossiers, and remakes them.

Both are for the person who looks after the server: the triggers keep the ledgers in step, and
this tells whether they did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from dossiers.books.sql import (
    BOOKS,
    BY_AGENCY,
    CATALOGUE_LOCK,
    Book,
    booking_days,
    changed,
    each,
    of_sums,
    render,
    running,
    sums,
)
from dossiers.models import AgencyBalance, AgencyDay, Dossier, LevelBalance, LevelDay

_WORDS = {
    "a": "coalesce((SELECT code FROM agencies_agency WHERE id = agency_id), '#' || agency_id)",
    "b": "level || ' ' || coalesce((SELECT code FROM dossiers_sector WHERE id = sector_id),"
    " '#' || sector_id) || ' ' || online_kind",
}
_MONTHS = """
    SELECT date_trunc('month', received_on::timestamp)::date::text, count(*)
    FROM dossiers_dossier GROUP BY 1 ORDER BY min(received_on)
"""
_OF_MONTH = """(
    SELECT * FROM dossiers_dossier
    WHERE received_on >= %(month)s::date AND received_on < %(month)s::date + interval '1 month'
)"""
_OF_ALL = "dossiers_dossier"
_OF_AGENCY = "(SELECT * FROM dossiers_dossier WHERE resolving_agency_id = %(agency)s)"
_LEDGERS = (AgencyDay, AgencyBalance, LevelDay, LevelBalance)


@dataclass(frozen=True)
class Difference:
    """One number of a ledger that is not what the dossiers add up to.

    ``ledger`` is "a" or "b", ``what`` "day" or "month". ``day`` is text, because a due day may lie
    beyond the year 9999. ``counter`` None: the balance of that month is missing as a whole, which
    is no wrong figure but a slow one.
    """

    ledger: str
    what: str
    key: str
    day: str
    counter: str | None
    booked: int | None
    counted: int | None


def differences(agency: int | None = None) -> Iterator[Difference]:
    """Compares both ledgers with all dossiers, every day included, the newest and the future.

    With ``agency`` only what ledger A says of this agency. Each ledger is compared at one moment,
    whatever is written meanwhile; nobody is kept waiting.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for book in BOOKS if agency is None else (BY_AGENCY,):
            cursor.execute(_differences_of(book, of_one=agency is not None), {"agency": agency})
            for row in cursor.fetchall():
                yield Difference(book.name, *row)


def rebuild(tell: Callable[[str, int], None] | None = None) -> None:
    """Remakes both ledgers from the dossiers, in one transaction.

    Writers of dossiers wait until it is done; readers go on with the old ledgers. ``tell`` is
    called after each month of reception, with its first day as text and its number of dossiers.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("LOCK TABLE dossiers_dossier IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"SELECT pg_advisory_xact_lock({CATALOGUE_LOCK})")
        for model in _LEDGERS:
            model.objects.all().delete()
            # Rows are updated in place for years to come: room for that spares index entries, a
            # fifth of what a batch costs.
            cursor.execute(f"ALTER TABLE {model._meta.db_table} SET (fillfactor = 75)")
        cursor.execute(_MONTHS)
        for month, count in cursor.fetchall():
            cursor.execute(_rebuild_days(), {"month": month})
            if tell:
                tell(month, count)
        for book in BOOKS:
            cursor.execute(_rebuild_balances(book))
        tables = [model._meta.db_table for model in (Dossier, *_LEDGERS)]
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _rebuild_days() -> str:
    days = ",\n".join(booking_days(book) for book in BOOKS)
    return render("rebuild", sums=sums(changed(_OF_MONTH, 1)), days=days)


def _rebuild_balances(book: Book) -> str:
    return render(
        "rebuild_balances",
        running=running(book, book.days),
        ledger=book.name,
        balances=book.balances,
        key=book.columns(),
        counters=each("{0}"),
    )


def _differences_of(book: Book, *, of_one: bool) -> str:
    relation, scope = (_OF_AGENCY, "agency_id = %(agency)s") if of_one else (_OF_ALL, "true")
    return render(
        "differences",
        sums=sums(changed(relation, 1)),
        running=running(book, of_sums(book)),
        ledger=book.name,
        is_level=book.is_level,
        days=book.days,
        balances=book.balances,
        key=book.columns(),
        words=_WORDS[book.name],
        scope=scope,
        same_key=book.same_key("b", "r"),
        counters=each("r.{0}"),
        values=each("('{0}', coalesce(b.{0}, 0), coalesce(r.{0}, 0))"),
    )
