-- The dossiers of procedures whose sector or online kind was changed, with the keys of ledger B.
-- Rows: each dossier once under the old key with sign -1 and once under the new one with sign 1.
-- Parameters: waits = whether the clock of a row of d stands still.
SELECT p.sign, d.resolving_agency_id AS agency_id, a.level, p.sector_id, p.online_kind,
       d.channel, d.received_on, d.due_on, d.resolved_on, d.status, ({waits}) AS waits,
       true AS is_moved
FROM (
    SELECT -1 AS sign, o.id, o.sector_id, o.online_kind
    FROM old_rows AS o JOIN new_rows AS n ON n.id = o.id
    WHERE (o.sector_id, o.online_kind) IS DISTINCT FROM (n.sector_id, n.online_kind)
    UNION ALL
    SELECT 1, n.id, n.sector_id, n.online_kind
    FROM old_rows AS o JOIN new_rows AS n ON n.id = o.id
    WHERE (o.sector_id, o.online_kind) IS DISTINCT FROM (n.sector_id, n.online_kind)
) AS p
JOIN dossiers_dossier AS d ON d.procedure_id = p.id
LEFT JOIN agencies_agency AS a ON a.id = d.resolving_agency_id
