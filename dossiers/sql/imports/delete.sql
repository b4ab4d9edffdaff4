-- Deletes the dossiers that a run has made.
DELETE FROM dossiers_dossier AS d USING dossiers_dossierchange AS c
WHERE c.run_id = %(run)s AND c.kind = 'new' AND d.id = c.dossier_id
