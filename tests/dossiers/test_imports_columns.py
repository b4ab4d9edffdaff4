"""What a row does not tell: another column stands in for it, or what is known stays."""

from __future__ import annotations

import pytest

from agencies.roles import Role
from dossiers.imports import jobs
from dossiers.imports.words import unknown_words
from dossiers.models import Dossier
from reporting.models import ImportRun
from tests.dossiers.import_world import HEADS, imported, listed, row, seen, sent
from tests.factories import AgencyFactory, ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db

WITHOUT_AGENCY = {key: HEADS[key] for key in HEADS if key != "agency"}
RECEIVING = WITHOUT_AGENCY | {"receiving": "Đơn vị tiếp nhận"}
RESOLVING = WITHOUT_AGENCY | {"resolving": "Đơn vị xử lý"}
BOTH = RECEIVING | RESOLVING
OPEN = {"resolved": "", "status": "4"}


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE)


@pytest.fixture(autouse=True)
def permit(db):
    return ProcedureFactory(code="1.004082", name="Cấp phép xây dựng")


@pytest.fixture(autouse=True)
def agencies(construction):
    AgencyFactory(code="TTHCC", name="Trung tâm Phục vụ hành chính công")
    AgencyFactory(code="SYT", name="Sở Y tế")


def listed_as(heads: dict[str, str], receiving: str, resolving: str, **cells: str) -> bytes:
    return listed([row(1, receiving=receiving, resolving=resolving, **cells)], heads)


def held() -> tuple[str, str]:
    found = Dossier.objects.values_list("receiving_agency__code", "resolving_agency__code")
    return found.get()


# Agencies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "after"),
    [
        (RESOLVING, ("TTHCC", "SYT")),
        (RECEIVING, ("SYT", "SXD")),
    ],
    ids=["resolving only", "receiving only"],
)
def test_the_agency_that_a_file_does_not_tell_stays_with_a_known_dossier(heads, after, office):
    imported(listed_as(BOTH, "TTHCC", "SXD", **OPEN), office)

    run = sent(listed_as(heads, "SYT", "SYT", **OPEN), office)
    (changed,) = seen(run).changed

    assert len(changed.facts) == 1
    run = jobs.confirm(run, office, fingerprint=seen(run).fingerprint)
    assert held() == after
    jobs.undo(run, office)
    assert held() == ("TTHCC", "SXD")


@pytest.mark.parametrize("heads", [RESOLVING, RECEIVING], ids=["resolving", "receiving"])
def test_the_same_agency_in_a_file_with_one_column_changes_nothing(heads, office):
    imported(listed_as(BOTH, "TTHCC", "SXD"), office)
    told = "SXD" if heads is RESOLVING else "TTHCC"

    assert seen(sent(listed_as(heads, told, told), office)).counts["unchanged"] == 1


@pytest.mark.parametrize("heads", [RESOLVING, RECEIVING], ids=["resolving", "receiving"])
def test_a_new_dossier_has_the_one_agency_that_is_told(heads, office):
    imported(listed_as(heads, "SYT", "SYT"), office)

    assert held() == ("SYT", "SYT")


@pytest.mark.parametrize(("receiving", "resolving"), [("SYT", ""), ("", "SYT")])
def test_an_empty_cell_of_an_agency_is_as_a_column_that_lacks(receiving, resolving, office):
    imported(listed_as(BOTH, receiving, resolving, **OPEN), office)
    assert held() == ("SYT", "SYT")

    imported(listed_as(BOTH, "TTHCC", "SXD", **OPEN), office)
    imported(listed_as(BOTH, receiving, resolving), office)

    assert held() == (receiving or "TTHCC", resolving or "SXD")


@pytest.mark.parametrize("heads", [RESOLVING, RECEIVING], ids=["resolving", "receiving"])
def test_an_unknown_agency_is_told_by_the_column_that_the_file_has(heads, office):
    run = sent(listed_as(heads, "Sở Lạ", "Sở Lạ"), office)

    (problem,) = jobs.problems(ImportRun.objects.get(pk=run.pk))
    title = "Đơn vị xử lý" if heads is RESOLVING else "Đơn vị tiếp nhận"
    assert (problem.column, problem.value) == (title, "Sở Lạ")
    assert [word.text for word in unknown_words(run)] == ["Sở Lạ"]


def test_a_row_without_any_agency_is_refused(office):
    run = sent(listed_as(BOTH, "", ""), office)

    (problem,) = jobs.problems(ImportRun.objects.get(pk=run.pk))
    assert (problem.column, problem.wrong) == ("Đơn vị tiếp nhận", "Ô bỏ trống.")


def test_the_file_of_errors_has_the_one_column_of_agencies(office):
    run = sent(listed_as(RESOLVING, "", "SYT", status=""), office)

    export = jobs.errors_export(ImportRun.objects.get(pk=run.pk))
    lines = b"".join(export.response("csv").streaming_content).decode("utf-8-sig").splitlines()

    heads = next(line for line in lines if line.startswith("Mã hồ sơ"))
    cells = next(line for line in lines if line.startswith("H23.01"))
    assert heads.count("Đơn vị") == 1
    assert cells.split(",")[heads.split(",").index("Đơn vị xử lý")] == "SYT"


# Procedures ---------------------------------------------------------------------------------------

NAMED = HEADS | {"name": "Tên TTHC"}


def procedures(*lines: tuple[str, str]) -> bytes:
    return listed(
        [row(at, procedure=code, name=name) for at, (code, name) in enumerate(lines, 1)], NAMED
    )


def test_the_name_tells_the_procedure_where_the_code_is_empty(office):
    run = sent(procedures(("", "cấp phép xây dựng"), ("1.004082", "")), office)

    preview = seen(run)
    assert preview.counts["new"] == 2
    assert ("Mã TTHC", "Thủ tục") in preview.columns
    assert ("Tên TTHC", "Tên thủ tục, dùng khi ô mã thủ tục trống") in preview.columns
    jobs.confirm(run, office, fingerprint=preview.fingerprint)
    assert list(Dossier.objects.values_list("procedure__code", flat=True)) == ["1.004082"] * 2


def test_the_code_counts_where_nothing_is_called_by_that_name(office):
    """Names in lists are rarely those of the catalogue to the letter."""
    assert seen(sent(procedures(("1.004082", "Cấp GPXD mới")), office)).counts["new"] == 1


def test_a_code_and_the_name_of_another_procedure_are_refused_with_both(office):
    ProcedureFactory(code="2.000635", name="Đăng ký kết hôn")

    run = sent(procedures(("1.004082", "Đăng ký kết hôn")), office)

    (problem,) = jobs.problems(ImportRun.objects.get(pk=run.pk))
    assert problem.column == "Mã TTHC · Tên TTHC"
    assert problem.value == "1.004082 · Đăng ký kết hôn"
    assert problem.wrong == "Mã và tên là của hai thủ tục khác nhau."


def test_an_unknown_name_is_told_in_its_own_column(office):
    run = sent(procedures(("", "Cấp phép lạ")), office)

    (problem,) = jobs.problems(ImportRun.objects.get(pk=run.pk))
    assert (problem.column, problem.value) == ("Tên TTHC", "Cấp phép lạ")
    assert [word.text for word in unknown_words(run)] == ["Cấp phép lạ"]


def test_a_row_with_neither_code_nor_name_is_refused_once(office):
    run = sent(procedures(("", "")), office)

    (problem,) = jobs.problems(ImportRun.objects.get(pk=run.pk))
    assert (problem.column, problem.wrong) == ("Mã TTHC", "Ô bỏ trống.")
