-- Dossiers of the same agencies, received in the same days, that the file does not tell of.
-- Parameters: columns, tail = what is asked of them.
SELECT {columns} FROM dossiers_dossier AS d
WHERE d.resolving_agency_id = ANY(%(agencies)s) AND d.received_on BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (
      SELECT FROM dossiers_importrow AS r WHERE r.run_id = %(run)s AND r.code = d.code)
{tail}
