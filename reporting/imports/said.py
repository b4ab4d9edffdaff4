"""Sentences that are kept, and read later by somebody in another language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Said:
    """``text`` is a message of the catalogue (marked by ``gettext_noop``), ``words`` fill its gaps.

    As text it is in the language in force then; ``as_words`` and ``from_words`` are for JSON.
    """

    text: str
    words: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text) % self.words if self.words else gettext(self.text)

    def as_words(self) -> dict[str, Any]:
        return {"text": self.text, "words": self.words}

    @classmethod
    def from_words(cls, words: Any) -> Said:
        """Also of a plain text, as runs kept it before it had words."""
        return cls(words) if isinstance(words, str) else cls(words["text"], words["words"])
