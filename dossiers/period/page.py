"""The words around form II.06: its finding, its identities, its rates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers import headlines
from dossiers.columns import Columns
from dossiers.form206 import KEYS
from dossiers.links import BRANCH, list_url, period_url
from dossiers.period.frame import ALL, Frame
from dossiers.period.table import HEADINGS, PeriodTable
from dossiers.structure.moved import closing, moved_net
from dossiers.summary import Ranking, figures
from dossiers.wording import row_name, unequal
from reporting.checks import trials
from reporting.checks.adapters import of_row
from reporting.checks.trials import Trial
from reporting.figures import Figure
from reporting.numbers import date, number
from reporting.panels import definition_panel
from reporting.selection import Selection

#: Rates on the page; the others are one click away.
FIRST_RATES = ("R1", "L1", "O1", "C1")
OTHER_RATES = ("R2", "R3", "L2", "O2", "B1")
OUTSIDE = ("returned", "withdrawn")


def levels(agencies: Iterable[Agency], counts: Mapping[int, Columns]) -> dict[str, Columns]:
    """Counts by agency, added up by level."""
    found: dict[str, Columns] = {}
    for agency in agencies:
        if agency.pk in counts:
            found[agency.level] = found.get(agency.level, Columns()) + counts[agency.pk]
    return found


def headline(table: PeriodTable, ranking: Ranking) -> str:
    """Two findings: how many are on time, and who is beyond the limit."""
    if not table.columns.resolved_total:
        return headlines.on_time(table.columns)
    second = ranking.title
    text = f"{headlines.on_time(table.columns)}; {second[:1].lower()}{second[1:]}"
    return headlines.bound(text)


def headline_by_sector(table: PeriodTable) -> str:
    """How many are on time, and the sector with most that are not."""
    first = headlines.on_time(table.columns)
    late = table.columns.resolved_overdue
    if not late:
        return first
    most = _latest_sector(table)
    return _("%(first)s; lĩnh vực %(sector)s có %(share)s hồ sơ quá hạn") % {
        "first": first,
        "sector": most[0],
        "share": f"{number(most[1])}/{number(late)}",
    }


def _latest_sector(table: PeriodTable) -> tuple[str, int]:
    """The sector with most dossiers resolved late, over all levels; the first of equals."""
    place = KEYS.index("resolved_overdue")
    late: dict[str, int] = {}
    for line in (line for lines in table.sections for line in lines if line.kind != "sum"):
        late[line.label] = late.get(line.label, 0) + (line.counts[place] or 0)
    return max(late.items(), key=lambda item: item[1])


def caption(by: str, selection: Selection) -> str:
    words = {"period": str(selection.period)}
    if by == "sector":
        return _("Biểu II.06 theo lĩnh vực, %(period)s") % words
    if by == "level":
        return _("Biểu II.06 theo cấp giải quyết, %(period)s") % words
    return _("Biểu II.06 theo cơ quan giải quyết, %(period)s") % words


def span_in_words(selection: Selection) -> str:
    return _("Từ ngày %(first)s đến ngày %(last)s") % {
        "first": date(selection.first),
        "last": date(selection.until),
    }


def identities(columns: Columns) -> list[dict[str, Any]]:
    """The four identities of the form on the row of totals, each with its numbers."""
    counts = columns.counts()
    found = identities_of(counts)
    if not moved_net(columns):
        return found
    label = _identity_labels(counts)["D4"]
    return [*(one for one in found if one["label"] != label), closing(columns, label)]


def identities_of(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The same of known numbers by key, wherever they come from."""
    figures_ = {key: counts[key] for key in (*KEYS, *OUTSIDE) if key in counts}
    labels = _identity_labels(counts)
    tried = trials(of_row(figures_), outside=OUTSIDE if _is_outside(counts) else ())
    return [
        {"label": labels[trial.rule], "text": _calculation(trial), "holds": trial.holds}
        for trial in tried
        if trial.rule in labels
    ]


def _calculation(trial: Trial) -> str:
    """Both sides in numbers; of one that fails, the two numbers and how far they are apart."""
    return trial.equation() if trial.holds else unequal(trial.left, trial.right)


def _is_outside(counts: Mapping[str, int]) -> bool:
    """Whether returned and withdrawn dossiers are told apart."""
    return "returned" in counts


def _identity_labels(counts: Mapping[str, int]) -> dict[str, str]:
    apart = _(" + trả lại + xin rút") if _is_outside(counts) else ""
    return {
        "D1": "(3) = (4) + (5) + (6)",
        "D2": "(7) = (8) + (9) + (10)",
        "D3": "(11) = (12) + (13)",
        "D4": f"(3) = (7) + (11){apart}",
    }


def rates(
    columns: Columns, selection: Selection, kept: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """The rates of the total row; ``first`` on the page, ``others`` folded."""
    found = figures(columns, selection, **dict(kept))
    return {
        "first": [rate_row(found[code]) for code in FIRST_RATES],
        "others": [rate_row(found[code]) for code in OTHER_RATES],
    }


def rate_row(figure: Figure) -> dict[str, Any]:
    """A row of ``dossiers/_rates.html``."""
    assert figure.base is not None  # noqa: S101 -- a rate has two lists
    return {
        "label": str(figure.definition.short),
        "formula": str(figure.definition.formula),
        "value": figure.text,
        "rows": figure.rows,
        "base": figure.base,
        "definition": definition_panel(figure),
    }


def apart(columns: Columns, selection: Selection, kept: Mapping[str, str]) -> list[dict[str, str]]:
    """What is counted neither as resolved nor as pending; empty while column 9 includes it."""
    counts = columns.counts()
    labels = {"returned": _("trả lại, dừng xử lý"), "withdrawn": _("công dân xin rút")}
    return [
        {
            "count": number(counts[key]),
            "label": label,
            "url": list_url(selection, column=key, **dict(kept)),
        }
        for key, label in labels.items()
        if key in counts
    ]


def idle(table: PeriodTable) -> list[dict[str, Any]]:
    """Agencies without a dossier in the period, by level."""
    found = []
    for level, (_numeral, heading) in HEADINGS.items():
        names = [row_name(agency) for agency in table.idle if agency.level == level]
        if names:
            found.append({"label": heading, "count": number(len(names)), "names": names})
    return found


def switches(frame: Frame) -> list[dict[str, Any]]:
    """Own dossiers or with communes; communes folded or all listed."""
    kept = dict(frame.filters)
    rows = {"rows": BRANCH}
    found = [
        _switch(
            _("Mỗi dòng là hồ sơ riêng của cơ quan"),
            not frame.is_branch,
            period_url(frame.selection, **kept),
        ),
        _switch(
            _("Cấp huyện gồm cả cấp xã"),
            frame.is_branch,
            period_url(frame.selection, **kept, **rows),
        ),
    ]
    return found if frame.is_branch else [*found, fold_switch(frame)]


def fold_switch(frame: Frame) -> dict[str, Any]:
    """All communes listed, or folded again."""
    is_all = ALL in frame.opened
    url = period_url(frame.selection, **dict(frame.filters), open=None if is_all else ALL)
    return _switch(_("Thu gọn cấp xã") if is_all else _("Mở hết cấp xã"), False, url)


def _switch(label: str, current: bool, url: str) -> dict[str, Any]:
    return {"label": label, "current": current, "url": url}
