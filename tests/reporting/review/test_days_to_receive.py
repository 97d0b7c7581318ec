"""By which days reports come in to a body, tier by tier: in its list and in the calendar feed of its people."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import Role
from mangnon.exchange.calendar_feed import entries_of
from mangnon.kernel import clock
from mangnon.reporting.periods.schedule import days_to_receive
from tests.reporting.factories import actor_at
from tests.reporting.review.tiered import OPENED, Tiered, tiered

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2025, 5, 1), dt.date(2025, 12, 31)


@pytest.fixture
def place() -> Tiered:
    with clock.frozen(dt.datetime.combine(OPENED, dt.time(2), dt.UTC)):
        return tiered()


def test_each_tier_comes_in_where_it_is_sent_to(place: Tiered) -> None:
    days = {tier.level: tier.send_by for tier in place.period.tiers.all()}
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        to_lead = days_to_receive(place.reviewer, first=FIRST, last=LAST)
        to_district = days_to_receive(place.officer(place.districts[0]), first=FIRST, last=LAST)
        to_commune = days_to_receive(place.officer(place.communes[0][0]), first=FIRST, last=LAST)
    assert [(due.level, due.send_by) for due in to_lead] == [
        ("district", days["district"]),
        ("", place.period.send_by),
    ]
    assert [(due.level, due.send_by) for due in to_district] == [("commune", days["commune"])]
    assert to_commune == []


def test_the_feed_tells_who_sends_and_who_receives_each_their_own_days(place: Tiered) -> None:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        district = [(entry.uid.split("-")[0], entry.summary) for entry in entries_of(place.officer(place.districts[0]))]
        commune = [entry.summary for entry in entries_of(place.officer(place.communes[0][0]))]
        lead = entries_of(actor_at(place.lead, Role.PROVINCIAL_LEAD))
    assert any("Hạn nhận báo cáo" in words and "Cấp xã" in words for _, words in district)
    assert any("Hạn gửi báo cáo" in words for _, words in district)
    assert all("Hạn nhận" not in words for words in commune)
    assert len([entry for entry in lead if entry.uid.startswith("nhan-bao-cao-")]) == 2
    assert len({entry.uid for entry in lead}) == len(lead)
