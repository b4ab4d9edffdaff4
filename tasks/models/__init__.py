from tasks.models.sources import Conclusion, Document, Meeting, Programme
from tasks.models.tasks import Extension, Task, TaskUpdate

__all__ = ["Conclusion", "Document", "Extension", "Meeting", "Programme", "Task", "TaskUpdate"]
