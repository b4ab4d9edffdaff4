"""Numbers, columns and keys in the words of the active language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from reporting.checks.figures import Number
from reporting.checks.keys import KEYS
from reporting.checks.rounding import decimals_of
from reporting.numbers import number, percent


def percentage(value: Number) -> str:
    """58,82 % with the decimals that the value carries."""
    return percent(Decimal(value), decimals_of(value))


def label(key: str) -> str:
    """What a key is called, or the code itself where the table does not know it."""
    return str(KEYS[key].label) if key in KEYS else key


def name(key: str) -> str:
    """A key as it stands within a sentence."""
    text = label(key)
    return text[:1].lower() + text[1:] if key in KEYS else text


def have_columns(keys: Sequence[str]) -> bool:
    """Whether form II.06 has a column for each of them."""
    return all(key in KEYS and KEYS[key].column for key in keys)


def columns(keys: Sequence[str]) -> str:
    """“cột 4 + 5 + 6”."""
    numbers = " + ".join(str(KEYS[key].column) for key in keys)
    return ngettext("cột %(numbers)s", "cột %(numbers)s", len(keys)) % {"numbers": numbers}


def names(keys: Sequence[str]) -> str:
    return " + ".join(name(key) for key in keys)


def sides(left: str, right: Sequence[str], *, in_words: bool) -> tuple[str, str]:
    """Both sides of a sum: by column numbers where the form has them all, else in words."""
    spell = names if in_words or not have_columns((left, *right)) else columns
    return spell((left,)), spell(right)


def named(keys: Sequence[str], *, in_words: bool) -> str:
    """Some figures: by column numbers where the form has them all, else in words."""
    return names(keys) if in_words or not have_columns(keys) else columns(keys)


def place(key: str, *, in_words: bool) -> str:
    """Where one figure stands: its column, or its name."""
    return name(key) if in_words or not have_columns((key,)) else columns((key,))


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def inequality(left: str, left_value: str, right: str, right_value: str, difference: str) -> str:
    """“Cột 3 (418.039) ≠ cột 4 + 5 + 6 (754.682); chênh −336.643.”"""
    return sentence(
        gettext("%(left)s (%(left_value)s) ≠ %(right)s (%(right_value)s); chênh %(difference)s.")
        % {
            "left": left,
            "left_value": left_value,
            "right": right,
            "right_value": right_value,
            "difference": difference,
        }
    )


def bound(left: str, left_value: str, right: str, right_value: str, difference: Number) -> str:
    """“Thư xin lỗi đã gửi (3) < cột 10 + 13 (5); thiếu 2.”"""
    words = {
        "left": left,
        "left_value": left_value,
        "right": right,
        "right_value": right_value,
        "difference": number(max(difference, -difference)),
    }
    if difference < 0:
        text = gettext(
            "%(left)s (%(left_value)s) < %(right)s (%(right_value)s); thiếu %(difference)s."
        )
    else:
        text = gettext(
            "%(left)s (%(left_value)s) > %(right)s (%(right_value)s); thừa %(difference)s."
        )
    return sentence(text % words)


def twins(key: str, others: Sequence[str], value: Number, *, in_words: bool) -> str:
    """“Cột 6 trùng cột 4, cùng bằng 350.123.”"""
    return sentence(
        gettext("%(place)s trùng %(twins)s, cùng bằng %(value)s.")
        % {
            "place": place(key, in_words=in_words),
            "twins": ", ".join(place(other, in_words=in_words) for other in others),
            "value": number(value),
        }
    )


def advice(rule: str) -> str:
    """What to do where no number is to be typed to close a finding; empty for other rules."""
    if rule == "A1":
        return gettext("Hãy gửi thư xin lỗi còn thiếu, hoặc bổ sung số thư đã gửi.")
    if rule == "D9":
        return gettext("Hãy so lại với văn bản gốc: có thể một cột đã được chép sang cột khác.")
    if rule == "D10":
        return gettext("Hãy so lại với văn bản gốc: có thể nhập thừa hoặc thiếu chữ số.")
    if rule == "D5":
        return gettext("Hãy so lại với biểu của các đơn vị trực thuộc.")
    return ""
