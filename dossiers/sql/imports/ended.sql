-- Runs that have ended and still have something staged.
-- Query parameters: before = a done run that ended before this instant counts, too.
SELECT r.id FROM reporting_importrun AS r
WHERE r.kind = 'dossiers'
  AND (r.status IN ('dropped', 'failed') AND r.file = ''
    OR r.status = 'undone'
    OR r.status = 'done' AND r.finished_at < %(before)s)
  AND (EXISTS (SELECT FROM dossiers_importline AS l WHERE l.run_id = r.id)
    OR EXISTS (SELECT FROM dossiers_importrow AS o WHERE o.run_id = r.id))
