-- The month balances of one ledger, from all of its daily rows.
-- Parameters: running = running.sql; balances = the empty table; ledger, key, counters.
WITH {running}
INSERT INTO {balances} ({key}, month, {counters})
SELECT {key}, month, {counters} FROM {ledger}_running ORDER BY {key}, month
