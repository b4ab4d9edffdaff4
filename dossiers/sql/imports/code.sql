-- A dossier's code in one spelling: capitals, no spaces, every kind of dash a hyphen.
-- Parameters: text = the cell. Nearly all are plain already, and translate is slow.
CASE
    WHEN octet_length({text}) = length({text}) AND strpos({text}, ' ') = 0 THEN upper({text})
    ELSE upper(translate({text}, E'–—‐‑−‒ \n', '------'))
END
