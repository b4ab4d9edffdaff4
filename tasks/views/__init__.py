from tasks.views.detail import TaskDetailView
from tasks.views.lists import TaskListView

__all__ = ["TaskDetailView", "TaskListView"]
