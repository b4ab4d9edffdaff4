"""Steps taken as the pages take them."""

from __future__ import annotations

import datetime as dt

from tasks import workflow
from tasks.models import TaskStep
from tasks.steps import Step

#: The day on which steps are typed.
TODAY = dt.date(2024, 6, 14)


def take(task, kind, user, *, on=TODAY, today=TODAY, **said):
    """``said``: what else a ``Step`` tells, such as its reason."""
    return workflow.take(task, Step(TaskStep.Kind(kind), on, **said), user, today=today)
