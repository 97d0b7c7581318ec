"""One made-up world for the interface."""

from __future__ import annotations

import pytest

from tests.journeys.provinces import World, world


@pytest.fixture
def scene(db: None) -> World:
    """The first province with a plan under way, and the other beside it."""
    return world()
