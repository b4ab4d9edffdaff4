"""A province with dossiers at three levels."""

from __future__ import annotations

import pytest

from tests.dossiers.pages_world import Province


@pytest.fixture
def province(db: None) -> Province:
    """Three levels with random dossiers around the period."""
    return Province.create(seed=20240614, dossiers=240)
