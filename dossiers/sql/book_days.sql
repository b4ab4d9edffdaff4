-- Adds "sums" to the daily rows of one ledger: the table expression "<ledger>_days".
-- Parameters: ledger = prefix of the expression; is_level = 0 for ledger A, 1 for ledger B;
--   days = its daily table; key = its key columns; counters = the 15 columns; day_plus = their
--   assignments.
{ledger}_days AS (
    INSERT INTO {days} AS d ({key}, day, {counters})
    SELECT {key}, day, {counters} FROM sums WHERE is_level = {is_level} ORDER BY {key}, day
    ON CONFLICT ({key}, day) DO UPDATE SET {day_plus}
)
