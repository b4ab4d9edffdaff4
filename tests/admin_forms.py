"""What a browser would send back from the form on an entry screen."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

NOT_SENT = {"submit", "button", "image", "reset", "file"}


class _Fields(HTMLParser):
    """Names and values of the form whose id ends in ``_form``, as HTML says they are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.inside = False
        self.select: str | None = None
        self.many = False
        self.area: str | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        at = dict(pairs)
        if tag == "form":
            self.inside = (at.get("id") or "").endswith("_form")
        if not self.inside:
            return
        name = at.get("name")
        if tag == "select" and name:
            self.select, self.many = name, "multiple" in at
            self.data[name] = [] if self.many else ""
        elif tag == "option" and self.select and "selected" in at:
            value = at.get("value") or ""
            self.data[self.select] = [*self.data[self.select], value] if self.many else value
        elif tag == "textarea" and name:
            self.area = name
            self.data[name] = ""
        elif tag == "input" and name and _is_sent(at):
            self._add(name, at.get("value") or "")

    def _add(self, name: str, value: str) -> None:
        """Fields of the same name are sent one after the other."""
        if name not in self.data:
            self.data[name] = value
        elif isinstance(self.data[name], list):
            self.data[name].append(value)
        else:
            self.data[name] = [self.data[name], value]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            # A browser drops the line break that the template puts before the text.
            self.data[self.area] = self.data[self.area].removeprefix("\n")
            self.area = None


def _is_sent(at: dict[str, str | None]) -> bool:
    kind = at.get("type", "text")
    return kind not in NOT_SENT and (kind not in ("checkbox", "radio") or "checked" in at)


def posted(response: Any, **changes: Any) -> dict[str, Any]:
    """The form on the page of ``response`` with ``changes`` typed into it; None drops a value."""
    fields = _Fields()
    fields.feed(response.content.decode())
    data = {n: v for n, v in fields.data.items() if "__prefix__" not in n} | changes
    return {name: value for name, value in data.items() if value is not None}


def save(client: Client, url: str, **changes: Any) -> Any:
    """Opens the form at ``url``, types ``changes``, saves; the answer to the save."""
    return client.post(url, posted(client.get(url), **changes))
