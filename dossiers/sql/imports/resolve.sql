-- The rows of a run: what each line means, what is wrong with it, what importing it would do.
-- Parameters: code = the dossier's code in one spelling; received, due, resolved, returned =
--   day_text.sql of the columns; problems, warnings = masks of rules.py; before = facts.sql of the
--   dossier that has the code; same = whether row and dossier tell the same. Query parameters: run,
--   today, writable (ids or NULL for all), has_channel (whether the file has that column).
-- OFFSET 0: what a subquery works out is worked out once, however often it is spoken of.
-- What the file does not tell stays as the dossier has it; a due day is else worked out from the
-- working days that the procedure allowed on the day of reception, counted from the first working
-- day on or after it. Of a new dossier one agency is the other, and the name of the procedure tells
-- it where no code does.
INSERT INTO dossiers_importrow (run_id, row, kind, code, procedure_id, receiving_agency_id,
    resolving_agency_id, channel, received_on, due_on, resolved_on, status, due_term, problems,
    warnings, dossier_id, before)
SELECT %(run)s, r.row,
       CASE WHEN r.problems <> 0 THEN 'refused' WHEN r.dossier_id IS NULL THEN 'new'
            WHEN {same} THEN 'same' ELSE 'changed' END,
       r.code, r.procedure_id, r.receiving_agency_id, r.resolving_agency_id, r.channel_id,
       r.received_on, r.due_on, r.done_on, r.status_id,
       CASE WHEN r.is_worked_out THEN r.working_days END, r.problems, r.warnings, r.dossier_id,
       CASE WHEN r.dossier_id IS NOT NULL AND r.problems = 0 AND NOT {same} THEN {before} END
FROM (
    SELECT r.*, {problems} AS problems, {warnings} AS warnings
    FROM (
        SELECT l.row, l.code, split_part(l.code, '-', 2) AS code_day,
               l.procedure, l.procedure_name, l.channel, l.received, l.due, l.resolved,
               l.returned, l.status,
               coalesce(l.receiving, CASE WHEN d.id IS NULL THEN l.resolving END) AS receiving,
               coalesce(l.resolving, CASE WHEN d.id IS NULL THEN l.receiving END) AS resolving,
               l.receiving IS NULL AND l.resolving IS NULL AS is_without_agency,
               p.id AS procedure_id, x.first_day IS NOT NULL AS is_abolished,
               coalesce(p.is_ambiguous, false) AS is_ambiguous,
               CASE WHEN f.procedure_id IS NULL THEN p.working_days ELSE f.working_days
               END AS working_days,
               n.id AS named_procedure_id,
               CASE WHEN l.resolving IS NULL AND d.id IS NOT NULL THEN d.resolving_agency_id
                    ELSE g.id END AS resolving_agency_id, g.state AS resolving_state,
               CASE WHEN l.receiving IS NULL AND d.id IS NOT NULL THEN d.receiving_agency_id
                    ELSE v.id END AS receiving_agency_id, v.state AS receiving_state,
               coalesce(c.number, CASE WHEN l.channel IS NULL THEN
                   coalesce(CASE WHEN NOT %(has_channel)s THEN d.channel END, 1) END) AS channel_id,
               s.number AS status_id,
               a.day AS received_on, a.stamp AS received_stamp,
               coalesce(h.day, CASE WHEN l.due IS NULL THEN coalesce(
                   CASE WHEN d.received_on = a.day AND d.procedure_id = p.id THEN d.due_on END,
                   w.day) END) AS due_on,
               l.due IS NULL AND w.day IS NOT NULL AND NOT coalesce(d.received_on = a.day
                   AND d.procedure_id = p.id AND d.due_on IS NOT NULL, false) AS is_worked_out,
               e.day AS resolved_on, t.day AS returned_on, coalesce(e.day, t.day) AS done_on,
               d.id AS dossier_id, d.procedure_id AS old_procedure_id,
               d.receiving_agency_id AS old_receiving_agency_id,
               d.resolving_agency_id AS old_resolving_agency_id, d.channel AS old_channel,
               d.received_on AS old_received_on, d.due_on AS old_due_on,
               d.resolved_on AS old_resolved_on, d.status AS old_status
        FROM (
            SELECT row, {code} AS code, procedure, procedure_name, receiving, resolving, channel,
                   received, due, resolved, returned, status
            FROM dossiers_importline AS l WHERE run_id = %(run)s OFFSET 0
        ) AS l
        LEFT JOIN dossiers_dossier AS d ON d.code = l.code
        LEFT JOIN import_procedure AS p ON p.text = coalesce(l.procedure, l.procedure_name)
        LEFT JOIN import_procedure AS n ON n.text = l.procedure_name
        LEFT JOIN import_number AS s ON s.field = 'status' AND s.text = l.status
        LEFT JOIN import_number AS c ON c.field = 'channel' AND c.text = l.channel
        LEFT JOIN import_day AS a ON a.text = {received}
        LEFT JOIN import_day AS h ON h.text = {due}
        LEFT JOIN import_day AS e ON e.text = {resolved}
        LEFT JOIN import_day AS t ON t.text = {returned}
        LEFT JOIN import_agency AS g ON g.field = 'resolving'
            AND g.text = coalesce(l.resolving, CASE WHEN d.id IS NULL THEN l.receiving END)
            AND coalesce(a.day, %(today)s) BETWEEN g.valid_from AND g.valid_to
        LEFT JOIN import_agency AS v ON v.field = 'receiving'
            AND v.text = coalesce(l.receiving, CASE WHEN d.id IS NULL THEN l.resolving END)
            AND coalesce(a.day, %(today)s) BETWEEN v.valid_from AND v.valid_to
        LEFT JOIN import_first AS b ON l.due IS NULL AND b.day = a.day
        LEFT JOIN import_term AS f ON f.procedure_id = p.id
            AND a.day BETWEEN coalesce(f.first_day, '-infinity') AND f.last_day
        LEFT JOIN import_abolition AS x ON x.procedure_id = p.id
            AND a.day BETWEEN x.first_day AND coalesce(x.last_day, 'infinity')
        LEFT JOIN import_worked AS w ON w.number = b.number
            + CASE WHEN f.procedure_id IS NULL THEN p.working_days ELSE f.working_days END
        OFFSET 0
    ) AS r
    OFFSET 0
) AS r
