"""What the health address says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.jobs.services import register_worker
from mangnon.kernel import clock

NOON = dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_a_site_is_well_and_says_whether_a_worker_is_alive(client: Client) -> None:
    def told() -> dict[str, str]:
        answer = client.get(reverse("health"))
        assert answer.status_code == 200
        return answer.json()  # type: ignore[no-any-return]

    with clock.actual_frozen(NOON):
        assert told() == {"status": "ok", "worker": "none"}
        register_worker(name="một")
        assert told() == {"status": "ok", "worker": "alive"}
    with clock.actual_frozen(NOON + dt.timedelta(minutes=5)):
        assert told() == {"status": "ok", "worker": "none"}
