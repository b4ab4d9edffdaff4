"""Dossiers of an agency that ended without one successor go to those after it, set by set.

What happened before the day of the end stays with the old agency; from that day on everything
counts for the new one. The row keeps the agency that it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agencies.models import Agency, AgencySuccession, User
from dossiers.models import Dossier, DossierHolding, Handover, Procedure, Sector
from dossiers.querysets import DossierQuerySet
from dossiers.querysets.handovers import pending_before
from dossiers.structure import ONE_DAY, Structure, load
from dossiers.structure.held_rows import held_on
from reporting.numbers import date, number

RIGHT = "dossiers.handover_dossier"
_NOTHING_LEFT = gettext_lazy("Không còn hồ sơ nào khớp với lựa chọn để bàn giao.")


class HandingError(ValueError):
    """The message is for the person who asked; ``field`` is one of ``Order`` or empty."""

    def __init__(self, message: str | Promise, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = str(message), field


class CountChangedError(HandingError):
    """Other dossiers wait than were confirmed: ``count`` of them now."""

    def __init__(self, expected: int, count: int) -> None:
        text = _(
            "Số hồ sơ khớp với lựa chọn đã đổi: lúc xem %(old)s, nay %(new)s; hãy xác nhận lại."
        )
        super().__init__(text % {"old": number(expected), "new": number(count)})
        self.count = count


@dataclass(frozen=True)
class Chosen:
    """``count`` dossiers go on the day ``on``; ``pending`` of them were being settled the day
    before, which is what form II.06 counts as handed over. The others came from that day on, or
    are in no column of the form."""

    on: dt.date
    count: int
    pending: int


@dataclass(frozen=True)
class Order:
    """Of the dossiers that wait at ``agency`` those of a sector, of a procedure, or with one of
    some codes; all of them where nothing is chosen."""

    agency: Agency
    successor: Agency
    reason: str
    sector: Sector | None = None
    procedure: Procedure | None = None
    codes: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """In words, for the log: in Vietnamese, whoever writes it."""
        with override("vi"):
            if self.codes:
                return _("Theo danh sách mã hồ sơ")
            if self.procedure:
                return _("Thủ tục %(code)s") % {"code": self.procedure.code}
            if self.sector:
                return _("Lĩnh vực %(name)s") % {"name": self.sector.name}
            return _("Mọi hồ sơ chưa bàn giao")


def waiting(structure: Structure, agency: int) -> DossierQuerySet:
    """Dossiers that nobody has taken over: still held by ``agency``, which ended, and not resolved
    before its end. None while the agency goes on or has one successor."""
    end = structure.lineage.ends.get(agency)
    if end is None:
        return Dossier.objects.none()
    is_open = Q(resolved_on=None) | Q(resolved_on__gte=end.on)
    later = DossierHolding.objects.filter(dossier=OuterRef("pk"), since__gte=end.on)
    rows: DossierQuerySet = Dossier.objects.filter(held_on(structure, end.on, [agency]), is_open)
    return rows.exclude(Exists(later))


def look(order: Order, *, today: dt.date) -> Chosen:
    """What ``hand_over`` would do now; writes nothing. Raises ``HandingError`` as that does."""
    on, rows = _found(order, today)
    counted = rows.aggregate(count=Count("pk"), pending=Count("pk", filter=pending_before(on)))
    if not counted["count"]:
        raise HandingError(_NOTHING_LEFT)
    return Chosen(on, **counted)


def hand_over(order: Order, user: User, *, today: dt.date, expected: int | None = None) -> Handover:
    """Hands over what ``order`` chooses, as of the day on which its agency ended.

    The caller has checked the right. Two people at once come one after the other, and the second
    finds what the first has left. Raises ``HandingError``, a ``CountChangedError`` where it would
    not be the ``expected`` number of dossiers; then nothing is changed.
    """
    with transaction.atomic():
        rows = AgencySuccession.objects.filter(predecessor=order.agency).order_by("on", "pk")
        locked = list(rows.select_for_update(of=("self",)))
        on, rows = _found(order, today)
        chosen = _locked(rows)
        if not chosen:
            raise HandingError(_NOTHING_LEFT)
        if expected is not None and len(chosen) != expected:
            raise CountChangedError(expected, len(chosen))
        handover = Handover.objects.create(
            succession=next(one for one in locked if one.on == on),
            predecessor=order.agency,
            successor=order.successor,
            on=on,
            scope=order.scope,
            count=len(chosen),
            reason=order.reason.strip(),
            done_by=user,
        )
        _hold(handover, chosen)
    return handover


def undo(handover: Handover, user: User) -> int:
    """Takes a handover back; returns how many dossiers wait again. Undone twice it is none.

    Raises ``HandingError`` while some of its dossiers have been handed on.
    """
    with transaction.atomic():
        row = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if row.undone_at is not None:
            return 0
        mine = DossierHolding.objects.filter(handover=row, agency=row.successor, since=row.on)
        ids = list(mine.values_list("dossier_id", flat=True))
        onward = mine.exclude(until=None).count()
        if onward:
            text = _(
                "%(n)s hồ sơ của lần bàn giao này đã được bàn giao tiếp; hãy hủy lần sau trước."
            )
            raise HandingError(text % {"n": onward})
        mine.delete()
        before = DossierHolding.objects.filter(dossier__in=ids, until=row.on - ONE_DAY)
        before.filter(since=None, handover=row).delete()
        before.update(until=None)
        row.undone_by, row.undone_at = user, timezone.now()
        row.save(update_fields=["undone_by", "undone_at"])
    return len(ids)


def _check_successor(order: Order, on: dt.date) -> None:
    if order.successor.pk == order.agency.pk:
        raise HandingError(_("Cơ quan nhận phải khác cơ quan bàn giao."), "successor")
    if not order.successor.exists_on(on):
        text = _("Cơ quan nhận không tồn tại vào ngày %(day)s; hãy chọn cơ quan khác.")
        raise HandingError(text % {"day": date(on)}, "successor")


def _found(order: Order, today: dt.date) -> tuple[dt.date, DossierQuerySet]:
    """The day of the end, and the dossiers that ``order`` chooses of those that wait."""
    structure = load()
    end = structure.lineage.ends.get(order.agency.pk)
    if end is None or end.on > today:
        raise HandingError(_("Cơ quan này chưa kết thúc, hoặc đã có một cơ quan kế thừa."))
    _check_successor(order, end.on)
    rows = waiting(structure, order.agency.pk)
    if order.sector:
        rows = rows.of_sector(order.sector.pk)
    if order.procedure:
        rows = rows.filter(procedure=order.procedure)
    if order.codes:
        rows = rows.filter(code__in=order.codes)
        _check_codes(order.codes, rows)
    return end.on, rows


def _locked(rows: DossierQuerySet) -> list[tuple[int, int]]:
    """Ids of dossiers and of the agencies that they name, locked in the order of their ids."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    locked = Dossier.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return list(locked.values_list("pk", "resolving_agency_id"))


def _check_codes(codes: Collection[str], rows: DossierQuerySet) -> None:
    missing = sorted(set(codes) - set(rows.values_list("code", flat=True)))
    if missing:
        text = _("Các mã sau không phải hồ sơ chưa bàn giao của cơ quan này: %(codes)s.")
        named = ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
        raise HandingError(text % {"codes": named}, "codes")


def _hold(handover: Handover, chosen: Collection[tuple[int, int]]) -> None:
    """Ends what held each dossier the day before, and lets the successor hold it from then on."""
    eve = handover.on - ONE_DAY
    ids = [pk for pk, _agency in chosen]
    held = DossierHolding.objects.filter(dossier__in=ids, until=None)
    known = set(held.values_list("dossier_id", flat=True))
    held.update(until=eve)
    first = (
        DossierHolding(dossier_id=pk, agency_id=agency, handover=handover, until=eve)
        for pk, agency in chosen
        if pk not in known
    )
    then = (
        DossierHolding(
            dossier_id=pk, agency=handover.successor, handover=handover, since=handover.on
        )
        for pk in ids
    )
    DossierHolding.objects.bulk_create(first, batch_size=5000)
    DossierHolding.objects.bulk_create(then, batch_size=5000)
