"""Every single edit that closes a failed trial and makes none fail that did not fail before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from reporting.checks.edits import Change, Edit, Move
from reporting.checks.figures import Figures, with_move, with_value
from reporting.checks.keys import family_of, is_count, of_family
from reporting.checks.rounding import nearest_count
from reporting.checks.spans import Span
from reporting.checks.trials import Trial

Retry = Callable[[Figures], Sequence[Trial]]
Piece = tuple[Span, frozenset[Trial]]


def edits(figures: Figures, retry: Retry, *, may_move: bool = True) -> list[Edit]:
    """All closing edits, in no order. ``retry`` puts the rules to any figures.

    Without ``may_move`` every number stands under the right key: it can be changed only.
    """
    trials = retry(figures)
    failed = frozenset(trial for trial in trials if not trial.holds)
    suspects = dict.fromkeys(key for trial in trials if not trial.holds for key in trial.keys)
    families = {family_of(key) for key in suspects if may_move and is_count(key)}
    return [
        *(edit for key in suspects for edit in _changes(key, figures, trials)),
        # A number missing where it belongs may be the fault, so any of the family may move.
        *(
            edit
            for key in figures
            if family_of(key) in families
            for edit in _moves(key, figures, failed, retry)
        ),
    ]


def _changes(key: str, figures: Figures, trials: Sequence[Trial]) -> Iterator[Change]:
    concerned = [trial for trial in trials if key in trial.keys]
    stated = figures[key]
    for span, closes in _closing_spans(key, concerned).items():
        meant = nearest_count(stated.value) if is_count(key) else stated.value
        new = span.nearest(meant)
        after = with_value(figures, key, new)
        closed = (trial.on(after) for trial in concerned if trial in closes)
        proof = tuple(trial for trial in closed if trial.is_testable)
        yield Change(key, stated.value, closes, proof, stated.is_copied, new, span)


def _closing_spans(key: str, concerned: Sequence[Trial]) -> dict[Span, frozenset[Trial]]:
    """The values of ``key`` that close failed trials, with as many trials as each can close."""
    failed = [trial for trial in concerned if not trial.holds]
    held = [trial for trial in concerned if trial.holds]
    closing: dict[Span, frozenset[Trial]] = {}
    for first in failed:
        spans = _usable(first.admits(key), key)
        for trial in held:
            spans = _overlaps(spans, trial.admits(key))
        pieces: list[Piece] = [(span, frozenset({first})) for span in spans]
        for trial in failed:
            pieces = [part for piece in pieces for part in _narrowed(piece, key, trial)]
        closing.update(pieces)
    return closing


def _usable(spans: Iterable[Span], key: str) -> list[Span]:
    """Counts are whole; percentages are what they are."""
    if not is_count(key):
        return list(spans)
    return [whole for span in spans if (whole := span.whole())]


def _overlaps(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    return [both for span in spans for other in others if (both := span & other)]


def _narrowed(piece: Piece, key: str, trial: Trial) -> list[Piece]:
    """The parts of the piece that close ``trial`` too, or the piece itself where none does."""
    span, closes = piece
    parts = _overlaps([span], trial.admits(key))
    return [(part, closes | {trial}) for part in parts] or [piece]


def _moves(key: str, figures: Figures, failed: frozenset[Trial], retry: Retry) -> Iterator[Move]:
    for target in _free_keys(key, figures):
        trials_after = retry(with_move(figures, key, target))
        failed_after = frozenset(trial for trial in trials_after if not trial.holds)
        closes = failed - failed_after
        if closes and failed_after <= failed:
            stated = figures[key]
            proof = _proof_of_move(target, trials_after) if stated.value else ()
            yield Move(key, stated.value, closes, proof, stated.is_copied, target, (target,))


def _free_keys(key: str, figures: Figures) -> Iterator[str]:
    """Where the number could belong instead: unstated counts of the same family."""
    family = family_of(key)
    targets = of_family(family) if family else ()
    return (target for target in targets if target not in figures)


def _proof_of_move(target: str, trials: Sequence[Trial]) -> tuple[Trial, ...]:
    """Sums that come out right with the number in its new place. A zero would prove nothing."""
    return tuple(
        trial
        for trial in trials
        if target in trial.keys and len(trial.keys) > 1 and trial.is_testable and trial.holds
    )
