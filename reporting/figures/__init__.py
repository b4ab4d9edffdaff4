"""The registry of figures: what every number on the site means.

Apps declare their definitions in ``<app>/figures.py``; the registry finds them at start-up.
"""

from reporting.figures.definitions import Definition, Direction, Example, Unit
from reporting.figures.registry import definition, definitions, register
from reporting.figures.values import Figure, Firmness, Link, Origin, computed

__all__ = [
    "Definition",
    "Direction",
    "Example",
    "Figure",
    "Firmness",
    "Link",
    "Origin",
    "Unit",
    "computed",
    "definition",
    "definitions",
    "register",
]
