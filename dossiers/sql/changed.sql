-- Dossiers with the keys of both ledgers.
-- Rows: one per row of the relation, with its sign. An agency or procedure that does not exist
--   gives an empty key, which the ledgers refuse.
-- Parameters: relation = a relation of dossier rows; sign = 1, -1 or a column of it; is_moved =
--   whether the received event counts, which both sides of an update mostly have in common;
--   waits = whether the clock of a row of r stands still.
SELECT {sign} AS sign, r.resolving_agency_id AS agency_id, a.level, p.sector_id, p.online_kind,
       r.channel, r.received_on, r.due_on, r.resolved_on, r.status, ({waits}) AS waits,
       {is_moved} AS is_moved
FROM {relation} AS r
LEFT JOIN agencies_agency AS a ON a.id = r.resolving_agency_id
LEFT JOIN dossiers_procedure AS p ON p.id = r.procedure_id
