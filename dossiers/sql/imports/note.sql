-- Notes the dossiers that a run is about to change, as they are and as they will be.
-- Parameters: columns, d_columns = what an import sets, of d; along, d_along = what goes along with
--   it; facts = facts.sql of r.
INSERT INTO dossiers_dossierchange (run_id, dossier_id, code, kind, {columns}, {along}, written)
SELECT %(run)s, d.id, d.code, 'changed', {d_columns}, {d_along}, {facts}
FROM dossiers_importrow AS r JOIN dossiers_dossier AS d ON d.id = r.dossier_id
WHERE r.run_id = %(run)s AND r.kind = 'changed' ORDER BY d.id
