"""The whole paper, words, figures and charts: no order matters, amended and given up is as before, edits stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import transaction

from mangnon.documents.official import document_data
from mangnon.kernel import clock
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.models import Consolidation, Passage
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import submit_report
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, told

pytestmark = pytest.mark.django_db
LONG = "Phối hợp với các cơ quan, đơn vị liên quan tổ chức tuyên truyền, phổ biến pháp luật về quyền trẻ em."
BODIES = (("schools", "7", "1/4", "1"), ("health", "9", "2/4", "..."), ("district", "5", "-", "0"))


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


def _accepted(plan: Scene, order: Sequence[int]) -> None:
    for number in order:
        name, *texts = BODIES[number]
        place = getattr(plan, name)
        report = told(plan, place, *texts)
        led = [task for index, task in enumerate(plan.tasks, 1) if name == "health" and index % 2 == 0]
        own = {} if name == "health" else {plan.tasks[0]: {"results": f"{LONG}\nMở {number + 2} lớp tại {name}."}}
        plan.write(place, {**own, **{task: {"results": "Đã làm."} for task in led}, None: {"results": "Chung."}})
        submit_report(actor=plan.writer(place), report_id=report.pk)
        accept_report(actor=plan.reviewer, report_id=report.pk)


def _made(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"})


def _paper(made: Consolidation) -> Any:
    return document_data(build_official_report(made))


def _lines(made: Consolidation) -> list[str]:
    body = build_official_report(made).body
    return [" ".join(getattr(block, "text", "").split()) for block in body]


def test_no_order_of_arrival_changes_the_paper() -> None:
    papers = []
    for order in ((0, 1, 2), (2, 0, 1)):
        with transaction.atomic():
            plan = asking_scene()
            _accepted(plan, order)
            papers.append(_paper(_made(plan)))
            transaction.set_rollback(True)
    assert papers[0] == papers[1]


def test_a_common_sentence_stands_once_amending_and_giving_up_is_identity_and_edits_stay() -> None:
    plan = asking_scene()
    _accepted(plan, (0, 1, 2))
    made = _made(plan)
    before, sources = _paper(made), provenance(made)
    [shared] = [line for line in _lines(made) if LONG.rstrip(".") in line]
    assert " và " in shared, "both names stand with it"
    assert {each["agency"] for p in sources["passages"] if LONG in p["text"] for each in p["sources"]} == {
        plan.schools.code,
        plan.district.code,
    }
    report = plan.period.reports.get(agency=plan.schools)
    start_amendment(actor=plan.writer(plan.schools), report_id=report.pk, reason="Xem lại")
    drop_amendment(actor=plan.writer(plan.schools), report_id=report.pk)
    again = _made(plan)
    assert _paper(again) == before
    assert provenance(again)["indicators"] == sources["indicators"]
    passage = Passage.objects.filter(consolidation=again, text__contains="tại schools").get()
    edit_passage(
        actor=plan.reviewer, passage_id=passage.pk, revision=passage.revision, text="Mở 02 lớp, có 40 em dự học."
    )
    edited = _lines(again)
    assert any("có 40 em dự học" in line for line in edited)
    last = _made(plan)
    assert _lines(last) == edited, "regenerated, with the editor's words"
    kept = next(p for p in provenance(last)["passages"] if p["is_edited"])
    assert kept["first_text"].startswith(LONG[:20])
    assert [each["agency"] for each in kept["sources"]] == [plan.schools.code]
