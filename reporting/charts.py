"""Chart endpoints: querysets in, the JSON that Chart.js draws out.

The only module that knows django-chartjs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chartjs.views.lines import BaseLineOptionsChartView
from django.utils.functional import Promise

from reporting.pages import SelectionMixin


@dataclass(frozen=True)
class Series:
    """One line or one set of bars.

    ``role`` names what the series means ("online", "late"); the style sheet gives each role
    its colour, so a filter never recolours a chart. ``values`` are numbers in the chart's
    unit; None is a gap, not a zero. ``short`` is the name beside the marks, where the full
    label is too long. ``marks`` is what one kind of drawing needs besides: ``stack``, the name
    of a column of several in a month; ``hollow``, per value whether it rests on a small sample.
    """

    label: str | Promise
    role: str
    values: Sequence[float | int | None]
    short: str | Promise = ""
    marks: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """All that a chart and its table show. ``labels`` has one entry per value of a series.

    ``long_labels`` head the rows of the table; ``notes`` is one text per label (a share over
    a bar); ``title`` is a finding in a sentence, ``subtitle`` what is counted, unit and base.
    """

    title: str
    subtitle: str
    kind: str
    unit: str | Promise
    labels: Sequence[str]
    series: Sequence[Series]
    long_labels: Sequence[str] = ()
    notes: Sequence[str] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(value for one in self.series for value in one.values)


class ChartView(SelectionMixin, BaseLineOptionsChartView, ABC):
    """Base of every chart endpoint. Subclasses say ``get_chart``."""

    @abstractmethod
    def get_chart(self) -> Chart:
        """The chart of ``self.selection`` for ``self.request.user``."""

    def get_labels(self) -> list[str]:
        return list(self.chart.labels)

    def get_datasets(self) -> list[dict[str, Any]]:
        return [
            {"label": str(one.label), "role": one.role, "data": list(one.values)}
            | ({"short": str(one.short)} if one.short else {})
            | one.marks
            for one in self.chart.series
        ]

    def get_options(self) -> dict[str, Any]:
        notes = {"topLabels": list(self.chart.notes)} if self.chart.notes else {}
        return {"kind": self.chart.kind, "unit": str(self.chart.unit)} | notes | self.chart.options

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not super(): django-chartjs would add the view itself, serialised as
        # "<… object at 0x7f…>", so that no two responses were ever equal.
        self.chart = self.get_chart()
        return {
            "data": {"labels": self.get_labels(), "datasets": self.get_datasets()},
            "options": self.get_options(),
        }
