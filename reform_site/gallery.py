"""The gallery of components: every piece of a page with made-up numbers, for whoever builds pages.

``urlpatterns`` hang below one prefix, where DEBUG is on.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

SAMPLES = Path(__file__).parent / "data" / "gallery.json"


class SampleFilterForm(forms.Form):
    q = forms.CharField(label=_("Tìm trong nội dung, mã"), required=False)
    programme = forms.ChoiceField(
        label=_("Chương trình"),
        required=False,
        choices=[("", _("Tất cả chương trình")), ("A", "Chương trình A")],
    )
    agency = forms.ChoiceField(
        label=_("Cơ quan chủ trì"),
        required=False,
        choices=[("", _("Tất cả cơ quan")), ("A", "Sở A")],
    )


class SampleEntryForm(forms.Form):
    finished_on = forms.CharField(
        label=_("Ngày hoàn thành"),
        help_text=_("Ngày của văn bản kết quả, dạng ngày/tháng/năm"),
    )
    carried = forms.IntegerField(
        label=_("Số hồ sơ từ kỳ trước (cột 6)"),
        help_text=_("Bằng số đang giải quyết cuối kỳ trước (cột 11)"),
    )

    def clean_carried(self) -> int:
        raise forms.ValidationError(_("Cột 6 (9.000) trùng cột 4; giá trị khớp là 300"))


class SampleTable(tables.Table):
    code = tables.Column(_("Mã"), attrs={"td": {"class": "code"}})
    text = tables.Column(_("Nhiệm vụ"))
    agency = tables.Column(_("Cơ quan chủ trì"))
    received = tables.Column(_("Tiếp nhận"), attrs={"td": {"class": "r"}, "th": {"class": "r"}})

    caption = _("Ví dụ bảng")

    class Meta:
        template_name = "_components/table.html"
        attrs = {"class": "table stack"}
        empty_text = _("Không có dòng nào khớp với điều kiện lọc.")
        order_by = "code"


def samples() -> dict[str, Any]:
    """Inputs of the components by name. Read anew each time: the file is edited beside the page."""
    read: dict[str, Any] = json.loads(SAMPLES.read_text(encoding="utf-8"))
    return read


def gallery(request: HttpRequest) -> HttpResponse:
    context = samples()
    table = SampleTable(context["table_rows"])
    table.count_text = "1–3 trong 7 dòng"
    table.paginate(page=1, per_page=3)
    context |= {
        "filter": SimpleNamespace(form=SampleFilterForm(), chips=context["chips"]),
        "form": SampleEntryForm({"finished_on": "14/06/2024", "carried": "9000"}),
        "table": table,
        "empty_table": SampleTable([]),
        "page": Paginator(range(1, 117), 10).page(4),
    }
    return render(request, "gallery.html", context)


def gallery_chart(request: HttpRequest, kind: str) -> JsonResponse:
    """The JSON of a sample chart. The card named "fails" has none: its fallback can be seen."""
    charts = samples()["charts"]
    if kind not in charts:
        raise Http404(kind)
    return JsonResponse(charts[kind])


urlpatterns = [
    path("", gallery, name="gallery"),
    path("<slug:kind>.json", gallery_chart, name="gallery-chart"),
]
