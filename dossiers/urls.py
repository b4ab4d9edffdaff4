from django.urls import path, re_path

from dossiers import charts, views

app_name = "dossiers"

urlpatterns = [
    path("", views.PeriodTableView.as_view(), name="period"),
    path("list/", views.DossierListView.as_view(), name="list"),
    path("charts/", views.TrendsView.as_view(), name="charts"),
    path("returns/", views.ReturnListView.as_view(), name="returns"),
    path("returns/<int:pk>/", views.ReturnView.as_view(), name="return"),
    path("charts/channels.json", charts.ChannelsChart.as_view(), name="channels-chart"),
    path("charts/on-time.json", charts.OnTimeChart.as_view(), name="on-time-chart"),
    path("charts/late.json", charts.LateChart.as_view(), name="late-chart"),
    re_path(r"^list/(?P<code>[^/\x00]+)/$", views.DossierView.as_view(), name="detail"),
]
