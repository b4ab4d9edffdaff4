"""Documents: the list with what each started, and the page of one."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from agencies.querysets import may_everywhere
from reporting.filters import BaseFilterSet, ChoiceFilter
from reporting.numbers import date
from reporting.pages import KeptPage, SelectionPageMixin
from tasks import documents, wording
from tasks.documents import DocumentPage
from tasks.meetings import words
from tasks.meetings.tabs import tabs
from tasks.models import Document, Task
from tasks.querysets.documents import DocumentQuerySet, tallies_by_document

READ = ("tasks.view_document", "tasks.view_task")
PER_PAGE = 50


class DocumentFilter(BaseFilterSet):
    q = django_filters.CharFilter(
        label=_("Tìm trong số ký hiệu, trích yếu, cơ quan ban hành"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = ChoiceFilter(
        label=_("Loại văn bản"), choices=Document.Kind.choices, empty_label=_("Tất cả loại")
    )
    brief = {"q": _("Tìm")}

    class Meta:
        model = Document
        fields: list[str] = []

    def search(self, rows: DocumentQuerySet, name: str, value: str) -> DocumentQuerySet:
        return rows.search(value)


class DocumentListView(KeptPage, SelectionPageMixin, TemplateView):
    """Documents, the newest first, each with the tasks that it started and how they stand."""

    permission_required = READ
    template_name = "documents/list.html"

    @cached_property
    def filter(self) -> DocumentFilter:
        rows = Document.objects.order_by(F("issued_on").desc(nulls_last=True), "number", "pk")
        return DocumentFilter(self.request.GET, rows, request=self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.filter.qs, PER_PAGE).get_page(self.request.GET.get("page"))
        shown: list[Document] = list(page)
        tasks = Task.objects.counted_for(self.request.user)
        tallies = tallies_by_document(tasks, [one.pk for one in shown], self.selection.as_of)
        return super().get_context_data(
            headline=self.headline(page.paginator.count),
            rows=[self.row(one, tallies[one.pk]) for one in shown],
            page_obj=page,
            filter=self.filter,
            hidden=self.selection.fields,
            reset=self.selection.url(reverse("tasks:documents")),
            tabs=tabs(self.selection, "tasks:documents"),
            **kwargs,
        )

    def headline(self, count: int) -> str:
        if not count:
            return _t("Không có văn bản khớp với điều kiện lọc")
        return documents.documents(count)

    def row(self, document: Document, tally: Any) -> dict[str, Any]:
        return {
            "url": self.selection.url(document.get_absolute_url()),
            "name": wording.document_name(document),
            "excerpt": document.excerpt,
            "issuer": document.issuer,
            "issued_on": date(document.issued_on),
            "file_url": document.file_url(),
            "counts": words.counts(tally, self.selection, document=document.pk),
        }


class DocumentView(KeptPage, SelectionPageMixin, DetailView[Document]):
    """One document: what it is, what it started, and how that stands on the day."""

    permission_required = READ
    template_name = "documents/detail.html"
    model = Document

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = DocumentPage(self.object, self.request.user, self.selection)
        return super().get_context_data(page=page, change_url=self.change_url(), **kwargs)

    def change_url(self) -> str:
        if not may_everywhere(self.request.user, "tasks.change_document"):
            return ""
        return reverse("admin:tasks_document_change", args=[self.object.pk])
