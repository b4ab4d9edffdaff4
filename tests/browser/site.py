"""The browser, the server, and the readers who use them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from reporting.provenance import forget

#: Large enough that every list of the demonstration has rows, small enough for a second.
SCALE = 400

#: The readers of the demonstration that the tests need, by role.
USERS = {
    "member": "uyvien",
    "secretariat": "thuongtruc",
    "office": "kiemsoat",
    "clerk": "congchuc.xaydung",
    "administrator": "quantri",
}

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: English, so that a page in Vietnamese owes it to the site; the hour of the office.
HABITS: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Asia/Ho_Chi_Minh"}


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def without_chromium(*, in_ci: bool) -> NoReturn:
    """CI installs a browser, so there its absence is a failure."""
    reason = "needs Chromium: sudo apt install chromium"
    if in_ci:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def chromium() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        without_chromium(in_ci=bool(os.environ.get("CI")))
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class KeptFiles(StaticFilesHandler):
    """Style sheets and scripts that the browser asks for once, as from a real server."""

    def serve(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().serve(request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response


@contextmanager
def demonstration(logins: Path) -> Iterator[str]:
    """The address of a server with the small province; afterwards the database is empty again."""
    name = str(connection.settings_dict["NAME"])
    assert name.startswith("test_"), f"{name} is no test database: it would be emptied"
    call_command("load_demo", scale=SCALE, logins=logins, verbosity=0, stdout=StringIO())
    server = LiveServerThread("127.0.0.1", static_handler=KeptFiles)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    try:
        if server.error:
            raise server.error
        yield f"http://{server.host}:{server.port}"
    finally:
        server.terminate()
        call_command("flush", interactive=False, verbosity=0)
        forget()
        connection.close()  # one more than Django knows of: under an event loop it opens another


class Site:
    """Opens pages as one of ``USERS``, or as nobody. A context is a browser of one's own.

    A test may read rows, but whatever it writes stays in a transaction that the server never sees.
    """

    def __init__(self, browser: Browser, url: str, logins: Path) -> None:
        self.browser = browser
        self.url = url
        people = json.loads(logins.read_text(encoding="utf-8"))
        self.passwords = {one["username"]: one["password"] for one in people}
        self._contexts: dict[str | None, BrowserContext] = {}
        self._states: dict[str, StorageState] = {}

    def log_in(self, page: Page, role: str) -> None:
        """Through the form, as everybody does."""
        page.goto("/login/")
        page.fill("#id_username", USERS[role])
        page.fill("#id_password", self.passwords[USERS[role]])
        page.press("#id_password", "Enter")
        page.wait_for_url("**/")

    def context(self, role: str | None = None, **options: Any) -> BrowserContext:
        """A new one, logged in as ``role``; close it."""
        if role is not None and role not in self._states:
            with self.browser.new_context(base_url=self.url, **HABITS) as context:
                self.log_in(context.new_page(), role)
                self._states[role] = context.storage_state()
        state = self._states[role] if role is not None else None
        return self.browser.new_context(base_url=self.url, storage_state=state, **HABITS | options)

    def page(self, role: str | None = None) -> Page:
        """A new page in the context that all tests share for this role; close it."""
        if role not in self._contexts:
            self._contexts[role] = self.context(role)
        return self._contexts[role].new_page()
