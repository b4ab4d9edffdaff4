"""Endpoints of the charts. They take the filters of the page of form II.06."""

from __future__ import annotations

from collections.abc import Callable

from agencies.models import Agency
from dossiers.charts.channels import channels_chart
from dossiers.charts.late import late_chart
from dossiers.charts.on_time import on_time_chart
from dossiers.filters import PeriodFilter
from reporting.charts import Chart, ChartView


class DossierChartView(ChartView):
    """``?agency=…&level=…`` narrow a chart to a branch or a level, ``channel`` where it can."""

    permission_required = "dossiers.view_dossier"
    build: Callable[..., Chart]

    def get_chart(self) -> Chart:
        filter = PeriodFilter(self.request.GET, Agency.objects.all(), request=self.request)
        return type(self).build(filter.agencies(), self.selection, **filter.kept())


class ChannelsChart(DossierChartView):
    """Received and resolved per report month by channel; the share online is O1."""

    build = staticmethod(channels_chart)


class OnTimeChart(DossierChartView):
    """L1 per report month; what is missing to 100 % is R1."""

    build = staticmethod(on_time_chart)


class LateChart(DossierChartView):
    """L1 by agency, own dossiers."""

    build = staticmethod(late_chart)
