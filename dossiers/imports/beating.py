"""The sign of life of a program at work on a run, and how it hears that it should stop."""

from __future__ import annotations

import threading
from types import TracebackType

from django.db import connection
from django.utils import timezone

from reporting.models import ImportProgress

#: Seconds between two signs of life, and without one after which a run has stopped.
EVERY = 2.0
DEAD_AFTER = 30


class Beat:
    """Tells every few seconds how far the work has come, over a connection of its own: that of
    the work is busy, and what it writes is not seen before it commits.

    ``is_heard`` False: tells only at the changes of step, over the connection of the caller, for
    work inside a transaction.
    """

    def __init__(self, run: int, *, is_heard: bool = True) -> None:
        self._run, self._is_heard = run, is_heard
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._tell_on, daemon=True)
        self.step, self.rows = "", 0
        self.is_cancelled = False

    def __enter__(self) -> Beat:
        self._tell()
        if self._is_heard:
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        if self._is_heard:
            self._thread.join()

    def at(self, step: str) -> None:
        """What is being done now; seen at the next beat."""
        self.step = step

    def goes_on(self, rows: int) -> bool:
        """For ``Stream``: notes how many rows were read, tells whether to read on."""
        self.rows = rows
        return not self.is_cancelled

    def _tell_on(self) -> None:
        try:
            while not self._end.wait(EVERY):
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        progress = ImportProgress.objects.filter(run=self._run)
        progress.update(beat_at=timezone.now(), step=self.step, rows_read=self.rows)
        self.is_cancelled = bool(progress.values_list("is_cancelled", flat=True).first())
