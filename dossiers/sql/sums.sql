-- What changed per key and day: the table expression "sums", after "events".
-- Rows: one per (agency, day) with is_level = 0, and one per (level, sector, online kind, day)
--   with is_level = 1; the 15 counters as differences. Rows that add up to nothing are left out.
-- Parameters: sums = the 15 counters by name; any_sum = whether one of them is not zero.
sums AS MATERIALIZED (
    SELECT grouping(agency_id) AS is_level, agency_id, level, sector_id, online_kind, day,
           {sums}
    FROM events
    GROUP BY GROUPING SETS ((agency_id, day), (level, sector_id, online_kind, day))
    HAVING {any_sum}
)
