from tasks.models.agenda import AgendaItem
from tasks.models.deadlines import Extension, ExtensionRequest, Occurrence, RecurrenceRule
from tasks.models.feeds import CalendarFeed
from tasks.models.meetings import Attendance, Conclusion, Meeting
from tasks.models.path import LeadChange, TaskStep
from tasks.models.reports import DelayCause, Evidence, TaskUpdate
from tasks.models.resources import Funding
from tasks.models.sources import Document, Programme
from tasks.models.tasks import Task

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Conclusion",
    "DelayCause",
    "Document",
    "Evidence",
    "Extension",
    "ExtensionRequest",
    "Funding",
    "LeadChange",
    "Meeting",
    "Occurrence",
    "Programme",
    "RecurrenceRule",
    "Task",
    "TaskStep",
    "TaskUpdate",
]
