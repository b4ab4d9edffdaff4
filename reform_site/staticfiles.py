"""Single files out of ``node_modules``: the browser gets these and nothing else of a package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage, Storage

NODE_MODULES = settings.BASE_DIR / "node_modules"
FONT = "@fontsource-variable/source-sans-3/files/source-sans-3"
PICKED = {
    "vendor/chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "vendor/chart.umd.min.js.map": "chart.js/dist/chart.umd.min.js.map",  # named in the script
    "vendor/source-sans-3-latin-wght-normal.woff2": f"{FONT}-latin-wght-normal.woff2",
    "vendor/source-sans-3-vietnamese-wght-normal.woff2": f"{FONT}-vietnamese-wght-normal.woff2",
}


class _PickedStorage(FileSystemStorage):
    """Opens a picked file under the name that it has on the site."""

    def path(self, name: str) -> str:
        return str(NODE_MODULES / PICKED[name])


class NodeModulesFinder(BaseFinder):
    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.storage = _PickedStorage(location=NODE_MODULES)

    def check(self, **kwargs: object) -> list[CheckMessage]:
        missing = [name for name in PICKED.values() if not (NODE_MODULES / name).is_file()]
        if not missing:
            return []
        return [
            CheckWarning(
                f"Thiếu {missing[0]} trong node_modules. / {missing[0]} is not in node_modules.",
                hint="npm ci",
                id="reform_site.W001",
            )
        ]

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> list[str] | str | None:
        source = NODE_MODULES / PICKED[path] if path in PICKED else None
        found = [str(source)] if source and source.is_file() else []
        # Django joins the answers of all finders, and None would be one.
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in PICKED:
            yield name, self.storage
