"""A made-up world to count in."""

from __future__ import annotations

import pytest

from tests.indicators import made


@pytest.fixture
def world(db: None) -> made.World:
    """Two provinces, communes of two days, the delivered dictionary."""
    return made.world()
