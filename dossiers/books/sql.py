"""The SQL of the two ledgers, put together from the files in ``sql/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dossiers.books.counters import COUNTERS

DIRECTORY = Path(__file__).parent.parent / "sql"


@dataclass(frozen=True)
class Book:
    """One ledger: its two tables and the columns of its key."""

    name: str
    is_level: int
    days: str
    balances: str
    key: tuple[str, ...]

    def columns(self, relation: str = "") -> str:
        """The key, of ``relation`` if given: ``r.level, r.sector_id …``"""
        prefix = f"{relation}." if relation else ""
        return ", ".join(f"{prefix}{column}" for column in self.key)

    def same_key(self, left: str, right: str) -> str:
        return " AND ".join(f"{left}.{column} = {right}.{column}" for column in self.key)

    def locks(self) -> str:
        """The keys to be locked, out of the relation ``keys`` of all those touched."""
        key = f"concat_ws(' ', {self.columns()})"
        found = f"(SELECT DISTINCT {self.columns()} FROM keys) AS {self.name}"  # noqa: S608 -- constants
        return f"SELECT '{self.name}' AS ledger, {key} AS key FROM {found}"  # noqa: S608 -- constants


BY_AGENCY = Book("a", 0, "dossiers_agencyday", "dossiers_agencybalance", ("agency_id",))
BY_LEVEL = Book(
    "b", 1, "dossiers_levelday", "dossiers_levelbalance", ("sector_id", "level", "online_kind")
)
BOOKS = (BY_AGENCY, BY_LEVEL)

#: Held shared by writers of dossiers, alone by a change of procedures that moves keys of ledger B.
CATALOGUE_LOCK = "hashtextextended('dossiers ledger catalogue', 0)"


@cache
def _template(name: str) -> str:
    """The text of ``sql/<name>.sql`` without its comments."""
    lines = (DIRECTORY / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


def render(name: str, **parameters: object) -> str:
    """``sql/<name>.sql`` with its parameters filled in."""
    return _template(name).format(**parameters)


def each(pattern: str, separator: str = ", ") -> str:
    """``pattern`` once per counter, with ``{0}`` for its column."""
    return separator.join(pattern.format(counter) for counter in COUNTERS)


def sums(rows: str) -> str:
    """The table expressions that end in ``sums``, what ``rows`` change per key and day."""
    total = "sum(delta) FILTER (WHERE counter = {})"
    totals = {name: total.format(number) for number, name in enumerate(COUNTERS, start=1)}
    return (
        render("events", rows=rows)
        + ",\n"
        + render(
            "sums",
            sums=", ".join(f"coalesce({total}, 0) AS {name}" for name, total in totals.items()),
            any_sum=" OR ".join(f"{total} <> 0" for total in totals.values()),
        )
    )


def booking(book: Book) -> str:
    """The table expressions that add ``sums`` to the daily rows and balances of one ledger."""
    balances = render(
        "book_balances",
        ledger=book.name,
        balances=book.balances,
        key=book.columns(),
        r_key=book.columns("r"),
        same_key=book.same_key("b", "r"),
        counters=each("{0}"),
        balance_plus=each("{0} = b.{0} + r.{0}"),
        balance_after=each("coalesce(b.{0}, 0) + r.{0}"),
        any_move=each("r.{0} <> 0", " OR "),
    )
    return ",\n".join([booking_days(book), running(book, of_sums(book)), balances])


def booking_days(book: Book) -> str:
    """The table expression that adds ``sums`` to the daily rows of one ledger."""
    return render(
        "book_days",
        ledger=book.name,
        is_level=book.is_level,
        days=book.days,
        key=book.columns(),
        counters=each("{0}"),
        day_plus=each("{0} = d.{0} + excluded.{0}"),
    )


def of_sums(book: Book) -> str:
    return f"sums WHERE is_level = {book.is_level}"


def running(book: Book, source: str) -> str:
    """The table expressions that cumulate the daily numbers of ``source`` by months."""
    return render(
        "running",
        ledger=book.name,
        source=source,
        key=book.columns(),
        month_sums=each("sum({0})::bigint AS {0}"),
        running_sums=each("(sum({0}) OVER months)::bigint AS {0}"),
    )


def waits(row: str) -> str:
    """Whether the clock of a dossier stands still: it waits for a supplement that was asked for
    by its due day. The same in Django's words: ``conditions.WAITS``."""
    return f"{row}.status = 5 AND coalesce({row}.waiting_since, {row}.received_on) <= {row}.due_on"


def changed(relation: str, sign: int | str, is_moved: str = "true") -> str:
    """The dossiers of ``relation`` with the keys of both ledgers."""
    return render("changed", relation=relation, sign=sign, is_moved=is_moved, waits=waits("r"))


def recatalogued() -> str:
    """The dossiers of procedures whose key of ledger B was changed."""
    return render("recatalogued", waits=waits("d"))


def trigger_body(rows: str, books: Sequence[Book], *, guard: str) -> str:
    """The body of a trigger that books ``rows`` into ``books``."""
    locks = "\nUNION ALL\n".join(book.locks() for book in books)
    return render(
        "trigger",
        guard=render(guard, lock=CATALOGUE_LOCK),
        lock_keys=render("lock_keys", rows=rows, locks=locks),
        sums=sums(rows),
        books=",\n".join(booking(book) for book in books),
    )
