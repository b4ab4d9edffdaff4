"""From one progress to another: the steps that a form which sets the progress means. Pure."""

from __future__ import annotations

from tasks.models import TaskStep
from tasks.states import Progress
from tasks.steps import FROM, WORKING, Kind

_FIRST = {
    Progress.POSTPONED: Kind.RESUMED,
    Progress.COMPLETED: Kind.REOPENED,
    Progress.CANCELLED: Kind.REOPENED,
}
_INTO = {
    Progress.SUBMITTED: Kind.SUBMITTED,
    Progress.COMPLETED: Kind.CONFIRMED,
    Progress.RETURNED: Kind.RETURNED,
    Progress.POSTPONED: Kind.POSTPONED,
    Progress.CANCELLED: Kind.CANCELLED,
}
#: Where more, or something else, lies between than the step into the new progress.
_BETWEEN: dict[tuple[str, str], tuple[TaskStep.Kind, ...]] = {
    (Progress.NOT_STARTED, Progress.IN_PROGRESS): (Kind.STARTED,),
    (Progress.SUBMITTED, Progress.IN_PROGRESS): (Kind.RECALLED,),
    (Progress.IN_PROGRESS, Progress.NOT_STARTED): (Kind.RESET,),
    (Progress.SUBMITTED, Progress.NOT_STARTED): (Kind.RECALLED, Kind.RESET),
    (Progress.SUBMITTED, Progress.POSTPONED): (Kind.RECALLED, Kind.POSTPONED),
}


def route(old: str, new: str) -> tuple[TaskStep.Kind, ...] | None:
    """The steps that lead from progress ``old`` to ``new``, as a form that sets the progress
    means them; empty where nothing changes, None where no steps lead there."""
    if old == new:
        return ()
    if old in _FIRST and not (old == Progress.POSTPONED and new == Progress.CANCELLED):
        rest = route(Progress.IN_PROGRESS, new)
        return None if rest is None else (_FIRST[Progress(old)], *rest)
    if (old, new) in _BETWEEN:
        return _BETWEEN[old, new]
    if new not in _INTO:
        return None
    step = _INTO[Progress(new)]
    is_direct = step == Kind.CONFIRMED and old in WORKING
    return (step,) if is_direct or old in FROM[step] else None
