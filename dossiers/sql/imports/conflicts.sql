-- What stands in the way of undoing a run.
-- Rows: code, dossier_id and why: gone, imported (by a later run, the latest of which is other), edited,
--   attached (a new one that something hangs on) or foreign (out of reach).
-- Parameters: facts = facts.sql of d; columns, tail = what is asked. Query parameters: run, later =
--   the runs that wrote after it, the latest first, writable = ids of agencies or NULL for all.
SELECT {columns} FROM (
    SELECT c.code, c.dossier_id, o.run_id AS other, CASE
        WHEN d.id IS NULL OR d.code <> c.code THEN 'gone'
        WHEN o.run_id IS NOT NULL THEN 'imported'
        WHEN {facts} <> c.written THEN 'edited'
        WHEN c.kind = 'new' AND (
            EXISTS (SELECT FROM dossiers_supplement AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_apology AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_duedatechange AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_dossierholding AS s WHERE s.dossier_id = d.id)
        ) THEN 'attached'
        WHEN %(writable)s::bigint[] IS NOT NULL
            AND NOT (d.resolving_agency_id = ANY(%(writable)s::bigint[])
                AND coalesce(c.resolving_agency_id, d.resolving_agency_id)
                    = ANY(%(writable)s::bigint[]))
        THEN 'foreign'
    END AS why
    FROM dossiers_dossierchange AS c LEFT JOIN dossiers_dossier AS d ON d.id = c.dossier_id
    LEFT JOIN LATERAL (
        SELECT o.run_id FROM dossiers_dossierchange AS o
        WHERE o.run_id = ANY(%(later)s) AND o.dossier_id = c.dossier_id
        ORDER BY array_position(%(later)s::bigint[], o.run_id) LIMIT 1
    ) AS o ON true
    WHERE c.run_id = %(run)s
) AS c
WHERE why IS NOT NULL {tail}
