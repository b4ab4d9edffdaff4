"""Vietnamese as it was written before Unicode, and Unicode that was misread, told apart.

Loads no Django. A text is read by each table in turn; the one that makes Vietnamese syllables of
its words is the one that it was written in. Nothing is converted: whoever sent the file is told
which tool does that.

TCVN3 is the third set of TCVN 5712:1993 (fonts .VnTime), in the places of glibc's TCVN5712-1;
VNI is VNI for Windows, a letter and its mark; 1258 is the code page of Windows, with marks of
their own; ``twice`` is UTF-8 that was read as Windows-1252 and stored as UTF-8 again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

TCVN3, VNI, CP1258, TWICE = "TCVN3", "VNI", "Windows-1258", "twice"

#: Words that must turn into syllables, and the share of all with letters beyond ASCII.
_FEWEST = 3
_SHARE = 0.7
#: Share of letters that may have been lost where UTF-8 was read as something else.
_DAMAGE = 0.1
#: Letters of a text that are looked at.
_MOST = 1 << 16

#: Only Unicode Vietnamese has these.
_VIETNAMESE = re.compile(r"[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
_TONES = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
#: A syllable without its tone: what begins it, vowels, what ends it.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:iêu|yêu|oai|oay|oao|oeo|uôi|uây|uya|uyê|uyu|ươi|ươu|uai|uao|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu"
    r"|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|ui|uê|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)

_TCVN3 = dict(
    zip(
        range(0xA1, 0xFF),
        "ĂÂÊÔƠƯĐăâêôơưđẰ?????àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
}
_VNI_ALONE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI = re.compile(
    "|".join(f"{letter}[{''.join(marks)}]" for letter, marks in _VNI_MARKS.items())
    + f"|[{''.join(_VNI_ALONE)}]"
)


def legacy_encoding(text: str) -> str | None:
    """``TCVN3``, ``VNI``, ``Windows-1258`` or ``twice``, where ``text`` was written so; of two that
    fit alike both, ``TCVN3, VNI``. None for Unicode, plain ASCII and what fits nothing."""
    text = text[:_MOST]
    if is_vietnamese(text):
        return None
    return TWICE if _is_twice(text) else _best(text)


def is_vietnamese(text: str) -> bool:
    """Whether ``text`` has letters that only Vietnamese in Unicode has."""
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", text)))


def encoding_of_bytes(content: bytes) -> str | None:
    """The same of bytes that are not UTF-8."""
    return _best(content[:_MOST].decode("latin-1"))


def _is_twice(text: str) -> bool:
    """Whether the bytes of ``text`` are UTF-8 again, and Vietnamese: no other text is so."""
    found = _bytes(text).decode("utf-8", errors="replace")
    letters = sum(1 for letter in found if not letter.isascii())
    return is_vietnamese(found) and found.count("\ufffd") <= _DAMAGE * letters


def _best(text: str) -> str | None:
    as_it_is = _syllables(text)[0]
    scores = {}
    for name, read in _READERS.items():
        good, bad = _syllables(read(text))
        if good >= max(_FEWEST, as_it_is + 1) and good >= _SHARE * (good + bad):
            scores[name] = good - bad
    best = max(scores.values(), default=0)
    return ", ".join(name for name, score in scores.items() if score == best) or None


def _syllables(text: str) -> tuple[int, int]:
    """Words with letters beyond ASCII that are Vietnamese syllables, and those that are none.
    A letter alone tells nothing: it may be a sign."""
    found = (word for word in _WORD.findall(text) if len(word) > 1)
    words = [word.casefold() for word in found if not word.isascii()]
    good = sum(1 for word in words if _is_syllable(word))
    return good, len(words) - good


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word)
    plain, tones = _TONES.subn("", apart)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


# Tables -------------------------------------------------------------------------------------------


def _tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text.lower())


def _vni_letter(found: re.Match[str]) -> str:
    letter = found[0]
    return _VNI_MARKS[letter[0]][letter[1]] if len(letter) > 1 else _VNI_ALONE[letter]


def _1258(text: str) -> str:
    return unicodedata.normalize("NFC", _bytes(text).decode("cp1258", errors="replace"))


def _bytes(text: str) -> bytes:
    """The bytes that were read as Windows-1252, whose gaps stand for themselves."""
    return b"".join(map(_byte, text))


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", errors="replace")


_READERS: dict[str, Callable[[str], str]] = {TCVN3: _tcvn3, VNI: _vni, CP1258: _1258}
#: All that a file which is not UTF-8 may be in.
BEFORE_UNICODE = tuple(_READERS)
