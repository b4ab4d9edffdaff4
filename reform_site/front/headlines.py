"""Findings as sentences. Every number comes from a figure; none is typed here."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.figures import Figure
from reporting.numbers import Ratio, number
from tasks import wording


def plan(p1: Figure, behind: int) -> str | None:
    """How the plan stands against its own deadlines; None where there is no plan.

    ``behind`` is how many tasks with a deadline are wanting, as on the curve below the
    headline; negative when ahead.
    """
    if not isinstance(p1.value, Ratio) or p1.percent is None:
        return None
    words = {"share": p1.text, "tasks": wording.tasks(abs(behind))}
    if behind > 0:
        return _("Kế hoạch năm đạt %(share)s, chậm %(tasks)s so với tiến độ") % words
    if behind < 0:
        return _("Kế hoạch năm đạt %(share)s, vượt %(tasks)s so với tiến độ") % words
    return _("Kế hoạch năm đạt %(share)s, đúng tiến độ") % words


def on_time(r1: Figure) -> str | None:
    if not isinstance(r1.value, Ratio) or r1.percent is None:
        return None
    if r1.value.numerator == r1.value.denominator:
        return _("toàn bộ %(n)s hồ sơ giải quyết trước hạn, đúng hạn") % {
            "n": number(r1.value.denominator)
        }
    return _("%(share)s hồ sơ giải quyết trước hạn, đúng hạn") % {"share": r1.text}


def front(p1: Figure | None, behind: int, r1: Figure) -> str:
    """The h1: at most two findings, joined by a semicolon."""
    found = [text for text in (plan(p1, behind) if p1 else None, on_time(r1)) if text is not None]
    if not found:
        return _("Chưa có nhiệm vụ và hồ sơ trong kỳ này")
    text = "; ".join(found)
    return text[:1].upper() + text[1:]


def lead(
    plan_figures: dict[str, Figure],
    government: dict[str, Figure],
    dossiers: dict[str, Figure],
) -> list[dict[str, str]]:
    """The paragraph under the h1: what is done, and what is still owed; each number a link."""
    runs: list[dict[str, str]] = []

    def say(text: str, *shown: Figure) -> None:
        """``text`` with ``{}`` for each figure, cut into plain and linked runs."""
        pieces = text.split("{}")
        for piece, figure in zip(pieces, (*shown, None), strict=True):
            runs.append({"text": piece, "href": ""})
            if figure is not None:
                runs.append({"text": figure.text, "href": figure.url})

    if plan_figures:
        say(
            _("Đã hoàn thành {} trên {} nhiệm vụ kế hoạch. "),
            plan_figures["completed"],
            plan_figures["assigned"],
        )
    if government:
        say(
            _(
                "Trong {} nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, {} hoàn thành trước, "
                "đúng hạn. "
            ),
            government["assigned"],
            government["completed_on_time"],
        )
    say(
        _("Tiếp nhận {} hồ sơ, đã giải quyết {}, trong đó {} quá hạn; {} hồ sơ đang giải quyết."),
        dossiers["received_total"],
        dossiers["resolved_total"],
        dossiers["resolved_overdue"],
        dossiers["pending_total"],
    )
    return runs


def overdue(tasks: int, agencies: int, first: str, days: int) -> str:
    """Who is late: ``agencies`` is how many, ``first`` the one that is latest by ``days``."""
    if not tasks:
        return _("Không có nhiệm vụ quá hạn")
    words = {"n": number(tasks), "k": number(agencies), "agency": first, "days": wording.days(days)}
    if tasks == 1:
        return _("1 nhiệm vụ quá hạn: %(agency)s, chậm %(days)s") % words
    if agencies == 1:
        return _("%(n)s nhiệm vụ quá hạn, đều của %(agency)s") % words
    return _("%(n)s nhiệm vụ quá hạn thuộc %(k)s cơ quan; %(agency)s chậm lâu nhất") % words


def findings(open_findings: int) -> str:
    if not open_findings:
        return _("Không có cảnh báo số liệu")
    return ngettext("%(n)s cảnh báo số liệu", "%(n)s cảnh báo số liệu", open_findings) % {
        "n": number(open_findings)
    }


def rank_change(places: int) -> tuple[str, str, str]:
    """(direction, tone, text) of a change of rank; positive ``places`` is a rise."""
    if places > 0:
        risen = ngettext("tăng %(n)s bậc", "tăng %(n)s bậc", places)
        return "up", "good", risen % {"n": number(places)}
    if places < 0:
        fallen = ngettext("giảm %(n)s bậc", "giảm %(n)s bậc", -places)
        return "down", "bad", fallen % {"n": number(-places)}
    return "same", "", _("giữ nguyên thứ hạng")
