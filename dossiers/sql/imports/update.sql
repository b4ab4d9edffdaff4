-- Gives dossiers the facts of the rows of an import. Rows that read so already are not written.
-- Parameters: columns, d_columns, s_columns = what an import sets, of d and of the row.
-- A due day that the site works out stays one that it worked out; any other is a promise.
UPDATE dossiers_dossier AS d SET ({columns}, due_term, is_due_computed) = ({s_columns},
    CASE WHEN s.due_term IS NOT NULL THEN s.due_term
         WHEN d.due_on IS NOT DISTINCT FROM s.due_on THEN d.due_term END,
    s.due_term IS NOT NULL OR (d.is_due_computed AND d.due_on IS NOT DISTINCT FROM s.due_on))
FROM dossiers_importrow AS s
WHERE s.run_id = %(run)s AND s.kind = 'changed' AND d.id = s.dossier_id
  AND ({d_columns}) IS DISTINCT FROM ({s_columns})
