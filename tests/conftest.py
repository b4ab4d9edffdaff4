"""What every test gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("suite", derandomize=True, max_examples=50, deadline=None)
hypothesis_settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    """Uploaded files of one test stay with that test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _cache() -> None:
    """No test sees what another has cached."""
    cache.clear()
