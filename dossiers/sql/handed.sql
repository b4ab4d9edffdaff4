-- What has happened up to and including some days to dossiers that were handed over by name.
-- Rows: one per claim, level, sector, online kind and day; seven sums as read.sql has them. A claim is
--   the id of the agency that the row names, or, negative and without a level, the smallest id of
--   the holdings with the same agency, since and until.
-- Parameters: events = events.sql over handed_rows.sql; seven = the sums; %(days)s = the days.
WITH {events}
SELECT agency_id, level, sector_id, online_kind, e.day, {seven}
FROM events
JOIN unnest(%(days)s::date[]) AS e(day) ON events.day <= e.day
GROUP BY agency_id, level, sector_id, online_kind, e.day
