-- The events of changed dossiers, as two common table expressions "changed" and "events".
-- Rows: one event each; its keys in both ledgers, its day, its counter (1..15: five events by
--   three channels, see counters.py) and +1 or -1.
-- Parameters: rows = a query of sign, agency_id, level, sector_id, online_kind, channel,
--   received_on, due_on, resolved_on, status, waits, is_moved.
-- Statuses 1 and 3 are no events. 7 and 8 close on time whatever their due day; where it has
-- passed, the overdue event is taken back on the closing day, so that at any day
-- overdue pending = became - late.
-- While a dossier waits for a supplement that was asked for by its due day, it is not overdue.
changed AS MATERIALIZED (
    {rows}
),
events AS (
    SELECT agency_id, level, sector_id, online_kind, received_on AS day,
           channel::int AS counter, sign AS delta
    FROM changed WHERE is_moved AND status NOT IN (1, 3)
    UNION ALL
    SELECT agency_id, level, sector_id, online_kind, resolved_on,
           channel + CASE
               WHEN status IN (7, 8) OR due_on IS NULL OR resolved_on = due_on THEN 6
               WHEN resolved_on < due_on THEN 3
               ELSE 9
           END,
           sign
    FROM changed WHERE resolved_on IS NOT NULL
    UNION ALL
    SELECT agency_id, level, sector_id, online_kind, greatest(due_on + 1, received_on),
           channel + 12, sign
    FROM changed
    WHERE due_on IS NOT NULL AND (resolved_on IS NULL OR resolved_on > due_on)
      AND status NOT IN (1, 3) AND NOT waits
    UNION ALL
    SELECT agency_id, level, sector_id, online_kind, resolved_on, channel + 12, -sign
    FROM changed WHERE status IN (7, 8) AND resolved_on > due_on
)
