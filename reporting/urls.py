from django.urls import path

from reporting import import_views, views

app_name = "reporting"

urlpatterns = [
    path("figures/", views.FigureListView.as_view(), name="figures"),
    path("figures/<slug:code>/", views.FigureView.as_view(), name="figure"),
    path("imports/", import_views.ImportRunListView.as_view(), name="imports"),
    path("statements/", views.StatementListView.as_view(), name="statements"),
    path("statements/<int:pk>/", views.StatementView.as_view(), name="statement"),
    path(
        "statements/<int:pk>/accept/", views.StatementAcceptView.as_view(), name="statement-accept"
    ),
]
