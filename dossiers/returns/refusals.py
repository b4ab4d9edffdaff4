"""What cannot be done to a dossier, said so that the person at the form knows what to mend."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 -- what is told to the person at the form
    """``message`` says why and what to do, in the reader's language.

    ``field`` names what was typed wrongly, empty where nothing typed would help. ``is_repeat``:
    the same person has done just this already, as a second click does.
    """

    def __init__(self, message: str, field: str = "", *, is_repeat: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.is_repeat = is_repeat
