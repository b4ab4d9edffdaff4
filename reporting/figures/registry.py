"""Where definitions are kept. Filled once, at start-up."""

from __future__ import annotations

from reporting.figures.definitions import Definition

_registered: dict[str, Definition] = {}


def register(*definitions: Definition) -> None:
    """Adds definitions. Raises ValueError for a code that is already taken."""
    for one in definitions:
        if one.code in _registered:
            raise ValueError(f"figure {one.code} is defined twice")
        _registered[one.code] = one


def definition(code: str) -> Definition:
    """The definition of ``code``. Raises KeyError for an unknown code."""
    return _registered[code]


def definitions() -> list[Definition]:
    """All definitions, in the order in which they were declared."""
    return list(_registered.values())
