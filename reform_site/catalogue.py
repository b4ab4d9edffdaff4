"""The texts of the site for translation: found in code and templates without GNU gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

APPS = ("agencies", "dossiers", "indices", "reform_site", "reporting", "tasks")
#: Functions that mark a text: where the context stands among the arguments, and where the texts.
KEYWORDS: dict[str, tuple[int | None, tuple[int, ...]]] = {
    "gettext": (None, (0,)),
    "gettext_lazy": (None, (0,)),
    "gettext_noop": (None, (0,)),
    "ngettext": (None, (0, 1)),
    "ngettext_lazy": (None, (0, 1)),
    "pgettext": (0, (1,)),
    "pgettext_lazy": (0, (1,)),
    "npgettext": (0, (1, 2)),
    "npgettext_lazy": (0, (1, 2)),
}
#: Nothing in it changes from run to run.
HEADER = """\
# English texts of the site. The texts of the code and the templates are Vietnamese.
msgid ""
msgstr ""
"Project-Id-Version: reform-site\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

#: A text, or its singular and plural.
Text = str | tuple[str, str]
#: (text, context, file), of one marked text.
Found = tuple[Text, str | None, str]


def path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def found() -> Iterator[Found]:
    """Every marked text of ours; the same text comes as often as it is used."""
    root = settings.BASE_DIR
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            yield from texts(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    templates = [*(root / "templates").rglob("*.html"), *(root / "templates").rglob("*.txt")]
    for path in sorted(templates):
        name = path.relative_to(root).as_posix()
        calls = _calls(templatize(path.read_text(encoding="utf-8"), origin=name))
        yield from texts("\n".join(calls), name)


def texts(source: str, name: str) -> Iterator[Found]:
    """The marked texts of Python code, those within f-strings too."""
    tree = ast.parse(source)
    known = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            marked = _marked(node, KEYWORDS.get(known.get(node.func.id, "")))
            if marked is not None:
                yield *marked, name


def _names(tree: ast.Module) -> dict[str, str]:
    """What the module calls the functions that mark texts: ``{"_": "gettext_lazy", …}``."""
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    return {"_": "gettext"} | {keyword: keyword for keyword in KEYWORDS} | imported


def _marked(
    call: ast.Call, keyword: tuple[int | None, tuple[int, ...]] | None
) -> tuple[Text, str | None] | None:
    """(text, context) of a call that marks a text; None of any other call."""
    if keyword is None:
        return None
    arguments = [_text(node) for node in call.args]
    context, places = keyword
    if max(places) >= len(arguments):
        return None
    forms = [arguments[place] for place in places if arguments[place]]
    if len(forms) != len(places):
        return None
    told = arguments[context] if context is not None else None
    return (forms[0] if len(forms) == 1 else (forms[0], forms[1])), told


def _text(node: ast.expr) -> str:
    """A text that stands in the code; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


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
    new = Catalog(locale=language, fuzzy=False)
    for message, context, name in found():
        known = old.get(_key(message), context)
        text = known.string if known and _fits(known, message) else None
        new.add(message, text, locations=[(name, 0)], context=context)
    return new


def _key(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _fits(known: Message, text: Text) -> bool:
    """Whether the translation has a plural exactly where the text has one."""
    return isinstance(known.id, str) == isinstance(text, str)


def clashes(texts: Iterable[Found]) -> list[str]:
    """Texts that stand once with a plural and once without: a catalogue can only hold one."""
    kinds: dict[tuple[str, str | None], set[type]] = {}
    for text, context, _name in texts:
        kinds.setdefault((_key(text), context), set()).add(type(text))
    return sorted(key for (key, _context), types in kinds.items() if len(types) > 1)


def write(language: str, catalog: Catalog) -> None:
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language, plural=catalog.plural_forms).encode())
        write_po(file, catalog, sort_output=True, width=100, include_lineno=False, omit_header=True)


def untranslated(catalog: Catalog) -> list[str]:
    """Texts without a translation, as they stand in the code."""
    return [_key(message.id) for message in catalog if message.id and not all(strings(message))]


def strings(message: Message) -> tuple[str, ...]:
    """The translation of a text: one string, or one for each plural form."""
    known = message.string or ""
    return (known,) if isinstance(known, str) else tuple(text or "" for text in known)
