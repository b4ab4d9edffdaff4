from django.urls import path

from tasks.charts import ProgressChartView
from tasks.files import DocumentFileView
from tasks.views import TaskDetailView, TaskListView

app_name = "tasks"

urlpatterns = [
    path("", TaskListView.as_view(), name="list"),
    path("charts/progress.json", ProgressChartView.as_view(), name="progress-chart"),
    # A code may hold a slash, as numbers of documents do.
    path("documents/<int:pk>/file/", DocumentFileView.as_view(), name="document-file"),
    path("<path:code>/", TaskDetailView.as_view(), name="detail"),
]
