"""The only place that asks the database for tasks."""

from tasks.querysets.rows import TaskPartQuerySet, TaskQuerySet

__all__ = ["TaskPartQuerySet", "TaskQuerySet"]
