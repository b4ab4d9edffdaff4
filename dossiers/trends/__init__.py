"""How things went over any months."""
