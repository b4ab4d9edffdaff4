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
    path("reported/", views.ReportedView.as_view(), name="reported"),
    path("sources/", views.SourcesView.as_view(), name="sources"),
    path("sources/<int:pk>/", views.FollowUpView.as_view(), name="follow-up"),
    path("sources/<int:pk>/note/", views.NoteView.as_view(), name="follow-up-note"),
    path("sources/<int:pk>/accept/", views.AcceptView.as_view(), name="follow-up-accept"),
    path("sources/<int:pk>/withdraw/", views.WithdrawView.as_view(), name="follow-up-withdraw"),
    path("returns/<int:pk>/step/", views.ReturnStepView.as_view(), name="return-step"),
    path("returns/<int:pk>/accept/", views.ReturnAcceptView.as_view(), name="return-accept"),
    path("charts/channels.json", charts.ChannelsChart.as_view(), name="channels-chart"),
    path("charts/on-time.json", charts.OnTimeChart.as_view(), name="on-time-chart"),
    path("charts/late.json", charts.LateChart.as_view(), name="late-chart"),
    path("list/<dossier_code:code>/", views.DossierView.as_view(), name="detail"),
]
