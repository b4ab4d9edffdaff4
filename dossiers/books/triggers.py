"""The triggers that keep the ledgers in step with every writer of dossiers and procedures.

One per operation, because PostgreSQL gives transition tables to a single operation only, and one
for TRUNCATE, which none of the others sees. What they do not see: a server that runs with
``session_replication_role = replica``, and ``pgtrigger.ignore``; and ``loaddata`` of a dump which
holds ledger rows as well as dossiers counts twice. After any of these, run ``rebuild_ledger``.

Two triggers more serve every writer too. A dossier that is no longer in status 5 waits for
nothing; a due day that somebody else than ``dossiers.late.due_days`` writes is a promise, which the
site does not move with the calendar.

Not foreseen: one SQL statement that changes a procedure's sector and its dossiers together.
Two statements are right in either order; ``check_ledger`` tells if somebody did it in one.
"""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger

from dossiers.books.sql import (
    BOOKS,
    BY_LEVEL,
    Book,
    changed,
    recatalogued,
    render,
    trigger_body,
    waits,
)
from dossiers.codes import Status

#: What the events of a dossier depend on, the received event on the first four and on the class
#: of the status. Of the status only its class counts, and of the waiting only whether it stops the
#: clock, so that the many changes from one open status to the next, or from 9 to 10, cost little
#: and lock nothing.
_KEYS = ("resolving_agency_id", "procedure_id", "channel", "received_on")
_COLUMNS = (*_KEYS, "due_on", "resolved_on", "status", "waiting_since")


#: Columns of which only a part counts.
_IN_PART = ("status", "waiting_since")


def _facts(side: str, columns: Sequence[str]) -> str:
    exact = [f"{side}.{column}" for column in columns if column not in _IN_PART]
    facts = [*exact, f"{side}.status IN (1, 3)", f"{side}.status IN (7, 8)"]
    if "waiting_since" in columns:
        facts.append(f"coalesce({waits(side)}, false)")
    return ", ".join(facts)


def _updated() -> str:
    """Both sides of the updated dossiers, as a relation with its own column ``sign``."""
    sides = {"o": "old", "n": "new"}
    return render(
        "updated",
        pair=", ".join(
            f"{side}.{column} AS {name}_{column}"
            for side, name in sides.items()
            for column in ("id", *_COLUMNS)
        ),
        old=", ".join(f"old_{column} AS {column}" for column in _COLUMNS),
        new=", ".join(f"new_{column} AS {column}" for column in _COLUMNS),
        old_facts=_facts("o", _COLUMNS),
        new_facts=_facts("n", _COLUMNS),
        old_reception=_facts("o", _KEYS),
        new_reception=_facts("n", _KEYS),
    )


def _trigger(
    name: str,
    operation: pgtrigger.Operation,
    rows: str,
    referencing: pgtrigger.Referencing,
    *,
    books: Sequence[Book] = BOOKS,
    guard: str = "catalogue_shared",
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        declare=[("done", "int"), ("seqscan", "text"), ("jit", "text")],
        func=trigger_body(rows, books, guard=guard),
    )


DOSSIER_TRIGGERS = [
    pgtrigger.Trigger(
        name="waits_only_for_a_supplement",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"NEW.waiting_since IS NOT NULL AND NEW.status <> {Status.SUPPLEMENT_ASKED.value}"
        ),
        func="NEW.waiting_since := NULL; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="a_due_day_from_outside_is_a_promise",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.is_due_computed AND NEW.is_due_computed"
            " AND OLD.due_on IS DISTINCT FROM NEW.due_on"
            " AND current_setting('dossiers.moves_due_days', true) IS DISTINCT FROM 'on'"
        ),
        func="NEW.is_due_computed := false; NEW.due_term := NULL; RETURN NEW;",
    ),
    _trigger(
        "ledger_insert",
        pgtrigger.Insert,
        changed("new_rows", 1),
        pgtrigger.Referencing(new="new_rows"),
    ),
    _trigger(
        "ledger_update",
        pgtrigger.Update,
        changed(_updated(), "r.sign", "r.is_moved"),
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
    ),
    _trigger(
        "ledger_delete",
        pgtrigger.Delete,
        changed("old_rows", -1),
        pgtrigger.Referencing(old="old_rows"),
    ),
    pgtrigger.Trigger(
        name="ledger_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Truncate,
        func=render("truncate"),
    ),
]

#: The sector and the online kind of a procedure are part of the key of ledger B.
PROCEDURE_TRIGGERS = [
    _trigger(
        "ledger_recatalogue",
        pgtrigger.Update,
        recatalogued(),
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
        books=[BY_LEVEL],
        guard="catalogue_alone",
    )
]
