-- What has happened up to and including some days, per group of keys of one ledger.
-- Rows: one per group and day; the group's columns, the day and seven sums: received in person,
--   online, by post, and resolved early, on time, late, became overdue over the channels asked for.
-- Parameters: keys = a query of keys of the ledger; ends = the days, one query parameter (an array
--   of dates); k_key = the key's columns; same_key_b, same_key_d = joins of balance and day on it;
--   balances, days = tables; of_balance, of_days, seven = the sums at each step; columns = the
--   group's columns and the day; group_by = the clause on them, empty where a group is one key.
-- Per key and day one balance and at most a month of days are read, however long the history.
WITH points AS (
    SELECT {k_key}, e.day, coalesce(b.month, '-infinity') AS month, {of_balance}
    FROM ({keys}) AS k
    CROSS JOIN unnest(%s::date[]) AS e(day)
    LEFT JOIN LATERAL (
        SELECT * FROM {balances} AS b
        WHERE {same_key_b} AND b.month <= e.day ORDER BY b.month DESC LIMIT 1
    ) AS b ON true
)
SELECT {columns}, {seven}
FROM points AS p
CROSS JOIN LATERAL (
    SELECT {of_days} FROM {days} AS d
    WHERE {same_key_d} AND d.day >= p.month AND d.day <= p.day
) AS d
{group_by}
