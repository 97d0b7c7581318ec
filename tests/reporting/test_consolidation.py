"""One report made from the reports below, each paragraph with its source."""

from __future__ import annotations

import hashlib

import pytest

from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.consolidation.making import SENT, SILENT, consolidate, edit_passage
from mangnon.reporting.consolidation.provenance import provenance
from mangnon.reporting.consolidation.reading import read_consolidation, source_text
from mangnon.reporting.consolidation.regenerating import changes_since_last
from mangnon.reporting.errors import CannotConsolidate, NotComplete
from mangnon.reporting.models import Consolidation, Passage, ReportVersion
from tests.reporting.factories import Scene, scene

pytestmark = pytest.mark.django_db
REST = {"*": "Đã đôn đốc, chưa nhận được báo cáo."}
SWIMMING = "Tổ chức 06 lớp dạy bơi an toàn cho 180 học sinh tiểu học tại các hồ bơi lắp ghép trên địa bàn huyện"


@pytest.fixture
def plan() -> Scene:
    return scene()


def _make(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period, reasons=REST)


def test_every_missing_report_needs_a_reason(plan: Scene) -> None:
    with pytest.raises(CannotConsolidate, match="Chưa có báo cáo nào được chấp nhận"):
        _make(plan)
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm."}})
    plan.send(plan.schools, {None: {"results": "Đã làm."}})
    with pytest.raises(CannotConsolidate) as refusal:
        consolidate(actor=plan.reviewer, period=plan.period, reasons={plan.lead.code: "Đang làm.", "x": "y"})
    assert refusal.value.code == "missing_reports"
    assert "Sở Giáo dục Mẫu Ba" in refusal.value.message
    assert "Sở Lao động" not in refusal.value.message
    assert not Consolidation.objects.exists()
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons={plan.lead.code: "Đang làm.", **REST})
    reasons = {row["code"]: row["reason"] for row in made.summary["missing"]}
    assert reasons[plan.lead.code] == "Đang làm."
    assert reasons[plan.district.code] == REST["*"]


def test_one_common_reason_is_never_said_of_who_sent_and_who_did_not(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm."}})
    plan.send(plan.schools, {None: {"results": "Đã làm."}})
    with pytest.raises(CannotConsolidate) as refusal:
        consolidate(actor=plan.reviewer, period=plan.period, reasons={SILENT: "Đã đôn đốc."})
    assert plan.schools.name in refusal.value.message
    both = {SILENT: "Đã đôn đốc.", SENT: "Đang xem xét."}
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons=both)
    reasons = {row["code"]: row["reason"] for row in made.summary["missing"]}
    assert (reasons[plan.schools.code], reasons[plan.district.code]) == ("Đang xem xét.", "Đã đôn đốc.")


def test_only_the_recipient_consolidates(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm."}})
    with pytest.raises(NotAllowed):
        consolidate(actor=plan.writer(plan.health), period=plan.period, reasons=REST)


def test_the_lead_speaks_first_and_same_words_stand_once(plan: Scene) -> None:
    task = plan.tasks[0]
    plan.accepted(plan.schools, {task: {"results": "Phối hợp truyền thông."}})
    plan.accepted(plan.district, {task: {"results": "phối hợp  truyền thông."}})
    plan.accepted(plan.lead, {task: {"results": "Chủ trì làm."}, plan.tasks[2]: {"is_nil": True}})
    found = read_consolidation(_make(plan))
    of_task = found.of("result", task.pk)
    assert [passage.text for passage in of_task] == ["Chủ trì làm.", "Phối hợp truyền thông."]
    assert [found.is_of_lead(passage) for passage in of_task] == [True, False]
    assert {source.version.report.agency for source in of_task[1].sources.all()} == {plan.schools, plan.district}
    [nothing] = found.of("result", plan.tasks[2].pk)
    assert nothing.text == "Không phát sinh trong kỳ báo cáo."


def test_what_was_sent_last_is_consolidated_not_what_is_typed_later(plan: Scene) -> None:
    report = plan.accepted(plan.health, {plan.tasks[1]: {"results": "Bản đã gửi."}})
    report.entries.update(results="Bản khác.")
    found = read_consolidation(_make(plan))
    assert [passage.text for passage in found.passages] == ["Bản đã gửi."]


def test_an_activity_reported_twice_is_shown_not_dropped(plan: Scene) -> None:
    task = plan.tasks[1]
    plan.accepted(plan.health, {task: {"results": SWIMMING}})
    plan.accepted(plan.district, {task: {"results": SWIMMING.replace("trên địa bàn huyện", "ở địa bàn huyện.")}})
    plan.accepted(
        plan.schools, {plan.tasks[0]: {"results": SWIMMING}, task: {"results": "Việc khác hẳn, riêng của ngành."}}
    )
    found = read_consolidation(_make(plan))
    of_task = found.of("result", task.pk)
    elsewhere = found.of("result", plan.tasks[0].pk)
    assert len(of_task) == 3
    pairs = {passage.pk: passage.same_as_id for passage in found.passages if passage.same_as_id}
    assert len(pairs) == 2, "the district's copy, and the same words under another task"
    related = {elsewhere[0].pk, of_task[0].pk, next(p.pk for p in of_task if "ở địa bàn" in p.text)}
    assert set(pairs) | set(pairs.values()) == related
    assert {passage.pk for passage in found.alike} == set(pairs)
    for key in pairs:
        edit_passage(actor=plan.reviewer, passage_id=key, revision=0, text="x", is_left_out=True)
    assert read_consolidation(found.consolidation).alike == []


def test_an_edit_keeps_sources_and_first_words_and_survives_the_next_run(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm.", "proposals": "Đề nghị thêm kinh phí."}})
    first = read_consolidation(_make(plan))
    [result] = first.of("result", plan.tasks[1].pk)
    [proposal] = first.of("proposal")
    edit_passage(actor=plan.reviewer, passage_id=result.pk, revision=0, text=" Đã làm, có số liệu. ")
    edit_passage(actor=plan.reviewer, passage_id=proposal.pk, revision=0, text=proposal.text, is_left_out=True)
    with pytest.raises(Stale):
        edit_passage(actor=plan.reviewer, passage_id=result.pk, revision=0, text="Khác.")
    with pytest.raises(NotComplete):
        edit_passage(actor=plan.reviewer, passage_id=result.pk, revision=1, text="  ")
    with pytest.raises(NotAllowed):
        edit_passage(actor=plan.writer(plan.health), passage_id=result.pk, revision=1, text="Khác.")
    plan.accepted(plan.schools, {None: {"results": "Đã chỉ đạo."}})
    second = read_consolidation(_make(plan))
    assert second.consolidation.number == 2
    [again] = second.of("result", plan.tasks[1].pk)
    assert (again.text, again.first_text) == ("Đã làm, có số liệu.", "Đã làm.")
    assert [source.version.report.agency for source in again.sources.all()] == [plan.health]
    assert second.of("proposal")[0].is_left_out
    assert Passage.objects.get(pk=result.pk).text == "Đã làm, có số liệu.", "the first run stays as it was"


def test_an_edit_goes_on_when_its_source_changes_and_both_are_shown(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm."}})
    [result] = read_consolidation(_make(plan)).of("result", plan.tasks[1].pk)
    edit_passage(actor=plan.reviewer, passage_id=result.pk, revision=0, text="Bản sửa.")
    version = ReportVersion.objects.get()
    version.content["entries"][0]["results"] = "Đã làm nhiều hơn."
    version.save()
    made = _make(plan)
    [again] = read_consolidation(made).of("result", plan.tasks[1].pk)
    assert (again.text, again.first_text, again.source_before) == ("Bản sửa.", "Đã làm nhiều hơn.", "Đã làm.")
    [change] = changes_since_last(made)
    assert (change.kind, change.passage) == ("changed", again)
    assert "".join(piece.text for piece in change.pieces if piece.kind != "new") == "Đã làm."
    assert "".join(piece.text for piece in change.pieces if piece.kind != "gone") == "Đã làm nhiều hơn."
    third = _make(plan)
    [again] = read_consolidation(third).of("result", plan.tasks[1].pk)
    assert (again.text, again.source_before) == ("Bản sửa.", "Đã làm.")  # not seen by anybody yet
    assert changes_since_last(third) == []
    edit_passage(actor=plan.reviewer, passage_id=again.pk, revision=again.revision, text="Bản sửa, nhiều hơn.")
    again.refresh_from_db()
    assert again.source_before == ""


def test_words_that_differ_in_a_sign_or_a_mark_are_each_bodys_own(plan: Scene) -> None:
    task = plan.tasks[0]
    plan.accepted(plan.schools, {task: {"results": "Tăng < 5% ở xã Sơn Hà."}})
    plan.accepted(plan.district, {task: {"results": "Tăng > 5% ở xã Sơn Hạ."}})
    made = _make(plan)
    of_task = read_consolidation(made).of("result", task.pk)
    told = {passage.text: [each.version.report.agency for each in passage.sources.all()] for passage in of_task}
    assert told == {"Tăng < 5% ở xã Sơn Hà.": [plan.schools], "Tăng > 5% ở xã Sơn Hạ.": [plan.district]}
    edited = next(each for each in of_task if "<" in each.text)
    edit_passage(actor=plan.reviewer, passage_id=edited.pk, revision=0, text="Bản sửa.")
    version = ReportVersion.objects.get(report__agency=plan.schools)
    version.content["entries"][0]["results"] = "Tăng > 5% ở xã Sơn Hà."
    version.save()
    made = _make(plan)
    again = next(each for each in read_consolidation(made).of("result", task.pk) if each.text == "Bản sửa.")
    assert again.source_before == "Tăng < 5% ở xã Sơn Hà."
    assert [change.kind for change in changes_since_last(made)] == ["changed"]


def test_what_came_and_went_since_the_last_time_is_told(plan: Scene) -> None:
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm.", "difficulties": "Thiếu kinh phí."}})
    assert changes_since_last(_make(plan)) == []
    version = ReportVersion.objects.get()
    version.content["entries"][0]["difficulties"] = ""
    version.content["entries"][0]["proposals"] = "Bổ sung kinh phí."
    version.save()
    told = changes_since_last(_make(plan))
    assert [(change.kind, change.part) for change in told] == [
        ("new", "Đề xuất, kiến nghị"),
        ("gone", "Khó khăn, vướng mắc"),
    ]


def test_every_source_can_be_resolved(plan: Scene) -> None:
    plan.note(plan.tasks[1], plan.health, "Đang làm.", progress=40)
    plan.accepted(plan.health, {plan.tasks[1]: {"results": "Đã làm.", "difficulties": "Thiếu kinh phí."}})
    plan.accepted(plan.lead, {plan.tasks[0]: {"is_nil": True}, plan.tasks[2]: {"results": "Xong."}})
    plan.accepted(plan.district, {None: {"results": "Đã chỉ đạo.", "next_period": "Tiếp tục."}})
    made = _make(plan)
    told = provenance(made)
    tasks = {task.code: task.pk for task in plan.tasks}
    assert len(told["passages"]) == made.passages.count() == 6
    for passage in told["passages"]:
        assert passage["sources"]
        for source in passage["sources"]:
            version = ReportVersion.objects.get(report_id=source["report"], number=source["version"])
            assert version.report.agency.code == source["agency"]
            text = source_text(version, tasks.get(passage["task"]), source["field"])
            assert hashlib.sha256(text.encode()).hexdigest() == source["sha256"]
            if source["field"] != "is_nil":
                assert text == passage["first_text"]
    figures = {row["figure"]: row for row in told["figures"]}
    for name in ("expected", "sent", "on_time", "late", "accepted"):
        # Who issues it is on the list with its own part, and does not report to itself.
        assert figures[name]["value"] == len(figures[name]["rows"])
        assert made.summary["issuer"] not in figures[name]["rows"]
    assert figures["not_sent"]["rows"] == [plan.schools.code]
    assert told["tasks_without_report"] == []
    assert {row["task"]: row["value"] for row in told["progress"]} == {"I.1": None, "I.2": 40, "I.3": None}


def test_like_sentences_with_other_figures_under_another_task_are_two_activities(plan: Scene) -> None:
    text = "Đã ban hành kế hoạch thực hiện và tổ chức {} hội nghị, lớp tập huấn với {} lượt người tham dự"
    plan.accepted(
        plan.lead,
        {plan.tasks[0]: {"results": text.format("07", 520)}, plan.tasks[2]: {"results": text.format("04", 491)}},
    )
    assert read_consolidation(_make(plan)).alike == []
