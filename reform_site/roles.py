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

_TASKS = (
    "task",
    "extension",
    "extensionrequest",
    "taskupdate",
    "evidence",
    "recurrencerule",
    "occurrence",
    "funding",
)
_PATH = ("taskstep", "leadchange", "delaycause")
_SOURCES = ("document", "meeting", "attendance", "conclusion", "agendaitem", "programme")
_LATENESS = ("supplement", "apology", "duedatechange")
_STATEMENTS = ("statement", "statedfigure")
_ORGANISATION = ("agency", "agencyplacement", "agencysuccession")
_OFFICES = ("official", "committee", "committeeseat")

READ = (
    _may("view", "agencies", *_ORGANISATION, *_OFFICES)
    | _may("view", "tasks", *_TASKS, *_PATH, *_SOURCES)
    | _may("view", "dossiers", "procedure", "procedurechange", "sector", "dossier")
    | _may("view", "dossiers", "return", "returnfollowup", *_LATENESS, "delaycause")
    | _may("view", "reporting", "period", "perioddeadline", "calendarday", "snapshot", *_STATEMENTS)
    | _may("view", "indices", "indexseries", "indexresult")
)

CLERK = (
    READ
    | _may("change", "tasks", "task")
    | _may(ENTER, "tasks", "taskupdate", "extensionrequest")
    | _may("view add", "tasks", "funding")
    | _may(WRITE, "tasks", "evidence")
    | _may("view change", "tasks", "occurrence")
    | _may(WRITE, "dossiers", "dossier", "apology")
    | _may("import", "dossiers", "dossier")
    | _may(ENTER, "dossiers", "return")
    | _may("change", "dossiers", "returnfollowup")
    | _may(ENTER, "reporting", *_STATEMENTS)
)

#: Content of restricted tasks. Everybody counts them; these roles also read them.
_RESTRICTED = frozenset({"tasks.view_restricted_task"})

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MEMBER: READ | _RESTRICTED,
    Role.SECRETARIAT: READ
    | _RESTRICTED
    | _may(WRITE, "tasks", *_TASKS, *_SOURCES, "delaycause")
    | _may("submit confirm reassign import", "tasks", "task")
    | _may("decide", "tasks", "extensionrequest")
    | _may("close", "tasks", "conclusion")
    | _may(WRITE, "reporting", "period", "perioddeadline", "calendarday", *_STATEMENTS)
    | _may("accept", "reporting", "statement")
    | _may("view", "reporting", "importrun")
    | _may("add", "reporting", "snapshot")
    | _may(WRITE, "indices", "indexseries", "indexresult")
    | _may(WRITE, "agencies", *_ORGANISATION, *_OFFICES),
    Role.PROCEDURE_OFFICE: READ
    | _may(WRITE, "dossiers", "procedure", "procedurechange", "sector", "dossier", "return")
    | _may("import", "dossiers", "procedure")
    | _may(WRITE, "dossiers", "apology", "delaycause")
    | _may("import handover", "dossiers", "dossier")
    | _may("confirm publish accept", "dossiers", "return")
    | _may("change", "dossiers", "returnfollowup")
    | _may(WRITE, "reporting", "importsource", "importterm")
    | _may("view", "reporting", "importrun")
    | _may(WRITE, "reporting", *_STATEMENTS),
    Role.CLERK: CLERK,
    Role.HEAD: CLERK
    | _RESTRICTED
    | _may("submit", "tasks", "task")
    | _may("confirm accept", "dossiers", "return"),
    Role.AUDITOR: READ
    | _RESTRICTED
    | _may("view", "agencies", "user", "membership")
    | _may("view", "reporting", "importrun"),
    Role.ADMINISTRATOR: _may(WRITE, "agencies", "user", "membership")
    | _may("view", "agencies", *_ORGANISATION)
    | _may("view", "reporting", "digest"),
}
