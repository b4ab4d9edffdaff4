"""What stands behind the question mark of each address, and how to see which names are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django_filters
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.test.client import ClientHandler

from agencies.models import User
from tests.isolation.addresses import Address
from tests.isolation.world import OUR_APPS, TYPED, Other, our_models

Query = dict[str, Any]

#: Somebody went through all that stands behind the question mark, under whatever name: the
#: screens of the admin, to filter by it; our pages, to carry it on in a form.
ANY = "*"


class NotedQuery(QueryDict):
    """``request.GET`` that notes in ``names`` what is read from it, and from copies of it."""

    names: set[str] | None = None

    def _note(self, name: str) -> None:
        if self.names is not None:
            self.names.add(name)

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> list[Any]:  # type: ignore[override]
        self._note(key)
        return super().getlist(key, default)

    def items(self) -> Any:
        self._note(ANY)
        return [(key, super(NotedQuery, self).__getitem__(key)) for key in self]

    def lists(self) -> Any:
        self._note(ANY)
        return super().lists()

    def urlencode(self, safe: str | None = None) -> str:
        """Carried on in a link, not read."""
        kept, self.names = self.names, None
        try:
            return super().urlencode(safe)
        finally:
            self.names = kept

    def __deepcopy__(self, memo: Any) -> Any:
        kept, self.names = self.names, None
        try:
            copied = super().__deepcopy__(memo)
        finally:
            self.names = kept
        copied.names = kept
        return copied


class NotingHandler(ClientHandler):
    """Tells in ``names`` what the last request read."""

    names: set[str]

    def get_response(self, request: HttpRequest) -> Any:
        self.names = set()
        noted = NotedQuery(request.META["QUERY_STRING"])
        noted.names = self.names
        request.GET = noted
        return super().get_response(request)


def broad(address: Address, other: Other) -> list[Query]:
    """Everything that the page may know at once: more than one name may open a door."""
    if address.name == "autocomplete":
        return []
    return [everything(address, other), everything(address, other, by_key=True)]


def narrow(address: Address, other: Other, read: set[str]) -> list[Query]:
    """Each thing alone; of the names that the page was seen to ``read``."""
    if address.name == "autocomplete":
        return list(_every_field())
    asked: list[Query] = []
    if not address.names:
        names = set(parameters(address)) if address.model else read - {ANY}
        asked += [{name: _values(name, other)[0]} for name in sorted(names)]
        asked += [{"export": "xlsx"}] if "export" in names else []
    if address.model is not None and address.name.endswith("_changelist"):
        asked += [{"q": TYPED, "all": ""}, {"_facets": "True"}, {"_popup": "1", "_to_field": "id"}]
        asked += list(_lookups(address.model, other))
    if address.model is not None and address.name.endswith("_add"):
        asked += [{field.name: other.key_of(field.related_model)} for field in links(address.model)]
    return asked


def everything(address: Address, other: Other, *, by_key: bool = False) -> dict[str, Any]:
    """All parameters that the page may know at once, by code or by key."""
    place = -1 if by_key else 0
    return {name: _values(name, other)[place] for name in parameters(address)}


def _values(name: str, other: Other) -> list[str]:
    if name == "export":
        return ["csv", "xlsx"]
    if name in ("q", "search", "text", "code"):
        return [TYPED]
    return [other.codes[1], str(other.key_of(apps.get_model("agencies", "agency")))]


def parameters(address: Address) -> list[str]:
    """The names that the view's package reads from the address: found in its source."""
    if address.is_entry and address.model is not None:
        screen = admin.site._registry[address.model]
        request = RequestFactory().get("/")
        request.user = User(is_superuser=True)
        filters = [each for each in screen.get_list_filter(request) if isinstance(each, type)]
        return [each.parameter_name for each in filters]
    names = _read_names(address.app) | {"q", "agency", "next", "page"}
    return sorted(names)


_names: dict[str, set[str]] = {}


def _read_names(app: str) -> set[str]:
    if app not in OUR_APPS and app != "reform_site":
        return set()
    if app not in _names:
        source = "\n".join(
            path.read_text(encoding="utf-8")
            for package in {app, "reporting"}
            for path in Path(settings.BASE_DIR, package).rglob("*.py")
        )
        found = set(re.findall(r"""GET(?:\.get|\.getlist)?[(\[]\s*["'](\w+)""", source))
        _names[app] = found | {"period", "as_of"} | _filter_names(app)
    return _names[app]


def _filter_names(app: str) -> set[str]:
    kinds = list(django_filters.FilterSet.__subclasses__())
    names: set[str] = set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.partition(".")[0] in (app, "reporting"):
            names |= set(kind.base_filters)
    return names


def links(model: type[Model]) -> list[Any]:
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [field for field in fields if field.related_model in our_models()]


def _lookups(model: type[Model], other: Other) -> Iterator[dict[str, Any]]:
    for field in links(model):
        key = other.key_of(field.related_model)
        yield {f"{field.name}__id__exact": key}
        yield {f"{field.name}__code": other.codes[1]}
        yield {f"{field.name}__in": f"{key},{key}"}
    yield {"id": other.key_of(model)}
    yield {"pk__in": other.key_of(model)}


def _every_field() -> Iterator[dict[str, Any]]:
    for model in (*our_models(with_links=True), *apps.get_app_config("admin").get_models()):
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation:
                source = {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                }
                yield source
                if field.concrete and field.related_model in admin.site._registry:
                    yield source | {"term": TYPED}
