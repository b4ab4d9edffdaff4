"""The process that parses: ``python -m reporting.imports.child FILE``; limits and task come by
its input, as they hold headings of the file and may be long.

A task with ``columns`` is sent as ``frames``. Another prints one JSON a line, of each sheet no
more than the ``first`` rows where the task says so, with what may be about people masked where it
holds ``heads`` (``masking.task_of``):

{"sheet": name, "hidden": …}   the rows that follow are of this sheet
[number, [cells]]              a row with something in it
{"refused": code, "words": …}  the file is not read (any further)
{"end": true}                  all of it was read
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reporting.imports.limits import Limits
from reporting.imports.lines import told
from reporting.imports.masking import masked
from reporting.imports.opening import refusal_of, sheets
from reporting.imports.sending import send


def confine(limits: Limits) -> None:
    """No more memory and processor time than ``limits``, where the system can hold a process."""
    try:
        import resource  # noqa: PLC0415 -- Unix only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def messages(
    path: Path, limits: Limits, first: int | None = None, heads: dict[str, Any] | None = None
) -> Iterator[Any]:
    """What the process prints, as objects."""
    try:
        for name, hidden, rows in sheets(path, limits):
            yield {"sheet": name, "hidden": hidden}
            if not hidden:
                found = told(rows, limits, first)
                yield from map(list, found if heads is None else masked(found, heads))
    except Exception as error:
        refusal = refusal_of(error)
        yield {"refused": refusal.code, "words": refusal.words}
    else:
        yield {"end": True}


def main() -> None:
    path, (words, task) = Path(sys.argv[1]), json.load(sys.stdin)
    limits = Limits(**words)
    confine(limits)
    if "columns" in task:
        send(path, limits, task, sys.stdout.buffer)
        return
    for message in messages(path, limits, task["first"], task["heads"]):
        sys.stdout.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    main()
