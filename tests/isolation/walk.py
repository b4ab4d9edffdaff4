"""The requests of the walk, and what counts as a leak."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote_plus, urlencode

from django.db import connection, transaction
from django.test import Client

from agencies.models import User
from tests.isolation.addresses import Address, all_addresses
from tests.isolation.forms import hostile_posts
from tests.isolation.queries import NotingHandler, broad, everything, narrow
from tests.isolation.world import Other


@dataclass(frozen=True)
class Leak:
    what: str
    method: str
    url: str

    def __str__(self) -> str:
        return f"{self.what}: {self.method} {self.url}"


#: The two halves of the way, each for a worker of its own.
PARTS = ("site", "admin")


def part_of(address: Address) -> str:
    return "admin" if address.is_entry else "site"


class Walk:
    """A clerk's walk over every address. ``leaks`` goes on to the end; take the first to stop."""

    def __init__(self, clerk: User | None, other: Other, part: str = "") -> None:
        """``part`` is one of ``PARTS``, for half of the way; without it all addresses."""
        self.other = other
        self.addresses = [one for one in all_addresses() if part in ("", part_of(one))]
        self.clerk = clerk
        self.client = Client(raise_request_exception=False)
        self.handler = self.client.handler = NotingHandler(enforce_csrf_checks=False)
        if clerk is not None:
            self.client.force_login(clerk, backend="agencies.auth.RoleBackend")
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}
        self.before = other.snapshot()

    def leaks(self) -> Iterator[Leak]:
        yield from self.reads()
        yield from self.writes()

    def reads(self) -> Iterator[Leak]:
        """Each address as it is, then with everything that may stand behind the question mark.

        What reads nothing there answers the same whatever stands there: it is asked once.
        """
        read: dict[str, set[str]] = {}
        for address in self.addresses:
            for path in address.paths(self.other):
                yield from self.ask("GET", path, {})
                read[path] = self.handler.names
        for address in self.addresses:
            for path in address.paths(self.other):
                yield from self.asks(address, path, read[path])

    def asks(self, address: Address, path: str, read: set[str]) -> Iterator[Leak]:
        """``path`` with questions; ``read`` are the names that it reads when there are none."""
        for query in broad(address, self.other) if read else ():
            yield from self.ask("GET", path, query)
            read |= self.handler.names
        for query in narrow(address, self.other, read) if read else ():
            yield from self.ask("GET", path, query)

    def writes(self) -> Iterator[Leak]:
        """Forms that name rows of the other agency, then every other verb on every address."""
        for address in self.addresses:
            if address.model is not None and self.clerk is not None:
                for path, data in hostile_posts(address, self.client, self.clerk, self.other):
                    yield from self.ask("POST", path, {}, data)
        for address in self.addresses:
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


#: A word of a statement that may change a row; ``FOR UPDATE`` is taken for one, too.
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CALL|DO)\b", re.IGNORECASE)


def _noting(written: list[str]) -> Any:
    """Notes the statements that may have changed a row; sessions change at every request."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.search(sql) and "django_session" not in sql:
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
