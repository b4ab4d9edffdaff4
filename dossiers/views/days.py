"""What every page that counts dossiers says about the day that it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from dossiers.freshness import day_notes
from reporting.pages import SelectionPageMixin, letterhead_note


class DossierDaysMixin(SelectionPageMixin):
    """A page with the period bar whose dossiers are counted until the end of the period at most.

    ``day_notes`` are for ``dossiers/_day_notes.html``; the head on paper names the day counted.
    """

    @property
    def days_asked_until(self) -> dt.date | None:
        """The last day that is counted, where the reader has asked for other days."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = self.days_asked_until
        counted = replace(self.selection, as_of=until or self.selection.until)
        return super().get_context_data(**kwargs) | {
            "day_notes": day_notes(self.selection, self.request.GET, self.request.user, until),
            "letterhead_note": letterhead_note(counted),
        }
