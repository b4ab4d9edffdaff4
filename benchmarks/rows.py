"""Generated agencies, procedures and dossiers for the benchmarks, made by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

FIRST, LAST = "2020-01-01", "2024-12-31"
DAYS = 1827

AGENCIES = """
    INSERT INTO agencies_agency (code, name, short_name, kind, level, gso_code, is_ranked)
    SELECT 'CQ' || n, 'Agency ' || n, '', 'department',
           CASE WHEN n <= 21 THEN 'province' WHEN n <= 33 THEN 'district' ELSE 'commune' END,
           '', true
    FROM generate_series(1, 268) AS n
"""
CATALOGUE = """
    INSERT INTO dossiers_sector (code, name)
    SELECT 's' || n, 'Sector ' || n FROM generate_series(1, 50) AS n;
    INSERT INTO dossiers_procedure
        (code, name, levels, one_stop_levels, workflow_number, online_kind, serves, sector_id,
         is_generated)
    SELECT '3.' || lpad(n::text, 6, '0'), 'Procedure ' || n, ARRAY['province'], ARRAY[]::text[], '',
           (ARRAY['full', 'partial', 'none'])[1 + n % 3], 'both',
           (SELECT min(id) FROM dossiers_sector WHERE code = 's' || 1 + n * 7 % 50), true
    FROM generate_series(1, 1800) AS n;
"""

# A few agencies and procedures have most of the dossiers. What should be resolved by the last day
# is resolved, but for one in two hundred; one in fifty has no due day.
MADE = """
    DROP TABLE IF EXISTS {table};
    CREATE UNLOGGED TABLE {table} AS
    SELECT 'H23.01-' || to_char(received_on, 'YYMMDD') || '-' || n AS code,
           procedure_id, agency_id AS receiving_agency_id, agency_id AS resolving_agency_id,
           channel::smallint AS channel, received_on,
           CASE WHEN luck > 0.02 THEN received_on + allowed END AS due_on,
           CASE WHEN is_closed THEN received_on + taken END AS resolved_on,
           (CASE WHEN NOT is_closed THEN 4 WHEN luck > 0.99 THEN 7 WHEN luck > 0.98 THEN 8
                 ELSE 10 END)::smallint AS status
    FROM (
        SELECT *, received_on + taken <= date '{last}' AND random() < 0.995 AS is_closed
        FROM (
            SELECT n, random() AS luck,
                   p.ids[1 + floor(random() ^ 2 * array_length(p.ids, 1))::int] AS procedure_id,
                   a.ids[1 + floor(random() ^ 2 * array_length(a.ids, 1))::int] AS agency_id,
                   (ARRAY[1, 2, 2, 2, 2, 2, 3])[1 + floor(random() * 7)::int] AS channel,
                   date '{first}' + floor(random() * {days})::int AS received_on,
                   2 + floor(random() * 20)::int AS allowed,
                   floor(random() * 18)::int AS taken
            FROM generate_series({start} + 1, {start} + {size}) AS n,
                 (SELECT array_agg(id ORDER BY id) AS ids FROM dossiers_procedure
                  WHERE code LIKE '3.%') AS p,
                 (SELECT array_agg(id ORDER BY id) AS ids FROM agencies_agency
                  WHERE kind <> 'leadership') AS a
        ) AS drawn
    ) AS made
    ORDER BY received_on
"""
TABLES = (
    "dossiers_dossier",
    "dossiers_agencyday",
    "dossiers_agencybalance",
    "dossiers_levelday",
    "dossiers_levelbalance",
)
COLUMNS = (
    "code, procedure_id, receiving_agency_id, resolving_agency_id, channel, received_on, due_on,"
    " resolved_on, status"
)
INSERT = "INSERT INTO dossiers_dossier ({columns}) SELECT {columns} FROM {table}"

# Open ones are resolved, resolved ones get another due day.
UPDATE = """
    UPDATE dossiers_dossier AS d
    SET status = CASE WHEN d.resolved_on IS NULL THEN 10 ELSE d.status END,
        resolved_on = coalesce(d.resolved_on, d.received_on + 12),
        due_on = d.due_on + CASE WHEN d.resolved_on IS NULL THEN 0 ELSE 1 END
    FROM changed_{shape} AS c WHERE c.id = d.id
"""
CHANGED = """
    DROP TABLE IF EXISTS changed_{shape};
    CREATE UNLOGGED TABLE changed_{shape} AS
    SELECT id FROM dossiers_dossier ORDER BY {order} LIMIT {size};
    ANALYZE changed_{shape}
"""
#: The file of the last weeks, or of all five years mixed: its first day, its number of days, and
#: which dossiers change.
BATCHES = {
    "recent": (LAST, 18, "received_on DESC, id DESC"),
    "scattered": (FIRST, DAYS, "random()"),
}


def load(size: int) -> None:
    """Replaces all dossiers, of the agencies that are there or else of 268 made up ones. The
    ledgers stay empty, as ``rebuild`` fills them."""
    run("TRUNCATE dossiers_dossier CASCADE")
    if not run("SELECT id FROM agencies_agency LIMIT 1"):
        run(AGENCIES)
    if not run("SELECT id FROM dossiers_sector WHERE code = 's1'"):
        run(CATALOGUE)
    run("SELECT setseed(0.5)")
    run(MADE.format(table="base", first=FIRST, last=LAST, days=DAYS, start=0, size=size))
    switch_triggers("DISABLE")
    with _without_keys_and_indexes():
        run(INSERT.format(table="base", columns=COLUMNS))
    switch_triggers("ENABLE")
    run("DROP TABLE base")


_FOREIGN_KEYS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'dossiers_dossier'::regclass AND contype = 'f'
"""
_INDEXES = """
    SELECT c.relname, pg_get_indexdef(i.indexrelid)
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'dossiers_dossier'::regclass
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
"""


@contextmanager
def _without_keys_and_indexes() -> Iterator[None]:
    """Made anew afterwards, in one pass each: row by row they are most of what ten million cost."""
    keys, indexes = run(_FOREIGN_KEYS), run(_INDEXES)
    for name, _definition in keys:
        run(f'ALTER TABLE dossiers_dossier DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        run(f'DROP INDEX "{name}"')
    yield
    for _name, definition in indexes:
        run(definition)
    for name, definition in keys:
        run(f'ALTER TABLE dossiers_dossier ADD CONSTRAINT "{name}" {definition}')


def prepare_batch(shape: str, size: int) -> None:
    first, days, order = BATCHES[shape]
    new = {"table": f"new_{shape}", "first": first, "last": LAST, "days": days}
    run(MADE.format(**new, start=10**8, size=size))
    run(CHANGED.format(shape=shape, order=order, size=size))


def write_batch(shape: str) -> None:
    """As many new dossiers as changed ones, with the foreign keys checked as at a commit."""
    run(INSERT.format(table=f"new_{shape}", columns=COLUMNS))
    run(UPDATE.format(shape=shape))
    run("SET CONSTRAINTS ALL IMMEDIATE")


def vacuum() -> None:
    """Clears away what a rolled-back batch has left, in the dossiers and in the ledgers."""
    run(f"VACUUM {', '.join(TABLES)}")


def switch_triggers(how: str) -> None:
    run(f"ALTER TABLE dossiers_dossier {how} TRIGGER USER")


def run(sql: str, parameters: dict[str, Any] | None = None) -> list[Any]:
    """Executes SQL and returns its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []
