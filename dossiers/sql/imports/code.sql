-- A dossier's code in one spelling: capitals, no spaces, every kind of dash a hyphen.
-- Parameters: text = the cell.
upper(translate({text}, E'–—‐‑−‒ \n', '------'))
