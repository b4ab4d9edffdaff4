from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured


class SetupError(ImproperlyConfigured):
    """The machine or its configuration stands in the way; the person at the keyboard can mend it.

    Says so in Vietnamese, then in English, with the command to run. ``manage.py`` prints it without
    a traceback.
    """

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(f"{vietnamese}\n{english}")
