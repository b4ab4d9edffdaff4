"""What a row changes of its procedure, field by field, from what to what."""

from __future__ import annotations

import copy
import re
from typing import Any

from django.utils.translation import gettext as _

from dossiers.codes import OnlineKind
from dossiers.models import Procedure, ProcedureChange
from dossiers.procedures.catalogue.lines import Line
from dossiers.wording import days, levels_in_words
from reporting.imports.plans import Change
from reporting.numbers import date

#: Fields of a procedure that a row may set.
FIELDS = (
    "name",
    "sector",
    "managing_agency",
    "levels",
    "online_kind",
    "working_days",
    "serves",
    "one_stop_levels",
    "workflow_number",
    "workflow_on",
)
_DAYS = ("decided_on", "effective_on", "published_on")
#: The heading over a field, where it has another name.
_KEYS = {"managing_agency": "agency"}


def changes_of(line: Line) -> None:
    """Fills ``line.changes`` and ``line.decision``; adds a problem where a row lacks something."""
    said = line.said
    known = line.procedure
    if "working_days" in said:
        said["working_days"] = said["working_days"].working_days
    elif known is None:
        line.refuse(
            "working_days",
            _("Thủ tục mới phải có thời hạn giải quyết."),
            _("Hãy ghi số ngày làm việc, hoặc “Không quy định”."),
        )
    if said.get("workflow_on") and not (
        said.get("workflow_number") or (known and known.workflow_number)
    ):
        line.refuse(
            "workflow_number",
            _("Có ngày nhưng thiếu số quyết định quy trình nội bộ."),
            _("Hãy ghi số quyết định, hoặc xóa ngày."),
        )
    if line.problems:
        return
    if known is None:
        said.setdefault("online_kind", OnlineKind.NONE.value)
        said.setdefault("serves", Procedure.Serves.BOTH.value)
    else:
        for name in FIELDS:
            _compare(line, known, name)
    if said.get("decision_number"):
        _compare_decision(line)


def _compare(line: Line, known: Procedure, name: str) -> None:
    if name not in line.said:
        return
    old, new = getattr(known, name), line.said[name]
    if old != new:
        _add(line, name, words(name, old), words(name, new), new)


def _add(line: Line, name: str, old: str, new: str, value: Any) -> None:
    label = line.label(_KEYS.get(name, name))
    line.changes.append(Change(name, label, old, new, value))


def _compare_decision(line: Line) -> None:
    """A decision that is known may get other days; one that is not is added."""
    said = line.said
    known = _known_decision(line)
    if known is None:
        line.decision = _new_decision(line)
        if line.procedure is not None:
            _add(line, "decision_number", "", decision_in_words(line.decision), None)
        return
    decision = copy.copy(known)
    for name in _DAYS:
        old, new = getattr(known, name), said.get(name)
        if new is not None and new != old:
            setattr(decision, name, new)
            _add(line, name, date(old) if old else "", date(new), new)
            line.decision = decision


def _known_decision(line: Line) -> ProcedureChange | None:
    if line.procedure is None:
        return None
    said = line.said
    same = [
        one
        for one in line.procedure.changes.all()
        if _plain(one.decision_number) == _plain(said["decision_number"])
        and said.get("kind") in (None, one.kind)
    ]
    return same[-1] if same else None


def _new_decision(line: Line) -> ProcedureChange:
    said, kinds = line.said, ProcedureChange.Kind
    is_first = line.procedure is None or not line.procedure.changes.all()
    return ProcedureChange(
        kind=said.get("kind") or (kinds.PUBLISHED if is_first else kinds.AMENDED),
        decision_number=said["decision_number"],
        **{name: said.get(name) for name in _DAYS},
    )


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()


def decision_in_words(decision: ProcedureChange) -> str:
    return _("%(kind)s: %(number)s ngày %(day)s") % {
        "kind": decision.get_kind_display(),
        "number": decision.decision_number,
        "day": date(decision.decided_on),
    }


def words(name: str, value: Any) -> str:
    """A value as the preview shows it; empty for nothing."""
    if name == "working_days":
        if value is None:
            return _("không quy định")
        return _("%(days)s làm việc") % {"days": days(value)} if value else _("trong ngày")
    if value is None or value == "":
        return ""
    if name in ("levels", "one_stop_levels"):
        return levels_in_words(value)
    if name == "online_kind":
        return str(OnlineKind(value).label)
    if name == "serves":
        return str(Procedure.Serves(value).label)
    if name == "workflow_on":
        return date(value)
    return str(value)
