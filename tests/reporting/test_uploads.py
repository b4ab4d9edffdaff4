"""Uploaded files are what their names say, and leave no trace where they are not kept."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from reporting.uploads import MAX_MEGABYTES, fingerprint, size_limit, true_to_its_name
from tasks.models import Document
from tests.factories import DocumentFactory
from tests.papers import BAD, GOOD, PDF, sent

MEGABYTE = 1024 * 1024


def refused(name, content):
    with pytest.raises(ValidationError) as error:
        true_to_its_name(sent(name, content))
    return error.value.code


@pytest.mark.parametrize("name", GOOD)
def test_documents_that_are_what_they_say(name):
    file = sent(name, GOOD[name])

    true_to_its_name(file)

    assert file.read() == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_documents_that_are_not(name):
    content, code = BAD[name]

    assert refused(name, content) == code


def test_what_the_sender_reads():
    with pytest.raises(ValidationError) as error:
        true_to_its_name(sent("Báo cáo.pdf", GOOD["anh.png"]))

    assert error.value.messages == [
        "Tệp “Báo cáo.pdf” thực chất là tệp .png; hãy đổi lại đuôi tên hoặc chọn đúng tệp."
    ]


def test_members_that_overlap_are_a_bomb():
    content = bytearray(GOOD["bao-cao.docx"])
    place = content.find(b"PK\x01\x02")
    content[place + 20 : place + 24] = (10**9).to_bytes(4, "little")

    assert refused("overlap.docx", bytes(content)) == "bomb"


def test_size_is_told_rounded_up():
    file = sent("to.pdf", PDF)
    file.size = MAX_MEGABYTES * MEGABYTE + 1

    with pytest.raises(ValidationError) as error:
        size_limit(file)

    assert error.value.messages == ["Tệp “to.pdf” nặng 21 MB; hãy giảm còn không quá 20 MB."]


def test_print_of_a_file():
    assert fingerprint(ContentFile(b"abc")) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        3,
    )


# On the disk --------------------------------------------------------------------------------------


@pytest.fixture
def stored(db):
    """A document with a file, and a question whether a name is on the disk."""
    found = DocumentFactory()
    found.file.save("a.pdf", ContentFile(PDF))
    return found


def is_there(document, name):
    return document.file.storage.exists(name)


def test_replaced_file_goes_after_the_commit(stored, django_capture_on_commit_callbacks):
    old = stored.file.name

    with django_capture_on_commit_callbacks(execute=True):
        stored.file = sent("b.pdf", PDF)
        stored.save()
        assert is_there(stored, old)

    assert [is_there(stored, name) for name in (old, stored.file.name)] == [False, True]


def test_deleted_row_takes_its_file_along(stored, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stored.delete()

    assert not is_there(stored, stored.file.name)


def test_failed_deletion_keeps_the_file(stored):
    with transaction.atomic():
        Document.objects.get(pk=stored.pk).delete()
        transaction.set_rollback(True)

    assert is_there(stored, stored.file.name)


def test_what_no_row_names_is_swept_after_a_day(stored, time_machine):
    storage = stored.file.storage
    lost = storage.save("document/lost.pdf", ContentFile(PDF))
    storage.save("other/lost.pdf", ContentFile(PDF))
    out = io.StringIO()

    call_command("sweep_files", stdout=out)
    assert is_there(stored, lost)
    time_machine.move_to(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25))
    call_command("sweep_files", stdout=out)

    assert [is_there(stored, each) for each in (lost, stored.file.name, "other/lost.pdf")] == [
        False,
        True,
        True,
    ]
    assert out.getvalue().splitlines() == ["0 files deleted.", "1 files deleted."]
