"""Files of documents: downloads for readers, nothing for anybody else."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from agencies.roles import Role
from tests.clients import reader
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    found = DocumentFactory(number="03/CT-UBND")
    found.file.save("Chỉ thị số 3.PDF", ContentFile(b"%PDF-1.7 content"))
    return found


def test_file_is_kept_under_a_random_name(document):
    folder, name = document.file.name.split("/")

    assert folder == "document"
    assert name.endswith(".pdf")
    assert len(name) == 36


def test_reader_gets_the_file_as_a_download(document):
    response = reader(Role.MEMBER).get(document.file_url())

    assert b"".join(response.streaming_content) == b"%PDF-1.7 content"
    assert response.headers["Content-Disposition"] == 'attachment; filename="03ct-ubnd.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_gets_it(document):
    assert Client().get(document.file_url()).status_code == 302
    assert reader(Role.ADMINISTRATOR).get(document.file_url()).status_code == 403


def test_document_without_a_file_has_no_address():
    document = DocumentFactory()

    assert document.file_url() == ""
    address = reverse("tasks:document-file", args=[document.pk])
    assert reader(Role.MEMBER).get(address).status_code == 404
