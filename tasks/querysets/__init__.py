"""The only place that asks the database for tasks."""

from tasks.querysets.rows import TaskQuerySet, TaskUpdateQuerySet

__all__ = ["TaskQuerySet", "TaskUpdateQuerySet"]
