-- Locks the dossiers that a run has written, in the order of their ids.
SELECT count(*) FROM (
    SELECT d.id FROM dossiers_dossier AS d
    JOIN dossiers_dossierchange AS c ON c.dossier_id = d.id
    WHERE c.run_id = %(run)s ORDER BY d.id FOR UPDATE OF d
) AS locked
