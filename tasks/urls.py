from django.urls import path

from tasks.charts import ProgressChartView
from tasks.views import TaskDetailView, TaskListView

app_name = "tasks"

urlpatterns = [
    path("", TaskListView.as_view(), name="list"),
    path("charts/progress.json", ProgressChartView.as_view(), name="progress-chart"),
    # A code may hold a slash, as numbers of documents do.
    path("<path:code>/", TaskDetailView.as_view(), name="detail"),
]
