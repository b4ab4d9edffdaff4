"""What every test gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("suite", derandomize=True, max_examples=50, deadline=None)
hypothesis_settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    """Uploaded files of one test stay with that test."""
    settings.MEDIA_ROOT = tmp_path / "media"
