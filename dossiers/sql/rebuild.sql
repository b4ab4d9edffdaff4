-- Books dossiers into the daily rows of both ledgers, whose month balances follow at the end.
-- Parameters: sums = events.sql with sums.sql over some dossiers; days = book_days.sql, twice.
WITH {sums},
{days}
SELECT 1
