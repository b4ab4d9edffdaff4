"""The data file of Hải Dương: counts as published, codes and names as the loader needs them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import agencies

FILE = Path(agencies.__file__).parent / "data" / "hai_duong.json"

# GSO code: (name, communes of all kinds, wards, towns)
DISTRICTS = {
    "288": ("Ủy ban nhân dân thành phố Hải Dương", 25, 19, 0),
    "290": ("Ủy ban nhân dân thành phố Chí Linh", 19, 14, 0),
    "291": ("Ủy ban nhân dân huyện Nam Sách", 19, 0, 1),
    "292": ("Ủy ban nhân dân thị xã Kinh Môn", 23, 14, 0),
    "293": ("Ủy ban nhân dân huyện Kim Thành", 18, 0, 1),
    "294": ("Ủy ban nhân dân huyện Thanh Hà", 20, 0, 1),
    "295": ("Ủy ban nhân dân huyện Cẩm Giàng", 17, 0, 2),
    "296": ("Ủy ban nhân dân huyện Bình Giang", 16, 0, 1),
    "297": ("Ủy ban nhân dân huyện Gia Lộc", 18, 0, 1),
    "298": ("Ủy ban nhân dân huyện Tứ Kỳ", 23, 0, 1),
    "299": ("Ủy ban nhân dân huyện Ninh Giang", 20, 0, 1),
    "300": ("Ủy ban nhân dân huyện Thanh Miện", 17, 0, 1),
}


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def units(data) -> dict[str, dict[str, Any]]:
    return {unit["code"]: unit for unit in data["units"]}


def test_counts_by_kind(data):
    kinds = Counter(unit["kind"] for unit in data["units"])

    assert kinds == {
        "leadership": 1,
        "department": 17,
        "board": 1,
        "public_service": 2,
        "vertical": 4,
        "district": 12,
        "commune": 235,
    }


def test_districts_and_their_communes_are_those_of_the_published_table(units):
    found = {}
    for district in (unit for unit in units.values() if unit["kind"] == "district"):
        below = [
            unit["short_name"] for unit in units.values() if unit["parent"] == district["code"]
        ]
        wards = sum(name.startswith("UBND phường ") for name in below)
        towns = sum(name.startswith("UBND thị trấn ") for name in below)
        found[district["gso_code"]] = (district["name"], len(below), wards, towns)

    assert found == DISTRICTS


def test_the_seventeen_specialised_agencies(units):
    departments = [code for code, unit in units.items() if unit["kind"] == "department"]

    assert departments == [
        *("VPUBND", "SNV", "STP", "SKHDT", "STC", "SCT", "SNNPTNT", "SGTVT", "SXD", "STNMT"),
        *("STTTT", "SLDTBXH", "SVHTTDL", "SKHCN", "SGDDT", "SYT", "TTT"),
    ]


def test_ranked_provincial_bodies_are_the_seventeen_of_the_2023_assessment(units):
    """Nineteen took part; the inspectorate and the construction board were not ranked."""
    ranked = {
        code for code, unit in units.items() if unit["ranked"] and unit["level"] == "province"
    }
    departments = {code for code, unit in units.items() if unit["kind"] == "department"}

    assert ranked == departments - {"TTT"} | {"BQLKCN"}
    assert len(ranked) == 17


def test_tree_hangs_together_and_parents_come_first(data):
    seen: set[str] = set()
    roots = []
    for unit in data["units"]:
        if unit["parent"] is None:
            roots.append(unit["code"])
        else:
            assert unit["parent"] in seen, unit
        seen.add(unit["code"])

    assert roots == ["UBND-TINH"]


def test_codes_are_unique_stable_and_follow_the_gso_code(units, data):
    assert len(units) == len(data["units"])
    for unit in data["units"]:
        match unit["kind"]:
            case "district":
                assert unit["code"] == f"H{unit['gso_code']}"
            case "commune":
                assert re.fullmatch(r"X\d{5}", unit["code"])
                assert unit["code"][1:] == unit["gso_code"]
            case _:
                assert re.fullmatch(r"[A-Z]+(-[A-Z]+)?", unit["code"])


def test_every_unit_has_the_same_fields(data):
    fields = {
        *("code", "gso_code", "name", "short_name", "kind", "level", "parent"),
        *("ranked", "valid_from", "verified"),
    }

    assert [unit["code"] for unit in data["units"] if set(unit) != fields] == []


def test_names_are_composed_vietnamese_and_unique_below_one_parent(data):
    names = Counter((unit["parent"], unit["name"]) for unit in data["units"])

    assert [key for key, count in names.items() if count > 1] == []
    for unit in data["units"]:
        for text in (unit["name"], unit["short_name"]):
            assert unicodedata.is_normalized("NFC", text)
            assert text == " ".join(text.split())


def test_what_no_source_confirmed_is_marked(units):
    unverified = [code for code, unit in units.items() if not unit["verified"]]

    assert unverified == ["STP", "SCT", "SYT", "CT", "BHXH", "KBNN"]


def test_no_start_date_is_invented(data):
    assert {unit["valid_from"] for unit in data["units"]} == {None}


def test_file_states_province_source_and_licence(data):
    assert data["province"] == {
        "name": "Tỉnh Hải Dương",
        "gso_code": "30",
        "identification_code": "H23",
        "identification_code_verified": False,
    }
    assert "01/12/2024" in data["status"]["vi"]
    assert data["source"]
    assert set(data["licence_of_facts"]) == {"vi", "en"}


def test_other_spellings_refer_to_communes_of_the_file(data, units):
    for entry in data["spellings_elsewhere"]:
        own = units[entry["code"]]["short_name"].removeprefix("UBND ")
        assert entry["name"].casefold() != own.casefold()
