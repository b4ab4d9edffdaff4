"""Form II.06 of a period as a table."""
