"""Cells as text: one spelling for what looks the same."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
#: Joiners, marks of direction, byte order marks, soft hyphens: nobody sees them.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: What an export puts an apostrophe before, so that no spreadsheet runs it.
_GUARDED = re.compile(r"^'(?=\s*[=+\-@\t\r\n＝＋－＠])")

#: Printable ASCII and composed Latin letters, words parted by single spaces, no guard: clean.
is_clean = re.compile(
    r"(?!')[!-~\u00c0-\u024f\u1e00-\u1eff]++(?: [!-~\u00c0-\u024f\u1e00-\u1eff]++)*+"
).fullmatch

_LETTERS = str.maketrans({"đ": "d", "ð": "d"})
_NOT_WORDS = re.compile(r"[^0-9a-z]+")


def clean(text: str) -> str:
    """NFC, one kind of space, nothing unseen, no guard of a former export."""
    return text if not text or is_clean(text) else clean_of_any(text)


def clean_of_any(text: str) -> str:
    """``clean`` without its short way for what is clean already."""
    found = unicodedata.normalize("NFC", text)
    found = _LINES.sub("\n", _GUARDED.sub("", found))
    found = _CONTROL.sub("", _UNSEEN.sub("", found))
    lines = (_SPACES.sub(" ", line).strip() for line in found.split("\n"))
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits parted by one space."""
    plain = unicodedata.normalize("NFKD", clean(text).casefold()).translate(_LETTERS)
    return _NOT_WORDS.sub(
        " ", "".join(one for one in plain if not unicodedata.combining(one))
    ).strip()
