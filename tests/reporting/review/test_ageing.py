"""What waits, with whom and for how long: the rule, the selector, its page and its file."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.kernel.working_days import WorkingDays
from mangnon.reporting.review.ageing import waiting, waiting_by_body
from mangnon.reporting.review.amending import start_amendment
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.rules.ageing import Instants, since_when, working_days_waited
from mangnon.reporting.terms import WaitState
from tests.reporting.factories import user_at
from tests.reporting.review.tiered import OPENED, Tiered, tiered

_DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@given(_DAYS, _DAYS, st.frozensets(_DAYS, max_size=20))
def test_working_days_waited_are_counted_one_by_one_and_never_negative(
    since: dt.date, today: dt.date, off: frozenset[dt.date]
) -> None:
    calendar = WorkingDays(off=off)
    one_by_one = sum(1 for day in calendar.between(since, today) if day > since)
    assert working_days_waited(since, today, calendar) == one_by_one


def test_a_step_never_begins_before_its_period_however_clocks_differ() -> None:
    opened = dt.datetime(2025, 5, 5, 8, tzinfo=dt.UTC)
    early = opened - dt.timedelta(hours=3)
    assert since_when("submitted", Instants(opened, submitted=early)) == opened
    later = opened + dt.timedelta(days=2)
    assert since_when("submitted", Instants(opened, submitted=later)) == later
    assert since_when("not_started", Instants(opened)) == opened


@pytest.fixture
def place() -> Tiered:
    with clock.frozen(_at(OPENED)):
        return tiered()


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(3), dt.UTC)


def _by_agency(found: list[object]) -> dict[str, object]:
    return {item.agency.code: item for item in found}  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_each_step_says_since_when_with_whom_and_how_long(place: Tiered) -> None:
    first, second = place.communes[0]
    district = place.districts[0]
    with clock.frozen(_at(dt.date(2025, 5, 9))):  # a Friday
        sent = place.send(first)
        place.write(second)
        done = place.accept(place.send(place.department))
    with clock.frozen(_at(dt.date(2025, 5, 13))):
        found = {item.agency.pk: item for item in waiting(place.reviewer)}
        item = found[first.pk]
        assert (item.state, item.since, item.days) == (WaitState.SUBMITTED, dt.date(2025, 5, 9), 2)
        assert item.with_whom == (district,)
        assert not item.is_late
        assert found[second.pk].state == WaitState.WRITING
        assert found[second.pk].with_whom == (second,)
        assert found[district.pk].state == WaitState.NOT_STARTED
        assert found[district.pk].since == OPENED
        assert place.department.pk not in found
        assert [each.agency for each in waiting(place.reviewer, with_agency=district.pk)] == [district, first]
        return_report(
            actor=place.officer(district), report_id=sent.pk, reason="Thiếu số", resubmit_by=dt.date(2025, 5, 15)
        )
        start_amendment(actor=place.officer(place.department), report_id=done.pk, reason="Sửa số")
    with clock.frozen(_at(dt.date(2025, 5, 16))):
        found = {item.agency.pk: item for item in waiting(place.reviewer)}
        item = found[first.pk]
        assert (item.state, item.days, item.due_on) == (WaitState.RETURNED, 3, dt.date(2025, 5, 15))
        assert item.is_late
        assert found[place.department.pk].state == WaitState.AMENDING
        counts = {each.agency.pk: each for each in waiting_by_body(list(found.values()))}
        assert counts[district.pk].count == 1
        ages = [item.since for item in waiting(place.reviewer)]
        assert ages == sorted(ages)


@pytest.mark.django_db
def test_what_waits_costs_the_same_for_few_and_for_many(place: Tiered, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with clock.frozen(_at(dt.date(2025, 5, 9))):
        place.send(place.communes[0][0])
        with CaptureQueriesContext(
            connection,
        ) as few:
            waiting(place.reviewer, with_agency=None)
        for row in place.communes:
            for commune in row:
                if commune != place.communes[0][0]:
                    place.send(commune)
        actor = place.reviewer
        with CaptureQueriesContext(connection) as many:
            waiting(actor)
    assert len(many) <= len(few)


@pytest.mark.django_db
def test_the_page_filters_sorts_and_goes_out_as_a_file(place: Tiered, client: Client) -> None:
    with clock.frozen(_at(dt.date(2025, 5, 9))):
        place.send(place.communes[0][0])
    with clock.frozen(_at(dt.date(2025, 5, 20))):
        client.force_login(user_at(place.districts[0], Role.LOCAL_OFFICER))
        page = client.get("/bao-cao/dang-cho/?" + urlencode({"o": "toi", "buoc": "cho-xem-xet"}))
        text = " ".join(page.content.decode().split())
        assert page.status_code == 200
        assert "xã Mẫu 1.1" in text
        assert "xã Mẫu 1.2" not in text
        assert "1 trên" in text
        answer = client.get("/bao-cao/dang-cho/?o=toi&tep=du-lieu")
        assert answer["Content-Type"].startswith("text/csv")
        assert "xã Mẫu 1.1" in answer.content.decode("utf-8-sig")
        assert client.get("/bao-cao/dang-cho/?tuoi=abc&ky=99999999999&o=..&buoc=1").status_code == 200


@pytest.mark.django_db
def test_the_district_sees_what_is_below_names_what_is_missing_and_the_page_says_why_it_is_locked(
    place: Tiered, client: Client
) -> None:
    district, (first, second) = place.districts[0], place.communes[0]
    base = f"/bao-cao/{place.regime.code}/{place.period.code}/"
    with clock.frozen(_at(dt.date(2025, 5, 20))):
        place.accept(place.send(first))
        place.send(district)
        client.force_login(user_at(place.lead, Role.PROVINCIAL_LEAD))
        text = " ".join(client.get(f"{base}{district.code}/").content.decode().split())
        assert "Còn 1 báo cáo cấp dưới chưa được chấp nhận" in text
        assert "disabled" in text
        refused = client.post(f"{base}{district.code}/chap-nhan/", {"version": "1"})
        assert refused.status_code == 422
        assert client.post(f"{base}{second.code}/neu-ly-do-thieu/", {"reason": "disaster"}).status_code == 403

        client.force_login(user_at(district, Role.LOCAL_OFFICER))
        assert "Nêu lý do thiếu" in client.get(f"{base}{district.code}/").content.decode()
        wrong = client.post(f"{base}{second.code}/neu-ly-do-thieu/", {"reason": "other", "words": ""})
        assert wrong.status_code == 422
        assert "phải ghi rõ lý do" in wrong.content.decode()
        answer = client.post(f"{base}{second.code}/neu-ly-do-thieu/", {"reason": "disaster", "words": "Sạt lở"})
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/{district.code}/")

        client.force_login(user_at(place.lead, Role.PROVINCIAL_LEAD))
        assert client.post(f"{base}{district.code}/chap-nhan/", {"version": "1"}).status_code == 302
        client.force_login(user_at(first, Role.LOCAL_OFFICER))
        locked = " ".join(client.get(f"{base}{first.code}/").content.decode().split())
        assert "cần lập bản sửa đổi trước" in locked
        assert "Mở bản sửa đổi" not in locked
