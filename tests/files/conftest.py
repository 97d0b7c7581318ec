"""A store of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def store_root(tmp_path: Path, settings: Any) -> Path:
    """An empty store, with no room kept free."""
    place = tmp_path / "kho"
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": place}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.FILES = {**settings.FILES, "reserve_bytes": 0}
    return place
