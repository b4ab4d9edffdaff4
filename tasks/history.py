"""Who changed what of a task and of what hangs on it, from what to what, and when.

Read from the change log that the database keeps for every writer. Coordinating agencies are
not part of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from reporting.numbers import UNKNOWN, date, moment
from tasks.models import (
    Evidence,
    Extension,
    ExtensionRequest,
    Funding,
    Occurrence,
    RecurrenceRule,
    Task,
    TaskUpdate,
)

#: Entries that a page shows; the older ones are only counted.
MOST = 200
_LONGEST = 160

#: Kept by the database itself, or the same for the whole life of the row.
_UNTOLD: dict[type[Model], set[str]] = {
    Task: {
        "id",
        "effective_due_on",
        "extension_count",
        "decision_count",
        "lead_change_count",
        "is_generated",
        "entered_at",
    },
    Extension: {"id", "task", "entered_by", "entered_at"},
    TaskUpdate: {"id", "task", "entered_by", "entered_at"},
    ExtensionRequest: {"id", "task", "file", "requested_by", "answered_by", "entered_at"},
    Evidence: {"id", "task", "update", "file", "sha256", "size", "entered_by", "entered_at"}
    | {"is_generated"},
    RecurrenceRule: {"id", "task"},
    Occurrence: {"id", "task", "rule", "entered_by", "entered_at"},
    Funding: {"id", "task", "entered_by", "entered_at", "is_generated"},
}
#: What happened, in a sentence: a language may need another order of words.
_DONE = {
    (Task, "insert"): gettext_lazy("%(who)s nhập nhiệm vụ"),
    (Task, "update"): gettext_lazy("%(who)s sửa nhiệm vụ"),
    (Task, "delete"): gettext_lazy("%(who)s xóa nhiệm vụ"),
    (Extension, "insert"): gettext_lazy("%(who)s nhập lần gia hạn"),
    (Extension, "update"): gettext_lazy("%(who)s sửa lần gia hạn"),
    (Extension, "delete"): gettext_lazy("%(who)s xóa lần gia hạn"),
    (TaskUpdate, "insert"): gettext_lazy("%(who)s nhập báo cáo tiến độ"),
    (TaskUpdate, "update"): gettext_lazy("%(who)s sửa báo cáo tiến độ"),
    (TaskUpdate, "delete"): gettext_lazy("%(who)s xóa báo cáo tiến độ"),
    (ExtensionRequest, "insert"): gettext_lazy("%(who)s đề nghị gia hạn"),
    (ExtensionRequest, "update"): gettext_lazy("%(who)s cập nhật đề nghị gia hạn"),
    (ExtensionRequest, "delete"): gettext_lazy("%(who)s xóa đề nghị gia hạn"),
    (Evidence, "insert"): gettext_lazy("%(who)s nhập minh chứng"),
    (Evidence, "update"): gettext_lazy("%(who)s sửa minh chứng"),
    (Evidence, "delete"): gettext_lazy("%(who)s xóa minh chứng"),
    (RecurrenceRule, "insert"): gettext_lazy("%(who)s nhập quy tắc định kỳ"),
    (RecurrenceRule, "update"): gettext_lazy("%(who)s sửa quy tắc định kỳ"),
    (RecurrenceRule, "delete"): gettext_lazy("%(who)s xóa quy tắc định kỳ"),
    (Occurrence, "insert"): gettext_lazy("%(who)s nhập kỳ báo cáo"),
    (Occurrence, "update"): gettext_lazy("%(who)s sửa kỳ báo cáo"),
    (Occurrence, "delete"): gettext_lazy("%(who)s xóa kỳ báo cáo"),
    (Funding, "insert"): gettext_lazy("%(who)s nhập kinh phí"),
    (Funding, "update"): gettext_lazy("%(who)s sửa kinh phí"),
    (Funding, "delete"): gettext_lazy("%(who)s xóa kinh phí"),
}


@dataclass(frozen=True)
class Change:
    """A field whose value became another one; values as stored."""

    field: Field[Any, Any]
    old: Any
    new: Any


@dataclass(frozen=True)
class Entry:
    """One event of the log. ``user`` is the id of who caused it, None for imports and SQL."""

    at: dt.datetime
    place: int
    model: type[Model]
    done: str
    user: int | None
    changes: list[Change] = field(default_factory=list)


def history_of(task: Task) -> dict[str, Any]:
    """``rows`` for ``_components/log.html``, the newest first, and how many ``older`` there are.

    One query for each kind of row, one for the people, one per kind that a change names.
    """
    keys = ((model, "pgh_obj" if model is Task else "task") for model in _UNTOLD)
    found = [entry for model, key in keys for entry in _entries(model, **{key: task.pk})]
    # What one transaction wrote has one time: the task itself came before what hangs on it.
    found.sort(key=lambda entry: (entry.at, entry.model is not Task, entry.place), reverse=True)
    shown = found[:MOST]
    names = _Names(shown)
    return {"rows": [_row(entry, names) for entry in shown], "older": len(found) - len(shown)}


def _entries(model: type[Model], **of: int) -> list[Entry]:
    """The events of the rows of ``model``; those in which nothing told changed are left out."""
    log = apps.get_model("tasks", f"{model.__name__}Event")
    events = log.objects.filter(**of).select_related("pgh_context").order_by("pgh_id")
    before: dict[int, Any] = {}
    found = []
    for event in events:
        done = event.pgh_label
        changes = _changes(model, before.get(event.pgh_obj_id), event)
        before[event.pgh_obj_id] = event
        if done == "delete" or (done == "insert" and _is_made(model, event)):
            changes = []
        if changes or done == "delete" or (model is Task and done == "insert"):
            metadata = event.pgh_context.metadata if event.pgh_context else {}
            user = metadata.get("user")
            if model is Task and done == "insert":
                changes = []
            found.append(Entry(event.pgh_created_at, event.pgh_id, model, done, user, changes))
    return found


def _is_made(model: type[Model], event: Any) -> bool:
    """Whether the row was made by a rule, with a dozen others: the rule is told."""
    return model is Occurrence and event.rule_id is not None


def _changes(model: type[Model], old: Any, new: Any) -> list[Change]:
    """What differs; for a first event what was filled in."""
    told = [one for one in model._meta.concrete_fields if one.name not in _UNTOLD[model]]
    pairs = [
        (one, getattr(old, one.attname) if old else None, getattr(new, one.attname)) for one in told
    ]
    return [
        Change(one, was, now)
        for one, was, now in pairs
        if was != now and not (_is_blank(was) and _is_blank(now))
    ]


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


class _Names:
    """The people and rows that entries name, each kind asked for once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        listed = list(entries)
        wanted[User] = {entry.user for entry in listed if entry.user is not None}
        for change in chain.from_iterable(entry.changes for entry in listed):
            if isinstance(change.field, ForeignKey):
                ids = {change.old, change.new} - {None}
                wanted[change.field.related_model] |= ids
        self.known = {
            model: {pk: str(row) for pk, row in model._default_manager.in_bulk(ids).items()}
            for model, ids in wanted.items()
            if ids
        }

    def name(self, model: type[Model], pk: int) -> str:
        return self.known.get(model, {}).get(pk, _("đã xóa"))

    def person(self, pk: int | None) -> str:
        if pk is None:
            return _("Hệ thống")
        return self.known.get(User, {}).get(pk, _("Tài khoản đã xóa"))


def _row(entry: Entry, names: _Names) -> dict[str, str]:
    return {
        "at": moment(entry.at),
        "at_iso": entry.at.isoformat(),
        "text": str(_DONE[entry.model, entry.done]) % {"who": names.person(entry.user)},
        "more": "; ".join(_told(change, entry.done, names) for change in entry.changes),
    }


def _told(change: Change, done: str, names: _Names) -> str:
    label = str(change.field.verbose_name)
    label = label[:1].upper() + label[1:]
    new = _written(change.field, change.new, names)
    if done == "insert":
        return f"{label}: {new}"
    return f"{label}: {_written(change.field, change.old, names)} → {new}"


def _written(field: Field[Any, Any], value: Any, names: _Names) -> str:
    if _is_blank(value):
        return UNKNOWN
    if isinstance(field, ForeignKey):
        return names.name(field.related_model, value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return date(value)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
