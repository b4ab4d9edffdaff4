"""Entry screens of tasks and of what they come from."""

from tasks.admin import evidence, extensions, meetings, sources, tasks

__all__ = ["evidence", "extensions", "meetings", "sources", "tasks"]
