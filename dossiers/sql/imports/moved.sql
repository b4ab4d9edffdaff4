-- Whether dossiers that a run would change are no longer what its preview saw. Locks them.
-- Rows: how many. Parameters: facts = facts.sql of d.
WITH locked AS MATERIALIZED (
    SELECT d.* FROM dossiers_dossier AS d
    JOIN dossiers_importrow AS r ON r.dossier_id = d.id
    WHERE r.run_id = %(run)s AND r.kind = 'changed'
    ORDER BY d.id FOR NO KEY UPDATE OF d
)
SELECT count(*) FROM dossiers_importrow AS r LEFT JOIN locked AS d ON d.id = r.dossier_id
WHERE r.run_id = %(run)s AND r.kind = 'changed'
  AND (d.id IS NULL OR d.code <> r.code OR {facts} <> r.before)
