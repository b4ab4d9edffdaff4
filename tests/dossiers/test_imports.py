"""A list of dossiers from upload to figures, and back."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.roles import Role
from dossiers.books.upkeep import differences
from dossiers.imports import jobs
from dossiers.imports.waiting import next_run
from dossiers.models import Dossier, DossierChange, ImportLine, ImportRow, Procedure
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.loading import load_calendar
from reporting.models import ImportProgress, ImportRun, ImportSource, ImportTerm
from tests.dossiers.import_world import (
    HEADS,
    TODAY,
    confirmed,
    imported,
    listed,
    row,
    seen,
    sent,
)
from tests.factories import (
    AgencyFactory,
    ApologyFactory,
    DossierFactory,
    DueDateChangeFactory,
    ProcedureFactory,
    SupplementFactory,
    UserFactory,
)
from tests.files import workbook

pytestmark = pytest.mark.django_db
Status = ImportRun.Status


@pytest.fixture
def office(db):
    return UserFactory(role=Role.PROCEDURE_OFFICE, full_name="Trần Thị B")


@pytest.fixture(autouse=True)
def permit(db):
    return ProcedureFactory(code="1.004082")


def facts():
    """Everything about every dossier, as the database holds it."""
    return list(Dossier.objects.order_by("pk").values())


def fresh(run):
    return ImportRun.objects.select_related("progress", "created_by").get(pk=run.pk)


OPEN = {"resolved": "", "status": "4"}


# Preview and confirmation -------------------------------------------------------------------------


def test_nothing_is_written_before_somebody_confirms(construction, office):
    run = sent(listed([row(1), row(2, **OPEN)]), office)

    preview = seen(run)
    assert run.status == Status.PENDING
    assert (preview.counts["new"], preview.rows) == (2, 2)
    assert preview.agencies == [("Sở Xây dựng", 2)]
    assert preview.span == (dt.date(2024, 3, 1), dt.date(2024, 3, 1))
    assert [one.code for one in preview.new] == ["H23.01-240301-0001", "H23.01-240301-0002"]
    assert not Dossier.objects.exists()


def test_what_is_confirmed_is_written(construction, office):
    run = imported(listed([row(1), row(2, **OPEN)]), office)

    assert run.status == Status.DONE
    assert run.counts["new"] == 2
    assert not run.file
    assert Dossier.objects.count() == 2
    assert list(differences()) == []
    assert not ImportLine.objects.exists()
    assert not ImportRow.objects.exists()


def test_a_workbook_with_titles_sections_and_totals(construction, office):
    cells = [["STT", *HEADS.values()], ["1", *row(1).values()], ["2", *row(2).values()]]
    content = workbook(
        [
            ["DANH SÁCH HỒ SƠ"],
            ["Từ ngày 01/03/2024 đến ngày 31/03/2024"],
            [],
            cells[0],
            [f"({n})" for n in range(1, 10)],
            ["Lĩnh vực xây dựng"],
            *cells[1:],
            ["Tổng cộng: 2"],
        ]
    )

    preview = seen(sent(content, office, name="danh-sach.xlsx"))

    assert preview.counts["new"] == 2
    assert preview.skipped == [
        ("dòng đánh số cột", 1, [5]),
        ("dòng tổng", 1, [9]),
        ("dòng mục", 1, [6]),
    ]


def test_a_corrected_file_changes_only_what_differs(construction, office):
    imported(listed([row(1), row(2, **OPEN), row(3)]), office)
    content = listed([row(1), row(2), row(4)])

    preview = seen(sent(content, office))

    told = {key: preview.counts[key] for key in ("new", "changed", "unchanged", "missing")}
    assert told == {"new": 1, "changed": 1, "unchanged": 1, "missing": 1}
    assert [(fact.label, fact.old, fact.new) for fact in preview.changed[0].facts] == [
        ("Ngày kết thúc xử lý", "", "08/03/2024"),
        ("Trạng thái", "Đang xử lý", "Đã trả kết quả"),
    ]
    assert [one.code for one in preview.missing] == ["H23.01-240301-0003"]

    imported(content, office)

    assert Dossier.objects.count() == 4
    assert Dossier.objects.get(code="H23.01-240301-0002").status == 10
    assert list(differences()) == []


@pytest.mark.parametrize("how", ["the same file", "another order"])
def test_the_same_rows_again_are_none_new(how, construction, office):
    rows = [row(1), row(2), row(3)]
    first = imported(listed(rows), office)
    before = facts()
    again = listed(rows if how == "the same file" else reversed(rows))

    preview = seen(sent(again, office, name="khác.csv"))
    run = confirmed(preview.run, office)

    assert (preview.counts["new"], preview.counts["unchanged"]) == (0, 3)
    assert preview.is_empty
    assert preview.imported_before == (first if how == "the same file" else None)
    assert run.status == Status.DONE
    assert facts() == before


def test_what_the_file_does_not_tell_stays(construction, office):
    """A list without due days and channels does not undo what was entered."""
    imported(listed([row(1, due="20/03/2024", channel="3")]), office)
    heads = {key: HEADS[key] for key in HEADS if key not in ("due", "channel")}

    preview = seen(sent(listed([row(1)], heads), office))

    assert preview.counts["unchanged"] == 1


def test_a_wrong_row_keeps_all_out(construction, office):
    run = sent(listed([row(1), row(2, status="")]), office)

    with pytest.raises(jobs.HasWrongRows):
        confirmed(run, office)

    assert not Dossier.objects.exists()


def test_good_rows_are_imported_when_somebody_chooses_so(construction, office):
    run = imported(listed([row(1), row(2, status="")]), office, only_good=True)

    assert (run.counts["new"], run.counts["refused"]) == (1, 1)
    assert [one.code for one in Dossier.objects.all()] == ["H23.01-240301-0001"]
    assert [one.row for one in jobs.problems(fresh(run))] == [3]


def test_the_file_of_errors_can_be_mended_and_sent(construction, office):
    heads = HEADS | {"who": "Người nộp"}
    run = sent(listed([row(1), row(2, status="", who="Nguyễn Văn A")], heads), office)

    export = jobs.errors_export(fresh(run))
    content = b"".join(export.response("csv").streaming_content)
    text = content.decode("utf-8-sig")

    assert "Nguyễn Văn A" not in text
    assert "H23.01-240301-0001" not in text
    assert "Ô bỏ trống." in text
    mended = text.replace("08/03/2024,,", "08/03/2024,10,")
    assert seen(sent(mended.encode(), office)).counts["new"] == 1


# Who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARIAT, Role.AUDITOR])
def test_others_import_nothing(role, construction):
    with pytest.raises(PermissionDenied):
        sent(listed([row(1)]), UserFactory(role=role))


def test_nobody_confirms_what_another_has_sent(construction, office, clerk):
    run = sent(listed([row(1)]), clerk)

    for step in (
        lambda: jobs.confirm(run, office, fingerprint=seen(run).fingerprint),
        lambda: jobs.cancel(run, office),
        lambda: jobs.restart(run, office),
    ):
        with pytest.raises(PermissionDenied):
            step()


def test_a_clerk_who_has_left_confirms_nothing(construction, clerk):
    run = sent(listed([row(1)]), clerk)
    clerk.memberships.update(valid_to=dt.date(2000, 1, 1))

    with pytest.raises(PermissionDenied):
        confirmed(run, type(clerk).objects.get(pk=clerk.pk))


def test_one_file_of_an_agency_at_a_time(construction, health, clerk, office):
    running = sent(listed([row(1)]), clerk)
    ImportRun.objects.filter(pk=running.pk).update(status=Status.READING)
    ImportProgress.objects.filter(run=running).update(beat_at=timezone.now())
    colleague = UserFactory(role=Role.CLERK, role__agency=construction)

    with pytest.raises(jobs.Busy) as busy:
        sent(listed([row(2)]), colleague)

    assert busy.value.other == running
    assert sent(listed([row(2)]), office).status == Status.PENDING


def test_a_run_that_has_stopped_keeps_nobody_waiting(construction, clerk):
    stalled = sent(listed([row(1)]), clerk)
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportRun.objects.filter(pk=stalled.pk).update(status=Status.READING)
    ImportProgress.objects.filter(run=stalled).update(beat_at=long_ago)

    assert jobs.progress(fresh(stalled), timezone.now()).label == "Đã dừng, chạy lại"
    assert sent(listed([row(2)]), clerk).status == Status.PENDING
    assert jobs.restart(stalled, clerk).status == Status.PENDING
    assert seen(stalled).counts["new"] == 1


# Columns ------------------------------------------------------------------------------------------


def strange():
    return {"code": "Số phiếu", **{key: HEADS[key] for key in HEADS if key != "code"}}


def test_unknown_columns_are_matched_by_hand_and_remembered(construction, office):
    content = listed([row(1)], strange())
    run = sent(content, office)
    keys = ["code", "procedure", "receiving", "channel", "received", "due", "resolved", "status"]

    assert run.status == Status.MAPPING
    assert "Mã hồ sơ" in jobs.progress(run, timezone.now()).problem
    assert jobs.head(run)[0].cells[0] == "Số phiếu"

    run = jobs.map_columns(run, office, sheet="", head_row=1, places=dict(enumerate(keys)))

    assert run.status == Status.PENDING
    assert seen(run).counts["new"] == 1
    assert ImportSource.objects.get().headings["so phieu"] == "code"
    assert sent(listed([row(2)], strange()), office).status == Status.PENDING


def test_a_list_without_agencies_cannot_be_matched_without_one(construction, office):
    heads = {key: HEADS[key] for key in HEADS if key != "agency"}
    run = sent(listed([row(1)], heads), office)
    keys = ["code", "procedure", "channel", "received", "due", "resolved", "status"]

    assert run.status == Status.MAPPING
    with pytest.raises(NoTable):
        jobs.map_columns(run, office, sheet="", head_row=1, places=dict(enumerate(keys)))


def test_a_clerk_does_not_change_what_a_source_is_remembered_for(construction, clerk):
    source = jobs.source_named("Một cửa")
    source.headings = {"ma ho so": "code", "so phieu": ""}
    source.save()
    run = sent(listed([row(1)], strange()), clerk)
    keys = ["code", "procedure", "receiving", "channel", "received", "due", "resolved", "status"]

    jobs.map_columns(run, clerk, sheet="", head_row=1, places=dict(enumerate(keys)))

    assert ImportSource.objects.get().headings["so phieu"] == ""


def test_a_refused_file_has_failed(office):
    run = sent(b"%PDF-1.4 nothing", office)

    assert run.status == Status.FAILED
    assert not run.file
    assert "PDF" in jobs.progress(run, timezone.now()).problem
    assert jobs.preview(fresh(run)) is None


# What may happen between preview and confirmation -------------------------------------------------


def test_a_second_confirmation_does_nothing(construction, office):
    run = sent(listed([row(1)]), office)
    fingerprint = seen(run).fingerprint

    first = jobs.confirm(run, office, fingerprint=fingerprint)
    second = jobs.confirm(run, office, fingerprint=fingerprint)

    assert first.status == second.status == Status.DONE
    assert DossierChange.objects.count() == 1


def test_a_preview_that_is_not_the_latest_is_not_confirmed(construction, office):
    run = sent(listed([row(1)]), office)

    with pytest.raises(jobs.Stale):
        jobs.confirm(run, office, fingerprint="another")


@pytest.mark.parametrize("what", ["edited", "deleted", "taken", "moved", "catalogue"])
def test_a_change_in_between_makes_the_preview_anew(what, construction, health, office, permit):
    imported(listed([row(1, **OPEN)]), office)
    run = sent(listed([row(1), row(2)]), office)
    old = seen(run)
    mine = Dossier.objects.get()
    if what == "edited":
        Dossier.objects.update(due_on=dt.date(2024, 3, 25))
    elif what == "deleted":
        mine.delete()
    elif what == "taken":
        DossierFactory(code="H23.01-240301-0002", agency=construction, procedure=permit)
    elif what == "moved":
        Dossier.objects.update(code="H23.01-240301-9999")
    else:
        AgencyFactory(code="SNV", name="Sở Nội vụ")
    before = facts()

    run = jobs.confirm(run, office, fingerprint=old.fingerprint)
    new = seen(run)

    assert run.status == Status.PENDING
    assert facts() == before
    assert new.is_renewed
    assert new.fingerprint != old.fingerprint
    assert confirmed(run, office).status == Status.DONE
    assert list(differences()) == []


def test_a_run_given_up_leaves_nothing(construction, office):
    run = jobs.cancel(sent(listed([row(1)]), office), office)

    assert run.status == Status.DROPPED
    assert not run.file
    assert not ImportRow.objects.exists()
    with pytest.raises(jobs.Stale):
        jobs.confirm(run, office, fingerprint="")


def test_what_is_done_is_not_given_up(construction, office):
    run = imported(listed([row(1)]), office)

    assert jobs.cancel(run, office).status == Status.DONE


# Undo ---------------------------------------------------------------------------------------------


def test_undoing_restores_the_rows_before(construction, office):
    imported(listed([row(1), row(2, **OPEN)]), office)
    before = facts()
    run = imported(listed([row(1), row(2), row(3)]), office)
    assert facts() != before

    run = jobs.undo(run, office)

    assert run.status == Status.UNDONE
    assert facts() == before
    assert list(differences()) == []
    assert not DossierChange.objects.filter(run_id=run.pk).exists()


EDITS = {
    "edited": lambda mine: mine.update(due_on=dt.date(2024, 4, 1)),
    "gone": lambda mine: mine.delete(),
}


@pytest.mark.parametrize("name", EDITS)
def test_undoing_stops_where_somebody_has_edited(name, construction, office):
    run = imported(listed([row(1), row(2)]), office)
    EDITS[name](Dossier.objects.filter(code__endswith="2"))
    before = facts()

    run = jobs.undo(run, office)

    assert run.status == Status.DONE
    assert facts() == before
    assert [(one.code, one.why) for one in jobs.conflicts(run, office)] == [
        ("H23.01-240301-0002", name)
    ]
    said = jobs.progress(fresh(run), timezone.now()).problem
    assert said == "Không hoàn tác được: 1 hồ sơ đã thay đổi sau lần nhập."


@pytest.mark.parametrize("make", [ApologyFactory, SupplementFactory, DueDateChangeFactory])
def test_undoing_stops_where_something_hangs_on_a_new_dossier(make, construction, office):
    run = imported(listed([row(1)]), office)
    make(dossier=Dossier.objects.get())

    run = jobs.undo(run, office)

    assert run.status == Status.DONE
    assert [one.why for one in jobs.conflicts(run, office)] == ["attached"]


def test_undoing_lets_the_clock_stand_still_again(construction, office):
    imported(listed([row(1, resolved="", status="5")]), office)
    Dossier.objects.update(waiting_since=dt.date(2024, 3, 4))
    run = imported(listed([row(1)]), office)
    assert Dossier.objects.get().waiting_since is None

    jobs.undo(run, office)

    assert Dossier.objects.get().waiting_since == dt.date(2024, 3, 4)
    assert list(differences()) == []


def test_a_due_day_worked_out_is_told_from_a_promise(construction, office):
    load_calendar()
    Procedure.objects.update(working_days=5)

    def due():
        one = Dossier.objects.get()
        return one.due_on, one.is_due_computed, one.due_term

    imported(listed([row(1, due="", **OPEN)]), office)
    worked_out = due()
    run = imported(listed([row(1, due="29/03/2024", **OPEN)]), office)
    promised = due()
    jobs.undo(run, office)

    assert worked_out == (dt.date(2024, 3, 8), True, 5)
    assert promised == (dt.date(2024, 3, 29), False, None)
    assert due() == worked_out


def test_imports_are_undone_from_the_last_one_back(construction, office):
    first = imported(listed([row(1, **OPEN)]), office)
    second = imported(listed([row(1)]), office)
    third = imported(listed([row(1, **OPEN)]), office)

    assert jobs.undo(first, office).status == Status.DONE
    assert [(one.why, one.by) for one in jobs.conflicts(first, office)] == [("imported", third)]
    assert [other for other, _count in jobs.in_front(first, office)] == [third]
    assert jobs.in_front(third, office) == []
    for run in (third, second, first):
        assert jobs.undo(run, office).status == Status.UNDONE
    assert not Dossier.objects.exists()


def test_who_undoes(construction, health, clerk, office):
    run = imported(listed([row(1)]), clerk)
    stranger = UserFactory(role=Role.CLERK, role__agency=health)

    with pytest.raises(PermissionDenied):
        jobs.undo(run, stranger)

    assert jobs.undo(run, office).status == Status.UNDONE


def test_a_clerk_undoes_nothing_that_went_to_another_agency(construction, health, clerk, office):
    run = imported(listed([row(1)]), clerk)
    clerk.memberships.update(agency=health)

    run = jobs.undo(run, type(clerk).objects.get(pk=clerk.pk))

    assert run.status == Status.DONE
    assert Dossier.objects.count() == 1


def test_undoing_that_was_killed_is_started_again(construction, clerk, office, settings):
    run = imported(listed([row(1)]), clerk)
    settings.DOSSIERS_IMPORTS_BY = "worker"
    jobs.undo(run, office)
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    ImportProgress.objects.filter(run=run).update(beat_at=long_ago)
    stands = jobs.progress(fresh(run), timezone.now())
    assert (stands.is_undoing, stands.is_stalled) == (True, True)

    settings.DOSSIERS_IMPORTS_BY = "now"

    assert jobs.restart(run, office).status == Status.UNDONE


# Whole --------------------------------------------------------------------------------------------

_CELLS = st.fixed_dictionaries(
    {
        "number": st.integers(1, 6),
        "status": st.sampled_from(["", "1", "4", "5", "7", "9", "10", "Chờ ký"]),
        "received": st.sampled_from(["01/03/2024", "04/03/2024", "31/02/2024"]),
        "due": st.sampled_from(["11/03/2024", "02/03/2024"]),
        "resolved": st.sampled_from(["", "05/03/2024", "12/03/2024"]),
        "agency": st.sampled_from(["SXD", "SYT", "X"]),
    }
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=12), min_size=2, max_size=3))
def test_the_preview_counts_what_is_written(construction, health, office, files):
    """For any files: what the preview counts is what changes, the ledgers say what the rows say,
    and undoing all of them leads back to the beginning."""
    Dossier.objects.all().delete()
    states, done = [facts()], []
    for cells in files:
        rows = [
            row(one["number"], **{key: one[key] for key in one if key != "number"}) for one in cells
        ]
        run = sent(listed(rows), office)
        preview = seen(run)
        before = {one["code"]: one for one in facts()}
        run = confirmed(run, office, only_good=True)
        after = {one["code"]: one for one in facts()}
        changed = [code for code in before if before[code] != after[code]]
        assert run.status == Status.DONE
        assert len(after) - len(before) == preview.counts["new"]
        assert len(changed) == preview.counts["changed"]
        told = sum(
            preview.counts[key] for key in ("new", "changed", "unchanged", "refused", "repeated")
        )
        assert told == len(rows) == preview.rows
        assert list(differences()) == []
        states.append(facts())
        done.append(run)
    for run, state in zip(reversed(done), reversed(states[:-1]), strict=True):
        assert jobs.undo(run, office).status == Status.UNDONE
        assert facts() == state
    assert list(differences()) == []


# Commands -----------------------------------------------------------------------------------------


def command(path, *more, **options):
    out, err = StringIO(), StringIO()
    call_command("import_dossiers", str(path), *more, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_shows_and_writes(construction, office, tmp_path):
    path = tmp_path / "danh-sach.csv"
    path.write_bytes(listed([row(1), row(2)]))
    options = {"source": "Một cửa", "user": office.username, "on": "14/06/2024"}

    said, _ = command(path, **options)
    assert "Xem trước: 2 dòng; 2 mới." in said
    assert not Dossier.objects.exists()
    assert ImportRun.objects.get().status == Status.DROPPED

    said, _ = command(path, "--yes", **options)
    assert "Đã nhập: 2 mới." in said
    assert Dossier.objects.count() == 2


def test_the_command_refuses(construction, office, member, tmp_path):
    path = tmp_path / "danh-sach.csv"
    path.write_bytes(listed([row(1), row(2, status="")]))
    options = {"source": "Một cửa", "user": office.username, "on": "14/06/2024"}

    with pytest.raises(CommandError, match="còn dòng sai"):
        command(path, "--yes", **options)
    with pytest.raises(CommandError, match="không có quyền"):
        command(path, **options | {"user": member.username})
    with pytest.raises(CommandError, match="không đọc được hoặc chưa đến"):
        command(path, **options | {"on": "14/06/2999"})
    with pytest.raises(CommandError, match="Không mở được"):
        command(tmp_path / "không có.csv", **options)
    path.write_bytes(b"\x89PNG1234")
    with pytest.raises(CommandError, match="hình ảnh"):
        command(path, **options)

    assert not Dossier.objects.exists()
    assert "1 mới" in command(path_of_good(tmp_path), "--yes", "--only-good", **options)[0]


def path_of_good(folder):
    path = folder / "tot.csv"
    path.write_bytes(listed([row(1), row(2, status="")]))
    return path


def test_a_worker_takes_what_waits(construction, office, settings):
    settings.DOSSIERS_IMPORTS_BY = "worker"
    run = sent(listed([row(1)]), office)
    assert run.status == Status.READING
    assert jobs.progress(fresh(run), timezone.now()).is_waiting

    call_command("run_imports", once=True)
    run = confirmed(run, office)
    assert run.status == Status.WRITING
    call_command("run_imports", once=True)

    assert fresh(run).status == Status.DONE
    jobs.undo(run, office)
    call_command("run_imports", once=True)
    assert fresh(run).status == Status.UNDONE
    assert next_run() is None


def test_files_that_nobody_confirmed_are_dropped(construction, office):
    old = sent(listed([row(1)]), office)
    ImportRun.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=8))

    sent(listed([row(2)]), office)

    assert fresh(old).status == Status.DROPPED
    assert not fresh(old).file
    sent(listed([row(3)]), office)
    assert not ImportRow.objects.filter(run_id=old.pk).exists()
    assert not ImportLine.objects.filter(run_id=old.pk).exists()


def test_the_page_of_a_run_asks_little(construction, office, django_assert_max_num_queries):
    run = sent(listed([row(n) for n in range(1, 30)]), office)

    with django_assert_max_num_queries(9):
        seen(run)


def test_an_upload_that_is_too_small(office):
    with pytest.raises(Refused):
        jobs.submit(
            ContentFile(b"", name="a.csv"), user=office, source=jobs.source_named("x"), on=TODAY
        )
    assert not ImportRun.objects.exists()


# Sources in the admin -----------------------------------------------------------------------------


def term_form(**terms):
    """What the form of a source posts, with one term."""
    prefix = {f"terms-0-{key}": value for key, value in terms.items()}
    return {
        "name": "iGate",
        "terms-TOTAL_FORMS": "1",
        "terms-INITIAL_FORMS": "0",
        "terms-MIN_NUM_FORMS": "0",
        "terms-MAX_NUM_FORMS": "1000",
        **prefix,
    }


@pytest.mark.parametrize(
    ("field", "value", "is_taken"),
    [
        ("status", "4", True),
        ("status", "11", False),
        ("channel", "2", True),
        ("channel", "trực tuyến", False),
        ("agency", "sxd", True),
        ("agency", "KHÔNG", False),
        ("procedure", "1.004082.H23", True),
        ("procedure", "9", False),
    ],
)
def test_the_office_says_what_words_mean(field, value, is_taken, construction, office, as_user):
    url = reverse("admin:reporting_importsource_add")
    form = term_form(field=field, text="Chờ ký", value=value)

    answer = as_user(office).post(url, form)

    assert answer.status_code == (302 if is_taken else 200)
    found = ImportTerm.objects.values_list("field", "folded", "value")
    assert list(found) == ([(field, "cho ky", value)] if is_taken else [])


def test_a_clerk_sees_no_sources(clerk, as_user):
    url = reverse("admin:reporting_importsource_changelist")

    assert as_user(clerk).get(url).status_code in (403, 404)
