-- Codes on several rows of a run: rows that tell the same count as one, the others are refused.
-- Parameters: facts = facts.sql of r; twice = bit of the problem; repeated = bit of the warning.
WITH twice AS MATERIALIZED (
    SELECT code FROM dossiers_importrow WHERE run_id = %(run)s AND code IS NOT NULL
    GROUP BY code HAVING count(*) > 1
),
told AS MATERIALIZED (
    SELECT r.row, row_number() OVER each_code > 1 AS is_later,
           min({facts}) OVER same_code <> max({facts}) OVER same_code AS differs
    FROM dossiers_importrow AS r JOIN twice USING (code)
    WHERE r.run_id = %(run)s
    WINDOW each_code AS (PARTITION BY code ORDER BY row), same_code AS (PARTITION BY code)
)
UPDATE dossiers_importrow AS r
SET problems = r.problems | CASE WHEN t.differs THEN {twice}::bigint ELSE 0 END,
    warnings = r.warnings | CASE WHEN t.is_later AND NOT t.differs THEN {repeated}::bigint ELSE 0 END,
    kind = CASE WHEN t.differs OR r.kind = 'refused' THEN 'refused'
                WHEN t.is_later THEN 'repeated' ELSE r.kind END
FROM told AS t WHERE r.run_id = %(run)s AND r.row = t.row
