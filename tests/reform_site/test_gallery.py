"""The gallery shows every component, and its charts answer in the form that the scripts draw."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.urls import include, path

from reform_site import gallery

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = {file.name for file in (TEMPLATES / "_components").glob("*.html")}

urlpatterns = [
    path("", gallery.gallery, name="front"),
    path("gallery/", include(gallery.urlpatterns)),
]


def included(template: Path) -> set[str]:
    html = template.read_text(encoding="utf-8")
    return set(re.findall(r'"_components/([a-z0-9_]+\.html)"', html))


def test_gallery_shows_every_component():
    pages = [TEMPLATES / "gallery.html", *(TEMPLATES / "_partials/gallery").glob("*.html")]
    shown = set().union(*map(included, pages)) | {
        gallery.SampleTable.Meta.template_name.split("/")[1]
    }
    parts = set().union(*(included(TEMPLATES / "_components" / name) for name in shown))

    assert COMPONENTS - shown - parts == set()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_gallery_renders_without_a_reader():
    request = RequestFactory().get("/gallery/")
    request.user = AnonymousUser()

    html = gallery.gallery(request).content.decode()

    assert html.count("<figure") == 6
    assert html.count('class="fig"') == 3


@pytest.mark.parametrize("kind", sorted(gallery.samples()["charts"]))
def test_sample_charts_have_one_value_per_label(kind):
    answer = json.loads(gallery.gallery_chart(RequestFactory().get("/"), kind).content)

    lengths = {len(one["data"]) for one in answer["data"]["datasets"]}
    assert lengths == {len(answer["data"]["labels"])}


def test_gallery_has_no_chart_for_the_card_that_fails():
    with pytest.raises(Http404):
        gallery.gallery_chart(RequestFactory().get("/"), "fails")
