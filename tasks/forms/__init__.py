"""Forms of the task pages; those of the entry screens are in ``tasks.admin``."""
