"""Files of documents: stored without an address, handed out to whoever may see the document."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.generic import View

from reporting.pages import ReaderMixin
from tasks.models import Document


class DocumentFileView(ReaderMixin, View):
    """The file as a download, never opened inside the site. Documents are shared by all."""

    permission_required = "tasks.view_document"

    def get(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> FileResponse:
        document = get_object_or_404(Document, pk=pk)
        stored = document.file.name if document.file else None
        if not stored or not document.file.storage.exists(stored):
            raise Http404
        name = slugify(document.number) or f"van-ban-{document.pk}"
        suffix = PurePath(stored).suffix
        return FileResponse(document.file.open(), as_attachment=True, filename=f"{name}{suffix}")
