-- Gives dossiers the facts of a relation that names them by id: rows of an import, or what an
-- import noted before it changed them. Rows that read so already are not written.
-- Parameters: relation, id = its column; columns, d_columns, s_columns = what an import sets, of d
--   and of the relation.
UPDATE dossiers_dossier AS d SET ({columns}) = ({s_columns})
FROM {relation} AS s
WHERE s.run_id = %(run)s AND s.kind = 'changed' AND d.id = s.{id}
  AND ({d_columns}) IS DISTINCT FROM ({s_columns})
