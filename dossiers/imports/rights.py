"""Who may do what with a run."""

from __future__ import annotations

from agencies.models import User
from agencies.querysets import may_everywhere
from dossiers.imports.launching import KIND
from dossiers.imports.meanings import RIGHT
from reporting.models import ImportRun
from reporting.models.imports import ImportRunQuerySet


def may_import(user: User) -> bool:
    return user.has_perm(RIGHT)


def may_lead(run: ImportRun, user: User) -> bool:
    """Whether ``user`` may confirm, cancel or restart the run: whoever sent it, while in office."""
    return may_import(user) and run.created_by_id == user.pk


def may_undo(run: ImportRun, user: User) -> bool:
    """Whoever sent it, and who may import for every agency."""
    return may_lead(run, user) or may_everywhere(user, RIGHT)


def runs(user: User) -> ImportRunQuerySet:
    """Runs of this kind that ``user`` may see, newest first, with sender and progress."""
    found: ImportRunQuerySet = ImportRun.objects.visible_to(user).of_kind(KIND)
    return found.select_related("created_by", "undone_by", "progress")
