"""One browser, one server and one province for the whole package, after all other tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.site import Site, chromium, demonstration
from tests.browser.visits import Visit, Visits

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last, in one block: the rows of the province are committed, and other tests expect none."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db)
    items[:] = [item for item in items if item not in set(ours)] + ours


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(
    _browser: Browser,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    logins = tmp_path_factory.mktemp("demo") / "logins.json"
    with django_db_blocker.unblock(), demonstration(logins) as url:
        yield Site(_browser, url, logins)
        for context in _browser.contexts:
            context.close()


@pytest.fixture(scope="session")
def visits(site: Site) -> Visits:
    return Visits(site)


@pytest.fixture
def visit(visits: Visits) -> Callable[..., Visit]:
    return visits.visit


@pytest.fixture
def open_page(site: Site) -> Iterator[Callable[..., Page]]:
    """``open_page("/tasks/", "member")``: a page with nothing remembered from other tests.

    Further options are Playwright's, for the context: ``viewport``, ``java_script_enabled``.
    """
    contexts: list[BrowserContext] = []

    def open_as(path: str, role: str | None = None, **options: Any) -> Page:
        contexts.append(site.context(role, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
