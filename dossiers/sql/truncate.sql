-- Body of the trigger on TRUNCATE: no dossier, no ledger row. DELETE, because the ledgers may be
-- truncated by the same statement, and a table in use cannot be truncated again.
DELETE FROM dossiers_agencyday;
DELETE FROM dossiers_agencybalance;
DELETE FROM dossiers_levelday;
DELETE FROM dossiers_levelbalance;
RETURN NULL;
