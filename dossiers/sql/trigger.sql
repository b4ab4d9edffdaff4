-- Body of the triggers which keep the ledgers in step.
-- Statement by statement, because each sees what was committed before it began: first the locks,
-- then, with everybody else's changes of these keys visible, the sums.
-- Plans are made by the first statement of a connection, perhaps of one row into empty tables, and
-- kept: without sequential scans they also suit the 50,000 rows and the full tables that follow.
-- Compiling them (jit) would take longer than running them.
-- Parameters: guard = catalogue_shared.sql or catalogue_alone.sql; lock_keys, sums, books =
--   lock_keys.sql, events.sql with sums.sql, book.sql.
-- Variables: done, seqscan, jit.
IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'the dossier ledgers need READ COMMITTED, not %',
        current_setting('transaction_isolation') USING ERRCODE = 'feature_not_supported';
END IF;
{guard}
seqscan := current_setting('enable_seqscan');
jit := current_setting('jit');
PERFORM set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);
{lock_keys}
IF FOUND THEN
    WITH {sums},
    {books}
    SELECT 1 INTO done;
END IF;
PERFORM set_config('enable_seqscan', seqscan, true), set_config('jit', jit, true);
RETURN NULL;
