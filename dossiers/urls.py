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
    path("late/", views.LateView.as_view(), name="late"),
    path("charts/pareto.json", charts.ParetoChart.as_view(), name="pareto-chart"),
    path("charts/channels.json", charts.ChannelsChart.as_view(), name="channels-chart"),
    path("charts/on-time.json", charts.OnTimeChart.as_view(), name="on-time-chart"),
    path("charts/late.json", charts.LateChart.as_view(), name="late-chart"),
    path("list/<dossier_code:code>/ask/", views.ActionView.as_view(name="ask"), name="ask"),
    path(
        "list/<dossier_code:code>/answer/", views.ActionView.as_view(name="answer"), name="answer"
    ),
    path("list/<dossier_code:code>/cause/", views.ActionView.as_view(name="cause"), name="cause"),
    path(
        "list/<dossier_code:code>/apology/",
        views.ActionView.as_view(name="apology"),
        name="apology",
    ),
    path("list/<dossier_code:code>/", views.DossierView.as_view(), name="detail"),
]
