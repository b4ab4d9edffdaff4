"""What taking an import back would do, and what stands in the way, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.import_pages.listing import counts_of, who_and_when
from dossiers.imports import jobs
from dossiers.imports.undoing import WHY
from reporting.models import ImportRun
from reporting.numbers import moment, number

Row = dict[str, Any]


def undo_words(run: ImportRun) -> list[str]:
    """What taking the run back would do."""
    found = counts_of(run)
    told = []
    if new := found.get("new", 0):
        text = ngettext("%(n)s hồ sơ mới sẽ bị xóa.", "%(n)s hồ sơ mới sẽ bị xóa.", new)
        told.append(text % {"n": number(new)})
    if changed := found.get("changed", 0):
        text = ngettext(
            "%(n)s hồ sơ trở lại như trước lần nhập.",
            "%(n)s hồ sơ trở lại như trước lần nhập.",
            changed,
        )
        told.append(text % {"n": number(changed)})
    return told or [_("Lần nhập này không làm thay đổi hồ sơ nào.")]


def told_conflicts(found: list[jobs.Conflict], seen: set[int]) -> list[Row]:
    """Code and why of each; ``seen``: ids of the runs that the reader may open."""
    return [{"code": one.code, "why": _why(one, seen)} for one in found]


def told_in_front(found: list[tuple[ImportRun, int]], seen: set[int]) -> list[Row]:
    """The imports to undo first: said, and its address where the reader may open it."""
    told = []
    for run, count in found:
        text = ngettext("%(run)s: %(n)s hồ sơ", "%(run)s: %(n)s hồ sơ", count)
        is_seen = run.pk in seen
        told.append(
            {
                "said": text % {"run": _named(run, seen), "n": number(count)},
                "href": reverse("dossiers:import-undo", args=[run.pk]) if is_seen else "",
            }
        )
    return told


def _why(one: jobs.Conflict, seen: set[int]) -> str:
    if one.by is not None:
        text = _("Lần nhập sau đó đã ghi lại: %(run)s. Hãy hoàn tác lần nhập đó trước.")
        return text % {"run": _named(one.by, seen)}
    if one.edit is not None:
        words = {"who": str(one.edit.user), "when": moment(one.edit.action_time)}
        return _("%(who)s đã sửa hồ sơ lúc %(when)s, sau lần nhập.") % words
    return str(WHY[one.why])


def _named(run: ImportRun, seen: set[int]) -> str:
    """The file of another office is not named, only who has to be asked."""
    words = who_and_when(run)
    who = f"{words['who']}, {words['when']}"
    return f"“{words['name']}” ({who})" if run.pk in seen else who
