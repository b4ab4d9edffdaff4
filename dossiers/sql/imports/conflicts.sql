-- What stands in the way of undoing a run.
-- Rows: code and why: gone, edited, imported (by a later run) or foreign (out of reach).
-- Parameters: facts = facts.sql of d; columns, tail = what is asked. Query parameters: run, later =
--   the runs that wrote after it, writable = ids of agencies or NULL for all.
SELECT {columns} FROM (
    SELECT c.code, CASE
        WHEN d.id IS NULL OR d.code <> c.code THEN 'gone'
        WHEN {facts} <> c.written THEN 'edited'
        WHEN c.kind = 'new' AND (
            EXISTS (SELECT FROM dossiers_supplement AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_apology AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_duedatechange AS s WHERE s.dossier_id = d.id)
            OR EXISTS (SELECT FROM dossiers_dossierholding AS s WHERE s.dossier_id = d.id)
        ) THEN 'edited'
        WHEN EXISTS (
            SELECT FROM dossiers_dossierchange AS o
            WHERE o.run_id = ANY(%(later)s) AND o.dossier_id = c.dossier_id
        ) THEN 'imported'
        WHEN %(writable)s::bigint[] IS NOT NULL
            AND NOT (d.resolving_agency_id = ANY(%(writable)s::bigint[])
                AND coalesce(c.resolving_agency_id, d.resolving_agency_id)
                    = ANY(%(writable)s::bigint[]))
        THEN 'foreign'
    END AS why
    FROM dossiers_dossierchange AS c LEFT JOIN dossiers_dossier AS d ON d.id = c.dossier_id
    WHERE c.run_id = %(run)s
) AS c
WHERE why IS NOT NULL {tail}
