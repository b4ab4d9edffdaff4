"""Two sources of one number: form II.06 as sent, and the list of dossiers. Pure.

A cell is a column of an agency's form for a period. Where the form says another number than the
list counts, the difference is somebody's work: of the agency, until a person is named. A cell
left empty claims nothing and differs from nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.columns import Columns
from dossiers.form206 import COLUMNS
from dossiers.wording import row_name

if TYPE_CHECKING:
    from dossiers.models import Return, ReturnFollowUp
    from reporting.models import Acceptance

#: The rule that a form says what the list of dossiers counts, as acceptances name it.
RULE = "S1"


class GapState(models.TextChoices):
    OPEN = "open", _("Chưa xử lý")
    ACCEPTED = "accepted", _("Đã chấp nhận")
    SETTLED = "settled", _("Đã khớp")


@dataclass(frozen=True)
class Gaps:
    """How many cells differ: still to be worked on, and taken as they stand."""

    open: int = 0
    accepted: int = 0

    def __add__(self, other: Gaps) -> Gaps:
        return Gaps(self.open + other.open, self.accepted + other.accepted)


#: Where both sources say the same.
NO_GAPS = Gaps()


@dataclass(frozen=True)
class Told:
    """A form with what it was compared with. ``sent_on``: the day on which it was sent."""

    form: Return
    counted: Columns
    sent_on: dt.date
    follow_up: ReturnFollowUp | None = None
    accepted: Mapping[str, Acceptance] | None = None  #: by column


@dataclass(frozen=True)
class Gap:
    """One cell: ``stated`` in the form, ``counted`` from the list, ``days`` since it was sent.

    A settled one is equal now; ``before`` holds the two numbers that its follow-up was about.
    """

    told: Told
    key: str
    stated: int | None
    counted: int
    days: int
    state: GapState
    before: tuple[int, int] | None = None

    @property
    def form(self) -> Return:
        return self.told.form

    @property
    def difference(self) -> int:
        """What the form says more than the list; 0 once they are equal."""
        return 0 if self.stated is None else self.stated - self.counted

    @property
    def owner(self) -> str:
        """The person named, else the agency."""
        follow_up = self.told.follow_up
        if follow_up is not None and follow_up.owner is not None:
            return str(follow_up.owner)
        return row_name(self.form.agency)

    @property
    def note(self) -> str:
        return self.told.follow_up.note if self.told.follow_up else ""

    @property
    def acceptance(self) -> Acceptance | None:
        return (self.told.accepted or {}).get(self.key)


def differing(form: Any, counted: Columns) -> dict[str, tuple[int, int]]:
    """(stated, counted) of every typed column that differs, in the order of the form."""
    found = {}
    for column in COLUMNS:
        stated: int | None = getattr(form, column.key)
        listed: int = getattr(counted, column.key)
        if stated is not None and stated != listed:
            found[column.key] = (stated, listed)
    return found


def fingerprint(key: str, stated: int, counted: int) -> str:
    """What an acceptance holds to: when either number changes, the difference is open again."""
    words = json.dumps([RULE, key, stated, counted])
    return hashlib.sha256(words.encode()).hexdigest()


def gaps(told: Told, on: dt.date) -> list[Gap]:
    """The cells of one form that differ, and those of its follow-up that no longer do."""
    days = (on - told.sent_on).days
    now = differing(told.form, told.counted)
    found = [
        Gap(told, key, stated, counted, days, _state(told, key, stated, counted))
        for key, (stated, counted) in now.items()
    ]
    noted = told.follow_up.differences if told.follow_up else {}
    return found + [
        Gap(
            told,
            key,
            getattr(told.form, key),
            getattr(told.counted, key),
            days,
            GapState.SETTLED,
            (noted[key][0], noted[key][1]),
        )
        for key in (column.key for column in COLUMNS)
        if key in noted and key not in now
    ]


def counted_gaps(
    cells: Mapping[str, tuple[int, int]], accepted: Mapping[str, Acceptance] | None = None
) -> Gaps:
    """How many of the ``differing`` cells of a form are in which state; ``accepted`` by column."""
    taken = sum(_is_taken(accepted, key, *both) for key, both in cells.items())
    return Gaps(len(cells) - taken, taken)


def _state(told: Told, key: str, stated: int, counted: int) -> GapState:
    is_taken = _is_taken(told.accepted, key, stated, counted)
    return GapState.ACCEPTED if is_taken else GapState.OPEN


def _is_taken(
    accepted: Mapping[str, Acceptance] | None, key: str, stated: int, counted: int
) -> bool:
    taken = (accepted or {}).get(key)
    return taken is not None and taken.fingerprint == fingerprint(key, stated, counted)


def all_gaps(every: Iterable[Told], on: dt.date) -> list[Gap]:
    """The cells of many forms, in their order."""
    return [gap for told in every for gap in gaps(told, on)]


def open_keys(found: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in found if gap.state == GapState.OPEN]
