"""Dossiers past their due day: how long, why, and what was written to the applicant."""
