-- Gives dossiers back what they were before an import changed them.
-- Parameters: columns, s_columns = what an import sets and what goes along with it, of the note.
UPDATE dossiers_dossier AS d SET ({columns}) = ({s_columns})
FROM dossiers_dossierchange AS s
WHERE s.run_id = %(run)s AND s.kind = 'changed' AND d.id = s.dossier_id
