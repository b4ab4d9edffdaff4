"""The meetings of the demonstration as the office would keep them: who was there, agenda, figures.

The source tells neither who attended nor what stood on the agenda: attendance is generated, the
agenda is what the site proposes for that day.
"""

from __future__ import annotations

from agencies.models import Agency, Committee, User
from agencies.roles import Role
from reform_site.meetings import occasion, sections_of, selection_of
from reporting import snapshots
from tasks.meetings.agenda import build_agenda
from tasks.models import Attendance, Conclusion, Document, Meeting

#: Every so many members one sent somebody else, or was away.
REPRESENTED, ABSENT = 7, 11
#: Conclusions on carrying out the directive.
ON_THE_DIRECTIVE = ("1", "2", "3")


def load_meeting() -> None:
    """Fills in the newest meeting, once the tasks and dossiers of its day are there."""
    committee = Committee.objects.get()
    Meeting.objects.update(committee=committee)
    directive = Document.objects.filter(kind=Document.Kind.DIRECTIVE).first()
    Conclusion.objects.filter(number__in=ON_THE_DIRECTIVE).update(basis=directive)
    meeting = Meeting.objects.select_related("period").order_by("-held_on")[0]
    secretary = User.objects.filter(memberships__role=Role.SECRETARIAT)[0]
    _attend(meeting, committee)
    build_agenda(meeting, secretary, on=meeting.held_on)
    _freeze(meeting, secretary)


def _attend(meeting: Meeting, committee: Committee) -> None:
    presences = Attendance.Presence
    for number, seat in enumerate(committee.seats.order_by("pk"), 1):
        away = presences.REPRESENTED if number % REPRESENTED == 0 else presences.ABSENT
        is_away = number % REPRESENTED == 0 or number % ABSENT == 0
        Attendance.objects.create(
            meeting=meeting,
            official=seat.official,
            presence=away if is_away else presences.PRESENT,
            represented_by="Người dự thay (minh họa)" if number % REPRESENTED == 0 else "",
        )


def _freeze(meeting: Meeting, user: User) -> None:
    selection = selection_of(meeting)
    if selection is None:
        return
    snapshots.take(
        occasion(meeting),
        sections_of(user, selection),
        selection,
        user,
        title=str(meeting),
        scope=Agency.objects.get(kind=Agency.Kind.LEADERSHIP).name,
    )
