"""What somebody typed into a search box."""

from __future__ import annotations

import unicodedata

#: Words beyond these are ignored.
MOST_WORDS = 10


def words_of(text: str) -> list[str]:
    """The words to look for, in one form of writing; NUL, which PostgreSQL refuses, is dropped."""
    return unicodedata.normalize("NFC", text.replace("\0", "")).split()[:MOST_WORDS]
