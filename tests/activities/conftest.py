"""A plan under way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.activities import made


@pytest.fixture
def scene(db: None, tmp_path: Path, settings: Any) -> made.Scene:
    """Bodies, people, a plan, and a store for files."""
    made.store_at(tmp_path / "kho", settings)
    return made.scene()
