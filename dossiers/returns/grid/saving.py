"""Saves a screen: all rows that were touched, or none and the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.models import User
from dossiers.models import Return
from dossiers.returns.entry import Cell, label_of, worked_on
from dossiers.returns.grid.typed import TypedRow
from dossiers.returns.writing import LOCKED, Gate, write
from reporting.models import Period
from reporting.numbers import moment, number


def save(cell: Cell, rows: Mapping[int, TypedRow], user: User, *, on: dt.date) -> int | None:
    """How many returns were written; None where a row stands against it, which it then tells.

    A row whose stored numbers are no longer those that the screen showed is not overwritten:
    ``conflict`` says what is stored and what was typed, and ``shown`` becomes what is stored, so
    that saving again means having seen it. Rows that nobody touched, and rows that hold already
    what was typed (a second click), are left as they are.
    """
    touched = {key: row for key, row in rows.items() if row.is_touched}
    for _attempt in range(2):
        try:
            with transaction.atomic():
                return _save(cell, touched, user, on)
        except IntegrityError:
            # Somebody entered the same return between our look and our insert: look again.
            continue
    _check(touched, worked_on(cell, touched), user, cell.period)
    return None


def _save(cell: Cell, rows: Mapping[int, TypedRow], user: User, on: dt.date) -> int | None:
    """One screen or file of a period at a time: the period is locked first, then the returns."""
    period = Period.objects.select_for_update(no_key=True).get(pk=cell.period.pk)
    stored = worked_on(cell, rows, lock=True)
    _check(rows, stored, user, period)
    if any(row.errors or row.conflict for row in rows.values()):
        return None
    changed = [key for key in sorted(rows) if rows[key].changed]
    for key in changed:
        row = rows[key]
        write(cell, row.agency, stored.get(key), row.changed, by=user, on=on)
    return len(changed)


def _check(
    rows: Mapping[int, TypedRow], stored: Mapping[int, Return], user: User, period: Period
) -> None:
    """Fills in ``conflict`` of each row that was overtaken or closed meanwhile."""
    gate = Gate(user, stored.values())
    for key, row in rows.items():
        found = stored.get(key)
        now = {one: getattr(found, one, None) for one in row.shown}
        both = _both(row, now)
        row.conflict = []
        if period.status == Period.Status.LOCKED:
            row.conflict = [str(LOCKED) % {"period": period}]
        elif both and found is not None and not gate.may_change(found):
            row.conflict = [_closed(found, gate), *both]
        elif both and any(now[one] != row.shown[one] for one in row.texts):
            row.conflict = [_overtaken(found), *both]
        row.shown = now


def _closed(row: Return, gate: Gate) -> str:
    why = gate.refusal(row)
    return why or _("Biểu đã ở trạng thái “%(status)s” nên số bạn nhập chưa được lưu.") % {
        "status": row.get_status_display()
    }


def _overtaken(row: Return | None) -> str:
    """With who saved the row last, and when."""
    words = _last_writer(row) if row is not None else None
    first = (
        _("%(who)s đã lưu dòng này lúc %(at)s, sau khi bạn mở bảng; số bạn nhập chưa được lưu.")
        % words
        if words
        else _("Dòng này đã thay đổi sau khi bạn mở bảng; số bạn nhập chưa được lưu.")
    )
    return f"{first} " + _("Hãy so sánh, sửa lại nếu cần, rồi bấm lưu lần nữa.")


def _last_writer(row: Return) -> dict[str, str] | None:
    events = row.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    event = events.select_related("pgh_context").order_by("-pgh_id").first()
    metadata = event.pgh_context.metadata if event and event.pgh_context else {}
    who = User.objects.filter(pk=metadata.get("user") or 0).first()
    return {"who": str(who), "at": moment(event.pgh_created_at)} if who else None


def _both(row: TypedRow, now: Mapping[str, int | None]) -> list[str]:
    """Column by column what is stored and what was typed, where they differ."""
    return [
        _("%(label)s: đang lưu %(stored)s, bạn nhập %(typed)s.")
        % {"label": label_of(key), "stored": number(now[key]), "typed": _typed(row, key)}
        for key in row.texts
        if key in row.errors or row.figures[key] != now[key]
    ]


def _typed(row: TypedRow, key: str) -> str:
    return f"“{row.texts[key]}”" if key in row.errors else number(row.figures[key])
