-- Writes the new dossiers of a run and notes each.
-- Parameters: columns = what an import sets besides the code; facts = facts.sql of w.
WITH written AS (
    INSERT INTO dossiers_dossier (code, {columns}, due_term, is_due_computed)
    SELECT code, {columns}, due_term, due_term IS NOT NULL FROM dossiers_importrow
    WHERE run_id = %(run)s AND kind = 'new' ORDER BY received_on, row
    RETURNING id, code, {columns}
)
INSERT INTO dossiers_dossierchange (run_id, dossier_id, code, kind, written)
SELECT %(run)s, w.id, w.code, 'new', {facts} FROM written AS w
