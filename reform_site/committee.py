"""The steering committee in force on the day, its members, and the bodies that it came from."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from agencies.models import Committee, CommitteeSeat
from agencies.querysets import is_valid_on, may_everywhere
from reporting.numbers import number, validity
from reporting.pages import SelectionPageMixin
from tasks.meetings.tabs import tabs
from tasks.officials import leader_urls


class CommitteeView(SelectionPageMixin, TemplateView):
    """Who sits in the committee on the day, in which position and for which area."""

    permission_required = ("agencies.view_committee", "agencies.view_committeeseat")
    template_name = "committee/committee.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = self.selection.as_of
        rows = list(Committee.objects.prefetch_related("predecessors").order_by("-valid_from"))
        present = [one for one in rows if is_valid_on(one, on)]
        seats = self.seats([one.pk for one in rows])
        keys = [one.official_id for one in seats]
        self.urls = leader_urls(self.request.user, self.selection, keys)
        return super().get_context_data(
            headline=_headline(present, [one for one in seats if is_valid_on(one, on)]),
            bodies=[self.body(one, seats, is_present=True) for one in present],
            earlier=[self.body(one, seats, is_present=False) for one in self.ended(rows)],
            tabs=tabs(self.selection, "committee"),
            change_url=self.change_url(),
            **kwargs,
        )

    def ended(self, rows: list[Committee]) -> list[Committee]:
        on = self.selection.as_of
        return [one for one in rows if one.valid_to is not None and one.valid_to < on]

    def seats(self, committees: list[int]) -> list[CommitteeSeat]:
        place = Case(*(When(position=p, then=at) for at, p in enumerate(CommitteeSeat.Position)))
        rows = CommitteeSeat.objects.filter(committee__in=committees)
        return list(rows.select_related("official__agency").order_by(place, "pk"))

    def body(
        self, committee: Committee, seats: list[CommitteeSeat], *, is_present: bool
    ) -> dict[str, Any]:
        """A body with its members: those of the day, of an ended one those of its last day."""
        on = self.selection.as_of if is_present else committee.valid_to or self.selection.as_of
        mine = [one for one in seats if one.committee_id == committee.pk and is_valid_on(one, on)]
        return {
            "name": committee.name,
            "decision": committee.decision_number,
            "days": validity(committee.valid_from, committee.valid_to),
            "note": committee.note,
            "merged": [str(one) for one in committee.predecessors.all()],
            "members": [self.member(one) for one in mine],
            "count": _members(len(mine)),
            "meetings": self.selection.url(reverse("tasks:meetings")),
        }

    def member(self, seat: CommitteeSeat) -> dict[str, str]:
        official = seat.official
        return {
            "name": official.full_name,
            "title": _title(official),
            "position": seat.get_position_display(),
            "area": seat.area,
            "url": self.urls.get(official.pk, ""),
        }

    def change_url(self) -> str:
        if not may_everywhere(self.request.user, "agencies.change_committee"):
            return ""
        return reverse("admin:agencies_committee_changelist")


def _title(official: Any) -> str:
    """The title, with the agency where it does not name it."""
    label = official.agency.label
    return official.title if label in official.title else f"{official.title}, {label}"


def _members(n: int) -> str:
    return ngettext("%(n)s thành viên", "%(n)s thành viên", n) % {"n": number(n)}


def _headline(present: list[Committee], seats: list[CommitteeSeat]) -> str:
    """``Ban Chỉ đạo CCHC tỉnh có 15 thành viên``; merged ones say from how many bodies."""
    if not present:
        return _("Không có ban chỉ đạo nào đang hoạt động vào ngày tính")
    first = present[0]
    mine = [one for one in seats if one.committee_id == first.pk]
    words = {
        "name": first.short_name,
        "members": _members(len(mine)),
        "k": number(len(first.predecessors.all())),
    }
    if first.predecessors.all():
        return _("%(name)s, hợp nhất từ %(k)s ban, có %(members)s") % words
    return _("%(name)s có %(members)s") % words
