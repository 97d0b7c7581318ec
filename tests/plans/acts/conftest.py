"""Who acts, and on what."""

from __future__ import annotations

import pytest

from mangnon.accounts.public import Actor, Role
from mangnon.plans.models import (
    Plan,
)
from tests.plans import made


@pytest.fixture
def officer(plan: Plan) -> Actor:
    return made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
