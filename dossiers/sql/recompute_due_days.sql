-- Moves the computed due days of open dossiers to the working calendar, and writes each move.
-- Rows: one; how many moved, and how many the calendar does not reach.
-- Query parameters: days, done = every day of the calendar and how many days were worked up to
--   and including it; worked = the days worked, in order; by = the user.
-- "first" is the place, among the days worked, of the first one on or after a day. The due day is
-- the term-th day worked after that of reception, and as many more as were waited for supplements.
WITH days AS (
    SELECT day, done,
           lag(done, 1, 0) OVER (ORDER BY day) + 1 AS first
    FROM unnest(%(days)s::date[], %(done)s::bigint[]) AS calendar(day, done)
),
worked AS (
    SELECT day, place FROM unnest(%(worked)s::date[]) WITH ORDINALITY AS w(day, place)
),
waited AS (
    SELECT s.id, s.dossier_id, came.first - asked.done AS days
    FROM dossiers_supplement AS s
    LEFT JOIN days AS asked ON asked.day = s.asked_on
    LEFT JOIN days AS came ON came.day = s.answered_on
    JOIN dossiers_dossier AS d ON d.id = s.dossier_id
    WHERE s.days_waited IS NOT NULL AND d.resolved_on IS NULL AND d.is_due_computed
),
fresh AS (
    SELECT d.id, d.due_on AS old_due_on, w.day AS new_due_on
    FROM dossiers_dossier AS d
    LEFT JOIN days AS r ON r.day = d.received_on
    LEFT JOIN (
        SELECT dossier_id, CASE WHEN count(days) = count(*) THEN sum(days) END AS days
        FROM waited GROUP BY dossier_id
    ) AS s ON s.dossier_id = d.id
    LEFT JOIN worked AS w
        ON w.place = r.first + d.due_term + CASE WHEN s.dossier_id IS NULL THEN 0 ELSE s.days END
    WHERE d.resolved_on IS NULL AND d.is_due_computed
),
moved AS (
    UPDATE dossiers_dossier AS d SET due_on = f.new_due_on
    FROM fresh AS f
    WHERE f.id = d.id AND f.new_due_on <> f.old_due_on AND d.due_on = f.old_due_on
    RETURNING d.id, f.old_due_on, f.new_due_on
),
recounted AS (
    UPDATE dossiers_supplement AS s SET days_waited = w.days
    FROM waited AS w JOIN fresh AS f ON f.id = w.dossier_id
    WHERE s.id = w.id AND f.new_due_on IS NOT NULL AND s.days_waited <> w.days
),
written AS (
    INSERT INTO dossiers_duedatechange (dossier_id, old_due_on, new_due_on, reason, changed_by_id)
    SELECT id, old_due_on, new_due_on, 'calendar', %(by)s FROM moved ORDER BY id
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM fresh WHERE new_due_on IS NULL)
