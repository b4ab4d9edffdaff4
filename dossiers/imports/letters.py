"""Letters of other alphabets that look like Latin ones: a code with one is another code."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Cyrillic and Greek capitals → the Latin letter that they look like.
LOOKS_LIKE = {
    **dict(zip("АВЕЅІЈКМНОРСТУХԌ", "ABESIJKMHOPCTYXG", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
}
_ALPHABETS = {"CYRILLIC": gettext_lazy("Kirin"), "GREEK": gettext_lazy("Hy Lạp")}


def strange_letter(code: str) -> str:
    """What is said of the first letter of ``code`` that is not plain; empty where all are."""
    for letter in code.upper():
        if letter.isascii():
            continue
        alphabet = unicodedata.name(letter, "").partition(" ")[0]
        if letter in LOOKS_LIKE:
            words = {
                "letter": letter,
                "alphabet": str(_ALPHABETS.get(alphabet, alphabet)),
                "latin": LOOKS_LIKE[letter],
            }
            return (
                _("Chữ “%(letter)s” là chữ %(alphabet)s, trông giống chữ “%(latin)s” của bàn phím.")
                % words
            )
        return _("Mã có ký tự “%(letter)s” không thuộc bảng chữ cái La-tinh không dấu.") % {
            "letter": letter
        }
    return ""
