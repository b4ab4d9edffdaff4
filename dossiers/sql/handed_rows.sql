-- Dossiers that were handed over by name, as a relation of dossier rows: once under the agency of
-- their row, and once under each of their holdings (see handed.sql for its number).
-- Left out are those without a part in the days asked about: received later, or resolved before.
-- Parameters: columns = the columns of d but for the resolving agency; %(first)s, %(last)s = the
--   first and the last of the days.
(
    WITH held AS (
        SELECT dossier_id, min(id) OVER (PARTITION BY agency_id, since, until) AS claim
        FROM dossiers_dossierholding
    )
    SELECT {columns}, d.resolving_agency_id
    FROM dossiers_dossier AS d
    WHERE d.id IN (SELECT dossier_id FROM held) AND d.received_on <= %(last)s
      AND (d.resolved_on IS NULL OR d.resolved_on > %(first)s)
    UNION ALL
    SELECT {columns}, -held.claim
    FROM dossiers_dossier AS d JOIN held ON held.dossier_id = d.id
    WHERE d.received_on <= %(last)s AND (d.resolved_on IS NULL OR d.resolved_on > %(first)s)
)
