-- Guard of writers of dossiers: the catalogue stays as it is until they have committed.
-- Parameters: lock = the number of the lock.
PERFORM pg_advisory_xact_lock_shared({lock});
