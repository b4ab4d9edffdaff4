"""Nothing on a Vietnamese page is left in English."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

OURS = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
#: Where Django keeps the texts that our screens show.
PARTS = ("conf", "contrib/admin", "contrib/auth", "contrib/postgres", "contrib/sessions")
#: Never on a screen: names of other languages, kinds of columns in generated documentation, and
#: the page that Django shows before a project has addresses.
NEVER_SHOWN = re.compile(
    r"""
    Algerian\ Arabic|Central\ Kurdish\ \(Sorani\)|(Lower|Upper)\ Sorbian|Colombian\ Spanish
    |Scottish\ Gaelic|Armenian|Igbo|Kabyle|Kyrgyz|Malay|Norwegian\ Bokmål|Tajik|Turkmen|Uyghur|Uzbek
    |String\ \(unlimited\)|Duration|Positive\ big\ integer|Universally\ unique\ identifier
    |A\ JSON\ object|%\(from\)s-%\(to\)s\ relationships?
    |The\ install\ worked.*|View\ <a.*|You\ are\ seeing\ this\ page\ because\ <a.*
    |Django\ (Documentation|Community)|Topics,.*|Tutorial:.*|Get\ started.*|Connect,.*
    """,
    re.VERBOSE,
)


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file)


def packaged(part, language, domain):
    root = Path(importlib.util.find_spec("django").submodule_search_locations[0])
    return root / part / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def is_translated(message, source):
    """A text that Django counts by is looked up with its plural: one without is never found."""
    if message is None or message.fuzzy or (source.pluralizable and not message.pluralizable):
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("part", PARTS)
def test_every_text_of_django_has_a_translation(part, domain):
    source = packaged(part, "en", domain)
    if not source.exists():
        pytest.skip("this part has no such texts")
    ours, theirs = catalogue(OURS / f"{domain}.po"), packaged(part, "vi", domain)
    known = [ours, catalogue(theirs)] if theirs.exists() else [ours]

    missing = [
        text
        for message in catalogue(source)
        for text in [message.id[0] if isinstance(message.id, tuple) else message.id]
        if text
        and not NEVER_SHOWN.fullmatch(text)
        and not any(is_translated(each.get(text, message.context), message) for each in known)
    ]

    assert missing == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_have_no_placeholder_that_the_text_does_not_fill(domain):
    holes = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
    wrong = []
    for message in catalogue(OURS / f"{domain}.po"):
        text = message.id[-1] if isinstance(message.id, tuple) else message.id
        told = message.string[0] if isinstance(message.string, tuple) else message.string
        if text and not set(holes.findall(told)) <= set(holes.findall(text)):
            wrong.append(text)

    assert wrong == []


def test_a_wrong_translation_of_django_is_mended():
    """Django 5.2 tells in Vietnamese that an unsuccessful reset was successful."""
    ours = catalogue(OURS / "django.po")

    assert ours.get("Password reset unsuccessful").string == "Không đặt lại được mật khẩu"
