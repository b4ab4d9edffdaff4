from django.urls import path

from tasks.charts import ProgressChartView
from tasks.files import DocumentFileView
from tasks.views import TaskDetailView, TaskListView

app_name = "tasks"

urlpatterns = [
    path("tasks/", TaskListView.as_view(), name="list"),
    path("tasks/charts/progress.json", ProgressChartView.as_view(), name="progress-chart"),
    path("documents/<int:pk>/file/", DocumentFileView.as_view(), name="document-file"),
    # Last of those below tasks/: a code may hold a slash, as numbers of documents do.
    path("tasks/<path:code>/", TaskDetailView.as_view(), name="detail"),
]
