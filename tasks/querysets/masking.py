"""Restricted tasks: who lacks the right counts them and does not read them.

``told_to(user)`` marks each row with ``is_hidden``; a hidden row comes out of any query as an
instance that keeps its code, agencies, days and states and has lost its texts, its source and
everything that hangs on it. It cannot be saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.core.exceptions import PermissionDenied
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Model,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.constants import LOOKUP_SEP
from django.db.models.query import ModelIterable
from django.utils.translation import gettext

from agencies.models import Agency
from agencies.querysets import ScopedQuerySet, reach_for

if TYPE_CHECKING:
    from agencies.querysets import Reader

RIGHT = "tasks.view_restricted_task"

#: What a hidden task still tells: what it is counted by. A new field is hidden until it is here.
TOLD = frozenset(
    {
        *("id", "code", "programme", "field", "communication", "is_restricted", "is_generated"),
        *("lead", "responsible", "coordinating", "entered_at", "assigned_on", "deadline_kind"),
        *(
            "original_due_on",
            "effective_due_on",
            "extension_count",
            "decision_count",
            "lead_change_count",
        ),
        *("progress", "started_on", "submitted_on", "completed_on", "postponed_on", "resumed_on"),
        *("cancelled_on", "returned_on", "result_on"),
    }
)
#: Annotations that are text and none of the task's own.
_TOLD_TEXTS = frozenset({"timeliness", "progress_then"})


def hidden_title() -> str:
    return gettext("Nhiệm vụ hạn chế xem")


def refuse() -> NoReturn:
    """Somebody tries to write what was read with its content left out."""
    raise PermissionDenied(gettext("Bạn không được sửa nhiệm vụ hạn chế xem này."))


def hidden_from(user: Reader, coordination: type[Model]) -> Q | None:
    """The condition on tasks whose content ``user`` must not read; None where there are none.

    The right reaches the tasks that its agencies lead or coordinate (``coordination`` is the
    table that tells).
    """
    reach = reach_for(user, RIGHT)
    if reach.is_everything:
        return None
    hidden = Q(is_restricted=True)
    if reach.roots:
        ours = Agency.objects.branch(reach.roots).order_by().values("pk")
        helped = coordination._default_manager.filter(agency__in=ours).values("task")
        hidden &= ~(Q(lead__in=ours) | Q(pk__in=helped))
    return hidden


class MaskingIterable(ModelIterable):
    def __iter__(self) -> Iterator[Any]:
        for task in super().__iter__():
            if task.__dict__.get("is_hidden"):
                mask(task, getattr(self.queryset, "_prefetch_related_lookups", ()))
            yield task


class MaskedQuerySet(ScopedQuerySet):
    """The half of ``TaskQuerySet`` that decides who reads what a task is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._iterable_class: Any = MaskingIterable

    def told_to(self, user: Reader) -> Self:
        """The same rows, those that ``user`` must not read with their content left out."""
        hidden = hidden_from(user, self.model.coordinating.through)
        is_hidden = Value(False) if hidden is None else hidden
        return self.annotate(is_hidden=ExpressionWrapper(is_hidden, BooleanField()))

    def readable(self) -> Self:
        """Without the hidden ones; after ``told_to``, which ``visible_to`` calls."""
        return self.filter(is_hidden=False)

    def readable_to(self, user: Reader) -> Self:
        """Without those whose content ``user`` must not read, wherever the rows come from."""
        hidden = hidden_from(user, self.model.coordinating.through)
        return self if hidden is None else self.exclude(hidden)

    def readable_by(self, user: Reader) -> Self:
        """Tasks that ``user`` sees and may read."""
        return self.visible_to(user).readable_to(user)

    def writable_by(self, user: Reader, permission: str) -> Self:
        """Tasks that ``user`` may change: never one that must not be read."""
        return super().writable_by(user, permission).readable_to(user)

    def matching(self, content: Q, told: Q | None = None) -> Self:
        """Rows with ``content`` that may be read, or with ``told``, which all may read."""
        if "is_hidden" in self.query.annotations:
            content &= Q(is_hidden=False)
        return self.filter(content if told is None else content | told)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        if any(getattr(row, "is_hidden", False) for row in rows):
            refuse()
        return super().bulk_update(rows, *args, **kwargs)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        """Values are not masked, so that content is only read from instances."""
        if "is_hidden" in self.query.annotations:
            names = [name for field in (*fields, *expressions.values()) for name in _names(field)]
            told = _told_names(self.model) | set(self.query.annotations) | set(expressions)
            if not names or any(name.split(LOOKUP_SEP)[0] not in told for name in names):
                raise TypeError("Content of tasks that somebody reads comes from instances.")
        return super()._values(*fields, **expressions)  # type: ignore[misc]


def _told_names(model: type[Model]) -> set[str]:
    fields = [field for field in model._meta.get_fields() if field.name in TOLD]
    names = {field.name for field in fields}
    return names | {getattr(field, "attname", field.name) for field in fields} | {"pk"}


def _names(value: Any) -> Iterator[str]:
    """The names of columns in what is asked for: a name, or an expression over names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, F):
        yield str(value.name)  # type: ignore[attr-defined] # missing in django-stubs
    elif isinstance(value, tuple):  # a condition of Q
        yield value[0]
    else:
        parts = value.children if isinstance(value, Q) else value.get_source_expressions()
        for part in parts:
            yield from _names(part) if part is not None else ()


def mask(task: Any, lookups: Iterable[Any] = ()) -> None:
    """Takes the content out of an instance: texts, source, and the rows that hang on it."""
    own, meta = task.__dict__, task._meta
    for field in meta.concrete_fields:
        if field.name in TOLD:
            continue
        if field.is_relation:
            own[field.attname] = None
            task._state.fields_cache[field.name] = None
        else:
            own[field.attname] = hidden_title() if field.name == "title" else ""
    told = {field.attname for field in meta.concrete_fields} | _TOLD_TEXTS
    own.update({name: "" for name, value in own.items() if type(value) is str and name not in told})
    kept: dict[str, QuerySet[Any]] = own.setdefault("_prefetched_objects_cache", {})
    for relation in meta.related_objects:
        if relation.one_to_many and (name := relation.get_accessor_name()):
            kept[name] = relation.related_model._default_manager.none()
    for lookup in lookups:  # their own queries would fetch what hangs on the task
        if isinstance(lookup, Prefetch) and lookup.to_attr and lookup.prefetch_through not in TOLD:
            own[lookup.to_attr] = []
