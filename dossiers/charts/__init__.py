"""Charts of dossiers: by report month, and by agency. Each is built once, for page and JSON."""

from dossiers.charts.channels import channels_card, channels_chart
from dossiers.charts.flows import flows_cards, flows_chart, overdue_chart, stock_chart
from dossiers.charts.late import late_card, late_chart
from dossiers.charts.on_time import on_time_card, on_time_chart
from dossiers.charts.pareto import ParetoChart
from dossiers.charts.views import (
    ChannelsChart,
    FlowsChart,
    LateChart,
    OnTimeChart,
    OverdueChart,
    StockChart,
)

__all__ = [
    "ChannelsChart",
    "FlowsChart",
    "LateChart",
    "OnTimeChart",
    "OverdueChart",
    "ParetoChart",
    "StockChart",
    "channels_card",
    "channels_chart",
    "flows_cards",
    "flows_chart",
    "late_card",
    "late_chart",
    "on_time_card",
    "on_time_chart",
    "overdue_chart",
    "stock_chart",
]
