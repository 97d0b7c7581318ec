"""Ready regimes taken over and changed; the list of reporters; days that are moved."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.errors import ImpossibleDates, ListFrozen, NoSuchPeriod, NotComplete, RegimeRefused, ReportLocked
from mangnon.reporting.models import DateMove, Regime
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.listing import add_reporter, exempt_report
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.periods.rescheduling import move_dates
from mangnon.reporting.regimes.keeping import change_regime, check_regime, draft_of, take_over_regime
from mangnon.reporting.regimes.ready import ready_regimes
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.rules.periods import PERIODIC
from mangnon.reporting.selectors import period_summaries, regimes_to_open
from mangnon.reporting.terms import CutOffKind, Frequency, PeriodWindow, RegimeTag, SendByKind, TierLevel
from mangnon.reporting.writing.sending import start_report
from tests.reporting.factories import Scene, agency, scene

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


@pytest.mark.parametrize("ready", ready_regimes(), ids=lambda ready: ready.code)
def test_every_ready_regime_is_possible_and_says_where_it_is_from(ready: object) -> None:
    found = next(each for each in ready_regimes() if each is ready)
    assert found.basis
    assert found.tag in RegimeTag.values
    assert found.frequency in Frequency.values
    assert {found.due.kind, *(tier.due.kind for tier in found.tiers)} <= set(SendByKind.values)
    assert {tier.level for tier in found.tiers} <= set(TierLevel.values)
    regime, tiers = draft_of(found)
    for year in (2025, 2026):
        check = check_regime(regime, tiers, today=dt.date(year, 1, 1))
        assert check.is_possible, [each.words for each in check.findings]
        assert bool(check.periods) is (found.frequency in PERIODIC)


def test_a_ready_regime_is_taken_over_once_and_asks_the_bodies_of_its_classes(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam")
    assert take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam") == regime
    assert (regime.recipient, regime.tag, regime.plan) == (plan.lead, "V", None)
    period = open_period(actor=plan.reviewer, regime=regime, code="2025")
    rows = {row.agency: row for row in board(plan.reviewer, period).rows}
    assert set(rows) == {plan.health, plan.schools}
    assert rows[plan.health].due_on == dt.date(2025, 12, 14)
    assert "Các sở, ban, ngành" in rows[plan.health].reason
    assert [tier.level for tier in period.tiers.order_by("order")] == ["commune", "department"]
    with pytest.raises(NotAllowed):
        take_over_regime(actor=plan.writer(plan.health), ready_code="thang-hanh-dong")
    with pytest.raises(RegimeRefused):
        take_over_regime(actor=plan.reviewer, ready_code="khong-co")


def test_nothing_is_in_force_that_nobody_took_over(plan: Scene) -> None:
    assert list(Regime.objects.all()) == [plan.regime]


def changed(regime: Regime, **values: object) -> Regime:
    found = copy.copy(regime)
    for name, value in values.items():
        setattr(found, name, value)
    return found


def test_a_regime_is_changed_from_the_next_period_on(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="cham-soc-thay-the-danh-sach-quy")
    opened = open_period(actor=plan.reviewer, regime=regime, code="2025Q1")
    new = changed(regime, window=PeriodWindow.FIFTEENTH, send_by_offset=0, send_by_day=25)
    kept = change_regime(
        actor=plan.reviewer, regime_id=regime.pk, revision=0, changed=new, tiers=[], reason="Văn bản mẫu số 1."
    )
    assert (kept.revision, kept.tag) == (1, "L")
    opened.refresh_from_db()
    assert opened.send_by == dt.date(2025, 4, 10), "what is open stays"
    later = open_period(actor=plan.reviewer, regime=kept, code="2025Q2W")
    assert (later.starts_on, later.ends_on, later.send_by) == (
        dt.date(2025, 3, 15),
        dt.date(2025, 6, 14),
        dt.date(2025, 6, 25),
    )
    with pytest.raises(NoSuchPeriod, match="2025Q3"):
        open_period(actor=plan.reviewer, regime=kept, code="2025Q3")
    with pytest.raises(Stale):
        change_regime(actor=plan.reviewer, regime_id=regime.pk, revision=0, changed=new, tiers=[], reason="Nữa.")
    with pytest.raises(RegimeRefused):
        change_regime(actor=plan.reviewer, regime_id=regime.pk, revision=1, changed=new, tiers=[], reason=" ")


def test_impossible_days_are_neither_kept_nor_opened(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="ke-hoach-27-nam")
    tiers = list(regime.tiers.all())
    tiers[0].send_by_day, tiers[0].send_by_month = 20, 12
    with pytest.raises(ImpossibleDates, match="20/12/2025"):
        change_regime(actor=plan.reviewer, regime_id=regime.pk, revision=0, changed=regime, tiers=tiers, reason="Thử.")
    late = changed(regime, cut_off_kind=CutOffKind.WORKING_DAYS_BEFORE, cut_off_offset=1)
    found = check_regime(late, [], today=dt.date(2025, 1, 1))
    assert not found.is_possible
    assert "Điều 8 khoản 5" in found.findings[0].words
    regime.tiers.filter(level="commune").update(send_by_day=20, send_by_month=12)
    with pytest.raises(ImpossibleDates):
        open_period(actor=plan.reviewer, regime=Regime.objects.get(pk=regime.pk), code="2025")
    assert not regime.periods.exists()


def test_a_period_outside_the_validity_is_not_opened(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam")
    Regime.objects.filter(pk=regime.pk).update(valid_to=dt.date(2025, 12, 31))
    regime.refresh_from_db()
    with pytest.raises(NoSuchPeriod, match="ngoài thời gian"):
        open_period(actor=plan.reviewer, regime=regime, code="2026")
    with clock.frozen(clock.at(dt.date(2026, 2, 1))):
        assert regime not in [each.regime for each in regimes_to_open(plan.reviewer, today=dt.date(2026, 2, 1))]


def test_a_report_without_a_plan_is_written_sent_and_read(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam")
    plan.period = open_period(actor=plan.reviewer, regime=regime, code="2025")
    report = plan.accepted(plan.health, {None: DONE})
    assert report.state == "accepted"
    [row] = [row for row in board(plan.reviewer, plan.period).rows if row.agency == plan.health]
    assert (row.fullness, row.timeliness) == ("full", "on_time")


# ---- who must report


def test_an_exempt_body_is_counted_nowhere_until_it_is_taken_back(plan: Scene) -> None:
    exempt_report(actor=plan.reviewer, period=plan.period, agency_code=plan.schools.code, reason="Giải thể trường mẫu")
    state = board(SYSTEM, plan.period)
    assert plan.schools not in {row.agency for row in state.rows}
    assert [row.exempt_reason for row in state.exempt] == ["Giải thể trường mẫu."]
    [summary] = period_summaries(plan.reviewer, now=clock.now())
    assert summary.expected == len(state.rows) == 3
    with pytest.raises(ReportLocked) as refusal:
        start_report(actor=plan.writer(plan.schools), period=plan.period, agency_id=plan.schools.pk)
    assert refusal.value.code == "exempt"
    with pytest.raises(ListFrozen):
        exempt_report(actor=plan.reviewer, period=plan.period, agency_code=plan.schools.code, reason="Nữa")
    add_reporter(actor=plan.reviewer, period=plan.period, agency_code=plan.schools.code, reason="Nhầm")
    assert plan.schools in {row.agency for row in board(SYSTEM, plan.period).rows}


def test_who_is_added_reports_with_a_reason(plan: Scene) -> None:
    late = agency("SO_9", "Sở Đến Sau", "SĐS", territory=plan.plan.territory)
    row = add_reporter(actor=plan.reviewer, period=plan.period, agency_code=late.code, reason="Được giao thêm việc")
    assert (row.reason_code, row.reason) == ("added", "Bổ sung: Được giao thêm việc.")
    assert start_report(actor=plan.writer(late), period=plan.period, agency_id=late.pk).state == "draft"
    with pytest.raises(ListFrozen, match="đã có"):
        add_reporter(actor=plan.reviewer, period=plan.period, agency_code=late.code, reason="Lại")
    with pytest.raises(NotComplete):
        exempt_report(actor=plan.reviewer, period=plan.period, agency_code=late.code, reason=" ")
    with pytest.raises(NotAllowed):
        exempt_report(actor=plan.writer(plan.health), period=plan.period, agency_code=late.code, reason="Bận")


def test_the_list_is_frozen_at_the_cut_off_and_what_was_sent_stays(plan: Scene) -> None:
    plan.send(plan.health, {plan.tasks[1]: DONE})
    with pytest.raises(ListFrozen, match="đã gửi"):
        exempt_report(actor=plan.reviewer, period=plan.period, agency_code=plan.health.code, reason="Bận")
    after = clock.at(plan.period.cut_off_on + dt.timedelta(days=1), 8)
    with clock.frozen(after), pytest.raises(ListFrozen, match="chốt ngày 05/06/2025"):
        exempt_report(actor=plan.reviewer, period=plan.period, agency_code=plan.schools.code, reason="Bận")


# ---- days that are moved


def _timeliness(plan: Scene, at: dt.datetime) -> dict[str, str]:
    return {row.agency.short_name: row.timeliness for row in board(SYSTEM, plan.period, now=at).rows}


def test_what_was_sent_stays_judged_by_the_day_in_force_then(plan: Scene) -> None:
    plan.send(plan.health, {plan.tasks[1]: DONE}, at=clock.at(dt.date(2025, 6, 9), 23, 59))
    late = plan.send(plan.schools, {None: DONE}, at=clock.at(dt.date(2025, 6, 10), 8))
    with clock.frozen(clock.at(dt.date(2025, 6, 10), 9)):
        move_dates(
            actor=plan.reviewer,
            period=plan.period,
            cut_off_on=dt.date(2025, 6, 5),
            send_by=dt.date(2025, 6, 20),
            reason="Công văn mẫu số 9.",
        )
    plan.period.refresh_from_db()
    on = _timeliness(plan, clock.at(dt.date(2025, 6, 15), 8))
    assert (on["Sở YTM2"], on["Sở GDM3"], on["Sở LĐM1"]) == ("on_time", "late", "not_yet")
    with clock.frozen(clock.at(dt.date(2025, 6, 15), 8)):
        return_report(actor=plan.reviewer, report_id=late.pk, reason="Bổ sung.", resubmit_by=dt.date(2025, 6, 18))
    plan.send(plan.district, {None: DONE}, at=clock.at(dt.date(2025, 6, 16), 8))
    with clock.frozen(clock.at(dt.date(2025, 6, 17), 8)):
        move_dates(
            actor=plan.reviewer,
            period=plan.period,
            cut_off_on=dt.date(2025, 6, 5),
            send_by=dt.date(2025, 6, 12),
            reason="Trở lại hạn cũ.",
        )
    plan.period.refresh_from_db()
    on = _timeliness(plan, clock.at(dt.date(2025, 6, 17), 9))
    assert on == {"Sở YTM2": "on_time", "Sở GDM3": "late", "UBND huyện Mẫu": "on_time", "Sở LĐM1": "missing"}
    [summary] = period_summaries(plan.reviewer, now=clock.at(dt.date(2025, 6, 17), 9))
    assert summary.late == 2
    assert DateMove.objects.count() == 2


def test_days_that_cannot_be_are_not_moved_to(plan: Scene) -> None:
    def move(cut: dt.date, send: dt.date, reason: str = "Công văn mẫu.") -> DateMove:
        return move_dates(actor=plan.reviewer, period=plan.period, cut_off_on=cut, send_by=send, reason=reason)

    with pytest.raises(ImpossibleDates, match="Điều 8 khoản 5"):
        move(dt.date(2025, 6, 11), dt.date(2025, 6, 12))
    with pytest.raises(NotComplete):
        move(dt.date(2025, 6, 5), dt.date(2025, 6, 20), " ")
    with pytest.raises(NotComplete, match="không có gì để dời"):
        move(dt.date(2025, 6, 5), dt.date(2025, 6, 9))
    with pytest.raises(NotAllowed):
        move_dates(
            actor=plan.writer(plan.health),
            period=plan.period,
            cut_off_on=dt.date(2025, 6, 5),
            send_by=dt.date(2025, 6, 20),
            reason="Xin thêm.",
        )
    assert not DateMove.objects.exists()


def test_one_tier_is_moved_alone(plan: Scene) -> None:
    regime = take_over_regime(actor=plan.reviewer, ready_code="chi-thi-23-nam")
    period = open_period(actor=plan.reviewer, regime=regime, code="2025")
    day = dt.date(2025, 12, 18)
    move_dates(
        actor=plan.reviewer,
        period=period,
        level="department",
        cut_off_on=dt.date(2025, 12, 15),
        send_by=day,
        reason="Công văn mẫu.",
    )
    period.refresh_from_db()
    assert {row.due_on for row in board(plan.reviewer, period).rows} == {day}
    with pytest.raises(NotComplete, match="cấp đã chọn"):
        move_dates(
            actor=plan.reviewer, period=period, level="lead", cut_off_on=day, send_by=day, reason="Công văn mẫu."
        )
