"""Number formats: which of them write a day, a time, a span of time or a share."""

from __future__ import annotations

import re
from typing import IO

from reporting.imports.xlsx.markup import walk

DAY, SPAN, SHARE, PLAIN = "day", "span", "share", ""

#: Formats that every workbook has without naming them (18.8.30; 27 to 58 of East Asia).
_BUILT_IN = (
    dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), DAY)
    | {46: SPAN}
    | {9: SHARE, 10: SHARE}
)
#: Text in quotes, colours, places, conditions, and letters that stand for themselves.
_NOT_FORMAT = re.compile(r'"[^"]*"|\[(?!(?:h+|m+|s+)\])[^\]]*\]|[\\_*].', re.I)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_DAY = re.compile(r"[dmhys]", re.I)


def kind_of(code: str) -> str:
    """What the format ``code`` writes."""
    first = _NOT_FORMAT.sub("", code).split(";", maxsplit=1)[0]
    if "%" in first:
        return SHARE
    if _SPAN.search(first):
        return SPAN
    if "#" in first or first.lower() == "general":
        return PLAIN
    return DAY if _DAY.search(first) else PLAIN


def kinds(member: IO[bytes]) -> list[str]:
    """The kind of each style of ``xl/styles.xml``, by its place."""
    own: dict[int, str] = {}
    found: list[int] = []
    inside = ""

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt" and inside == "numFmts":
            own[int(attributes["numFmtId"])] = kind_of(attributes.get("formatCode", ""))
        elif name == "xf" and inside == "cellXfs":
            found.append(int(attributes.get("numFmtId", 0)))
        elif name in ("numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name

    walk(member, begun)
    return [own.get(number, _BUILT_IN.get(number, PLAIN)) for number in found]
