-- The different texts of some columns of a run's lines.
-- Rows: text. Parameters: texts = expressions over l.
SELECT DISTINCT v.text FROM dossiers_importline AS l
CROSS JOIN LATERAL (VALUES {texts}) AS v(text)
WHERE l.run_id = %(run)s AND v.text IS NOT NULL
LIMIT %(limit)s
