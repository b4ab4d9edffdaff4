-- The two sides of updated dossiers, where something has changed that counts.
-- Rows: the old side with sign -1 and the new one with sign 1.
-- Parameters: pair = both sides' columns; old, new = one side's columns; old_facts, new_facts =
--   what the events of a side depend on; old_reception, new_reception = what its first event does.
-- The full join also serves rows whose id was changed, and unlike an inner join it is never
-- planned as a nested loop: plans are kept, and after an update of one row the same connection
-- may update 50,000.
(
    WITH pairs AS MATERIALIZED (
        SELECT {pair},
               ({old_reception}) IS DISTINCT FROM ({new_reception}) AS is_moved
        FROM old_rows AS o FULL JOIN new_rows AS n ON n.id = o.id
        WHERE ({old_facts}) IS DISTINCT FROM ({new_facts})
    )
    SELECT -1 AS sign, is_moved, {old} FROM pairs WHERE old_id IS NOT NULL
    UNION ALL
    SELECT 1, is_moved, {new} FROM pairs WHERE new_id IS NOT NULL
)
