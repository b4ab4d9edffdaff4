"""Reads a targets file: published totals, their basis, and how the rest is to be generated."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _

from reform_site.demo.spread import apportion
from reporting.periods import PeriodError, PeriodSpan, parse

HAI_DUONG = Path(__file__).parent / "data" / "hai_duong_2024h1.toml"

BASES = {"published", "derived", "assumed"}


class TargetsError(ValueError):
    """A targets file that cannot be met; the message is for the person who wrote it."""


@dataclass(frozen=True)
class DossierTotals:
    """The independent totals of a period; every other one is a sum of them."""

    online: int
    direct_postal: int
    carried_over: int
    resolved_early_on_time: int
    resolved_overdue: int
    pending_in_time: int
    pending_overdue: int

    @property
    def new_received(self) -> int:
        return self.online + self.direct_postal

    @property
    def received_total(self) -> int:
        return self.new_received + self.carried_over

    @property
    def resolved_total(self) -> int:
        return self.resolved_early_on_time + self.resolved_overdue

    @property
    def pending_total(self) -> int:
        return self.pending_in_time + self.pending_overdue

    def scaled(self, scale: int) -> Self:
        """The totals divided by ``scale``, whole and still consistent.

        ``received_total`` is divided and rounded half up. That number is split twice, by largest
        remainders: among what came in (online, direct and postal, carried over) and among
        what became of it (early and on time, overdue, pending in time, pending overdue).
        """
        whole = (2 * self.received_total + scale) // (2 * scale)
        came = (self.online, self.direct_postal, self.carried_over)
        became = (
            self.resolved_early_on_time,
            self.resolved_overdue,
            self.pending_in_time,
            self.pending_overdue,
        )
        return type(self)(*apportion(whole, came), *apportion(whole, became))


@dataclass(frozen=True)
class TaskTotals:
    """Tasks of one programme by state. ``late`` None: those done are on time or late, as listed."""

    done: int
    late: int | None
    open: int

    @property
    def completed(self) -> int:
        return self.done + (self.late or 0)

    @property
    def assigned(self) -> int:
        return self.completed + self.open


@dataclass(frozen=True)
class Targets:
    """One file, checked. ``raw`` holds it as read: the sections that are copied into rows."""

    path: Path
    raw: Mapping[str, Any]
    period: PeriodSpan
    as_of: dt.date
    plan: TaskTotals
    government: TaskTotals
    dossiers: DossierTotals

    @property
    def generated(self) -> Mapping[str, Any]:
        section: Mapping[str, Any] = self.raw["generated"]
        return section

    def printed(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Section → key → ``{value, basis, how}``: the figures that the rows must come out as."""
        return {name: dict(self.raw[name]) for name in ("plan", "government", "dossiers")}


def read_targets(path: Path = HAI_DUONG) -> Targets:
    """The targets of ``path``.

    Raises ``TargetsError`` when the file is unreadable, lacks a key, or holds totals that
    contradict each other; the message names section, key and both sides.
    """
    try:
        with path.open("rb") as stream:
            raw = tomllib.load(stream, parse_float=Decimal)
        return _targets(path, raw)
    except KeyError as error:
        raise TargetsError(
            _("Tệp %(file)s thiếu mục %(key)s.") % {"file": path.name, "key": error.args[0]}
        ) from error
    except (OSError, tomllib.TOMLDecodeError, PeriodError) as error:
        raise TargetsError(
            _("Không đọc được tệp số liệu đích %(file)s: %(error)s.")
            % {"file": path.name, "error": error}
        ) from error


def _targets(path: Path, raw: Mapping[str, Any]) -> Targets:
    period, as_of = parse(raw["period"]), raw["as_of"]
    if as_of not in period or as_of == period.date_from:
        raise TargetsError(
            _("as_of = %(day)s phải nằm trong kỳ %(code)s và sau ngày đầu kỳ.")
            % {"day": as_of.isoformat(), "code": period.code}
        )
    return Targets(
        path=path,
        raw=raw,
        period=period,
        as_of=as_of,
        plan=_plan(_values(raw, "plan")),
        government=_government(_values(raw, "government")),
        dossiers=_dossiers(_values(raw, "dossiers"), int(raw["generated"]["pending_overdue"])),
    )


def _values(raw: Mapping[str, Any], section: str) -> dict[str, int]:
    values = {}
    for key, entry in raw[section].items():
        value, basis = entry["value"], entry["basis"]
        if not isinstance(value, int) or value < 0 or basis not in BASES:
            raise TargetsError(
                _(
                    "[%(section)s] %(key)s: value phải là số nguyên không âm và basis là một trong "
                    "%(bases)s."
                )
                % {"section": section, "key": key, "bases": ", ".join(sorted(BASES))}
            )
        values[key] = value
    return values


def _plan(values: Mapping[str, int]) -> TaskTotals:
    assigned, completed = values["assigned"], values["completed"]
    if completed > assigned:
        raise _contradiction("plan", "completed ≤ assigned", completed, assigned)
    return TaskTotals(done=completed, late=None, open=assigned - completed)


def _government(values: Mapping[str, int]) -> TaskTotals:
    totals = TaskTotals(values["completed_on_time"], values["completed_late"], values["open"])
    if totals.assigned != values["assigned"]:
        rule = "assigned = completed_on_time + completed_late + open"
        raise _contradiction("government", rule, values["assigned"], totals.assigned)
    return totals


def _dossiers(values: Mapping[str, int], pending_overdue: int) -> DossierTotals:
    totals = DossierTotals(
        online=values["online"],
        direct_postal=values["direct_postal"],
        carried_over=values["carried_over"],
        resolved_early_on_time=values["resolved_early_on_time"],
        resolved_overdue=values["resolved_overdue"],
        pending_in_time=values["pending_total"] - pending_overdue,
        pending_overdue=pending_overdue,
    )
    for key in ("received_total", "resolved_total", "pending_total"):
        if values[key] != getattr(totals, key):
            raise _contradiction("dossiers", key, values[key], getattr(totals, key))
    if totals.received_total != totals.resolved_total + totals.pending_total:
        rule = "received_total = resolved_total + pending_total"
        right = totals.resolved_total + totals.pending_total
        raise _contradiction("dossiers", rule, totals.received_total, right)
    if totals.pending_in_time < 0:
        rule = "pending_overdue ≤ pending_total"
        raise _contradiction("generated", rule, pending_overdue, values["pending_total"])
    return totals


def _contradiction(section: str, rule: str, left: int, right: int) -> TargetsError:
    return TargetsError(
        _("[%(section)s] %(rule)s không khớp: %(left)d và %(right)d. Hãy sửa một trong các số.")
        % {"section": section, "rule": rule, "left": left, "right": right}
    )
