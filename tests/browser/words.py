"""Which words of a page are in the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import models

from reform_site.demo.targets import read_targets

#: English words that every screen of an untranslated Django or of ours would show, and little
#: words that no English sentence does without. Words that are spelled like a Vietnamese syllable
#: (can, in, no, to) are left out.
ENGLISH = frozenset(
    """
    about above action actions active add added after agency all and any apply are arrow
    ascending assigned available back been before below button by calendar cancel cannot
    change changed chart choose chosen clear clock close closed column comment completed
    confirm contents copy count created currently dashboard data date day days default
    definition delete deleted descending details documentation does download due each edit
    empty end enter error errors every export false field fields file filter first following
    for forgotten from full further group has have help hide history home hour how import
    information is item items language last late later line list loading login logout main
    menu message method minute month more move name navigation new next none not now number
    object objects of off online open option order other our out overdue page password past
    pending period permission please previous print progress rate received remove report
    required reset resolved result results return row rows run save saved search see select
    selected settings show site skip sort start status submit success successfully sure table
    task tasks that theme there these this those time title today toggle token tomorrow total
    true try type unknown update upload user username value view was welcome were when which
    will with without would year yes yesterday you your zone
    """.split()  # noqa: SIM905 -- a list of this length is read as a text
)

#: Proper names and signs that stay as they are in any language; a language is named in its own.
NAMES = re.compile(
    r"PAR INDEX|Caps Lock|Excel|English|https?://\S+|\S+@\S+|\.(xlsx|csv|docx|pdf)\b"
)
#: What stands before the name of a place.
UNITS = ("tỉnh", "huyện", "thị xã", "thành phố")
#: Letters that are no words.
HASH = re.compile(r"\b[0-9a-f]{32,}\b")

VIETNAMESE = re.compile(
    "[ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ]", re.IGNORECASE
)


def english_in(texts: Iterable[str]) -> list[str]:
    """``word: the text it stands in``, for pages in Vietnamese."""
    return [
        f"{word}: {text[:80]}"
        for text in texts
        for word in re.findall(r"[^\W\d_]+", HASH.sub(" ", NAMES.sub(" ", text)))
        if word.lower() in ENGLISH
    ]


def vietnamese_in(texts: Iterable[str], data: Iterable[str]) -> list[str]:
    """The texts with Vietnamese letters that are not rows of the database, for English pages."""
    rows = re.compile("|".join(map(_beginning, sorted(data, key=len, reverse=True))))
    return [text[:100] for text in texts if VIETNAMESE.search(_without_names(rows.sub(" ", text)))]


def _without_names(text: str) -> str:
    """Without numbers of documents (``766/QĐ-TTg``) and without names: ``huyện Bình Giang``."""
    words = re.sub(r"\b\d+/[\w-]+", " ", text).split()
    capital = [word[0].isupper() for word in words]
    kept = [
        word if not (big and any(capital[max(0, i - 1) : i] + capital[i + 1 : i + 2])) else "•"
        for i, (word, big) in enumerate(zip(words, capital, strict=True))
    ]
    return re.sub(f"({'|'.join(UNITS)}) •", "•", " ".join(kept))


def _beginning(text: str) -> str:
    """A pattern for ``text``, which a list may cut off after 40 letters or more."""
    return re.escape(text) if len(text) <= 40 else re.escape(text[:40]) + ".*"


def data_texts() -> set[str]:
    """What people or the demonstration have written into the database."""
    found = {str(value) for value in _strings(read_targets().raw)}
    found |= {settings.SITE_NAME, settings.SITE_ORG}
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        if names and not model._meta.label.endswith("Event"):
            for row in model._default_manager.values_list(*names):
                found.update(line for text in row if text for line in str(text).splitlines())
    return {text.strip() for text in found if VIETNAMESE.search(text)}


def _strings(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value
