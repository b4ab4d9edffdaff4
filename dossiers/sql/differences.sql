-- Where one ledger does not say what the dossiers say, at one moment.
-- Rows: what ("day" or "month"), the key in words, the day or first day of the month as text (it
--   may lie beyond the years that Python knows), the counter, what is booked and what the dossiers
--   add up to. A missing daily row means zeros. A missing balance is one row without a counter.
-- Parameters: sums = events.sql with sums.sql over the dossiers; running = running.sql over the
--   sums of this ledger; ledger, is_level, days, balances, key; words = the key in words; scope =
--   a condition on the keys asked about; same_key = join of b and r; counters = the 15 columns of
--   r; values = a row of name, booked and counted for each counter.
WITH {sums},
{running}
SELECT 'day' AS what, {words} AS key, day::text AS day, v.counter, v.booked, v.counted
FROM (SELECT * FROM {days} WHERE {scope}) AS b
FULL JOIN (SELECT * FROM sums WHERE is_level = {is_level}) AS r USING ({key}, day)
CROSS JOIN LATERAL (VALUES {values}) AS v(counter, booked, counted)
WHERE v.booked <> v.counted
UNION ALL
SELECT 'month', {words}, month::text, v.counter, v.booked, v.counted
FROM (SELECT * FROM {balances} WHERE {scope}) AS b
LEFT JOIN LATERAL (
    SELECT {counters} FROM {ledger}_running AS r
    WHERE {same_key} AND b.month >= r.month AND b.month < r.until
) AS r ON true
CROSS JOIN LATERAL (VALUES {values}) AS v(counter, booked, counted)
WHERE v.booked <> v.counted
UNION ALL
SELECT 'month', {words}, month::text, NULL, NULL, NULL
FROM {ledger}_running AS r
WHERE NOT EXISTS (SELECT FROM {balances} AS b WHERE {same_key} AND b.month = r.month)
ORDER BY 2, 1, 3, 4 NULLS FIRST
