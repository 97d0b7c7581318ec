"""A consolidation recomputes figures from what was sent: a place once, who is missing named, sources kept."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM, Role
from mangnon.documents.official import Bullet
from mangnon.indicators.models import Figure
from mangnon.indicators.public import Cell, correct_figure, record_figures
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from mangnon.reporting.consolidation.child_rights import build_child_rights_report, read_child_rights
from mangnon.reporting.consolidation.choosing import choose_figure
from mangnon.reporting.consolidation.figure_tables import body_table, indicator_table, value_words
from mangnon.reporting.consolidation.figures import figure_book, figure_changes_since_last
from mangnon.reporting.consolidation.files import child_rights_file, consolidation_file
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.figures.sheet import window_of
from mangnon.reporting.models import Consolidation, Passage
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import submit_report
from mangnon.territory.models import ParentEdge, Unit
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.figures.made import asking_scene, boxes, sent, told

pytestmark = pytest.mark.django_db
REST = {"*": "Chưa gửi"}


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def plan() -> Scene:
    return asking_scene()


def _accepted(plan: Scene, place: Any, *texts: str) -> Any:
    report = sent(plan, place, *texts)
    return accept_report(actor=plan.reviewer, report_id=report.pk)


def _made(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period, reasons=REST)


def test_counts_add_rates_come_from_sums_and_who_is_missing_is_named(plan: Scene) -> None:
    _accepted(plan, plan.schools, "-", "1/4", "2")
    _accepted(plan, plan.district, "5", "3/4", "3")
    made = _made(plan)
    count, rate, own = figure_book(made).lines
    assert own.whole.sum.count == 5, "each body's own part"
    assert value_words(own) == "ít nhất 5"
    names = figure_book(made).names_of(each.part for each in own.whole.sum.missing)
    assert set(names) == {plan.lead.name, plan.health.name}
    assert rate.whole.rows[0].agency == plan.schools.pk, "the province tells itself; its district lies in it"
    assert rate.told.value == 25
    assert [each.row.agency for each in rate.whole.inside] == [plan.district.pk]
    assert value_words(count) == "không phát sinh"


def test_the_order_of_arrival_never_matters_and_running_again_gives_the_same(plan: Scene) -> None:
    _accepted(plan, plan.district, "5", "3/4", "3")
    _accepted(plan, plan.schools, "7", "...", "0")
    _accepted(plan, plan.health, "9", "2/4", "-")
    first, second = _made(plan), _made(plan)
    one, two = (provenance(each)["indicators"] for each in (first, second))
    assert json.dumps(one) == json.dumps(two)
    assert figure_changes_since_last(second, figure_book(second)) == []
    words = [(p.kind, p.task_id, p.first_text) for p in Passage.objects.filter(consolidation=first)]
    assert words == [(p.kind, p.task_id, p.first_text) for p in Passage.objects.filter(consolidation=second)]


def test_two_who_tell_one_place_are_shown_and_a_person_chooses(plan: Scene) -> None:
    _accepted(plan, plan.schools, "7", "1/4", "1")
    _accepted(plan, plan.health, "9", "1/4", "1")
    made = _made(plan)
    book = figure_book(made)
    assert [line.indicator for line in book.disputed] == [boxes(plan)[0].indicator]
    line = book.lines[0]
    assert (line.told.value, line.whole.aside[0].row.cell.numerator) == (9, 7)
    other = line.whole.aside[0].row.figure
    with pytest.raises(NotAllowed):
        choose_figure(actor=plan.writer(plan.health), consolidation_id=made.pk, figure_id=other, reason="x")
    for figure, reason in ((other, " "), (0, "x")):
        with pytest.raises(NotComplete):
            choose_figure(actor=plan.reviewer, consolidation_id=made.pk, figure_id=figure, reason=reason)
    choose_figure(actor=plan.reviewer, consolidation_id=made.pk, figure_id=other, reason="Sở quản lý sổ gốc")
    assert figure_book(made).lines[0].told.value == 7
    again = _made(plan)
    assert figure_book(again).lines[0].told.value == 7, "a choice goes on"
    with pytest.raises(Stale):
        choose_figure(actor=plan.reviewer, consolidation_id=made.pk, figure_id=other, reason="x")


def test_what_is_corrected_later_changes_nothing_until_an_amendment_is_accepted(plan: Scene) -> None:
    report = _accepted(plan, plan.schools, "7", "1/4", "1")
    made = _made(plan)
    before = json.dumps(provenance(made)["indicators"])
    figure = Figure.objects.get(indicator=boxes(plan)[0].indicator)
    actor = plan.writer(plan.schools)
    correct_figure(actor=actor, figure=figure, cell=Cell(FigureState.VALUE, Decimal(8)), reason="Đếm lại")
    assert json.dumps(provenance(made)["indicators"]) == before
    start_amendment(actor=actor, report_id=report.pk, reason="Sửa số")
    assert figure_book(_made(plan)).lines[0].told.value == 7
    drop_amendment(actor=actor, report_id=report.pk)
    assert figure_book(_made(plan)).lines[0].told.value == 7, "amended and given up is as before"
    start_amendment(actor=actor, report_id=report.pk, reason="Sửa số")
    submit_report(actor=actor, report_id=report.pk)
    accept_report(actor=plan.reviewer, report_id=report.pk)
    last = _made(plan)
    book = figure_book(last)
    assert [(c.before.value, c.line.told.value) for c in figure_changes_since_last(last, book)] == [(7, 8)]
    assert json.dumps(provenance(made)["indicators"]) == before, "the first consolidation stays as it was made"


def test_files_carry_the_figures_and_each_number_leads_to_its_report(plan: Scene) -> None:
    _accepted(plan, plan.schools, "7", "1/4", "0")
    _accepted(plan, plan.district, "5", "...", "-")
    made = _made(plan)
    found = provenance(made)["indicators"]
    row = found[2]["rows"][0]
    assert {"figure", "report", "version", "agency", "unit", "numerator", "state"} <= row.keys()
    assert sum(float(each["numerator"] or 0) for each in found[2]["rows"]) == float(found[2]["count"])
    document = build_official_report(made)
    titles = [annex.title for annex in document.annexes][2:]
    assert titles == ["Số liệu theo chỉ tiêu", "Số liệu theo cơ quan, đơn vị", "Biểu đồ"]
    words = [block.text for block in document.body if isinstance(block, Bullet)]
    assert any("ít nhất 0" in text for text in words)
    for ending in ("docx", "pdf", "xlsx"):
        assert len(consolidation_file(made, ending)) > 4000
    names = {row.cells[0] for row in body_table(figure_book(made)).rows}
    assert {plan.lead.name, plan.health.name, plan.schools.name, plan.district.name} <= names
    assert len(indicator_table(figure_book(made)).rows) == 3


def test_a_body_that_tells_of_several_units_has_a_row_for_each(plan: Scene) -> None:
    """Rows that one reads add up to the whole that stands under them."""
    row, window = boxes(plan)[0].indicator, window_of(plan.period)
    for number in (1, 2, 3):
        unit = Unit.objects.create(
            code=f"Z{number}", name=f"Xã Z{number}", level="commune", kind="Xã", parent=plan.lead.territory
        )
        ParentEdge.objects.create(child=unit, parent=plan.lead.territory)
        cell = Cell(FigureState.VALUE, Decimal(10 * number))
        record_figures(actor=SYSTEM, unit=unit, agency=plan.health, period=window, cells={(row.pk, ""): cell})
    _accepted(plan, plan.health, "", "3/4", "5")
    rows = body_table(figure_book(_made(plan))).rows
    first = [each.cells for each in rows[1 : next(at for at, each in enumerate(rows) if each.cells[0] == "Toàn bộ")]]
    told = [(cells[1], cells[2]) for cells in first if cells[0] == plan.health.name]
    assert told == [("Xã Z1", 10), ("Xã Z2", 20), ("Xã Z3", 30)], "numbers, to be computed with"


def test_a_period_without_indicators_is_as_it_was() -> None:
    plain = scene()
    plain.accepted(plain.schools, {None: {"results": "Đã làm."}})
    made = consolidate(actor=plain.reviewer, period=plain.period, reasons=REST)
    assert figure_book(made).lines == []
    assert provenance(made)["indicators"] == []
    assert len(build_official_report(made).annexes) == 3


def test_the_pages(plan: Scene, client: Client) -> None:
    _accepted(plan, plan.schools, "7", "1/4", "1")
    _accepted(plan, plan.health, "9", "1/4", "1")
    _made(plan)
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    page = client.get(reverse("consolidation", args=place)).content.decode()
    assert "Số liệu theo chỉ tiêu" in page
    assert "Hai cơ quan báo khác nhau" in page
    line = boxes(plan)[0].indicator
    address = reverse("consolidation_figure", args=[*place, line.pk])
    page = client.get(address).content.decode()
    assert "Dùng số này" in page
    assert plan.schools.name in page
    figure = Figure.objects.get(indicator=line, agency=plan.schools)
    choose = reverse("consolidation_figure_choose", args=[*place, line.pk])
    assert client.post(choose, {"figure": str(figure.pk), "reason": " "}).status_code == 422
    assert client.post(choose, {"figure": str(figure.pk), "reason": "Sổ gốc"}).status_code == 302
    assert "được chọn: Sổ gốc" in client.get(address).content.decode()
    assert client.get(reverse("consolidation_figure", args=[*place, 0])).status_code == 404
    regime = client.get(reverse("regime", args=[plan.regime.code])).content.decode()
    assert "Chọn chỉ tiêu" in regime
    choosing = client.get(reverse("regime_indicators", args=[plan.regime.code])).content.decode()
    assert choosing.count("checked") == 4
    refused = client.post(reverse("regime_indicators", args=[plan.regime.code]), {f"chon-{line.pk}": "on"})
    assert refused.status_code in (409, 422)
    data = {f"chon-{line.pk}": "on", "revision": plan.regime.revision, "reason": "Bớt"}
    assert client.post(reverse("regime_indicators", args=[plan.regime.code]), data).status_code == 302
    report = client.get(reverse("report_view", args=[*place, plan.schools.code])).content.decode()
    assert "Số liệu của lần gửi này" in report


def test_the_writers_boxes(plan: Scene, client: Client) -> None:
    client.force_login(user_at(plan.schools, Role.DEPARTMENT_OFFICER))
    place = [plan.regime.code, plan.period.code]
    page = client.get(reverse("report_write", args=place)).content.decode()
    assert "Đã có 0/3 chỉ tiêu" in page
    rows = boxes(plan)
    save = reverse("report_figures_save", args=place)
    bad = client.post(save, {f"so-{rows[0].pk}": "bảy", f"so-{rows[1].pk}": "1/4"})
    assert bad.status_code == 422
    assert 'value="bảy"' in bad.content.decode()
    assert not Figure.objects.exists()
    typed = dict(zip([f"so-{row.pk}" for row in rows], ("7", "1/4", "-"), strict=True))
    assert client.post(save, typed).status_code == 302
    assert Figure.objects.count() == 3
    assert client.post(save, {**typed, f"so-{rows[0].pk}": "8"}).status_code == 409
    assert "Đã có 3/3 chỉ tiêu" in client.get(reverse("report_write", args=place)).content.decode()
    assert client.get(save).status_code == 302


def test_every_order_of_acceptance_gives_the_same_figures() -> None:
    seen = set()
    for order in itertools.islice(itertools.permutations(range(3)), 0, None, 2):
        with transaction.atomic():
            plan = asking_scene()
            bodies = [(plan.schools, "7", "1/4", "1"), (plan.health, "9", "2/4", "..."), (plan.district, "5", "-", "0")]
            for index in order:
                place, *texts = bodies[index]
                _accepted(plan, place, *texts)
            lines = figure_book(_made(plan)).lines
            seen.add(tuple((line.told, len(line.whole.aside), line.whole.sum.counted) for line in lines))
            transaction.set_rollback(True)
    assert len(seen) == 1


def test_every_accepted_result_is_in_the_child_rights_report() -> None:
    """Of a task that answers no paragraph, of one whose paragraph has no cluster, of a body in general: each once."""
    plan = scene()
    documents = [
        CommitteeDocument.objects.create(
            code=f"mau-{n}", committee="Ủy ban mẫu", symbol=f"CRC/M/{n}", made_at=clock.now()
        )
        for n in (1, 2)
    ]
    for document, cluster, task in ((0, "A", 0), (1, "E", 0), (0, "", 1)):
        row = Recommendation.objects.create(
            document=documents[document], number=30 + task, cluster=cluster, topic="Dạy bơi", changed_at=clock.now()
        )
        RecommendationLink.objects.create(recommendation=row, task=plan.tasks[task], made_at=clock.now())
    texts = {
        0: "Đã tổ chức 06 lớp dạy bơi.",
        1: "Đã lập 03 câu lạc bộ.",
        2: "Đã thăm 90 gia đình.",
        None: "Đã chỉ đạo.",
    }
    plan.accepted(plan.lead, {plan.tasks[0]: {"results": texts[0]}, plan.tasks[2]: {"results": texts[2]}})
    plan.accepted(plan.health, {plan.tasks[1]: {"results": texts[1]}, None: {"results": texts[None]}})
    words = [block.text for block in build_child_rights_report(_made(plan)).body if hasattr(block, "text")]
    for text in texts.values():
        assert sum(text.rstrip(".") in said for said in words) == 1, text
    assert "IV. KẾT QUẢ KHÁC" in words
    assert "V. KHÓ KHĂN, VƯỚNG MẮC" in words
    assert any("kết quả nêu tại điểm 1 mục này" in said for said in words)
    assert {said.partition(":")[0] for said in words if said.startswith("Đoạn 30")} == {
        "Đoạn 30 (CRC/M/1)",
        "Đoạn 30 (CRC/M/2)",
    }


def test_the_child_rights_report_says_what_the_consolidation_says(plan: Scene, client: Client) -> None:
    sent(plan, plan.schools, "7", "1/4", "1")
    told(plan, plan.lead, "3", "1/4", "1")
    document = CommitteeDocument.objects.create(
        code="mau", committee="Ủy ban mẫu", symbol="CRC/M/1", made_at=clock.now(), made_by=None
    )
    paragraph = Recommendation.objects.create(
        document=document, number=30, sub="a", cluster="A", topic="Dạy bơi", changed_at=clock.now()
    )
    RecommendationLink.objects.create(recommendation=paragraph, task=plan.tasks[0], made_at=clock.now(), made_by=None)
    sent_report = plan.accepted(
        plan.lead, {plan.tasks[0]: {"results": "Đã tổ chức 06 lớp dạy bơi."}, plan.tasks[2]: {"is_nil": True}}
    )
    made = _made(plan)
    rights = read_child_rights(made)
    assert [each.recommendation for each in rights.paragraphs] == [paragraph]
    assert [task.code for task in rights.unlinked] == [task.code for task in plan.tasks[1:]]
    words = [block.text for block in build_child_rights_report(made).body if hasattr(block, "text")]
    assert any("06 lớp dạy bơi" in text for text in words)
    assert "Đoạn 30 (a): Dạy bơi (chưa kiểm chứng)" in words
    assert not [text for text in words if "Công ước" in text], "articles that were not read are not printed"
    assert words.count("…") >= 5, "clusters of which nothing is known are dots"
    assert sent_report.accepted_version == 1
    for ending in ("docx", "pdf", "xlsx", "json"):
        assert len(child_rights_file(made, ending)) > 500
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    page = client.get(reverse("child_rights", args=place)).content.decode()
    assert "06 lớp dạy bơi" in page
    assert client.get(reverse("child_rights_file", args=[*place, "docx"])).status_code == 200
    assert client.get(reverse("child_rights_file", args=[*place, "exe"])).status_code == 404
