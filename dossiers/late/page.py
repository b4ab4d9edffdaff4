"""The words and tables of the page of late dossiers. Pure: every number is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.charts.pareto import pareto_table
from dossiers.headlines import bound
from dossiers.late import ageing
from dossiers.late.filters import NO_CAUSE_LABEL
from dossiers.late.pareto import finding
from dossiers.late.selection import LateFilter
from dossiers.links import OWN, detail_url, list_url
from dossiers.querysets import NO_CAUSE
from dossiers.summary.lateness import AgedRow, Lateness
from dossiers.wording import row_name
from reporting.figures import Figure
from reporting.numbers import Ratio, date, in_language, number, percent
from reporting.panels import definition_panel

#: How many rows of a long table stand open; the others are one click away, on the same page.
OPEN = 5
Cell = str | dict[str, str]


def headline(found: Lateness, pending: int, resolved: int) -> str:
    """``735 hồ sơ đang quá hạn, 2.534 hồ sơ giải quyết quá hạn trong kỳ; Đất đai chiếm …``"""
    if not pending and not resolved:
        return _("Không có hồ sơ quá hạn")
    words = {"pending": number(pending), "resolved": number(resolved)}
    text = (
        _("%(pending)s hồ sơ đang quá hạn, %(resolved)s hồ sơ giải quyết quá hạn trong kỳ") % words
    )
    if not found.total:
        return text
    words = {"counts": text, "finding": finding(found.sectors)}
    return bound(_("%(counts)s; %(finding)s") % words)


class LatePage:
    """The tables of one page; every number links to the list that it counts."""

    def __init__(self, found: Lateness, filter: LateFilter) -> None:
        self.found = found
        self.filter = filter
        self.bands = ageing.bands()

    def url(self, **narrower: str) -> str:
        kept = self.filter.narrowed() | {"column": self.filter.what_column} | narrower
        return list_url(self.filter.selection, **kept)

    def cell(self, count: int, **narrower: str) -> Cell:
        """Zero is told, and opens nothing."""
        if not count:
            return number(0)
        return {"text": number(count), "href": self.url(**narrower)}

    @property
    def ages(self) -> list[dict[str, Any]]:
        """The inputs of ``_components/ages_bar.html``."""
        return [
            {"url": self.url(band=band.key), "label": band.label, "count": number(count)}
            for band, count in zip(self.bands, self.found.by_band, strict=True)
        ]

    @property
    def levels(self) -> dict[str, Any]:
        labels = dict(Agency.Level.choices)
        rows = [(str(labels[row.level]), {"level": row.level}, row) for row in self.found.levels]
        return self._aged(_("Hồ sơ quá hạn theo cấp và số ngày"), _("Cấp"), rows, with_sum=True)

    @property
    def agencies(self) -> dict[str, Any]:
        rows = [
            (row_name(row.agency), {"agency": row.agency.code, "rows": OWN}, row)
            for row in self.found.agencies
            if row.agency
        ]
        table = self._aged(_("Hồ sơ quá hạn theo cơ quan và số ngày"), _("Cơ quan"), rows)
        return folded(table, _("cơ quan"))

    def _aged(
        self,
        caption: str,
        first: str,
        rows: Sequence[tuple[str, dict[str, str], AgedRow]],
        *,
        with_sum: bool = False,
    ) -> dict[str, Any]:
        table: dict[str, Any] = {
            "caption": caption,
            "head": [first, _("Tổng số"), *(band.label for band in self.bands)],
            "rows": [[label, *self._counts(row, narrower)] for label, narrower, row in rows],
        }
        if with_sum:
            everything = AgedRow(self.found.by_band)
            table["foot"] = [_("Cộng"), *self._counts(everything, {})]
        return table

    def _counts(self, row: AgedRow, narrower: dict[str, str]) -> list[Cell]:
        pairs = zip(self.bands, row.counts, strict=True)
        cells = [self.cell(count, **narrower, band=band.key) for band, count in pairs]
        return [self.cell(row.total, **narrower), *cells]

    @property
    def procedures(self) -> dict[str, Any]:
        shown = self.found.procedures
        table = pareto_table(
            shown,
            [self.url(procedure=one.code) for one in shown],
            caption=_("Thủ tục có nhiều hồ sơ quá hạn nhất"),
            first=_("Thủ tục"),
        )
        return folded(table, _("thủ tục"))

    @property
    def causes(self) -> dict[str, Any]:
        """Every cause that was named, in the office's order, and those not named."""
        rows = [
            [
                in_language(cause.name, cause.name_en),
                cause.get_group_display(),
                self.cell(self.found.causes[cause.code], cause=cause.code),
                self._share(self.found.causes[cause.code]),
            ]
            for cause in self.found.cause_rows
            if cause.code in self.found.causes
        ]
        unnamed = self.found.causes.get(NO_CAUSE, 0)
        rows.append(
            [
                str(NO_CAUSE_LABEL),
                "–",
                self.cell(unnamed, cause=NO_CAUSE),
                self._share(unnamed),
            ]
        )
        return {
            "caption": _("Hồ sơ quá hạn theo nguyên nhân"),
            "words": 2,
            "head": [_("Nguyên nhân"), _("Nhóm"), _("Hồ sơ quá hạn"), _("Tỷ lệ")],
            "rows": rows,
            "foot": [_("Cộng"), "", self.cell(self.found.total), ""],
        }

    @property
    def causes_title(self) -> str:
        named = Ratio(self.found.total - self.found.causes.get(NO_CAUSE, 0), self.found.total)
        if not self.found.total:
            return _("Không có hồ sơ quá hạn")
        return _("%(share)s hồ sơ quá hạn đã nêu nguyên nhân") % {"share": percent(named)}

    def _share(self, count: int) -> str:
        return percent(Ratio(count, self.found.total))


def folded(table: dict[str, Any], things: str) -> dict[str, Any]:
    """The input of ``dossiers/_folded_table.html``: ``OPEN`` rows, and the others behind a word
    that counts them; ``things`` names what they are."""
    rest = table["rows"][OPEN:]
    words = {"n": number(len(rest)), "things": things}
    return table | {
        "rows": table["rows"][:OPEN],
        "more": _("Xem thêm %(n)s %(things)s") % words if rest else "",
        "rest": table | {"rows": rest},
    }


def jumps(pending: int, resolved: int, figures: Mapping[str, Figure]) -> list[dict[str, str]]:
    """The main numbers of the page, each leading to its section."""
    found = [
        (number(pending), _("đang quá hạn"), "#ages"),
        (number(resolved), _("giải quyết quá hạn trong kỳ"), "#ages"),
        (figures["apology_missing"].text, _("chưa có văn bản xin lỗi"), "#answers"),
        (figures["dossiers_due_soon"].text, _("sắp đến hạn"), "#soon"),
    ]
    return [{"text": text, "label": label, "href": href} for text, label, href in found]


def answers(figures: Mapping[str, Figure]) -> list[dict[str, Any]]:
    """The figures around lateness, each with its definition."""
    return [
        {
            "label": figure.definition.label,
            "text": figure.text,
            "url": figure.url if figure.value else "",
            "panel": definition_panel(figure),
        }
        for figure in figures.values()
    ]


def soon_title(figure: Figure, filter: LateFilter) -> str:
    words = {
        "n": figure.text,
        "first": date(filter.selection.until),
        "last": date(filter.last_day),
    }
    if not figure.value:
        return _("Không có hồ sơ đến hạn từ %(first)s đến %(last)s") % words
    return _("%(n)s hồ sơ sẽ đến hạn từ %(first)s đến %(last)s") % words


def soon_agencies(
    counts: Mapping[int, int], agencies: Sequence[Agency], filter: LateFilter
) -> dict[str, Any]:
    """By agency, those with most dossiers first."""

    def url(agency: Agency) -> str:
        narrower = filter.narrowed() | {"agency": agency.code, "rows": OWN}
        day = filter.last_day.isoformat()
        return list_url(filter.selection, column="pending_in_time", due_by=day, **narrower)

    ordered = sorted(agencies, key=lambda one: (-counts[one.pk], one.sort_key))
    table = {
        "caption": _("Hồ sơ sắp đến hạn theo cơ quan"),
        "head": [_("Cơ quan"), _("Hồ sơ sắp đến hạn")],
        "rows": [
            [row_name(one), {"text": number(counts[one.pk]), "href": url(one)}] for one in ordered
        ],
    }
    return folded(table, _("cơ quan"))


def soon_rows(rows: Sequence[Any], filter: LateFilter) -> dict[str, Any]:
    """The first dossiers to fall due."""
    return {
        "caption": _("Hồ sơ đến hạn trước nhất"),
        "words": 2,
        "head": [_("Mã hồ sơ"), _("Cơ quan giải quyết"), _("Hẹn trả")],
        "rows": [
            [
                {"text": row.code, "href": detail_url(filter.selection, row.code)},
                row_name(row.resolving_agency),
                date(row.due_on),
            ]
            for row in rows
        ],
    }


def address(filter: LateFilter, **changes: str) -> str:
    return filter.selection.url(reverse("dossiers:late"), **(filter.kept() | changes))
