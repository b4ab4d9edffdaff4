"""Every text of ours has its English, and the English says the same with the same holes."""

import re

import pytest
from django.apps import apps
from django.utils import translation

from reform_site import catalogue
from tasks.links import figure_label
from tasks.wording import counted

VIETNAMESE = re.compile(r"[^\W\d_]*[à-öø-ỹđÀ-ÖØ-ỸĐ][^\W\d_]*")
HOLES = re.compile(r"%\(\w+\)[a-z\d.]*[sdf]|%%|\{\w*\}")
#: Vietnamese that stays: names of places, the new year, marks of decisions, the agency as stored.
NAMES = {"Lâm", "Đồng", "Lạng", "Sơn", "Nghệ", "Quảng", "Tết", "QĐ", "NĐ", "tỉnh", "Vĩnh", "Phúc"}
#: The same in both languages.
EQUAL = {"%", "%(counts)s; %(finding)s", "%(who)s, %(at)s", "%(count)s\xa0%(what)s"}
#: In English one of a thing is named by the list, not by a count before it.
SINGULAR = {"%(count)s\xa0%(what)s": "%(label)s:\xa0%(count)s"}


def pairs():
    """(message, Vietnamese text, English text), plural forms one by one."""
    for message in catalogue.read("en"):
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            for text, told in zip(texts, catalogue.strings(message), strict=True):
                yield message, text, told


def test_every_text_of_code_and_templates_is_translated():
    current = catalogue.updated("en")

    assert catalogue.untranslated(current) == []
    assert not any(message.fuzzy for message in current)


def test_the_file_holds_exactly_the_texts_of_today():
    def keys(catalog):
        return {(message.id, message.context) for message in catalog if message.id}

    assert keys(catalogue.read("en")) == keys(catalogue.updated("en"))


def test_no_text_stands_with_and_without_a_plural():
    assert catalogue.clashes(catalogue.found()) == []


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        (text, told)
        for _message, text, told in pairs()
        if sorted(HOLES.findall(text)) != sorted(HOLES.findall(told)) and SINGULAR.get(text) != told
    ]

    assert wrong == []


def test_space_at_the_ends_and_no_break_spaces_are_kept():
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [
        (text, told)
        for _message, text, told in pairs()
        if edges(text) != edges(told) or text.count("\xa0") != told.count("\xa0")
    ]

    assert wrong == []


def test_english_has_no_vietnamese_but_names():
    """Headings of files stand in quotes as the files have them."""
    wrong = [
        told
        for _message, _text, told in pairs()
        if set(VIETNAMESE.findall(re.sub(r"“[^”]*”", "", told))) - NAMES
    ]

    assert wrong == []


def test_english_differs_from_vietnamese():
    assert [text for _message, text, told in pairs() if text == told and text not in EQUAL] == []


def test_a_name_of_a_kind_of_row_has_a_plural():
    """Vietnamese has one word for both, so that one translation would have to do for both."""
    with translation.override("en"):
        names = {
            str(model._meta.verbose_name): str(model._meta.verbose_name_plural)
            for model in _models()
        }

    assert [one for one, many in names.items() if one == many] == ["provenance of the data"]


def test_a_count_of_one_is_no_wrong_plural():
    with translation.override("en"):
        label = str(figure_label("completed_late"))

        assert [counted(number, label) for number in (0, 1, 3)] == [
            "No tasks completed late",
            "Tasks completed late:\xa01",
            "3\xa0tasks completed late",
        ]


def _models():
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in catalogue.APPS and "Event" not in model.__name__
    ]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('_("Nhiệm vụ " "quá hạn")', [("Nhiệm vụ quá hạn", None)]),
        ("f\"{x} {_('mẫu nhỏ')}\"", [("mẫu nhỏ", None)]),
        ('ngettext("a", "b", n)', [(("a", "b"), None)]),
        ('pgettext("plural", "hồ sơ")', [("hồ sơ", "plural")]),
        ('npgettext("c", "a", "b", n)', [(("a", "b"), "c")]),
        (
            'from django.utils.translation import ngettext_lazy as _n\n_n("a", "b", "count")',
            [(("a", "b"), None)],
        ),
        ('_(label); _(""); print("Nhiệm vụ"); self._("Nhiệm vụ")', []),
    ],
)
def test_texts_of_code_are_found(source, texts):
    assert [found[:2] for found in catalogue.texts(source, "x.py")] == texts


def test_texts_of_templates_are_found(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.html").write_text(
        '{% load i18n %}<p title="{% translate "Chờ (xong)" %}">{% firstof x _("Sở") %}</p>\n'
        "{% blocktranslate count n=n %}{{ n }} dòng{% plural %}{{ n }} dòng{% endblocktranslate %}",
        encoding="utf-8",
    )

    assert list(catalogue.found()) == [
        ("Chờ (xong)", None, "templates/a.html"),
        ("Sở", None, "templates/a.html"),
        (("%(n)s dòng", "%(n)s dòng"), None, "templates/a.html"),
    ]


def test_a_text_that_gains_a_plural_loses_its_translation(tmp_path, settings):
    """One string cannot serve two forms; the command then asks for both."""
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "a.html"
    page.write_text("{% load i18n %}{% translate 'Lọc' %}", encoding="utf-8")
    catalog = catalogue.updated("en")
    catalog.get("Lọc").string = "Filter"
    catalogue.write("en", catalog)
    assert catalogue.untranslated(catalogue.updated("en")) == []

    page.write_text(
        "{% load i18n %}{% blocktranslate count n=n %}Lọc{% plural %}Lọc{% endblocktranslate %}",
        encoding="utf-8",
    )

    assert catalogue.untranslated(catalogue.updated("en")) == ["Lọc"]


def test_writing_twice_changes_nothing(tmp_path, settings):
    current = catalogue.updated("en")
    settings.LOCALE_PATHS = [tmp_path]
    catalogue.write("en", current)
    first = catalogue.path_of("en").read_bytes()

    catalogue.write("en", catalogue.updated("en"))

    assert catalogue.path_of("en").read_bytes() == first
