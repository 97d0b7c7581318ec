"""Asking for a report on one matter, answering it, and the table of what was answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from mangnon.accounts.public import Actor, Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.calls.answering import Given, answer_table, answers_of, how_far, save_answers, submit_answers
from mangnon.reporting.calls.calling import QuestionDraft, call_for_report
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.errors import NotComplete, RegimeRefused, ReportLocked
from mangnon.reporting.models import Answer, Period, Question, Regime, Report
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.owed import reports_owed, reports_waiting
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.rules.answers import read_answer, shown_number
from mangnon.reporting.selectors import periods, reports_to_review, waiting_periods
from mangnon.reporting.writing.sending import start_report
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db
FORM = (
    QuestionDraft("number", "Số trẻ em bị đuối nước trong kỳ", unit="trẻ"),
    QuestionDraft("yes_no", "Đã rà soát hố, ao nguy hiểm chưa?"),
    QuestionDraft("choice", "Mức độ nguy cơ", choices=("Thấp", "Cao"), is_required=False),
    QuestionDraft("text", "Kiến nghị", is_required=False),
)


@pytest.fixture
def plan() -> Scene:
    return scene()


def call(plan: Scene, actor: Actor | None = None, **other: Any) -> Period:
    facts: dict[str, Any] = {
        "name": "Phòng, chống đuối nước hè 2025",
        "content": "Tình hình và việc đã làm.",
        "codes": [plan.health.code, plan.schools.code],
        "questions": FORM,
        "send_by": clock.today() + dt.timedelta(days=12),
    }
    return call_for_report(actor=actor or plan.reviewer, **{**facts, **other})


def fill(plan: Scene, period: Period, place: Agency, *typed: str | Given, revision: int = 0) -> Report:
    actor = plan.writer(place)
    report = start_report(actor=actor, period=period, agency_id=actor.agency_id or 0)
    given = {
        question.pk: each if isinstance(each, Given) else Given(each)
        for question, each in zip(questions_of(period), typed, strict=False)
    }
    save_answers(actor=actor, report_id=report.pk, revision=revision, given=given)
    return report


def test_a_call_is_on_the_desks_of_those_it_names_and_of_nobody_else(plan: Scene) -> None:
    period = call(plan)
    assert {row.agency for row in board(plan.reviewer, period).rows} == {plan.health, plan.schools}
    assert period in [each.period for each in waiting_periods(plan.writer(plan.health))]
    assert period not in [each.period for each in waiting_periods(plan.writer(plan.district))]
    assert set(period.expected.values_list("reason_code", flat=True)) == {"called"}
    owed = reports_owed(on=clock.today(), until=period.send_by)
    mine = [each for each in owed if each.period_code == period.code]
    assert {(each.owner_id, each.recipient_id) for each in mine} == {
        (plan.health.pk, plan.lead.pk),
        (plan.schools.pk, plan.lead.pk),
    }
    assert AuditRow.objects.filter(act="call_for_report").count() == 1


def test_the_same_call_sent_twice_is_one(plan: Scene) -> None:
    assert call(plan) == call(plan)
    assert Regime.objects.filter(plan__isnull=True).count() == 1
    assert call(plan, name="Chuyên đề khác") != call(plan)


def test_two_calls_due_on_one_day_do_not_share_their_figures(plan: Scene) -> None:
    first, send_by = call(plan), clock.today() + dt.timedelta(days=12)
    with clock.frozen(clock.at(clock.today() + dt.timedelta(days=3))):
        second = call(plan, name="Chuyên đề khác", send_by=send_by)
        third = call(plan, name="Chuyên đề thứ ba", send_by=send_by)
    assert first.code == f"YC{send_by:%Y%m%d}"
    assert len({first.code, second.code, third.code}) == 3, "figures are kept by the code of their period"
    assert all(each.code.startswith(first.code) for each in (second, third))


def test_a_call_by_class_names_the_bodies_of_the_day_without_the_caller(plan: Scene) -> None:
    period = call(plan, codes=(), classes=["DEPARTMENTS_ALL"])
    assert {row.agency for row in board(plan.reviewer, period).rows} == {plan.health, plan.schools}


def test_what_cannot_be_asked_leaves_nothing(plan: Scene) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"name": " "}, "tên"),
        ({"codes": []}, "chưa chọn cơ quan"),
        ({"questions": ()}, "chưa có câu hỏi"),
        ({"questions": (QuestionDraft("choice", "Chọn", choices=("Một", "Một")),)}, "lựa chọn"),
        ({"questions": (QuestionDraft("number", " "),)}, "câu hỏi 1"),
        ({"questions": (QuestionDraft("bảng", "Gì?"),)}, "kiểu trả lời"),
        ({"send_by": clock.today()}, "ngày mai"),
    ]
    for other, words in cases:
        with pytest.raises(RegimeRefused, match=words):
            call(plan, **other)
    with pytest.raises(NotAllowed):
        call(plan, plan.writer(plan.health))
    assert Question.objects.count() == 0


def test_tomorrow_is_possible_though_no_working_day_lies_between(plan: Scene) -> None:
    assert call(plan, send_by=clock.today() + dt.timedelta(days=1)).cut_off_on == clock.today()


def test_answers_go_the_way_of_every_report(plan: Scene) -> None:
    period = call(plan)
    report = fill(plan, period, plan.health, "1.204", "Có")
    writer = plan.writer(plan.health)
    version = submit_answers(actor=writer, report_id=report.pk)
    assert [row["text"] for row in version.content["answers"]] == ["1204", "Có"]
    with pytest.raises(ReportLocked):
        fill(plan, period, plan.health, "5", revision=2)
    assert report in reports_to_review(plan.reviewer)
    assert [each.recipient_id for each in reports_waiting(on=clock.today())] == [plan.lead.pk]
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Xem lại.", resubmit_by=clock.today())
    fill(plan, period, plan.health, "7", revision=2)
    submit_answers(actor=writer, report_id=report.pk)
    accept_report(actor=plan.reviewer, report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.version, report.judged_by) == ("accepted", 2, period.send_by)


def test_required_questions_must_be_answered_or_marked(plan: Scene) -> None:
    period = call(plan)
    report = fill(plan, period, plan.health, Given(mark="not_collected"))
    with pytest.raises(NotComplete, match=r"câu 2 chưa trả lời"):
        submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    fill(plan, period, plan.health, Given(mark="none"), "Không", revision=1)
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)


def test_the_meter_counts_what_sending_asks_for_and_moves_with_each_save(plan: Scene, client: Client) -> None:
    period = call(plan)
    writer, questions = plan.writer(plan.health), questions_of(period)
    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER))
    address = reverse("call_answer", args=[period.regime.code, period.code])
    first = html.document_fromstring(client.get(address).content.decode())
    (meter,) = first.xpath("//*[@data-how-far]")
    assert (meter.xpath(".//progress")[0].get("value"), meter.xpath(".//progress")[0].get("max")) == ("0", "2")
    assert meter.xpath(".//p[1]/a/@href") == ["#cau-1", "#cau-2"]
    assert first.xpath("//*[@id='cau-1']"), "each link leads to its question"
    typed = {f"q-{questions[0].pk}": "3", f"q-{questions[1].pk}": "", "version": "0"}
    saved = client.post(address, typed, headers={"X-Autosave": "1"}).json()
    after = html.fragment_fromstring(saved["how_far"].split("#}", 1)[-1].strip())
    assert after.xpath(".//progress")[0].get("value") == "1"
    assert after.xpath(".//p[1]/a/@href") == ["#cau-2"]
    report = Report.objects.get(period=period, agency=plan.health)
    left = how_far(questions, answers_of(report))
    assert ([each.order for each in left.missing], [each.order for each in left.open]) == ([2], [3, 4])
    with pytest.raises(NotComplete, match="câu 2 chưa trả lời"):
        submit_answers(actor=writer, report_id=report.pk)
    marked = {questions[1].pk: Given(mark="not_collected")}
    save_answers(actor=writer, report_id=report.pk, revision=saved["version"], given=marked)
    assert how_far(questions, answers_of(report)).missing == ()
    assert "Đã đủ các câu bắt buộc" in client.get(address).content.decode()
    submit_answers(actor=writer, report_id=report.pk)


def test_one_wrong_answer_saves_nothing_and_a_second_writer_is_told(plan: Scene) -> None:
    period = call(plan)
    with pytest.raises(NotComplete, match=r"câu 1: «mười» không phải con số"):
        fill(plan, period, plan.health, "mười", "Có")
    with pytest.raises(NotComplete, match=r"câu 3: «Vừa» không có trong các lựa chọn"):
        fill(plan, period, plan.health, "1", "Có", "Vừa")
    assert not Answer.objects.exists()
    report = fill(plan, period, plan.health, "1")
    with pytest.raises(Stale):
        fill(plan, period, plan.health, "2")
    assert answers_of(report)[questions_of(period)[0].pk].text == "1"
    with pytest.raises(NotAllowed):
        save_answers(actor=plan.writer(plan.schools), report_id=report.pk, revision=1, given={})


def test_the_table_adds_what_is_known_and_says_what_is_missing(plan: Scene) -> None:
    period = call(plan)
    one = fill(plan, period, plan.health, "1.204,5", "Có")
    submit_answers(actor=plan.writer(plan.health), report_id=one.pk)
    fill(plan, period, plan.schools, "9", "Có")
    table = answer_table(plan.reviewer, period)
    assert {row.row.agency: row.cells[0] for row in table.rows} == {plan.health: "1.204,5", plan.schools: ""}
    assert table.totals[0] == "ít nhất 1.204,5 (1/2 cơ quan)"
    two = Report.objects.get(period=period, agency=plan.schools)
    submit_answers(actor=plan.writer(plan.schools), report_id=two.pk)
    assert answer_table(plan.reviewer, period).totals[0] == "1.213,5"
    return_report(actor=plan.reviewer, report_id=two.pk, reason="Sai", resubmit_by=clock.today())
    table = answer_table(plan.reviewer, period)
    assert (table.totals[0], table.returned) == ("ít nhất 1.204,5 (1/2 cơ quan)", 1)
    assert {row.row.agency: row.state for row in table.rows} == {plan.health: "Đã gửi", plan.schools: "Bị trả lại"}
    with pytest.raises(NotAllowed):
        answer_table(plan.writer(plan.health), period)


def test_none_is_nothing_and_not_collected_is_unknown(plan: Scene) -> None:
    period = call(plan)
    for place, mark in ((plan.health, "none"), (plan.schools, "not_collected")):
        report = fill(plan, period, place, Given(mark=mark), "Có")
        submit_answers(actor=plan.writer(place), report_id=report.pk)
    table = answer_table(plan.reviewer, period)
    assert {row.cells[0] for row in table.rows} == {"Không có", "Không thu thập được"}
    assert table.totals[0] == "ít nhất 0 (1/2 cơ quan)"


def test_a_call_is_unknown_outside_its_province(plan: Scene) -> None:
    period = call(plan)
    stranger = Actor(user_id=1, label="x", role=plan.reviewer.role, agency_id=10**6, territory_code="91")
    assert period not in periods(stranger)
    assert period in periods(plan.writer(plan.district))


@given(st.integers(0, 10**14), st.integers(0, 10**6 - 1))
def test_a_number_is_read_as_it_is_shown(whole: int, part: int) -> None:
    kept = f"{whole}.{part:06d}" if part else str(whole)
    shown = shown_number(kept)
    assert read_answer("number", shown).text == kept
    assert read_answer("number", f" {shown} ").text == kept


@pytest.mark.parametrize("typed", ["1.23", "1,234.5", "-5", "1e9", "12.34.567", "½", "١٢", "9" * 40, "1,2,3", "12 trẻ"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    read = read_answer("number", typed)
    assert read.wrong
    assert not read.text
