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
    path("import/", views.ImportStartView.as_view(), name="import"),
    path("import/template.xlsx", views.ImportTemplateView.as_view(), name="import-template"),
    path("import/<int:pk>/", views.ImportRunView.as_view(), name="import-run"),
    path("import/<int:pk>/rows/", views.ImportRowsView.as_view(), name="import-rows"),
    path("import/<int:pk>/errors.xlsx", views.ImportErrorsView.as_view(), name="import-errors"),
    path("import/<int:pk>/undo/", views.ImportUndoView.as_view(), name="import-undo"),
    path("charts/", views.TrendsView.as_view(), name="charts"),
    path("returns/", views.ReturnListView.as_view(), name="returns"),
    path("returns/sheet/", views.ReturnSheetView.as_view(), name="return-sheet"),
    path("returns/import/", views.ReturnImportStartView.as_view(), name="return-import"),
    path("returns/import/<int:pk>/", views.ReturnImportRunView.as_view(), name="return-import-run"),
    path(
        "returns/import/<int:pk>/errors.xlsx",
        views.ReturnImportErrorsView.as_view(),
        name="return-import-errors",
    ),
    path("returns/<int:pk>/", views.ReturnView.as_view(), name="return"),
    path("returns/<int:pk>/step/", views.ReturnStepView.as_view(), name="return-step"),
    path("returns/<int:pk>/accept/", views.ReturnAcceptView.as_view(), name="return-accept"),
    path("handovers/", views.HandoversView.as_view(), name="handovers"),
    path("handovers/rows/", views.HandoverRowsView.as_view(), name="handover-rows"),
    path("handovers/<int:pk>/undo/", views.UndoHandoverView.as_view(), name="handover-undo"),
    path("reported/", views.ReportedView.as_view(), name="reported"),
    path("returned/", views.ReturnedCellsView.as_view(), name="returned-cells"),
    path("sources/", views.SourcesView.as_view(), name="sources"),
    path("sources/<int:pk>/", views.FollowUpView.as_view(), name="follow-up"),
    path("sources/<int:pk>/note/", views.NoteView.as_view(), name="follow-up-note"),
    path("sources/<int:pk>/accept/", views.AcceptView.as_view(), name="follow-up-accept"),
    path("sources/<int:pk>/withdraw/", views.WithdrawView.as_view(), name="follow-up-withdraw"),
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
    path("late/", views.LateView.as_view(), name="late"),
    path("charts/pareto.json", charts.ParetoChart.as_view(), name="pareto-chart"),
    path("charts/channels.json", charts.ChannelsChart.as_view(), name="channels-chart"),
    path("charts/flows.json", charts.FlowsChart.as_view(), name="flows-chart"),
    path("charts/stock.json", charts.StockChart.as_view(), name="stock-chart"),
    path("charts/overdue.json", charts.OverdueChart.as_view(), name="overdue-chart"),
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
