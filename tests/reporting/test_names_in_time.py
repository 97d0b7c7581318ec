"""The first half of 2025 prints the old names, the second the new ones; who takes over sees the past."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency
from mangnon.documents.official import Bullet, Heading, OfficialDocument, Paragraph, Table
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_annex_sheets, build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.models import Consolidation, ExpectedReport, Period
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.public import recipient_of
from mangnon.reporting.review.reading import sent_sheet
from mangnon.reporting.selectors import owed_in, periods, regimes_to_open, reports_to_review, waiting_periods
from mangnon.reporting.writing.page import writing_sheet
from tests.reporting.factories import Scene, actor_at, scene
from tests.reporting.reorganised import JULY, MARCH, apply, event, everybody_moves, new_body, second_half

pytestmark = pytest.mark.django_db
DONE = {"results": "Đã làm xong."}
DECEMBER = clock.at(dt.date(2025, 12, 10), 9)


@pytest.fixture
def plan() -> Scene:
    return scene()


@pytest.fixture
def moved(plan: Scene) -> tuple[Scene, dict[str, Agency]]:
    """The first half reported and accepted in June; on 1 July everybody becomes a body of the new province."""
    plan.accepted(plan.lead, {plan.tasks[0]: {"results": "Đầu mối làm."}, plan.tasks[2]: DONE})
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Y tế làm đầu năm."}})
    plan.note(plan.tasks[1], plan.health, "Ghi của tháng Tám.", at=clock.at(dt.date(2025, 6, 20), 9))
    regime = second_half(plan)
    happened, bodies = everybody_moves(plan, JULY)
    apply(happened)
    plan.regime = regime
    return plan, bodies


def as_new(plan: Scene, bodies: dict[str, Agency], who: str) -> Any:
    """An officer of one of the new bodies, who sees the province that went into the new one."""
    role = Role.PROVINCIAL_LEAD if who == "lead" else Role.DEPARTMENT_OFFICER
    actor = actor_at(bodies[who], role)
    object.__setattr__(actor, "territory_code", "95")
    object.__setattr__(actor, "territory_codes", frozenset({"90", "95"}))
    return actor


def words(document: OfficialDocument) -> str:
    """All the words of a document's body, head and annexes."""
    said = [block.text for block in document.body if isinstance(block, Heading | Paragraph | Bullet)]
    cells = [
        str(cell)
        for annex in document.annexes
        for table in annex.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row.cells
    ]
    head = [document.agency, document.parent_agency or "", document.place or "", *document.addressees]
    return "\n".join([*head, *said, *cells, *(note.text for note in document.sources)])


def second_period(plan: Scene) -> Period:
    """The second half, opened."""
    return open_period(actor=SYSTEM, regime=plan.regime, code="2025H2")


def test_the_first_half_prints_the_old_names_though_made_after_the_change(
    moved: tuple[Scene, dict[str, Agency]],
) -> None:
    plan, bodies = moved
    with clock.frozen(clock.at(dt.date(2025, 7, 10), 9)):
        actor = as_new(plan, bodies, "lead")
        made = consolidate(actor=actor, period=plan.period, reasons={"*": "Đợi."})
    assert made.summary["boundary_on"] == "2025-06-05"
    document = build_official_report(made)
    assert document.agency == "Sở Lao động Mẫu Một"
    assert document.addressees == ("Ủy ban nhân dân tỉnh Mẫu",)
    assert document.place == "Mẫu"
    said = words(document)
    assert "Sở Y tế Mẫu Hai" in said
    assert "Lớn" not in said
    assert {row["name"] for row in made.summary["rows"]} == {
        "Sở Lao động Mẫu Một",
        "Sở Y tế Mẫu Hai",
        "Sở Giáo dục Mẫu Ba",
        "Ủy ban nhân dân huyện Mẫu",
    }
    assert {row["lead"] for row in provenance(made)["progress"]} == {"90.SO_1", "90.SO_2"}


def test_the_second_half_expects_the_new_bodies_and_prints_their_names(
    moved: tuple[Scene, dict[str, Agency]],
) -> None:
    plan, bodies = moved
    plan.period = second_period(plan)
    owing = ExpectedReport.objects.filter(period=plan.period)
    assert {row.agency for row in owing} == set(bodies.values())
    assert {row.reason for row in owing.filter(agency=bodies["health"])} == {"Chủ trì 1 nhiệm vụ, phối hợp 2 nhiệm vụ"}
    with clock.frozen(DECEMBER):
        plan.lead = bodies["lead"]
        plan.accepted(bodies["lead"], {plan.tasks[0]: DONE, plan.tasks[2]: DONE})
        plan.accepted(bodies["health"], {plan.tasks[1]: {"results": "Y tế làm cuối năm."}})
        made = consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    document = build_official_report(made)
    assert document.agency == "Sở Lao động Lớn"
    assert document.parent_agency == "Ủy ban nhân dân tỉnh Lớn"
    assert document.place == "Lớn"
    said = words(document)
    assert "Sở Y tế Lớn" in said
    assert "Mẫu Hai" not in said
    assert "của Ủy ban nhân dân tỉnh Mẫu" in said, "the paper's issuer stays who it was"
    assert "Sở Lao động Lớn" in str(build_annex_sheets(made)[0].table)
    assert made.summary["expected"] == 5
    assert made.summary["sent"] == 2


def test_an_old_consolidation_without_an_issuer_prints_the_regimes(plan: Scene) -> None:
    plan.accepted(plan.lead, {plan.tasks[0]: DONE, plan.tasks[2]: DONE})
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đợi."})
    del made.summary["issuer"]
    made.save()
    assert build_official_report(Consolidation.objects.get()).agency == "Sở Lao động Mẫu Một"


def test_the_recipient_follows_succession(moved: tuple[Scene, dict[str, Agency]]) -> None:
    plan, bodies = moved
    assert recipient_of(plan.period.regime, dt.date(2025, 6, 30)) == plan.lead
    assert recipient_of(plan.period.regime, JULY) == bodies["lead"]
    with clock.frozen(clock.at(dt.date(2025, 7, 10), 9)):
        actor = as_new(plan, bodies, "lead")
        assert [item.regime for item in regimes_to_open(actor, today=clock.today())] != []
        assert open_period(actor=actor, regime=plan.regime, code="2025H2").code == "2025H2"
        with pytest.raises(NotAllowed):
            open_period(actor=plan.reviewer, regime=plan.regime, code="2025H2")


def test_the_successor_reviews_what_waits(plan: Scene) -> None:
    report = plan.send(plan.health, {plan.tasks[1]: DONE})
    happened, bodies = everybody_moves(plan, JULY)
    apply(happened)
    with clock.frozen(clock.at(dt.date(2025, 7, 10), 9)):
        assert list(reports_to_review(as_new(plan, bodies, "lead"))) == [report]
        assert list(reports_to_review(as_new(plan, bodies, "health"))) == []


def test_both_can_see_the_past(moved: tuple[Scene, dict[str, Agency]]) -> None:
    plan, bodies = moved
    with clock.frozen(clock.at(dt.date(2025, 7, 10), 9)):
        health = as_new(plan, bodies, "health")
        assert plan.period in periods(health)
        sheet = sent_sheet(health, plan.period, plan.health.code)
        assert sheet is not None
        assert [entry.change.fields[0].after for entry in sheet.entries] == ["Y tế làm đầu năm."]
        assert sheet.entries[0].is_lead
        with pytest.raises(NotAllowed):
            sent_sheet(as_new(plan, bodies, "schools"), plan.period, plan.health.code)
        lead = sent_sheet(as_new(plan, bodies, "lead"), plan.period, plan.health.code)
        assert lead is not None, "who receives today reads what was sent before"


def test_beside_the_box_stands_what_the_body_before_wrote_and_noted(moved: tuple[Scene, dict[str, Agency]]) -> None:
    plan, bodies = moved
    period = second_period(plan)
    plan.note(plan.tasks[1], bodies["health"], "Ghi của tháng Chín.", at=clock.at(dt.date(2025, 9, 1), 9))
    with clock.frozen(DECEMBER):
        sheet = writing_sheet(as_new(plan, bodies, "health"), period)
    item = sheet.item(plan.tasks[1].pk)
    assert item is not None
    assert [(last.agency, last.fields["results"]) for last in item.last_time] == [(plan.health, "Y tế làm đầu năm.")]
    assert sheet.last_period == plan.period
    assert [note.text for note in item.notes] == ["Ghi của tháng Chín."], "June is of the half before"
    assert sheet.writers == (bodies["health"],)


def test_notes_of_the_body_before_count_in_the_same_period(plan: Scene) -> None:
    plan.note(plan.tasks[1], plan.health, "Ghi của tháng Hai.", at=clock.at(dt.date(2025, 2, 20), 9))
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    item = writing_sheet(plan.writer(heir), plan.period).item(plan.tasks[1].pk)
    assert item is not None
    assert [note.text for note in item.notes] == ["Ghi của tháng Hai."]
    [suggested] = item.suggestions
    assert suggested.sources == ("ghi nhận tiến độ ngày 20/02/2025 của Sở Y tế Mẫu Hai",)


def test_what_is_owed_for_others_is_on_the_list(plan: Scene) -> None:
    happened, bodies = everybody_moves(plan, JULY)
    apply(happened)
    with clock.frozen(clock.at(dt.date(2025, 7, 10), 9)):
        health = as_new(plan, bodies, "health")
        [waiting] = waiting_periods(health)
        assert (waiting.agency, waiting.is_own, waiting.timeliness) == (plan.health, False, "missing")
        assert owed_in(health, plan.period) == [plan.health]
        sheet = writing_sheet(health, plan.period, agency_code=plan.health.code)
        assert (sheet.agency, sheet.writers) == (plan.health, (bodies["health"],))
        assert [item.task for item in sheet.led] == [plan.tasks[1]]
        both = writing_sheet(as_new(plan, bodies, "commune1"), plan.period, agency_code=plan.district.code)
        assert set(both.writers) == {bodies["commune1"], bodies["commune2"]}


def test_finished_work_of_a_closed_body_is_told_by_who_carries_its_functions(plan: Scene) -> None:
    from mangnon.plans.models import Assignment

    Assignment.objects.filter(agency=plan.health).update(
        execution="complete", review="met", progress=100, accepted_at=clock.now(), completed_at=clock.now()
    )
    plan.write(plan.health, {plan.tasks[1]: {"results": "Xong từ tháng Hai."}})
    heir = new_body("SO_9", "Sở Y tế mới", territory=plan.plan.territory)
    apply(event("rename", MARCH, (plan.health, heir, "")))
    row = next(row for row in board(SYSTEM, plan.period).rows if row.agency == heir)
    assert (row.led, row.answered) == (1, 1)
    sheet = writing_sheet(plan.writer(heir), plan.period)
    assert sheet.led[0].entry.results == "Xong từ tháng Hai."
    plan.send(heir, {})
    assert Assignment.objects.get(agency=plan.health, task=plan.tasks[1]).ended_on is None
