"""A chart and its table tell one story."""

from __future__ import annotations

from reporting import chart_cards
from reporting.charts import Chart, Series


def chart(**changes) -> Chart:
    given = {
        "title": "Tỷ lệ trực tuyến tăng",
        "subtitle": "Hồ sơ theo tháng",
        "kind": "stacked-bars",
        "unit": "hồ sơ",
        "labels": ["T1", "T2"],
        "long_labels": ["Tháng 1/2024", "Tháng 2/2024"],
        "series": [
            Series("Trực tuyến", "online", [1200, None]),
            Series("Khác", "something", [300, 0]),
        ],
    }
    return Chart(**given | changes)


def test_a_card_has_the_inputs_of_its_component():
    card = chart_cards.card(
        chart(), "/x.json", ident="c1", caption="Bảng", first_column="Tháng", total="Cộng"
    )

    assert card == {
        "id": "c1",
        "kind": "stacked-bars",
        "title": "Tỷ lệ trực tuyến tăng",
        "sub": "Hồ sơ theo tháng",
        "url": "/x.json",
        "query": None,
        "alt": "Tỷ lệ trực tuyến tăng. Hồ sơ theo tháng.",
        "key": [{"cls": "m-s1", "label": "Trực tuyến"}, {"cls": "m-s2", "label": "Khác"}],
        "table": {
            "caption": "Bảng",
            "head": ["Tháng", "Trực tuyến", "Khác"],
            "rows": [["Tháng 1/2024", "1.200", "300"], ["Tháng 2/2024", "–", "0"]],
            "foot": ["Cộng", "1.200", "300"],
        },
        "source": "",
        "size": "",
    }


def test_shares_are_percentages_and_notes_the_last_column():
    lines = chart(
        kind="lines",
        unit="%",
        series=[Series("Đúng hạn", "on-time", [99.5, None])],
        notes=["a", "b"],
        options={"topTitle": "Ghi chú", "decimals": 1},
    )

    table = chart_cards.table_of(lines, "Bảng", "Tháng")

    assert chart_cards.key(lines) == [{"cls": "line-done", "label": "Đúng hạn"}]
    assert table["head"] == ["Tháng", "Đúng hạn", "Ghi chú"]
    hard = "\N{NO-BREAK SPACE}"
    assert table["rows"] == [["Tháng 1/2024", f"99,5{hard}%", "a"], ["Tháng 2/2024", "–", "b"]]
