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
        item.add_marker(pytest.mark.no_cover)  # as with the walks: opening a page asserts little
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
    """``open_page("/tasks/", "member")``.

    Nobody, and whoever comes with options of Playwright for a context (``viewport``,
    ``java_script_enabled``), gets a browser of one's own; the others share one per role.
    """
    opened: list[Page | BrowserContext] = []

    def open_as(path: str, role: str | None = None, **options: Any) -> Page:
        if role is None or options:
            context = site.context(role, **options)
            page = context.new_page()
            opened.append(context)
        else:
            page = site.page(role)
            opened.append(page)
        page.set_default_timeout(15_000)
        page.goto(path)
        return page

    yield open_as
    for one in opened:
        one.close()
