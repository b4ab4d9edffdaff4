-- Time limits of procedures that a decision has put an end to, each with its days.
-- Rows: procedure_id, first_day (NULL: from ever), last_day, working_days (NULL: none was laid down).
-- On any other day the limit is the one that stands in the catalogue. Of two decisions that take
-- effect on one day, the first ends the limit before both, and the second leaves an empty span.
SELECT procedure_id, lag(since) OVER in_time AS first_day, since - 1 AS last_day,
       working_days_before AS working_days
FROM (
    SELECT id, procedure_id, decided_on, working_days_before,
           coalesce(effective_on, decided_on) AS since
    FROM dossiers_procedurechange
    WHERE changes_term
) AS c
WINDOW in_time AS (PARTITION BY procedure_id ORDER BY since, decided_on, id)
