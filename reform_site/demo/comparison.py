"""The figures of the loaded rows beside those of the targets file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.ledger import total
from reform_site.demo.targets import Targets
from reporting.figures import definitions
from reporting.numbers import Ratio
from tasks.models import Programme, Task


def print_comparison(targets: Targets, write: Callable[[str], None], *, scale: int) -> bool:
    """Writes target and figure of every printed number; returns whether all of them agree."""
    wanted = wanted_figures(targets, scale=scale)
    found = loaded_figures(targets)
    write(f"  {_('Chỉ tiêu'):<40}{_('Đích'):>12}{_('Từ dữ liệu'):>14}")
    agree = True
    for section, figures in wanted.items():
        for key, value in figures.items():
            figure = found[section][key]
            agree &= figure == value
            mark = "" if figure == value else f"   {_('KHÁC')}"
            write(f"  {f'{section}.{key}':<40}{_number(value):>12}{_number(figure):>14}{mark}")
    return agree


def wanted_figures(targets: Targets, *, scale: int) -> dict[str, dict[str, int]]:
    """Every number of the targets file by section and key, the dossiers' divided by ``scale``."""
    printed = targets.printed()
    wanted = {
        section: {key: entry["value"] for key, entry in figures.items()}
        for section, figures in printed.items()
    }
    dossiers = targets.dossiers.scaled(scale)
    wanted["dossiers"] = {key: getattr(dossiers, key) for key in wanted["dossiers"]}
    wanted["dossiers"]["pending_overdue"] = dossiers.pending_overdue
    return wanted


def loaded_figures(targets: Targets) -> dict[str, dict[str, int | None]]:
    """The same figures by their definitions, from the ledger and the tasks."""
    columns = total(Agency.objects.all(), targets.period.date_from, targets.as_of)
    return {
        "plan": _defined(_tasks(targets, Programme.Kind.PLAN)),
        "government": _defined(_tasks(targets, Programme.Kind.GOVERNMENT)),
        "dossiers": _defined(columns.counts()),
    }


def _tasks(targets: Targets, kind: str) -> Mapping[str, int | None]:
    counts: Mapping[str, int | None] = (
        Task.objects.filter(programme__kind=kind).as_of(targets.as_of).counts()
    )
    return counts


def _defined(counts: Mapping[str, int | None]) -> dict[str, int | None]:
    """Counts by the code of their figure; rates have no target."""
    values = {meant.code: meant.value(counts) for meant in definitions() if not meant.is_rate}
    return {code: value for code, value in values.items() if not isinstance(value, Ratio)}


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}".replace(",", ".")
