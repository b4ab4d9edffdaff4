"""A cell that cannot be taken."""

from __future__ import annotations


class WrongValue(Exception):  # noqa: N818 -- what is told to the person who typed
    """A cell that cannot be taken: what is wrong, and how to mend it."""

    def __init__(self, wrong: str, mend: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.mend = wrong, mend
