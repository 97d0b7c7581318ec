"""A plan under way for every page."""

from __future__ import annotations

import pytest

from tests.reporting.factories import Scene, scene


@pytest.fixture
def plan() -> Scene:
    return scene()
