"""The catalogue of procedures: what is in force, form II.07b, working days taken."""
