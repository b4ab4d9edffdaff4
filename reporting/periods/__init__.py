"""Reporting periods: the only place that knows where a period of a report starts and ends.

Reform reports do not follow the calendar. They close on the 14th: the first half of 2024
is 15/12/2023 to 14/06/2024. Two texts say so and agree wherever both speak:

* ``Rule.REFORM_REPORT``, letter 581/BNV-CCHC: Q1, first half, Q3 and year, each sent by the
  20th of its last month. Q3 stands alone, it is not cumulative. Nine-month figures are not
  on that list but are published; their bounds follow practice and are marked unverified.
* ``Rule.DECREE_09``, Decree 09/2019/NĐ-CP: every month, quarter, half and the year. It leaves
  the day of sending to each reporting regime, hence no due date.

All bounds are local days, both included. These are defaults: stored periods stay editable.
"""

from reporting.periods.months import ReportMonth, report_months
from reporting.periods.rules import custom, parse, preset, presets, previous_year
from reporting.periods.spans import Kind, PeriodError, PeriodSpan, Rule, Span

__all__ = [
    "Kind",
    "PeriodError",
    "PeriodSpan",
    "ReportMonth",
    "Rule",
    "Span",
    "custom",
    "parse",
    "preset",
    "presets",
    "previous_year",
    "report_months",
]
