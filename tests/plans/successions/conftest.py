"""A body that is to be divided."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.plans.models import Plan
from tests.plans import events
from tests.plans.events import MARCH

BEFORE = dt.date(2025, 2, 20)


@pytest.fixture
def split(plan: Plan) -> Any:
    """Sở Y tế (leads I.1 and I.3, coordinates I.2) is to be split into two by function."""
    events.carries("SO_YT", "child_affairs", "labour")
    for code in ("SO_MOT", "SO_HAI"):
        events.body(code, valid_from=MARCH)
    Plan.objects.update(function="")
    plan.directive.title = "Thực hiện hoạt động mẫu"
    plan.directive.save()
    plan.tasks.update(text="Hoạt động mẫu trên địa bàn.")
    return lambda: events.event([("SO_YT", "SO_MOT", "child_affairs"), ("SO_YT", "SO_HAI", "labour")], kind="split")
