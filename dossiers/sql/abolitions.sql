-- Spans of days on which procedures are abolished: from the first day of the decision to the day
-- before the next one that takes effect.
-- Rows: procedure_id, first_day, last_day (NULL: for good).
SELECT procedure_id, since AS first_day, next_since - 1 AS last_day
FROM (
    SELECT procedure_id, kind, since, lead(since) OVER in_time AS next_since
    FROM (
        SELECT id, procedure_id, kind, decided_on, coalesce(effective_on, decided_on) AS since
        FROM dossiers_procedurechange
    ) AS c
    WINDOW in_time AS (PARTITION BY procedure_id ORDER BY since, decided_on, id)
) AS c
WHERE kind = 'abolished'
