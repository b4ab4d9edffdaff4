"""The strip of tiles: each figure a sum that visibly adds up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from indices.models import IndexResult
from reform_site.front import headlines
from reform_site.front.words import (
    comparison,
    count,
    difference,
    part,
    segments,
)
from reporting.figures import Figure, Firmness
from reporting.figures import definition as meaning
from reporting.numbers import date, in_language, number, svg_share
from reporting.panels import definition_panel
from tasks.models import Programme

Figures = dict[str, Figure]
Tile = dict[str, Any]


def _base(key: str, label: str, figure: Figure) -> Tile:
    return {
        "id": f"tile-{key}",
        "label": label,
        "value": figure.text,
        "href": figure.url,
        "derived": figure.is_derived,
        "generated": figure.is_generated,
        "comparison": comparison(figure),
        "firmness": figure.firmness.value,
        "firmness_text": figure.firmness.label,
        "definition": definition_panel(figure),
    }


def _task_parts(figures: Figures, *, whole: Figure, on_time: bool) -> Tile:
    """The bar and the lines of a programme: they add up to ``whole``. Zero lines are left out,
    except what is done, in time and overdue."""
    done = (
        [
            ("completed_on_time", "m-done", _("hoàn thành trước, đúng hạn")),
            ("completed_late", "m-soon", _("hoàn thành quá hạn")),
        ]
        if on_time
        else [("completed", "m-done", _("hoàn thành"))]
    )
    lines = [
        *done,
        ("open_in_time", "m-track", _("trong hạn")),
        ("open_overdue", "m-late", _("quá hạn")),
        ("postponed", "m-rest", _("tạm dừng")),
    ]
    always = {"completed", "completed_on_time", "open_in_time"} | (
        set() if on_time else {"open_overdue"}
    )
    shown = [line for line in lines if line[0] in always or count(figures[line[0]])]
    return {
        "segments": segments([(figures[key], css) for key, css, _word in shown], count(whole)),
        "parts": [part(figures[key], css, word) for key, css, word in shown],
    }


def plan(figures: Figures, programme: Programme) -> Tile:
    p1, planned, assigned = figures["P1"], figures["planned"], figures["assigned"]
    sub = [
        {"text": figures["completed"].text, "href": figures["completed"].url},
        {"text": " / ", "href": ""},
        {"text": assigned.text, "href": assigned.url},
        {"text": _(" nhiệm vụ; theo tiến độ phải đạt "), "href": ""},
        {"text": planned.text, "href": planned.url},
    ]
    label = _("Hoàn thành %(programme)s") % {
        "programme": in_language(programme.short_name, programme.name_en)
    }
    return (
        _base("plan", label, p1)
        | _task_parts(figures, whole=assigned, on_time=False)
        | {"sub": sub, "tick": svg_share(count(planned), count(assigned))}
    )


def government(figures: Figures, programme: Programme) -> Tile:
    on_time, assigned = figures["completed_on_time"], figures["assigned"]
    share = figures["on_time_of_assigned"].text
    sub = [{"text": _("hoàn thành trước, đúng hạn (%(share)s)") % {"share": share}, "href": ""}]
    tile = _base("government", in_language(programme.name, programme.name_en), on_time)
    return (
        tile
        | _task_parts(figures, whole=assigned, on_time=True)
        | {"sub": sub, "of_value": assigned.text, "of_href": assigned.url, "note": programme.note}
    )


def received(figures: Figures) -> Tile:
    total, o1 = figures["received_total"], figures["O1"]
    lines = [
        (figures["online"], "m-s1", _("trực tuyến")),
        (figures["direct_postal"], "m-s2", _("trực tiếp, bưu chính")),
        (figures["carried_over"], "m-s3", _("kỳ trước chuyển sang")),
    ]
    sub = [
        {"text": _("trực tuyến "), "href": ""},
        {"text": o1.text, "href": o1.url},
        {"text": _(" số tiếp nhận trong kỳ"), "href": ""},
    ]
    return _sum_tile("received", total, lines, count(total), sub)


def settled(figures: Figures) -> Tile:
    r1, resolved = figures["R1"], figures["resolved_total"]
    late = _("quá hạn (%(share)s)") % {"share": figures["L1"].text}
    lines = [
        (figures["resolved_early_on_time"], "m-done", _("trước, đúng hạn")),
        (figures["resolved_overdue"], "m-late", late),
    ]
    sub = [
        {"text": _("trên "), "href": ""},
        {"text": resolved.text, "href": resolved.url},
        {"text": _(" hồ sơ đã giải quyết"), "href": ""},
    ]
    return _sum_tile("settled", r1, lines, count(resolved), sub)


def pending(figures: Figures) -> Tile:
    total = figures["pending_total"]
    lines = [
        (figures["pending_in_time"], "m-track", _("trong hạn")),
        (figures["pending_overdue"], "m-late", _("quá hạn")),
    ]
    text = difference(figures["received_total"], figures["resolved_total"])
    return _sum_tile("pending", total, lines, count(total), [{"text": text, "href": ""}])


def _sum_tile(
    key: str,
    figure: Figure,
    lines: list[tuple[Figure, str, str]],
    whole: int,
    sub: list[dict[str, str]],
) -> Tile:
    return _base(key, str(figure.definition.label), figure) | {
        "sub": sub,
        "segments": segments([(one, css) for one, css, _word in lines], whole),
        "parts": [part(one, css, word) for one, css, word in lines],
    }


def rank(newest: IndexResult, earlier: IndexResult | None) -> Tile:
    """A place among the provinces. Compared only with the year before, among equally many."""
    series, meant = newest.series, meaning("rank")
    url = series.get_absolute_url()
    is_year_before = earlier is not None and earlier.year == newest.year - 1
    places = newest.places_up_from(earlier) if earlier is not None and is_year_before else None
    tile: Tile = {
        "id": "tile-rank",
        "label": _("%(index)s năm %(year)d, xếp hạng")
        % {"index": in_language(series.name, series.name_en), "year": newest.year},
        "value": number(newest.rank),
        "href": url,
        "of_value": number(newest.out_of),
        "sub": [
            {
                "text": _("hạng trong %(n)s tỉnh, thành phố") % {"n": number(newest.out_of)},
                "href": "",
            }
        ],
        "note": _("Điểm: chưa công bố")
        if newest.score is None
        else _("Điểm: %(score)s") % {"score": number(newest.score, 2)},
        "firmness": Firmness.CONFIRMED.value,
        "firmness_text": Firmness.CONFIRMED.label,
        "definition": {
            "title": str(meant.label),
            "rows": _rank_facts(newest, earlier, places),
            "url": reverse("reporting:figure", args=["rank"]),
        },
        "comparison": None,
    }
    if places is not None and earlier is not None:
        direction, tone, text = headlines.rank_change(places)
        after = _("so với %(year)d") % {"year": earlier.year}
        tile["comparison"] = {"direction": direction, "tone": tone, "text": text, "after": after}
    tile["rank"] = _rank_line(newest, earlier if places is not None else None)
    return tile


def _rank_facts(
    newest: IndexResult, earlier: IndexResult | None, places: int | None
) -> list[dict[str, str]]:
    rows = [
        (_("Công thức"), str(meaning("rank").formula)),
        (_("Nguồn"), newest.source),
        (_("Căn cứ"), newest.series.legal_basis),
        (_("Công bố"), date(newest.published_on) if newest.published_on else ""),
    ]
    if places is not None and earlier is not None:
        rows.insert(
            1, (_("Thay đổi"), f"{number(earlier.rank)} − {number(newest.rank)} = {number(places)}")
        )
    return [{"term": term, "text": text} for term, text in rows if text]


def _rank_line(newest: IndexResult, earlier: IndexResult | None) -> dict[str, Any] | None:
    """Positions on a line from the last place (left) to the first (right)."""
    if newest.rank is None or newest.out_of is None:
        return None
    of = newest.out_of

    def place(rank: int) -> str:
        return svg_share(of - rank, of - 1) if of > 1 else "100%"

    alt = _("Thứ hạng trong %(of)d tỉnh, thành phố: năm %(year)d hạng %(rank)d.") % {
        "of": of,
        "year": newest.year,
        "rank": newest.rank,
    }
    line: dict[str, Any] = {
        "alt": alt,
        "last": number(of),
        "now": {"x": place(newest.rank), "label": f"{newest.year}: {number(newest.rank)}"},
        "tone": "",
    }
    if earlier is not None and earlier.rank is not None:
        ends = sorted((earlier.rank, newest.rank), reverse=True)
        line["was"] = {"x": place(earlier.rank), "label": f"{earlier.year}: {number(earlier.rank)}"}
        line["run"] = {"x1": place(ends[0]), "x2": place(ends[1])}
        line["tone"] = (
            "good" if newest.rank < earlier.rank else "bad" if newest.rank > earlier.rank else ""
        )
    return line
