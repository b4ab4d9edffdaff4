"""Writes the figures of a return into the version that may still change, for whom it may.

Drafts and sent returns are changed as they are. A confirmed return is first given back, a
published one gets a correction: both only where that was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, User
from dossiers.models import Return
from dossiers.returns import steps as return_steps
from dossiers.returns.entry import RIGHT, Cell
from dossiers.returns.rights import PUBLISH, SENT
from reporting.models import Period

LOCKED = gettext_lazy("%(period)s đã khóa nên không nhận thêm hoặc sửa số liệu.")


class Gate:
    """What ``user`` may do to each of ``rows``: asked once for all of them, two queries."""

    def __init__(self, user: User, rows: Collection[Return]) -> None:
        keys = [row.pk for row in rows]
        self._writable = _held(user, RIGHT, keys)
        self._published_by_user = _held(user, PUBLISH, keys)

    def may_change(self, row: Return) -> bool:
        """As it stands, without another version."""
        is_locked = row.period.status == Period.Status.LOCKED
        return row.pk in self._writable and row.status in SENT and not is_locked

    def correction(self, row: Return) -> str:
        """What changing a closed return takes, in words; empty where it is open or not his."""
        if row.pk not in self._writable or row.status in SENT:
            return ""
        if row.status == Return.Status.PUBLISHED:
            return _("đã công bố: lập bản đính chính, bản đã công bố có hiệu lực đến khi thay thế")
        if row.pk in self._published_by_user:
            return _("đã xác nhận: trả về bản nháp rồi sửa")
        return ""

    def refusal(self, row: Return) -> str:
        """Why a row may be changed in no way; empty where it may."""
        if row.period.status == Period.Status.LOCKED:
            return str(LOCKED) % {"period": row.period}
        if row.pk not in self._writable:
            return _("Bạn không được sửa biểu của cơ quan này.")
        if row.status in SENT or self.correction(row):
            return ""
        return _("Biểu đã được xác nhận; cơ quan công bố biểu trả lại thì mới sửa được.")


def _held(user: User, right: str, keys: list[int]) -> set[int]:
    if not keys or not user.has_perm(right):
        return set()
    rows = Return.objects.writable_by(user, right).filter(pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def write(
    cell: Cell,
    agency: Agency,
    stored: Return | None,
    figures: Mapping[str, int | None],
    *,
    by: User,
    on: dt.date,
    reason: str = "",
) -> Return:
    """Stores ``figures`` by key, in a new return where there is none. Inside a transaction.

    ``reason`` is the note of a return that is given back or corrected. The caller has asked
    ``Gate`` about ``stored`` and holds its lock. Raises ``PermissionDenied`` for a new return of an
    agency that is not the user's, ``IntegrityError`` where somebody entered one a moment ago.
    """
    if stored is None:
        return _enter(cell, agency, figures, by, on)
    row = stored
    if stored.status == Return.Status.PUBLISHED:
        row = return_steps.correct(stored, by, reason, on=on)
    elif stored.status == Return.Status.CONFIRMED:
        return_steps.give_back(row, by, reason, on=on)
    for key, value in figures.items():
        setattr(row, key, value)
    row.save(update_fields=list(figures))
    return row


def _enter(
    cell: Cell, agency: Agency, figures: Mapping[str, int | None], by: User, on: dt.date
) -> Return:
    row: Return = Return.objects.create(
        period=cell.period,
        agency=agency,
        agency_role=cell.role,
        sector=cell.sector,
        entered_by=by,
        **figures,
    )
    if not Return.objects.writable_by(by, RIGHT).filter(pk=row.pk).exists():
        raise PermissionDenied
    return_steps.entered(row, by, on=on)
    return row
