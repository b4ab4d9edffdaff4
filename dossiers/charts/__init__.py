"""Charts of dossiers: by report month, and by agency. Each is built once, for page and JSON."""

from dossiers.charts.channels import channels_card, channels_chart
from dossiers.charts.late import late_card, late_chart
from dossiers.charts.on_time import on_time_card, on_time_chart
from dossiers.charts.pareto import ParetoChart
from dossiers.charts.views import ChannelsChart, LateChart, OnTimeChart

__all__ = [
    "ChannelsChart",
    "LateChart",
    "OnTimeChart",
    "ParetoChart",
    "channels_card",
    "channels_chart",
    "late_card",
    "late_chart",
    "on_time_card",
    "on_time_chart",
]
