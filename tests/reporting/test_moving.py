"""Owed reports and drafts pass through a reorganisation: nothing lost, nothing doubled, and back again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.models import Assignment
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.duties.holding import reason_words
from mangnon.reporting.errors import ReportLocked, ReportsStay
from mangnon.reporting.models import CarriedEntry, ExpectedReport, Period, Report, ReportEntry, ReportSuccession
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.public import move_reports, undo_report_moves, why_reports_stay
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.selectors import period_summaries
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report
from tests.reporting.factories import Scene, agency, scene
from tests.reporting.reorganised import JULY, MARCH, apply, event, everybody_moves, new_body, undo

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


def owed(period: Period) -> set[str]:
    """Who owes, by code."""
    return set(ExpectedReport.objects.owed().filter(period=period).values_list("agency__code", flat=True))


def entry(place: Agency, task: Any) -> ReportEntry:
    """What an agency's report says of a task."""
    return ReportEntry.objects.get(report__agency=place, task=task)


def counts(plan: Scene) -> tuple[int, int, int]:
    """Expected, sent and accepted, as the board and the list of periods say them: both the same."""
    shown = board(SYSTEM, plan.period)
    [summary] = [each for each in period_summaries(SYSTEM, now=clock.now()) if each.period.pk == plan.period.pk]
    assert (summary.expected, summary.sent, summary.accepted) == (
        len(shown.rows),
        len(shown.sent),
        len(shown.in_stage("accepted")),
    )
    assert summary.sent <= summary.expected
    assert summary.accepted <= summary.sent
    return summary.expected, summary.sent, summary.accepted


# ---- before the cut-off ----------------------------------------------------------------------------------------------


def test_a_body_with_a_new_name_reports_under_it_and_goes_on_with_its_draft(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: {"results": "Đã mở 06 lớp.", "proposals": "Thêm kinh phí."}, None: DONE})
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    [move] = apply(event("rename", MARCH, (plan.health, heir, "")))
    assert move.sentence == (
        "Báo cáo 6 tháng đầu năm 2025 của Sở Y tế Mẫu Hai chuyển cho Sở Y tế mới; mang theo 2 mục đang viết."
    )
    assert owed(plan.period) == {plan.lead.code, plan.schools.code, plan.district.code, heir.code}
    assert counts(plan) == (4, 0, 0)
    assert entry(heir, plan.tasks[1]).results == "Đã mở 06 lớp."
    assert entry(heir, plan.tasks[1]).proposals == "Thêm kinh phí."
    assert entry(plan.health, plan.tasks[1]).results == "Đã mở 06 lớp.", "the source is kept"
    row = ExpectedReport.objects.get(agency=heir)
    assert reason_words(row) == "Chủ trì 1 nhiệm vụ, phối hợp 2 nhiệm vụ; tiếp nhận từ Sở Y tế Mẫu Hai"
    assert [source.agency for source in row.came_from.all()] == [plan.health]
    assert ExpectedReport.objects.get(agency=plan.health).end_reason == "Đã chuyển cho Sở Y tế mới"
    assert {carried.source.report.agency for carried in CarriedEntry.objects.all()} == {plan.health}


def test_the_old_draft_is_closed_and_says_where_it_went(plan: Scene) -> None:
    report = plan.write(plan.health, {None: DONE})
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    with pytest.raises(NotAllowed):
        save_entry(actor=plan.writer(plan.health), report_id=report.pk, task_id=None, revision=1, fields=DONE)
    with pytest.raises(ReportLocked, match="đã chuyển cho Sở Y tế mới"):
        save_entry(actor=plan.writer(heir), report_id=report.pk, task_id=None, revision=1, fields=DONE)
    with pytest.raises(ReportLocked):
        start_report(actor=plan.writer(heir), period=plan.period, agency_id=plan.health.pk)
    plan.send(heir, {plan.tasks[1]: DONE})
    assert counts(plan) == (4, 1, 0)


def test_two_drafts_of_merged_bodies_stand_in_one_box_with_the_source_named(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: {"results": "Y tế: 06 lớp."}, None: {"results": "Chung của y tế."}})
    plan.write(plan.schools, {plan.tasks[1]: {"results": "Giáo dục: 04 lớp."}})
    heir = new_body("SO_9", "Sở Gộp", territory=plan.plan.territory)
    apply(event("merge", MARCH, (plan.health, heir, ""), (plan.schools, heir, "")))
    assert owed(plan.period) == {plan.lead.code, plan.district.code, heir.code}
    assert counts(plan) == (3, 0, 0)
    words = entry(heir, plan.tasks[1]).results
    assert words == "Y tế: 06 lớp.\n\nSở Giáo dục Mẫu Ba đã viết trước khi sắp xếp:\nGiáo dục: 04 lớp."
    assert entry(heir, None).results == "Chung của y tế."
    assert Report.objects.filter(agency=heir).count() == 1


def test_a_successor_that_reports_already_keeps_its_own_words(plan: Scene) -> None:
    plan.write(plan.schools, {plan.tasks[1]: {"results": "Việc của giáo dục."}})
    plan.write(plan.health, {plan.tasks[1]: {"results": "Việc của y tế.", "is_nil": False}})
    apply(event("merge", MARCH, (plan.health, plan.schools, "")))
    assert owed(plan.period) == {plan.lead.code, plan.schools.code, plan.district.code}
    found = entry(plan.schools, plan.tasks[1])
    assert found.results.startswith("Việc của giáo dục.")
    assert found.results.endswith("Sở Y tế Mẫu Hai đã viết trước khi sắp xếp:\nViệc của y tế.")
    assert found.revision == 2, "who has the page open is told"


def test_a_district_becomes_communes_and_its_words_stand_beside_each_box(plan: Scene) -> None:
    plan.write(plan.district, {plan.tasks[0]: {"results": "Huyện đã làm."}, None: {"results": "Chung của huyện."}})
    moved, bodies = everybody_moves(plan, MARCH)
    apply(moved)
    assert owed(plan.period) == {body.code for body in bodies.values()}
    assert counts(plan) == (5, 0, 0)
    assert not ReportEntry.objects.filter(report__agency__level="commune").exists(), "words of one are not told by two"
    beside = CarriedEntry.objects.filter(entry__isnull=True)
    assert beside.count() == 4
    assert {row.source.results for row in beside} == {"Huyện đã làm.", "Chung của huyện."}


def test_what_stood_beside_a_box_goes_on_with_the_next_event(plan: Scene) -> None:
    plan.write(plan.district, {None: {"results": "Chung của huyện."}})
    first, bodies = everybody_moves(plan, MARCH)
    apply(first)
    last = new_body("UBND.95009", "Ủy ban nhân dân xã Gộp", territory=plan.plan.territory, level="commune")
    apply(event("merge", dt.date(2025, 4, 1), (bodies["commune1"], last, ""), (bodies["commune2"], last, "")))
    assert {row.source.results for row in CarriedEntry.objects.filter(expected__agency=last)} == {"Chung của huyện."}
    assert entry(last, None).results == "Chung của huyện."
    assert counts(plan) == (4, 0, 0)


def test_functions_go_different_ways_and_so_do_the_entries(plan: Scene) -> None:
    plan.plan.function = "child_affairs"
    plan.plan.save()
    Assignment.objects.filter(agency=plan.lead, task=plan.tasks[2]).update(function="labour")
    plan.write(
        plan.lead,
        {plan.tasks[0]: {"results": "Về trẻ em."}, plan.tasks[2]: {"results": "Về lao động."}, None: DONE},
    )
    labour = new_body("SO_NV", "Sở Nội vụ mới", territory=plan.plan.territory)
    moves = apply(event("split", MARCH, (plan.lead, plan.health, "child_affairs"), (plan.lead, labour, "labour")))
    assert [move.source for move in moves] == [plan.lead]
    assert owed(plan.period) == {plan.health.code, labour.code, plan.schools.code, plan.district.code}
    assert entry(plan.health, plan.tasks[0]).results == "Về trẻ em."
    assert entry(labour, plan.tasks[2]).results == "Về lao động."
    assert not ReportEntry.objects.filter(report__agency=labour, task=plan.tasks[0]).exists()
    general = CarriedEntry.objects.filter(source__task__isnull=True)
    assert {row.expected.agency for row in general} == {plan.health, labour}
    assert all(row.entry is None for row in general), "the general part belongs to both: a person decides"


def test_a_body_that_gives_a_task_away_reports_the_rest_and_nothing_twice(plan: Scene) -> None:
    plan.plan.function = "child_affairs"
    plan.plan.save()
    Assignment.objects.filter(agency=plan.lead).update(function="labour")
    Assignment.objects.filter(agency=plan.lead, task=plan.tasks[2]).update(function="child_affairs")
    plan.write(plan.lead, {plan.tasks[0]: {"results": "Giữ lại."}, plan.tasks[2]: {"results": "Giao đi."}})
    heir = new_body("SO_9", "Sở Nhận", territory=plan.plan.territory)
    [move] = apply(event("transfer", MARCH, (plan.lead, heir, "child_affairs"), ending=False))
    assert move.fate == "stays"
    assert move.carried == 1
    assert owed(plan.period) == {plan.lead.code, plan.health.code, plan.schools.code, plan.district.code, heir.code}
    assert entry(heir, plan.tasks[2]).results == "Giao đi."
    report = Report.objects.get(agency=plan.lead)
    sent = submit_report(actor=plan.writer(plan.lead), report_id=report.pk)
    assert [each["results"] for each in sent.content["entries"]] == ["Giữ lại."]


def test_a_share_nobody_is_known_to_carry_stays_and_the_rest_goes_on(plan: Scene) -> None:
    plan.plan.function = "child_affairs"
    plan.plan.save()
    Assignment.objects.filter(agency=plan.lead, task=plan.tasks[2]).update(function="labour")
    plan.write(plan.lead, {plan.tasks[0]: {"results": "Về trẻ em."}, plan.tasks[2]: {"results": "Về lao động."}})
    split = event("split", MARCH, (plan.lead, plan.health, "child_affairs"), (plan.lead, None, "labour"))
    [move] = apply(split)
    assert (move.fate, move.carried) == ("stays", 1)
    assert owed(plan.period) == {plan.lead.code, plan.health.code, plan.schools.code, plan.district.code}
    rows = {row.agency: row for row in board(SYSTEM, plan.period).rows}
    assert (rows[plan.lead].led, rows[plan.lead].answered) == (1, 1)
    assert rows[plan.health].led == 2, "its own and the one it took over"
    assert rows[plan.health].reason.endswith("; tiếp nhận thêm từ Sở Lao động Mẫu Một")
    undo(split)
    assert ReportSuccession.objects.count() == 0
    assert not ReportEntry.objects.filter(report__agency=plan.health).exists()


def test_what_was_given_away_before_is_not_given_again(plan: Scene) -> None:
    Assignment.objects.filter(agency=plan.lead).update(function="labour")
    Assignment.objects.filter(agency=plan.lead, task=plan.tasks[2]).update(function="child_affairs")
    apply(event("transfer", MARCH, (plan.lead, plan.health, "child_affairs"), ending=False))
    reasons = {row.agency: row.reason for row in board(SYSTEM, plan.period).rows}
    assert reasons[plan.lead].endswith("; đã giao một phần cho Sở Y tế Mẫu Hai")
    assert reasons[plan.health].endswith("; tiếp nhận thêm từ Sở Lao động Mẫu Một")
    plan.write(plan.lead, {None: {"results": "Chung của đầu mối."}})
    moved, bodies = everybody_moves(plan, dt.date(2025, 4, 1))
    moves = {move.source: move for move in apply(moved)}
    assert moves[plan.lead].heirs == (bodies["lead"],)
    assert entry(bodies["lead"], None).results == "Chung của đầu mối."
    assert not CarriedEntry.objects.filter(expected__agency=bodies["health"]).exists()


def test_a_duty_nobody_is_known_to_carry_stays_and_can_still_be_reported(plan: Scene) -> None:
    dissolved = event("dissolve", MARCH, (plan.health, None, ""))
    assert apply(dissolved) == []
    assert plan.health.code in owed(plan.period)
    assert counts(plan) == (4, 0, 0)


def test_who_owes_is_the_same_whether_the_period_was_opened_before_or_after(plan: Scene) -> None:
    moved, _ = everybody_moves(plan, MARCH)
    apply(moved)
    before = owed(plan.period)
    plan.period.expected.all().delete()
    Period.objects.all().delete()
    assert owed(open_period(actor=SYSTEM, regime=plan.regime, code="2025H1")) == before


# ---- after the cut-off, and entered late -----------------------------------------------------------------------------


def test_after_the_cut_off_nothing_moves_and_the_successor_writes_in_the_old_name(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: {"results": "Viết dở."}})
    before = owed(plan.period)
    moved, bodies = everybody_moves(plan, JULY)
    with clock.frozen(clock.at(dt.date(2025, 7, 2), 9)):
        moves = apply(moved)
        assert {str(move.fate) for move in moves} == {"untouched"}
        assert owed(plan.period) == before
        assert not CarriedEntry.objects.exists()
        report = Report.objects.get(agency=plan.health)
        writer = plan.writer(bodies["health"])
        save_entry(actor=writer, report_id=report.pk, task_id=plan.tasks[1].pk, revision=1, fields=DONE)
        assert submit_report(actor=writer, report_id=report.pk).report.agency == plan.health
        with pytest.raises(NotAllowed):
            start_report(actor=plan.writer(bodies["schools"]), period=plan.period, agency_id=plan.health.pk)
        with pytest.raises(NotAllowed):
            start_report(actor=plan.writer(plan.health), period=plan.period, agency_id=plan.health.pk)
        for commune in ("commune1", "commune2"):
            start_report(actor=plan.writer(bodies[commune]), period=plan.period, agency_id=plan.district.pk)
        assert Report.objects.filter(agency=plan.district).count() == 1
    assert counts(plan) == (4, 1, 0)


def test_the_recipient_of_the_day_reviews(plan: Scene) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    moved, bodies = everybody_moves(plan, JULY)
    apply(moved)
    with clock.frozen(clock.at(dt.date(2025, 7, 2), 9)):
        with pytest.raises(NotAllowed):
            accept_report(actor=plan.reviewer, report_id=report.pk)
        plan.lead = bodies["lead"]
        assert accept_report(actor=plan.reviewer, report_id=report.pk).state == "accepted"
        assert consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."}).number == 1


def test_what_was_sent_before_the_event_was_entered_stays_and_is_not_asked_again(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã gửi dưới tên cũ."}})
    plan.send(plan.district, {None: DONE})
    moved, bodies = everybody_moves(plan, MARCH)
    fates = {move.source.code: str(move.fate) for move in apply(moved)}
    assert fates[plan.health.code] == fates[plan.district.code] == "frozen"
    assert owed(plan.period) == {plan.health.code, plan.district.code, bodies["lead"].code, bodies["schools"].code}
    assert counts(plan) == (4, 2, 1)
    row = next(row for row in board(SYSTEM, plan.period).rows if row.agency == plan.health)
    assert (row.led, row.answered, row.fullness) == (1, 1, "full"), "what it sent answers for the task it had"


def test_a_returned_report_of_a_closed_body_is_finished_by_its_successor_under_the_old_name(plan: Scene) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu số liệu.", resubmit_by=clock.today())
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    [move] = apply(event("rename", MARCH, (plan.health, heir, "")))
    assert move.fate == "frozen"
    writer = plan.writer(heir)
    more = {"results": "Đã làm xong, 06 lớp."}
    save_entry(actor=writer, report_id=report.pk, task_id=plan.tasks[1].pk, revision=1, fields=more)
    assert submit_report(actor=writer, report_id=report.pk).number == 2
    report.refresh_from_db()
    assert report.agency == plan.health
    assert counts(plan) == (4, 1, 0)


def test_an_heir_that_has_sent_already_finishes_the_other_report_apart(plan: Scene) -> None:
    plan.accepted(plan.schools, {None: DONE})
    report = plan.write(plan.health, {plan.tasks[1]: {"results": "Chưa gửi."}})
    [move] = apply(event("merge", MARCH, (plan.health, plan.schools, "")))
    assert move.fate == "kept"
    assert owed(plan.period) == {plan.lead.code, plan.health.code, plan.schools.code, plan.district.code}
    submit_report(actor=plan.writer(plan.schools), report_id=report.pk)
    assert counts(plan) == (4, 2, 1)


def test_a_consolidated_period_is_closed(plan: Scene) -> None:
    plan.accepted(plan.lead, {plan.tasks[0]: DONE, plan.tasks[2]: DONE})
    consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    before = owed(plan.period)
    moved, _ = everybody_moves(plan, MARCH)
    apply(moved)
    assert owed(plan.period) == before


# ---- evidence, undoing, size -----------------------------------------------------------------------------------------


def test_one_row_of_evidence_for_an_event(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: DONE})
    moved, _ = everybody_moves(plan, MARCH)
    apply(moved)
    [row] = AuditRow.objects.filter(act="move_reports")
    assert row.object_id == str(moved.pk)
    facts = {each["from"]: each for each in row.details["reports"]}
    assert facts[plan.district.code]["to"] == ["95.UBND.95001", "95.UBND.95002"]
    assert facts[plan.health.code] == {
        "regime": plan.regime.code,
        "period": "2025H1",
        "from": plan.health.code,
        "to": ["95.SO_2"],
        "fate": "passed",
        "carried": 1,
    }


def _world() -> list[Any]:
    rows = ExpectedReport.objects.order_by("pk").values_list("pk", "agency__code", "reason", "ended_by", "end_reason")
    said = ReportEntry.objects.order_by("pk").values_list("report__agency__code", "task", "results", "is_nil")
    links = ReportSuccession.objects.count()
    return [list(rows), list(said), list(Report.objects.order_by("pk").values_list("pk", "state")), links]


def test_undoing_gives_back_what_was_there(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: {"results": "Của y tế."}, None: DONE})
    plan.write(plan.schools, {plan.tasks[1]: {"results": "Của giáo dục."}})
    plan.write(plan.district, {None: DONE})
    before = _world()
    first = event("merge", MARCH, (plan.health, plan.schools, ""))
    apply(first)
    second, _ = everybody_moves(plan, dt.date(2025, 4, 1))
    between = _world()
    apply(second)
    assert _world() != between
    assert why_reports_stay([second]) == []
    undo(second)
    assert _world() == between
    assert undo(first) == 1
    assert _world() == before
    assert CarriedEntry.objects.count() == 0
    assert AuditRow.objects.filter(act="undo_report_moves").count() == 2


def test_what_somebody_has_gone_on_with_stays(plan: Scene) -> None:
    plan.write(plan.health, {plan.tasks[1]: DONE})
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    moved = event("rename", MARCH, (plan.health, heir, ""))
    apply(moved)
    plan.write(heir, {plan.tasks[1]: {"results": "Viết tiếp."}})
    [reason] = why_reports_stay([moved])
    assert "Sở Y tế mới đã viết tiếp" in reason
    with pytest.raises(ReportsStay, match="Không có gì bị thay đổi"):
        undo(moved)
    plan.write(heir, {None: DONE})
    plan.send(heir, {})
    assert any("đã gửi báo cáo" in reason for reason in why_reports_stay([moved]))


def test_a_period_opened_since_holds_the_events(plan: Scene) -> None:
    plan.period.expected.all().delete()
    Period.objects.all().delete()
    moved, _ = everybody_moves(plan, MARCH)
    apply(moved)
    open_period(actor=SYSTEM, regime=plan.regime, code="2025H1")
    assert why_reports_stay([moved]) == ["Kỳ báo cáo 6 tháng đầu năm 2025 đã mở với danh sách cơ quan sau sắp xếp."]


@pytest.mark.django_db(transaction=True)
def test_moving_needs_the_callers_transaction() -> None:
    with pytest.raises(RuntimeError):
        move_reports(actor=SYSTEM, events=[])
    with pytest.raises(RuntimeError):
        undo_report_moves(actor=SYSTEM, events=[])


def test_three_bodies_cost_as_much_as_one(plan: Scene) -> None:
    def cost(number: int) -> int:
        parts = []
        for each in range(number):
            old = agency(f"CU_{number}_{each}", f"Sở cũ {number} {each}", "SC", territory=plan.plan.territory)
            plan.task(old)
            plan.period.expected.create(agency=old, reason="Chủ trì 1 nhiệm vụ")
            plan.write(old, {plan.tasks[-1]: DONE, None: DONE})
            heir = new_body(f"MOI_{number}_{each}", f"Sở mới {number} {each}", territory=plan.plan.territory)
            parts.append((old, heir, ""))
        moved = event("merge", MARCH, *parts)
        with CaptureQueriesContext(connection) as captured:
            apply(moved)
        return len([q for q in captured.captured_queries if "reporting_" in q["sql"]])

    assert cost(1) == cost(3)
