"""``pytest -n``: which tests stay together in one worker.

Each worker has a database and, once it comes to the browser tests, a server and a browser of its
own. A file stays whole, because some load a province once for all their tests.
"""

from __future__ import annotations

import re
from typing import Any

from xdist.scheduler import LoadScopeScheduling

#: Minutes long and without anything shared: each test for itself.
_ALONE = ("tests/test_isolation.py", "tests/test_restricted.py")

#: Server and browser serve a whole worker, but what one page showed is asked for many times:
#: ``tests/browser/test_pages.py::test_page_has_no_barrier[front]``.
_BROWSER = re.compile(r"tests/browser/\w+\.py::\w+(?:\[(?P<page>.+)\])?")


def together(nodeid: str) -> str:
    """Tests of which this is the same run one after the other in one worker."""
    if found := _BROWSER.fullmatch(nodeid):
        return found["page"] or nodeid
    path = nodeid.partition("::")[0]
    return nodeid if path in _ALONE else path


class Scheduling(LoadScopeScheduling):
    """Hands out groups in the order of the collection, in which the browser tests come last."""

    def __init__(self, config: Any, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)
