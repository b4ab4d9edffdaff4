"""How long a dossier takes that is settled in time."""

from __future__ import annotations

from random import Random

#: Quantiles kept per time limit; a draw is one look-up.
DRAWS = 512
#: Early results come rather near the due date: the share of the time used is u ** SKEW.
SKEW = 0.4


class Durations:
    """Draws of working days used, for every time limit. ``early_share`` of them end before it."""

    def __init__(self, early_share: float) -> None:
        self.early = round(DRAWS * early_share)
        self._drawn: dict[int, list[int]] = {}

    def of(self, term: int) -> list[int]:
        """``DRAWS`` equally likely numbers of working days, all at most ``term``."""
        if term not in self._drawn:
            used = (int(term * ((n + 0.5) / self.early) ** SKEW) for n in range(self.early))
            early = [min(days, max(term - 1, 0)) for days in used]
            self._drawn[term] = early + [term] * (DRAWS - self.early)
        return self._drawn[term]

    def mean(self, term: int) -> float:
        return sum(self.of(term)) / DRAWS

    def of_open(self, term: int, rng: Random) -> int:
        """Of a dossier that is open on some day: long ones are met more often, never 0 days."""
        drawn, longest = self.of(term), max(term, 1)
        while True:
            days = rng.choice(drawn)
            if rng.random() * longest < days or not term:
                return max(days, 1)
