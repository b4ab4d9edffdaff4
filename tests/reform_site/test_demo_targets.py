"""The targets file: what is read from it, and what it may not contain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_site.demo.targets import HAI_DUONG, DossierTotals, TargetsError, read_targets

TEXT = HAI_DUONG.read_text(encoding="utf-8")

counts = st.integers(0, 500_000)


def written(tmp_path: Path, old: str, new: str) -> Path:
    assert TEXT.count(old) == 1
    path = tmp_path / "targets.toml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    return path


@given(st.tuples(counts, counts, counts), st.data(), st.integers(1, 1000))
def test_scaled_totals_keep_every_identity(
    came: tuple[int, int, int], data: st.DataObject, scale: int
) -> None:
    whole = sum(came)
    cuts = sorted(data.draw(st.tuples(*[st.integers(0, whole)] * 3)))
    became = [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)]
    totals = DossierTotals(*came, *became)

    scaled = totals.scaled(scale)

    assert scaled.received_total == scaled.resolved_total + scaled.pending_total
    assert abs(scaled.received_total * scale - whole) <= scale / 2
    assert totals.scaled(1) == totals


def test_every_number_has_a_basis() -> None:
    printed = read_targets().printed()

    bases = {entry["basis"] for section in printed.values() for entry in section.values()}
    unexplained = [
        key
        for section in printed.values()
        for key, entry in section.items()
        if entry["basis"] != "published" and not entry.get("how")
    ]

    assert bases == {"published", "derived", "assumed"}
    assert unexplained == []


def test_totals_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    wrong = re.search(r"online = \{ value = (\d+)", TEXT)
    assert wrong is not None
    path = written(tmp_path, wrong[0], f"online = {{ value = {int(wrong[1]) + 1}")

    with pytest.raises(TargetsError, match=r"\[dossiers\] received_total không khớp"):
        read_targets(path)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "pending_overdue = ", "pending_late = ")

    with pytest.raises(TargetsError, match="thiếu mục pending_overdue"):
        read_targets(path)


def test_a_negative_number_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "completed_late = { value = ", "completed_late = { value = -")

    with pytest.raises(TargetsError, match=r"\[government\] completed_late: value"):
        read_targets(path)


def test_an_as_of_day_outside_the_period_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "as_of = 2024-06-14", "as_of = 2024-06-15")

    with pytest.raises(TargetsError, match="phải nằm trong kỳ 2024-H1"):
        read_targets(path)


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text("period =", encoding="utf-8")

    with pytest.raises(TargetsError, match=r"Không đọc được tệp số liệu đích targets\.toml"):
        read_targets(path)
