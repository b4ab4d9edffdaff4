-- Takes the lock of every ledger key that the changed dossiers touch, until the end of the
-- transaction: keys of ledger A first, each ledger in the order of its keys, so that two
-- statements never wait for each other.
-- Parameters: rows = the changed dossiers (changed.sql or recatalogued.sql); locks = a query of
--   ledger and key from "keys".
PERFORM pg_advisory_xact_lock(hashtextextended('dossiers ledger ' || ledger || ' ' || key, 0))
FROM (
    WITH keys AS MATERIALIZED (
        SELECT DISTINCT agency_id, level, sector_id, online_kind FROM ({rows}) AS changed
    )
    {locks}
    ORDER BY ledger, key
) AS wanted;
