"""Names of people in a line of text, as Vietnamese names are written. Loads no Django.

No list of names is complete: this only guards the lines above a table, where a report says who
made it. Cells of its rows are masked whatever they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.imports.text import fold

#: The family names that nearly everybody has, without those that are common words besides.
_FAMILIES = frozenset(
    ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
     "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Đoàn", "Trịnh", "Đào", "Lương", "Vương", "Tạ", "Hà",
     "Lâm", "Phùng", "Quách", "Kiều", "Trương", "Triệu", "Nghiêm", "Nông", "Hứa", "Khúc", "Lưu",
     "Mạc", "Tống")
)  # fmt: skip
#: Begin like a name, and are none.
_NO_NAMES = frozenset(
    ("ho so", "ly do", "ha noi", "ha nam", "ha giang", "ha tinh", "lam dong", "duong lich",
     "le phi", "luong thuc", "hoang sa", "ha tang", "ha long")
)  # fmt: skip
_MOST_WORDS = 5
_SIGNS = ".,;:()[]“”\"'"


def names_in(words: Sequence[str]) -> Iterator[range]:
    """Places of the words of each name: a family name and one to four capitalised words."""
    at = 0
    while at < len(words):
        end = _end_of_name(words, at)
        if end - at > 1 and fold(" ".join(words[at : at + 2])) not in _NO_NAMES:
            yield range(at, end)
            at = end
        else:
            at += 1


def _end_of_name(words: Sequence[str], at: int) -> int:
    """One past the last word of a name that begins at ``at``; ``at`` where none does."""
    first = words[at].strip(_SIGNS)
    if not first[:1].isupper() or first.capitalize() not in _FAMILIES:
        return at
    end = at + 1
    while end < min(len(words), at + _MOST_WORDS) and _is_capitalised(words[end]):
        end += 1
        if words[end - 1][-1] in _SIGNS:
            break
    return end


def _is_capitalised(word: str) -> bool:
    plain = word.strip(_SIGNS)
    return plain[:1].isupper() and plain.isalpha()
