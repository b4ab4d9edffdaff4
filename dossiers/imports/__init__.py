"""Import of dossier lists: a file of a one-stop system becomes dossiers, after a preview.

``columns`` names what a list may hold, ``meanings`` and ``days`` tell what its words mean,
``rules`` what is wrong with a row; ``staging`` brings the file into the database and compares it
there, set by set (``sql/imports/``); ``preview`` and ``problems`` tell what would happen,
``writing`` does it and ``undoing`` takes it back. ``jobs`` leads a run from upload to its end, for
pages and commands alike; ``working`` is what the process does that ``jobs`` starts.
"""
