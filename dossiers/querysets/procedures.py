"""The catalogue: which procedures there are on a day, and how a word finds them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Replace

from dossiers.codes import ProcedureState, national_part, normal_procedure_code
from dossiers.querysets.dossiers import DossierQuerySet
from dossiers.querysets.terms import FIRST_DAY, allowed_on
from reporting.searching import words_of

_BEGINS_A_CODE = re.compile(r"[1-3]\.[0-9]{0,6}")
#: A part of a code without its dots: digits, perhaps the letters of the agency after them.
_IN_A_CODE = re.compile(r"[0-9]{1,7}(?:[A-Z][0-9]{0,2})?|[A-Z][0-9]{2}")


class ProcedureQuerySet(models.QuerySet[Any]):
    """Procedures belong to no agency: the catalogue is public, everybody reads all of it."""

    def with_state(self, on: dt.date) -> Self:
        """Annotates ``state``, one of ``ProcedureState``, at the end of day ``on``.

        The last change in force decides. Before the first one a procedure is not yet there if
        that change publishes it; otherwise, and without any change, it has always been.
        """
        changes = _changes()
        last = changes.filter(since__lte=on).order_by("-since", "-decided_on", "-pk")
        first = changes.filter(since__gt=on).order_by("since", "decided_on", "pk")
        return self.annotate(
            last_kind=Subquery(last.values("kind")[:1]),
            next_kind=Subquery(first.values("kind")[:1]),
            state=Case(
                When(last_kind="abolished", then=Value(ProcedureState.ABOLISHED)),
                When(last_kind__isnull=False, then=Value(ProcedureState.IN_FORCE)),
                When(next_kind="published", then=Value(ProcedureState.NOT_YET)),
                default=Value(ProcedureState.IN_FORCE),
                output_field=models.CharField(),
            ),
        )

    def with_allowed(self, on: dt.date) -> Self:
        """Annotates ``allowed``: the working days allowed for what is received on day ``on``."""
        return self.annotate(allowed=allowed_on(on, "pk"))

    def in_force(self, on: dt.date) -> Self:
        """Those that may be used on day ``on``; with their ``state``."""
        return self.with_state(on).filter(state=ProcedureState.IN_FORCE)

    def settled_at(self, level: str) -> Self:
        return self.filter(levels__contains=[level])

    def received_at(self, level: str) -> Self:
        """At the one-stop units of this level."""
        return self.filter(one_stop_levels__contains=[level])

    def spelled(self, text: str) -> Self:
        """Those with the national part of a code in any spelling; none where it is no code."""
        code = normal_procedure_code(text.strip(". "))
        return self.filter(code__startswith=national_part(code)) if code else self.none()

    def searched(self, text: str) -> Self:
        """By code in any spelling, or any part of it with or without dots; also by words of the
        name without accents."""
        code = normal_procedure_code(text)
        if code is None and _BEGINS_A_CODE.fullmatch(text.strip()):
            code = text.strip()
        if code is not None:
            return self.filter(code__startswith=code)
        named = Q()
        for word in words_of(text):
            named &= Q(name__unaccent__icontains=word)
        part = "".join(text.split()).replace(".", "").upper()
        if not _IN_A_CODE.fullmatch(part):
            return self.filter(named)
        bare = Replace("code", Value("."), Value(""))
        return self.annotate(bare_code=bare).filter(named | Q(bare_code__contains=part))

    def with_dossiers(
        self, dossiers: DossierQuerySet, date_from: dt.date, date_to: dt.date, *, has: bool = True
    ) -> Self:
        """Those that had a dossier of ``dossiers`` in office on one of the days, or none.

        Two probes of one index per procedure: what was resolved since ``date_from``, what is open.
        """
        rows = dossiers.in_column("received_total", date_from, date_to).order_by()
        mine = rows.filter(procedure=OuterRef("pk"))
        is_used = Q(Exists(mine.filter(resolved_on__gte=date_from))) | Q(
            Exists(mine.filter(resolved_on=None))
        )
        return self.filter(is_used if has else ~is_used)

    def latest_changes(self, keys: Collection[int]) -> dict[int, Any]:
        """Of each of these procedures the change with the last day in force, or to come."""
        from dossiers.models import ProcedureChange  # noqa: PLC0415 -- models import querysets

        rows = ProcedureChange.objects.filter(procedure__in=keys).annotate(since=FIRST_DAY)
        ordered = rows.order_by("procedure_id", "-since", "-decided_on", "-pk")
        return {one.procedure_id: one for one in ordered.distinct("procedure_id")}

    def for_table(self) -> Self:
        return self.select_related("sector", "managing_agency")


def _changes() -> models.QuerySet[Any]:
    """Changes of the procedure of the outer query, each with ``since``, its first day in force."""
    from dossiers.models import ProcedureChange  # noqa: PLC0415 -- models import querysets

    return ProcedureChange.objects.filter(procedure=OuterRef("pk")).annotate(since=FIRST_DAY)
