from django.urls import path, register_converter
from django.urls.converters import StringConverter

from dossiers import charts, views


class CodeConverter(StringConverter):
    """A dossier's code as it is stored; the database knows none with a NUL."""

    regex = r"[^/\x00]+"


register_converter(CodeConverter, "dossier_code")

app_name = "dossiers"

urlpatterns = [
    path("", views.PeriodTableView.as_view(), name="period"),
    path("list/", views.DossierListView.as_view(), name="list"),
    path("charts/", views.TrendsView.as_view(), name="charts"),
    path("returns/", views.ReturnListView.as_view(), name="returns"),
    path("returns/<int:pk>/", views.ReturnView.as_view(), name="return"),
    path("procedures/", views.ProcedureListView.as_view(), name="procedures"),
    path("procedures/form-207b/", views.Form207bView.as_view(), name="form-207b"),
    path("procedures/import/", views.ProcedureImportStartView.as_view(), name="procedure-import"),
    path(
        "procedures/import/template/",
        views.ProcedureImportTemplateView.as_view(),
        name="procedure-import-template",
    ),
    path(
        "procedures/import/<int:pk>/",
        views.ProcedureImportRunView.as_view(),
        name="procedure-import-run",
    ),
    path(
        "procedures/import/<int:pk>/errors/",
        views.ProcedureImportErrorsView.as_view(),
        name="procedure-import-errors",
    ),
    path("procedures/<dossier_code:code>/", views.ProcedureView.as_view(), name="procedure"),
    path(
        "procedures/<dossier_code:code>/dossiers/",
        views.ProcedureDossiersView.as_view(),
        name="procedure-dossiers",
    ),
    path("charts/channels.json", charts.ChannelsChart.as_view(), name="channels-chart"),
    path("charts/on-time.json", charts.OnTimeChart.as_view(), name="on-time-chart"),
    path("charts/late.json", charts.LateChart.as_view(), name="late-chart"),
    path("list/<dossier_code:code>/", views.DossierView.as_view(), name="detail"),
]
