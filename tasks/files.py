"""Files: stored without an address, handed out to whoever may see what they belong to."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.generic import View

from reporting.pages import ReaderMixin
from tasks.models import Document, ExtensionRequest


class DocumentFileView(ReaderMixin, View):
    """The file as a download, never opened inside the site. Documents are shared by all."""

    permission_required = "tasks.view_document"

    def get(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> FileResponse:
        document = get_object_or_404(Document, pk=pk)
        return download(document.file, document.number, f"van-ban-{document.pk}")


class ExtensionRequestFileView(ReaderMixin, View):
    """The letter by which a lead asks for a later deadline, for who may read the task."""

    permission_required = "tasks.view_extensionrequest"

    def get(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> FileResponse:
        asked = get_object_or_404(ExtensionRequest.objects.visible_to(request.user), pk=pk)
        return download(asked.file, asked.document_number, f"de-nghi-gia-han-{asked.pk}")


def download(file: Any, number: str, otherwise: str) -> FileResponse:
    """``file`` as an attachment named after the document's ``number``. Raises Http404."""
    stored = file.name if file else None
    if not stored or not file.storage.exists(stored):
        raise Http404
    name, suffix = slugify(number)[:80] or otherwise, PurePath(stored).suffix
    response = FileResponse(file.open(), as_attachment=True, filename=f"{name}{suffix}")
    # Should a browser open it all the same, it is a stranger there: no script, no form, no guess.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
