"""In a demonstration: which figures match something published, and which are made up.

Real data has no marks: every number is counted from a province's own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reporting.figures import Figure, Origin
from reporting.provenance import demo_targets
from reporting.selection import Selection

#: Parts of figures that were published together are published too, by name in the file.
_OF_BASIS = {
    "published": Origin.PUBLISHED,
    "derived": Origin.DERIVED,
    "assumed": Origin.PUBLISHED,
}


def marked(
    figures: Mapping[str, Figure], section: str, selection: Selection, *, is_whole: bool
) -> dict[str, Figure]:
    """``figures`` with their origin; ``section`` of the demo's targets names the published ones.

    ``is_whole``: the figures are those of the whole province, the only ones that were published.
    """
    targets = demo_targets()
    if not targets:
        return dict(figures)
    is_theirs = (
        is_whole
        and targets.get("period") == selection.period.code
        and targets.get("as_of") == selection.as_of.isoformat()
    )
    stated = targets.get(section, {}) if is_theirs else {}
    return {code: _marked(figure, stated) for code, figure in figures.items()}


def _marked(figure: Figure, stated: Mapping[str, Mapping[str, str]]) -> Figure:
    """Rates are not marked: they follow from counts that are."""
    if figure.definition.is_rate:
        return figure
    basis = stated.get(figure.code, {}).get("basis", "")
    return replace(figure, origin=_OF_BASIS.get(basis, Origin.GENERATED))
