"""Rows, problems and headings of a list as texts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.import_pages.listing import counts_of
from dossiers.imports.preview import Sample
from reporting.imports.problems import Problem
from reporting.models import ImportRun
from reporting.numbers import number

Row = dict[str, Any]
#: Letters of a heading that is named in a sentence, and headings named in one.
MOST_LETTERS = 60
MOST_NAMED = 30


def errors_url(run: ImportRun) -> str:
    """The refused rows as a file; empty where none is kept."""
    if not counts_of(run).get("refused"):
        return ""
    return reverse("dossiers:import-errors", args=[run.pk])


def sample(one: Sample, *, is_stored: bool = False) -> Row:
    """A row with its facts; that of a dossier that ``is_stored`` leads to its page."""
    return {
        "row": "" if one.row is None else number(one.row),
        "code": one.code,
        "href": reverse("dossiers:detail", args=[one.code]) if is_stored else "",
        "facts": [{"label": fact.label, "old": fact.old, "new": fact.new} for fact in one.facts],
    }


def told(found: list[Problem]) -> list[Row]:
    return [
        {
            "row": number(one.row),
            "column": one.column,
            "value": one.shown_value,
            "wrong": one.wrong,
            "mend": one.mend,
        }
        for one in found
    ]


def kinds(found: list[tuple[str, int]]) -> list[Row]:
    return [{"label": label, "count": number(count)} for label, count in found]


def rows_in_words(count: int) -> str:
    return ngettext("%(n)s dòng", "%(n)s dòng", count) % {"n": number(count)}


def beyond(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    return _("Hiển thị %(shown)s trong %(total)s.") % {
        "shown": number(shown),
        "total": number(total),
    }


def named(titles: list[str]) -> str:
    found = ", ".join(f"“{title[:MOST_LETTERS]}”" for title in titles[:MOST_NAMED])
    return found + (", …" if len(titles) > MOST_NAMED else "")
