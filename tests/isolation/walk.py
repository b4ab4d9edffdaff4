"""The requests of the walk, and what counts as a leak."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

import django_filters
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, RequestFactory

from agencies.models import User
from tests.isolation.addresses import Address, all_addresses
from tests.isolation.forms import hostile_posts
from tests.isolation.world import OUR_APPS, TYPED, Other, our_models


@dataclass(frozen=True)
class Leak:
    what: str
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.what}: {self.method} {self.url}"


class Walk:
    """A clerk's walk over every address. ``leaks`` goes on to the end; take the first to stop."""

    def __init__(self, clerk: User | None, other: Other) -> None:
        self.other = other
        self.clerk = clerk
        self.client = Client(raise_request_exception=False)
        if clerk is not None:
            self.client.force_login(clerk, backend="agencies.auth.RoleBackend")
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}
        self.before = other.snapshot()

    def leaks(self) -> Iterator[Leak]:
        yield from self.reads()
        yield from self.writes()

    def reads(self) -> Iterator[Leak]:
        """Each address as it is, then with everything that may stand behind the question mark."""
        addresses = all_addresses()
        for first in (True, False):
            for address in addresses:
                asked = queries(address, self.other)
                for path in address.paths(self.other):
                    for query in asked[:1] if first else asked[1:]:
                        yield from self.ask("GET", path, query)

    def writes(self) -> Iterator[Leak]:
        """Forms that name rows of the other agency, then every other verb on every address."""
        addresses = all_addresses()
        for address in addresses:
            if address.model is not None and self.clerk is not None:
                for path, data in hostile_posts(address, self.client, self.clerk, self.other):
                    yield from self.ask("POST", path, {}, data)
        for address in addresses:
            asked = everything(address, self.other)
            for number, path in enumerate(address.paths(self.other)):
                for method in ("POST", "PUT", "DELETE"):
                    for query in ({}, asked) if number == 0 else ({},):
                        yield from self.ask(method, path, query, asked | {"post": "yes"})

    def ask(
        self, method: str, path: str, query: dict[str, Any], data: dict[str, Any] | None = None
    ) -> Iterator[Leak]:
        """One request, undone afterwards; yields what it gave away or moved."""
        self.client.cookies = SimpleCookie(self.cookies)
        url = f"{path}?{urlencode(query, doseq=True)}" if query else path
        written: list[str] = []
        with transaction.atomic(), connection.execute_wrapper(_noting(written)):
            if method == "GET":
                response = self.client.get(url)
            elif method == "POST":
                response = self.client.post(url, data)
            else:
                body = urlencode(data or {}, doseq=True)
                kind = "application/x-www-form-urlencoded"
                response = self.client.generic(method, url, body, content_type=kind)
            yield from self.judged(method, url, data, response)
            if written and self.other.snapshot() != self.before:
                yield Leak("moves a row of the other agency", method, url)
            transaction.set_rollback(True)

    def judged(self, method: str, url: str, data: Any, response: Any) -> Iterator[Leak]:
        if response.status_code >= 500 and response.status_code != 503:
            error = response.exc_info[1] if getattr(response, "exc_info", None) else ""
            yield Leak(f"answers {response.status_code} {error!r}", method, url)
            return
        text = said(response)
        asked = f"{unquote_plus(url)} {data}".casefold()
        for secret in self.other.secrets:
            if secret.casefold() not in asked and secret.casefold() in text:
                yield Leak(f"tells {secret!r}", method, url)


def _noting(written: list[str]) -> Any:
    """Notes the statements that may have changed a row; sessions change at every request."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        is_read = sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"))
        if not is_read and "django_session" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    return note


def said(response: Any) -> str:
    """Body and headers of a response as text; workbooks unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{unquote_plus(heads)}\n{body.decode('utf-8', 'ignore')}".casefold()


# What stands behind the question mark -------------------------------------------------------------


def queries(address: Address, other: Other) -> list[dict[str, Any]]:
    if address.name == "autocomplete":
        return list(_every_field())
    asked = [{}, everything(address, other), everything(address, other, by_key=True)]
    if not address.names:
        asked += [{name: _values(name, other)[0]} for name in parameters(address)]
        asked += [{"export": kind} for kind in ("xlsx",) if "export" in parameters(address)]
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
