-- Guard of a change of the catalogue. Where it touches a key of ledger B, no dossier may be half
-- written: its writer would have looked up the old key too late to be seen here.
-- Parameters: lock = the number of the lock.
IF NOT EXISTS (
    SELECT FROM old_rows AS o JOIN new_rows AS n ON n.id = o.id
    WHERE (o.sector_id, o.online_kind) IS DISTINCT FROM (n.sector_id, n.online_kind)
) THEN
    RETURN NULL;
END IF;
PERFORM pg_advisory_xact_lock({lock});
