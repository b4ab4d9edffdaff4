from django.urls import path

from tasks import charts, views

app_name = "tasks"

urlpatterns = [
    path("", views.TaskListView.as_view(), name="list"),
    path("charts/progress.json", charts.ProgressChartView.as_view(), name="progress-chart"),
    path("<path:code>/", views.TaskDetailView.as_view(), name="detail"),
]
