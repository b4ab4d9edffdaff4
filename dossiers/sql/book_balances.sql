-- Adds what has changed, cumulated by running.sql, to the month balances of one ledger.
-- An event in month m moves all later balances of its key, and makes sure that there is one for
-- the first day of month m + 1, which starts from the newest balance before it.
-- Caller: holds the lock of every key, so that nobody else changes these rows meanwhile.
-- Parameters: ledger = prefix of the expressions; balances = the table; key, r_key = the key
--   columns; same_key = their join of b and r; counters = the 15 columns; balance_plus,
--   balance_after, any_move = expressions over the same columns.
{ledger}_moved AS (
    UPDATE {balances} AS b SET {balance_plus}
    FROM {ledger}_running AS r
    WHERE {same_key} AND b.month >= r.month AND b.month < r.until AND ({any_move})
),
{ledger}_opened AS (
    INSERT INTO {balances} ({key}, month, {counters})
    SELECT {r_key}, r.month, {balance_after}
    FROM {ledger}_running AS r
    LEFT JOIN LATERAL (
        SELECT * FROM {balances} AS b
        WHERE {same_key} AND b.month <= r.month ORDER BY b.month DESC LIMIT 1
    ) AS b ON true
    WHERE b.month IS DISTINCT FROM r.month
)
