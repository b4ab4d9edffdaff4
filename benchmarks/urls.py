"""The site and two pages without content, which the others are compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import TemplateView, View

from reporting.pages import ReaderMixin


class Bare(ReaderMixin, View):
    """Who asks, and whether that person may: nothing else."""

    permission_required = "tasks.view_task"

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("<!doctype html><title>–</title>")


class Empty(ReaderMixin, TemplateView):
    """A page of the site, head to foot, with nothing on it."""

    permission_required = "tasks.view_task"
    template_name = "base.html"


urlpatterns = [
    path("benchmark/bare/", Bare.as_view()),
    path("benchmark/empty/", Empty.as_view()),
    path("", include("reform_site.urls")),
]
