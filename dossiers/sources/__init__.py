"""Where returns and the list of dossiers differ, and whose work that is."""
