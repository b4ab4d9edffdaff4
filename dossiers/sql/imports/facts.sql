-- What an import sets of a dossier, as one text: two dossiers with the same text are the same.
-- Days count from 01/01/2000, so that no setting of the session changes the text.
-- Parameters: r = the relation; prefix = of its columns; resolved = its column of resolution.
concat_ws(' ', {r}.{prefix}procedure_id, {r}.{prefix}receiving_agency_id,
    {r}.{prefix}resolving_agency_id, {r}.{prefix}channel,
    {r}.{prefix}received_on - date '2000-01-01',
    coalesce(({r}.{prefix}due_on - date '2000-01-01')::text, '-'),
    coalesce(({r}.{prefix}resolved_on - date '2000-01-01')::text, '-'), {r}.{prefix}status)
