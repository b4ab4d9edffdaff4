"""The texts of the site for translation: found in code and templates without GNU gettext."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

APPS = ("agencies", "dossiers", "indices", "reform_site", "reporting", "tasks")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def found() -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    """(text or (singular, plural), context, file) of every marked text of ours."""
    root = settings.BASE_DIR
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            yield from _texts(path.read_text(encoding="utf-8"), path.relative_to(root))
    for path in sorted((root / "templates").rglob("*.html")):
        name = path.relative_to(root)
        source = templatize(path.read_text(encoding="utf-8"), origin=str(name))
        yield from _texts("\n".join(_calls(source)), name)


def _texts(source: str, name: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    code = io.BytesIO(source.encode())
    for _line, message, _comments, context in extract("python", code, KEYWORDS):
        if message and message[0] != "":
            yield message, context, name.as_posix()


def _calls(source: str) -> Iterator[str]:
    """The translation calls in what ``templatize`` makes of a template, one by one.

    Its filler between them is no Python; a call ends at the first parenthesis that makes it one.
    """
    for match in re.finditer(r"\b(?:n?p?gettext|_)\(", source):
        for end in re.finditer(r"\)", source[match.start() :]):
            call = source[match.start() : match.start() + end.end()]
            try:
                ast.parse(call)
            except SyntaxError:
                continue
            yield call
            break


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with exactly the texts of today; translations of the others are dropped."""
    old = read(language) if path_of(language).exists() else Catalog(locale=language)
    new = Catalog(locale=language, fuzzy=False, charset="utf-8", project="reform-dashboard")
    for message, context, name in found():
        known = old.get(message, context)
        text = known.string if known else None
        new.add(message, text, locations=[(name, 0)], context=context)
    return new


def write(language: str, catalog: Catalog) -> None:
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, width=100, include_lineno=False, omit_header=False)


def untranslated(catalog: Catalog) -> list[str]:
    """Texts without a translation, as they stand in the code."""
    missing = []
    for message in catalog:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not all(strings):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing
