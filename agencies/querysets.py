"""Who may see which agency. Every read of the product goes through ``visible_to``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from agencies.reach import NOWHERE, Reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from agencies.lineage import Lineage
    from agencies.models import User

#: Whoever asks: a user, or nobody.
Reader: TypeAlias = "User | AnonymousUser"

#: The branch of some agencies: they themselves and everything placed below them.
#: ``%s`` 1 is the list of roots; the placement condition follows.
_BRANCH = """
    WITH RECURSIVE branch(id) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT p.agency_id FROM agencies_agencyplacement p
        JOIN branch ON p.parent_id = branch.id
        WHERE {placed}
    )
    SELECT id FROM branch
"""
_PLACED_ON = """
    (p.valid_from IS NULL OR p.valid_from <= %s) AND (p.valid_to IS NULL OR p.valid_to >= %s)
"""
_PLACED_LAST = """
    NOT EXISTS (
        SELECT 1 FROM agencies_agencyplacement later
        WHERE later.agency_id = p.agency_id
        AND later.valid_from > coalesce(p.valid_from, '-infinity')
    )
"""


def reach_for(user: Reader, permission: str | None = None) -> Reach:
    """How far ``user`` sees, or may act by ``permission``. Nobody logged in: nowhere."""
    return user.reach(permission) if user.is_authenticated else NOWHERE


def may_everywhere(user: Reader, permission: str) -> bool:
    """Whether ``user`` may act on what belongs to no agency: holds it, and reaches everything."""
    return user.has_perm(permission) and reach_for(user, permission).is_everything


class AgencyQuerySet(models.QuerySet[Any]):
    def valid_on(self, on: dt.date) -> Self:
        """Agencies that exist on day ``on`` (both ends of the validity included)."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )

    def branch(self, roots: Iterable[int], *, on: dt.date | None = None) -> Self:
        """The agencies with ids ``roots`` and all below them, at any depth.

        With ``on`` the tree of that day is meant; without, each agency stands where it was
        placed last, so that an agency that has closed stays with the branch it closed in.
        """
        ids = list(roots)
        if on is None:
            return self.filter(pk__in=RawSQL(_BRANCH.format(placed=_PLACED_LAST), [ids]))  # noqa: S611 -- constant text, parameters bound
        return self.filter(pk__in=RawSQL(_BRANCH.format(placed=_PLACED_ON), [ids, on, on]))  # noqa: S611 -- constant text, parameters bound

    def visible_to(self, user: Reader) -> Self:
        """Agencies whose rows and figures ``user`` may see: all, or the own branches."""
        reach = reach_for(user)
        if reach.is_everything:
            return self.all()
        return self.branch(reach.roots) if reach.roots else self.none()

    def writable_by(self, user: Reader, permission: str) -> Self:
        """Agencies whose rows ``user`` may change by ``permission`` ("app.action_model").

        Narrower than ``visible_to`` for a user with two roles: each role opens only
        its own reach. Wider in one thing: an agency that gave way to one successor is the
        successor's to answer for. Which of its rows go along is told by their querysets.
        """
        reach = reach_for(user, permission)
        if reach.is_everything:
            return self.all()
        return self.with_sources(reach) if reach.roots else self.none()

    def with_sources(self, reach: Reach, lineage: Lineage | None = None) -> Self:
        """The branches of ``reach``, and the agencies that they succeeded by today.

        One query, and one more where there are successions. Rights follow the clock: what
        happens on a later day is no right yet.
        """
        from agencies import lineage as lineages  # noqa: PLC0415 -- models import querysets

        known = lineages.load() if lineage is None else lineage
        if not known.steps:
            return self.branch(reach.roots)
        own = self.model.objects.branch(reach.roots).order_by().values_list("pk", flat=True)
        return self.filter(pk__in=sorted(known.sources(own, timezone.localdate())))

    def with_parent(self, on: dt.date) -> Self:
        """Annotates ``parent_id_on``: the id of the parent on day ``on``, or None at the top."""
        from agencies.models import AgencyPlacement  # noqa: PLC0415 -- models import querysets

        placed = AgencyPlacement.objects.valid_on(on).filter(agency=OuterRef("pk"))
        return self.annotate(parent_id_on=Subquery(placed.values("parent")[:1]))

    def with_last_parent(self) -> Self:
        """Annotates ``parent_id_last``: where the agency was placed last, as ``branch`` has it."""
        from agencies.models import AgencyPlacement  # noqa: PLC0415 -- models import querysets

        newest_first = F("valid_from").desc(nulls_last=True)
        placed = AgencyPlacement.objects.filter(agency=OuterRef("pk")).order_by(newest_first)
        return self.annotate(parent_id_last=Subquery(placed.values("parent")[:1]))


class ValidityQuerySet(models.QuerySet[Any]):
    """Rows with ``valid_from`` and ``valid_to``, both included, None meaning open-ended."""

    def valid_on(self, on: dt.date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )


def is_valid_on(row: Any, on: dt.date) -> bool:
    """``valid_on`` for a row at hand."""
    begun = row.valid_from is None or row.valid_from <= on
    return bool(begun and (row.valid_to is None or row.valid_to >= on))


class ScopedQuerySet(models.QuerySet[Any]):
    """Base of the querysets of rows that belong to an agency."""

    #: Lookup path from the row to the agency that owns it.
    agency_path = "agency"

    def of_agencies(self, agencies: AgencyQuerySet | Iterable[int]) -> Self:
        return self.filter(**{f"{self.agency_path}__in": agencies})

    def visible_to(self, user: Reader) -> Self:
        """The rows that ``user`` may see."""
        return self.within(reach_for(user))

    def writable_by(self, user: Reader, permission: str) -> Self:
        """The rows that ``user`` may change by ``permission``."""
        return self.within(reach_for(user, permission))

    def within(self, reach: Reach) -> Self:
        """The rows of the agencies of ``reach``."""
        from agencies.models import Agency  # noqa: PLC0415 -- models import querysets

        if reach.is_everything:
            return self.all()
        if not reach.roots:
            return self.none()
        return self.of_agencies(Agency.objects.branch(reach.roots))
