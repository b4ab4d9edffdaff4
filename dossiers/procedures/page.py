"""The words of the page of one procedure. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dossiers.codes import ProcedureState
from dossiers.columns import Columns
from dossiers.headlines import bound
from dossiers.links import procedures_url, timed_url
from dossiers.procedures.terms import allowed_in_words, compared_with, steps, working
from dossiers.querysets.timing import Times
from dossiers.summary import figures
from dossiers.summary.procedures import TimedProcedure, time_figures
from dossiers.wording import levels_in_words
from reporting.figures import Figure
from reporting.numbers import Ratio, date, number, percent
from reporting.panels import definition_panel
from reporting.periods.months import ReportMonth
from reporting.selection import Selection

Row = dict[str, Any]

#: Counts of form II.06 on the page of a procedure.
_COUNTS = (
    "received_total",
    "resolved_total",
    "resolved_overdue",
    "pending_total",
    "pending_overdue",
)


class ProcedurePage:
    """One procedure in a selection; ``months`` are the report months with their times."""

    def __init__(
        self,
        procedure: Any,
        selection: Selection,
        *,
        changes: Sequence[Any],
        columns: Columns,
        times: Times,
        months: Sequence[tuple[ReportMonth, Times]],
    ) -> None:
        self.procedure, self.selection = procedure, selection
        self.listed, self.columns = changes, columns
        self.times, self.by_month = times, months

    @property
    def headline(self) -> str:
        """How long nine in ten dossiers took, against what is allowed."""
        times, p90 = self.times, self.times.p90
        words = {
            "name": self.procedure.name,
            "p90": working(p90) if p90 is not None else "",
            "allowed": compared_with(times),
        }
        if p90 is None:
            return _("%(name)s: chưa có hồ sơ được giải quyết trong kỳ") % words
        if not times.limited:
            return bound(_("%(name)s: 90 %% hồ sơ giải quyết trong %(p90)s") % words)
        if TimedProcedure(self.procedure, times).is_over:
            words["share"] = percent(Ratio(times.beyond, times.limited))
            text = _("%(name)s: %(share)s hồ sơ vượt thời hạn %(allowed)s")
            return bound(text % words)
        text = _("%(name)s: 90 %% hồ sơ giải quyết trong %(p90)s, thời hạn %(allowed)s")
        return bound(text % words)

    @property
    def state(self) -> str:
        return str(ProcedureState(self.procedure.state).label)

    @property
    def as_of(self) -> str:
        return date(self.selection.until)

    @property
    def facts(self) -> list[Row]:
        one = self.procedure
        agency = one.managing_agency
        sector = procedures_url(self.selection, sector=one.sector.code)
        managed = procedures_url(self.selection, agency=agency.code) if agency else ""
        found: list[tuple[str, object, str]] = [
            (_("Mã thủ tục"), one.code, ""),
            (_("Lĩnh vực"), one.sector.name, sector),
            (_("Cơ quan quản lý"), agency.name if agency else "", managed),
            (_("Cấp giải quyết"), levels_in_words(one.levels), ""),
            (_("Thời hạn giải quyết"), self.allowed, ""),
            (_("Dịch vụ công trực tuyến"), one.get_online_kind_display(), ""),
            (_("Đối tượng"), one.get_serves_display(), ""),
            (
                _("Tiếp nhận tại Bộ phận Một cửa"),
                levels_in_words(one.one_stop_levels) or _("không"),
                "",
            ),
            (_("Quy trình nội bộ"), self._workflow(), ""),
        ]
        return [{"term": term, "text": str(text), "href": href} for term, text, href in found]

    @property
    def allowed(self) -> str:
        """For what is received on the as-of day."""
        return allowed_in_words(self.procedure.allowed)

    def _workflow(self) -> str:
        one = self.procedure
        if not one.workflow_number:
            return _("chưa có")
        if one.workflow_on is None:
            return str(one.workflow_number)
        words = {"number": one.workflow_number, "day": date(one.workflow_on)}
        return _("%(number)s ngày %(day)s") % words

    @property
    def changes(self) -> list[Row]:
        terms = steps(self.procedure, self.listed)
        return [
            {
                "kind": one.get_kind_display(),
                "number": one.decision_number,
                "decided": date(one.decided_on),
                "effective": date(one.effective_on),
                "published": date(one.published_on),
                "note": one.note,
                "term": terms.get(one.pk, ""),
                "is_generated": one.is_generated,
            }
            for one in self.listed
        ]

    @property
    def counts(self) -> list[Row]:
        found = figures(self.columns, self.selection, procedure=self.procedure.code)
        return [
            {
                "label": str(found[key].definition.label),
                "text": found[key].text,
                "href": found[key].url,
            }
            for key in _COUNTS
        ]

    @cached_property
    def _figures(self) -> list[Figure]:
        return time_figures(self.times, self.procedure.code, self.selection)

    @property
    def durations(self) -> list[Row]:
        return [
            {
                "label": str(one.definition.label),
                "text": one.text if one.definition.is_rate else working(one.value),  # type: ignore[arg-type]
                "href": one.url if one.rows.count else "",
                "definition": definition_panel(one),
            }
            for one in self._figures
        ]

    @property
    def base(self) -> Row:
        """On how many dossiers the times rest."""
        url = timed_url(self.selection, self.procedure.code)
        return {"text": number(self.times.count), "href": url if self.times.count else ""}

    @property
    def untimed(self) -> Row | None:
        left = self.times.count - self.times.timed
        url = timed_url(self.selection, self.procedure.code, time="untimed")
        return {"text": number(left), "href": url} if left else None

    @property
    def months(self) -> Row:
        """The inputs of ``_components/sums_table.html``."""
        head = [
            _("Đã giải quyết"),
            _("Trung vị (ngày)"),
            _("90 % trong (ngày)"),
            _("Trong thời hạn"),
        ]
        return {
            "caption": _("Thời gian giải quyết theo tháng báo cáo"),
            "first": _("Tháng báo cáo"),
            "head": head,
            "rows": [self._month(month, times, head) for month, times in self.by_month],
        }

    def _month(self, month: ReportMonth, times: Times, head: Sequence[str]) -> Row:
        span = {"since": month.date_from.isoformat(), "until": month.date_to.isoformat()}
        code = self.procedure.code
        median, p90, within = time_figures(times, code, self.selection, **span)
        all_url = timed_url(self.selection, code, **span)
        cells = [
            (number(times.count), all_url if times.count else ""),
            (median.text, median.url if times.timed else ""),
            (p90.text, p90.url if times.timed else ""),
            (within.text, within.url if times.within else ""),
        ]
        return {
            "label": month.label,
            "note": f"{date(month.date_from)}–{date(month.date_to)}",
            "cells": [
                {"name": name, "text": text, "href": href}
                for name, (text, href) in zip(head, cells, strict=True)
            ],
        }
