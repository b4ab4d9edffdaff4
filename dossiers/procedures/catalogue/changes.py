"""What a row changes of its procedure, field by field, from what to what."""

from __future__ import annotations

import copy
import re
from typing import Any

from django.utils.translation import gettext as _

from dossiers.codes import OnlineKind
from dossiers.models import Procedure, ProcedureChange
from dossiers.procedures.catalogue.lines import Line
from dossiers.procedures.terms import in_time
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
    of_decision = _compare_decision(line) if said.get("decision_number") else []
    if known is None:
        said.setdefault("online_kind", OnlineKind.NONE.value)
        said.setdefault("serves", Procedure.Serves.BOTH.value)
    else:
        _compare_term(line, known)
        for name in FIELDS:
            _compare(line, known, name)
    line.changes += of_decision


def _compare(line: Line, known: Procedure, name: str) -> None:
    if name not in line.said:
        return
    old, new = getattr(known, name), line.said[name]
    if old != new:
        shown = words(name, new)
        if name == "working_days":
            shown = f"{shown} ({_from_when(line, known)})"
        line.changes.append(_change(line, name, words(name, old), shown, new))


def _compare_term(line: Line, known: Procedure) -> None:
    """Another time limit is in force from the day of the decision of the row, if that has one:
    what was received before stays under the old one.

    Without a decision, or where the row only names the one that published the procedure, the limit
    is mended, for all days since the last decision that changed it.
    """
    if "working_days" not in line.said or line.said["working_days"] == known.working_days:
        return
    decision = line.decision or _known_decision(line)
    if decision is None or decision.changes_term:
        return
    others = [one for one in known.changes.all() if one.pk != decision.pk]
    is_first = decision.kind == ProcedureChange.Kind.PUBLISHED and not any(
        one.first_day < decision.first_day for one in others
    )
    if is_first:
        return
    changed = in_time(others)
    if changed and decision.first_day <= changed[-1].first_day:
        line.refuse(
            "working_days",
            _("Thời hạn đã đổi từ ngày %(day)s, sau quyết định ghi ở dòng này.")
            % {"day": date(changed[-1].first_day)},
            _("Hãy bỏ trống ô thời hạn, hoặc sửa thời hạn ở trang nhập của thủ tục."),
        )
        return
    if line.decision is None:
        line.decision = copy.copy(decision)
    line.decision.changes_term = True
    line.decision.working_days_before = known.working_days


def _from_when(line: Line, known: Procedure) -> str:
    """From which day of reception on the new limit of a row holds."""
    told = line.decision
    kept = [one for one in known.changes.all() if told is None or one.pk != told.pk]
    changed = in_time([*kept, told] if told else kept)
    if not changed:
        return _("cho mọi ngày tiếp nhận")
    return _("tiếp nhận từ %(day)s") % {"day": date(changed[-1].first_day)}


def _change(line: Line, name: str, old: str, new: str, value: Any) -> Change:
    return Change(name, line.label(_KEYS.get(name, name)), old, new, value)


def _compare_decision(line: Line) -> list[Change]:
    """Fills ``line.decision``. A decision that is known may get other days; one that is not is
    added."""
    said = line.said
    found: list[Change] = []
    known = _known_decision(line)
    if known is None:
        line.decision = _new_decision(line)
        if line.procedure is not None:
            text = decision_in_words(line.decision)
            found.append(_change(line, "decision_number", "", text, None))
        return found
    decision = copy.copy(known)
    for name in _DAYS:
        old, new = getattr(known, name), said.get(name)
        if new is not None and new != old:
            setattr(decision, name, new)
            found.append(_change(line, name, date(old) if old else "", date(new), new))
            line.decision = decision
    return found


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
