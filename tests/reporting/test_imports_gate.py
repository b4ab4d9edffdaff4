"""Files that are not read: each is recognised by its bytes and explained."""

from __future__ import annotations

import secrets
import time

import pytest

from reporting.imports import child
from reporting.imports.limits import Limits, Refused
from reporting.imports.reading import read_rows
from reporting.imports.refusals import TEXTS, explain
from tests.files import BAD, SMALL, placed, workbook


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name, tmp_path):
    content, code = BAD[name]

    *_, last = child.messages(placed(tmp_path, name, content), Limits())

    assert last.get("refused") == code
    assert all(explain(Refused(code, **last["words"])))


def test_every_reason_is_met_by_a_file():
    met = {code for _, code in BAD.values()} | {"large", "memory", "stopped"}

    assert met == set(TEXTS)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = placed(tmp_path, "a.csv", b"1,2\n" * 1000)

    (only,) = child.messages(path, Limits(size=100))

    assert only == {"refused": "large", "words": {"size": 1, "limit": 0}}


@pytest.mark.parametrize("name", ["bomb.xlsx", "doctype.xlsx", "locked.xlsx", "cut.xlsx"])
def test_the_child_process_says_the_same(name, tmp_path):
    content, code = BAD[name]
    began = time.monotonic()

    with pytest.raises(Refused) as refused:
        list(read_rows(placed(tmp_path, name, content)))

    assert refused.value.code == code
    assert time.monotonic() - began < 5


def test_a_parser_that_grows_is_stopped(tmp_path):
    rows = [[secrets.token_hex(15_000) for _ in range(20)] for _ in range(10)]
    path = placed(tmp_path, "a.xlsx", workbook(rows))

    with pytest.raises(Refused) as refused:
        list(read_rows(path, Limits(memory=8 * 1024 * 1024)))

    assert refused.value.code in ("memory", "stopped")


def test_a_sound_file_passes_the_child(tmp_path):
    rows = list(read_rows(placed(tmp_path, "a.xlsx", SMALL)))

    assert [(row.sheet, row.number, row.cells) for row in rows] == [
        ("Sheet1", 1, ["Mã", "Tên"]),
        ("Sheet1", 2, ["1", "Một"]),
    ]
