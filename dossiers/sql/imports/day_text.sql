-- The part of a cell that tells the day, so that a list with times has as few different texts as
-- days. An instant with a zone stays whole.
-- Parameters: text = the cell.
CASE
    WHEN length({text}) <= 10 THEN {text}
    WHEN length({text}) IN (16, 19) AND ({text} LIKE '__/__/____ __:__%%'
        OR {text} LIKE '____-__-__ __:__%%' OR {text} LIKE '____-__-__T__:__%%')
    THEN left({text}, 10)
    ELSE coalesce(
        substring({text} FROM '^(\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}})[ T]+\d{{1,2}}:[0-9:.]+$'),
        substring({text} FROM '^\d{{1,2}}:[0-9:]+[ ,]+(\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})$'),
        {text})
END
