"""The settings of the tests, with the files where the benchmark keeps them."""

from __future__ import annotations

import os

from reform_site.settings.test import *  # noqa: F403 -- settings are layered this way

MEDIA_ROOT = os.environ["MEDIA_ROOT"]
