from django.urls import path

import reporting.addresses  # noqa: F401 -- days in addresses
from tasks.charts import ProgressChartView
from tasks.files import DocumentFileView, ExtensionRequestFileView
from tasks.views import TaskDetailView, TaskListView, extensions, meetings
from tasks.views.budget import BudgetRowsView, BudgetView
from tasks.views.bulk_deadlines import BulkDeadlinesView
from tasks.views.checks import ChecksView
from tasks.views.communication import CommunicationView
from tasks.views.discipline import DisciplineView
from tasks.views.documents import DocumentListView, DocumentView
from tasks.views.evidence import (
    EvidenceAddView,
    EvidenceFileView,
    EvidenceRemoveView,
    ReportView,
)
from tasks.views.feeds import CalendarFeedView
from tasks.views.imports import (
    ImportErrorsView,
    ImportRunView,
    ImportStartView,
    ImportTemplateView,
)
from tasks.views.inbox import InboxView
from tasks.views.occurrences import OccurrenceListView, OccurrenceReportView
from tasks.views.pace import PaceView
from tasks.views.rates import RatesView
from tasks.views.reassign import ReassignView
from tasks.views.steps import StepView

app_name = "tasks"

urlpatterns = [
    path("tasks/", TaskListView.as_view(), name="list"),
    path("tasks/charts/progress.json", ProgressChartView.as_view(), name="progress-chart"),
    path("tasks/pace/", PaceView.as_view(), name="pace"),
    path("tasks/budget/", BudgetView.as_view(), name="budget"),
    path("tasks/budget/rows/", BudgetRowsView.as_view(), name="budget-rows"),
    path("tasks/rates/", RatesView.as_view(), name="rates"),
    path("tasks/occurrences/", OccurrenceListView.as_view(), name="occurrences"),
    path(
        "tasks/occurrences/<int:pk>/report/",
        OccurrenceReportView.as_view(),
        name="occurrence-report",
    ),
    path("tasks/checks/", ChecksView.as_view(), name="checks"),
    path("tasks/discipline/", DisciplineView.as_view(), name="discipline"),
    path("tasks/reports/<int:pk>/new/", ReportView.as_view(), name="report"),
    path("tasks/evidence/<int:pk>/new/", EvidenceAddView.as_view(), name="evidence-add"),
    path("tasks/evidence/<int:pk>/file/", EvidenceFileView.as_view(), name="evidence-file"),
    path("tasks/evidence/<int:pk>/remove/", EvidenceRemoveView.as_view(), name="evidence-remove"),
    path("tasks/communication/", CommunicationView.as_view(), name="communication"),
    path("tasks/inbox/", InboxView.as_view(), name="inbox"),
    path("tasks/steps/<int:pk>/<slug:kind>/", StepView.as_view(), name="step"),
    path("tasks/extensions/<int:pk>/ask/", extensions.AskView.as_view(), name="extension-ask"),
    path(
        "tasks/extensions/<int:pk>/revise/",
        extensions.ReviseView.as_view(),
        name="extension-revise",
    ),
    path(
        "tasks/extension-requests/<int:pk>/withdraw/",
        extensions.WithdrawView.as_view(),
        name="request-withdraw",
    ),
    path(
        "tasks/extension-requests/<int:pk>/answer/",
        extensions.AnswerView.as_view(),
        name="request-answer",
    ),
    path(
        "tasks/extension-requests/<int:pk>/file/",
        ExtensionRequestFileView.as_view(),
        name="extension-request-file",
    ),
    path("tasks/reassign/", ReassignView.as_view(), name="reassign"),
    path("tasks/deadlines/", BulkDeadlinesView.as_view(), name="bulk-deadlines"),
    path("tasks/import/", ImportStartView.as_view(), name="import"),
    path("tasks/import/template.xlsx", ImportTemplateView.as_view(), name="import-template"),
    path("tasks/import/<int:pk>/", ImportRunView.as_view(), name="import-run"),
    path("tasks/import/<int:pk>/errors.xlsx", ImportErrorsView.as_view(), name="import-errors"),
    path("meetings/", meetings.MeetingListView.as_view(), name="meetings"),
    path("meetings/conclusions/", meetings.OpenConclusionsView.as_view(), name="open-conclusions"),
    path("meetings/<day:held_on>/agenda/", meetings.BuildAgendaView.as_view(), name="agenda-build"),
    path(
        "meetings/<day:held_on>/conclusions/<path:number>/tasks/",
        meetings.RaiseTasksView.as_view(),
        name="conclusion-tasks",
    ),
    path(
        "meetings/<day:held_on>/conclusions/<path:number>/close/",
        meetings.CloseView.as_view(),
        name="conclusion-close",
    ),
    path(
        "meetings/<day:held_on>/conclusions/<path:number>/reopen/",
        meetings.ReopenView.as_view(),
        name="conclusion-reopen",
    ),
    path("documents/", DocumentListView.as_view(), name="documents"),
    path("documents/<int:pk>/", DocumentView.as_view(), name="document"),
    path("documents/<int:pk>/file/", DocumentFileView.as_view(), name="document-file"),
    path("calendar/<str:token>.ics", CalendarFeedView.as_view(), name="calendar"),
    # Last of those below tasks/: a code may hold a slash, as numbers of documents do.
    path("tasks/<path:code>/", TaskDetailView.as_view(), name="detail"),
]
