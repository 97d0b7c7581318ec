"""Bodies of the tiers that are merged or divided in the middle of a period: who owes, by when, to whom, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.duties.rising import receivers_of, rising_in
from mangnon.reporting.errors import ListFrozen, NotComplete
from mangnon.reporting.models import ExpectedReport
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.listing import add_reporter, exempt_report
from mangnon.reporting.periods.rescheduling import move_dates
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.selectors import reports_to_review
from mangnon.territory.models import Unit
from tests.reporting import reorganised
from tests.reporting.factories import PROVINCE
from tests.reporting.review.tiered import OPENED, Tiered, tiered

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)
JUNE = dt.date(2025, 6, 1)  # before the cut-off of 12/06
BEYOND = dt.date(2025, 6, 15)


@pytest.fixture
def place() -> Tiered:
    with clock.frozen(dt.datetime.combine(OPENED, dt.time(2), dt.UTC)):
        return tiered()


@pytest.fixture(autouse=True)
def _now() -> object:
    with clock.frozen(NOW):
        yield


def _new(place: Tiered, code: str, name: str, level: str, *, within: Unit | None = None) -> Agency:
    parent = within or Unit.objects.get(code=PROVINCE)
    unit = Unit.objects.create(code=code, name=name, level=level, kind="Đơn vị", parent=parent, valid_from=JUNE)
    made = reorganised.new_body(
        f"UBND.{code}", f"Ủy ban nhân dân {name}", territory=unit, kind="peoples_committee", level=level
    )
    Agency.objects.filter(pk=made.pk).update(code=f"{PROVINCE}.UBND.{code}")
    made.refresh_from_db()
    return made


def _owing(place: Tiered) -> dict[int, ExpectedReport]:
    return {row.agency_id: row for row in ExpectedReport.objects.owed().filter(period=place.period)}


def test_communes_of_merged_districts_send_to_the_new_district(place: Tiered) -> None:
    first = place.communes[0][0]
    report = place.send(first)
    heir = _new(place, "909", "huyện Mẫu Lớn", "district")
    old = place.districts
    reorganised.apply(reorganised.event("merge", JUNE, *((each, heir, "") for each in old)))
    rows = _owing(place)
    assert heir.pk in rows
    assert not {each.pk for each in old} & rows.keys()
    assert (rows[heir.pk].reason_code, rows[heir.pk].tier) == ("took_over", "district")
    assert rows[heir.pk].send_by == place.period.tiers.get(level="district").send_by
    rising = rising_in([place.period])
    below = {row.agency_id for row in rising.children_of(place.period.pk, heir.pk)}
    assert below == {each.pk for row in place.communes for each in row}
    with clock.frozen(dt.datetime(2025, 6, 2, 3, tzinfo=dt.UTC)):
        assert list(reports_to_review(place.officer(heir))) == [report]
        with pytest.raises(NotAllowed):
            accept_report(actor=place.reviewer, report_id=report.pk)
        accept_report(actor=place.officer(heir), report_id=report.pk)
        high = place.send(heir)
        with pytest.raises(NotComplete, match=r"Còn 3 báo cáo cấp dưới"):
            accept_report(actor=place.reviewer, report_id=high.pk)


def test_communes_of_a_divided_district_send_to_the_recipient_and_nobody_is_guessed(place: Tiered) -> None:
    one, other = (_new(place, f"90{n}", f"huyện Mẫu {n}", "district") for n in (7, 8))
    reorganised.apply(reorganised.event("split", JUNE, *((place.districts[0], each, "") for each in (one, other))))
    for commune in place.communes[0]:
        assert receivers_of(place.period, commune.pk, on=JUNE) == (place.lead,)
    assert receivers_of(place.period, place.communes[1][0].pk, on=JUNE) == (place.districts[1],)


def test_merged_communes_owe_one_report_by_the_day_of_their_tier_to_the_same_district(place: Tiered) -> None:
    gone = place.communes[0]
    heir = _new(place, "90199", "xã Mẫu Mới", "commune", within=place.districts[0].territory)
    place.write(gone[0], "Đã làm ở xã cũ.")
    reorganised.apply(reorganised.event("merge", JUNE, *((each, heir, "") for each in gone)))
    rows = _owing(place)
    assert (rows[heir.pk].reason_code, rows[heir.pk].tier) == ("took_over", "commune")
    assert rows[heir.pk].send_by == place.period.tiers.get(level="commune").send_by
    assert not {each.pk for each in gone} & rows.keys()
    ended = ExpectedReport.objects.get(period=place.period, agency=gone[0])
    assert heir.name in ended.end_reason
    rising = rising_in([place.period])
    assert [row.agency for row in rising.children_of(place.period.pk, place.districts[0].pk)] == [heir]
    state = board(place.reviewer, place.period)
    assert heir in [row.agency for row in state.rows]
    assert len(state.rows) == 1 + 2 + 1 + 2


def test_a_merger_of_mergers_still_takes_in_what_was_below(place: Tiered) -> None:
    heir = _new(place, "908", "huyện Mẫu Tám", "district")
    last = _new(place, "909", "huyện Mẫu Chín", "district")
    reorganised.apply(reorganised.event("merge", JUNE, (place.districts[0], heir, "")))
    reorganised.apply(reorganised.event("merge", JUNE + dt.timedelta(days=3), (heir, last, "")))
    rising = rising_in([place.period])
    assert [row.agency_id for row in rising.children_of(place.period.pk, last.pk)] == [
        each.pk for each in place.communes[0]
    ]


def test_after_the_cut_off_the_set_stays_and_the_successor_receives(place: Tiered) -> None:
    first = place.communes[0][0]
    report = place.send(first)
    heir = _new(place, "909", "huyện Mẫu Lớn", "district")
    before = set(_owing(place))
    reorganised.apply(reorganised.event("merge", BEYOND, *((each, heir, "") for each in place.districts)))
    assert set(_owing(place)) == before
    with clock.frozen(dt.datetime(2025, 6, 16, 3, tzinfo=dt.UTC)):
        assert receivers_of(place.period, first.pk, on=clock.today()) == (heir,)
        accept_report(actor=place.officer(heir), report_id=report.pk)


def test_the_cut_off_is_not_moved_over_the_merger_and_what_was_sent_stays_judged(place: Tiered) -> None:
    first = place.communes[0][0]
    report = place.send(first)
    day = report.judged_by
    heir = _new(place, "909", "huyện Mẫu Lớn", "district")
    reorganised.apply(reorganised.event("merge", BEYOND, *((each, heir, "") for each in place.districts)))
    period = place.period
    with pytest.raises(ListFrozen, match="sắp xếp"):
        move_dates(
            actor=place.reviewer,
            period=period,
            cut_off_on=dt.date(2025, 6, 16),
            send_by=dt.date(2025, 6, 25),
            reason="Sắp xếp tổ chức",
        )
    tier = period.tiers.get(level="commune")
    move_dates(
        actor=place.reviewer,
        period=period,
        cut_off_on=tier.cut_off_on,
        send_by=tier.send_by + dt.timedelta(days=2),
        reason="Mưa lũ",
        level="commune",
    )
    report.refresh_from_db()
    assert report.judged_by == day
    rows = _owing(place)
    assert rows[place.communes[0][1].pk].send_by == tier.send_by + dt.timedelta(days=2)
    assert rows[place.districts[0].pk].send_by == period.tiers.get(level="district").send_by


def test_every_row_of_the_set_says_why_it_is_there_or_is_not(place: Tiered) -> None:
    heir = _new(place, "90199", "xã Mẫu Mới", "commune", within=place.districts[0].territory)
    extra = _new(place, "90198", "xã Mẫu Thêm", "commune", within=place.districts[1].territory)
    reorganised.apply(reorganised.event("merge", JUNE, *((each, heir, "") for each in place.communes[0])))
    with clock.frozen(dt.datetime(2025, 6, 3, 3, tzinfo=dt.UTC)):
        add_reporter(actor=place.reviewer, period=place.period, agency_code=extra.code, reason="Bổ sung theo công văn")
        exempt_report(
            actor=place.reviewer, period=place.period, agency_code=place.department.code, reason="Không có việc"
        )
    rows = ExpectedReport.objects.filter(period=place.period).select_related("agency")
    for row in rows:
        assert row.reason_code in {"called", "took_over", "added"}
        assert row.reason
        assert row.is_owed or row.end_reason or row.exempt_reason
    codes = {row.agency.pk: str(row.reason_code) for row in rows if row.is_owed}
    assert codes[heir.pk] == "took_over"
    assert codes[extra.pk] == "added"
