"""Endpoints of the charts. They take the filters of the page of trends."""

from __future__ import annotations

from collections.abc import Callable

from agencies.models import Agency
from dossiers.charts.channels import channels_chart
from dossiers.charts.flows import flows_chart, overdue_chart, stock_chart
from dossiers.charts.late import late_chart
from dossiers.charts.on_time import on_time_chart
from dossiers.trends.filters import TrendFilter
from reporting.charts import Chart, ChartView


class DossierChartView(ChartView):
    """``?agency=…&level=…&sector=…&first_month=2023-07`` narrow a chart, where it can."""

    permission_required = "dossiers.view_dossier"
    build: Callable[..., Chart]

    def get_chart(self) -> Chart:
        filter = TrendFilter(
            self.request.GET,
            Agency.objects.all(),
            request=self.request,
            selection=self.selection,
        )
        return type(self).build(filter.scope())


class ChannelsChart(DossierChartView):
    """Received and resolved per report month by channel; the share online is O1."""

    build = staticmethod(channels_chart)


class FlowsChart(DossierChartView):
    """Received and resolved per report month, and received a year before."""

    build = staticmethod(flows_chart)


class StockChart(DossierChartView):
    """Pending at the end of each report month."""

    build = staticmethod(stock_chart)


class OverdueChart(DossierChartView):
    """Overdue at the end of each report month."""

    build = staticmethod(overdue_chart)


class OnTimeChart(DossierChartView):
    """L1 per report month; what is missing to 100 % is R1."""

    build = staticmethod(on_time_chart)


class LateChart(DossierChartView):
    """L1 by agency, own dossiers."""

    build = staticmethod(late_chart)
