"""What each role may do: the permission matrix of the site, as code.

``agencies.auth`` reads it. How far a permission reaches (everything or the own branch) is told
by ``agencies.roles.PROVINCE_WIDE``, not here.
"""

from __future__ import annotations

from agencies.roles import Role


def _may(actions: str, app: str, *models: str) -> frozenset[str]:
    """``_may("view add", "tasks", "task")`` → {"tasks.view_task", "tasks.add_task"}."""
    return frozenset(f"{app}.{action}_{model}" for action in actions.split() for model in models)


WRITE = "view add change delete"
ENTER = "view add change"

_TASKS = ("task", "extension", "taskupdate")
_SOURCES = ("document", "meeting", "conclusion", "programme")
_STATEMENTS = ("statement", "statedfigure")
_ORGANISATION = ("agency", "agencyplacement", "agencysuccession")

READ = (
    _may("view", "agencies", *_ORGANISATION)
    | _may("view", "tasks", *_TASKS, *_SOURCES)
    | _may("view", "dossiers", "procedure", "sector", "dossier", "return")
    | _may("view", "reporting", "period", "calendarday", *_STATEMENTS)
    | _may("view", "indices", "indexseries", "indexresult")
)

CLERK = (
    READ
    | _may("change", "tasks", "task")
    | _may(ENTER, "tasks", "taskupdate")
    | _may(WRITE, "dossiers", "dossier")
    | _may(ENTER, "dossiers", "return")
    | _may(ENTER, "reporting", *_STATEMENTS)
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MEMBER: READ,
    Role.SECRETARIAT: READ
    | _may(WRITE, "tasks", *_TASKS, *_SOURCES)
    | _may(WRITE, "reporting", "period", "calendarday", *_STATEMENTS)
    | _may(WRITE, "indices", "indexseries", "indexresult")
    | _may(WRITE, "agencies", *_ORGANISATION),
    Role.PROCEDURE_OFFICE: READ
    | _may(WRITE, "dossiers", "procedure", "sector", "dossier", "return")
    | _may("confirm publish", "dossiers", "return")
    | _may(WRITE, "reporting", *_STATEMENTS),
    Role.CLERK: CLERK,
    Role.HEAD: CLERK | _may("confirm", "dossiers", "return"),
    Role.AUDITOR: READ | _may("view", "agencies", "user", "membership"),
    Role.ADMINISTRATOR: _may(WRITE, "agencies", "user", "membership")
    | _may("view", "agencies", *_ORGANISATION),
}
