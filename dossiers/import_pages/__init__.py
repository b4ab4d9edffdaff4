"""What the pages of the import of dossier lists say: each module one state, in words. Pure."""
