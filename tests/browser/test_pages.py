"""Every kind of page, at every width: no error, no stranger, no barrier, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.pages import PageOf, each
from tests.browser.site import without_chromium
from tests.browser.visits import WIDTHS, Visit


@each
def test_page_loads_without_errors_and_from_this_server_alone(
    page: PageOf, visit: Callable[[PageOf], Visit]
) -> None:
    seen = visit(page)

    assert (seen.status, seen.errors, seen.foreign) == (page.status, [], [])


@each
def test_page_has_no_barrier(page: PageOf, visit: Callable[[PageOf], Visit]) -> None:
    """WCAG 2.2 AA as far as axe can tell, light on a desk and dark on a phone."""
    assert visit(page).violations == []


@each
def test_page_never_scrolls_sideways(page: PageOf, visit: Callable[[PageOf], Visit]) -> None:
    assert visit(page).sideways == dict.fromkeys(WIDTHS, 0)


def test_a_missing_browser_is_skipped_here_and_fails_in_ci() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt install chromium"):
        without_chromium(in_ci=False)
    with pytest.raises(pytest.fail.Exception, match="apt install chromium"):
        without_chromium(in_ci=True)
