-- Daily numbers of one ledger, cumulated at the ends of months: the table expressions
-- "<ledger>_months" and "<ledger>_running".
-- Rows of the latter: per key one for each month that follows a month with days; the sums of all
--   days before its first day ("month") hold for balances from there up to, and not including,
--   "until".
-- Parameters: ledger = prefix of the expressions; source = daily numbers by key; key = the key
--   columns; month_sums, running_sums = sums of the 15 counters.
{ledger}_months AS (
    SELECT {key}, date_trunc('month', day::timestamp) AS month, {month_sums}
    FROM {source}
    GROUP BY {key}, date_trunc('month', day::timestamp)
),
{ledger}_running AS (
    SELECT {key}, (month + interval '1 month')::date AS month,
           coalesce(lead(month) OVER months + interval '1 month', 'infinity')::date AS until,
           {running_sums}
    FROM {ledger}_months
    WINDOW months AS (PARTITION BY {key} ORDER BY month)
)
