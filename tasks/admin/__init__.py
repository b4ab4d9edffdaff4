"""Entry screens of tasks and of what they come from."""

from tasks.admin import sources, tasks

__all__ = ["sources", "tasks"]
