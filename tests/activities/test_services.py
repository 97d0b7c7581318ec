"""Acts on activities: who may, in which state, what is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.accounts.public import Actor, Role
from mangnon.activities.errors import BadActivity, BadAgencyPlan, BadEvidence, BadMoney, Closed
from mangnon.activities.models import Activity, ActivityTask, BudgetLine, Evidence
from mangnon.activities.public import (
    activities_of_agency,
    activities_of_task,
    add_activity,
    add_evidence,
    change_activity,
    comments_of_task,
    drop_activity,
    evidence_of_task,
    judge_double,
    keep_agency_plan,
    keep_budget_line,
    link_programme,
    offer_contribution,
    record_activity,
    remove_budget_line,
    resume_activity,
    serve_task,
    stop_serving_task,
    unlink_programme,
    withdraw_agency_plan,
    withdraw_evidence,
    write_comment,
)
from mangnon.audit.models import AuditRow
from mangnon.audit.public import sentence_of
from mangnon.files.models import StoredFile
from mangnon.files.public import FileRefused
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.notices.models import Notice
from mangnon.plans.public import (
    confirm_complete,
    reassign_assignment,
    recall_assignment,
    record_progress,
    report_complete,
)
from tests.activities.made import Scene
from tests.files import content as files
from tests.plans import made as plans_made

JUNE = dt.date(2025, 6, 1)


def test_an_activity_is_planned_changed_and_done(scene: Scene) -> None:
    activity = scene.activity(starts_on=dt.date(2025, 5, 1), due_on=JUNE, owner_id=scene.officer.user_id)
    changed = change_activity(
        actor=scene.officer, activity_id=activity.pk, version=1, output="50 cán bộ được tập huấn", due_on=None
    )
    assert (changed.version, changed.output, changed.starts_on, changed.due_on) == (
        2,
        "50 cán bộ được tập huấn",
        dt.date(2025, 5, 1),
        None,
    )
    record_activity(actor=scene.officer, activity_id=activity.pk, progress=40, text="Đã mời giảng viên", version=2)
    activity.refresh_from_db()
    assert (activity.state, activity.done_on) == ("running", None)
    record_activity(
        actor=scene.officer, activity_id=activity.pk, progress=100, text="Đã tổ chức", version=3, results="52 người dự"
    )
    activity.refresh_from_db()
    assert (activity.state, activity.done_on, activity.results) == ("done", clock.today(), "52 người dự")
    sentences = [sentence_of(row) for row in AuditRow.objects.filter(object_type="Activity").order_by("id")]
    number = activity.pk
    assert sentences == [
        f"thêm hoạt động số {number}",
        f"sửa hoạt động số {number} (sản phẩm, ngày kết thúc)"
        if "(sản phẩm" in sentences[1]
        else f"sửa hoạt động số {number} (ngày kết thúc, sản phẩm)",
        f"ghi tiến độ của hoạt động số {number}: từ 0 % thành 40 %",
        f"ghi tiến độ của hoạt động số {number}: từ 40 % thành 100 %",
    ]


def test_dropping_keeps_the_reason_and_can_be_taken_back(scene: Scene) -> None:
    activity = scene.activity()
    with pytest.raises(BadActivity, match="lý do"):
        drop_activity(actor=scene.officer, activity_id=activity.pk, reason=" ", version=1)
    drop_activity(actor=scene.officer, activity_id=activity.pk, reason="Không bố trí được kinh phí", version=1)
    with pytest.raises(BadActivity, match="trở lại"):
        record_activity(actor=scene.officer, activity_id=activity.pk, progress=10, text="Đã làm", version=2)
    resumed = resume_activity(actor=scene.officer, activity_id=activity.pk, version=2)
    assert (resumed.state, resumed.dropped_reason) == ("planned", "")
    with pytest.raises(BadActivity):
        resume_activity(actor=scene.officer, activity_id=activity.pk, version=3)


@pytest.mark.parametrize(
    "given",
    [
        {"text": " "},
        {"text": "\u200b\ufeff"},
        {"text": "a" * 4001},
        {"starts_on": dt.date(2025, 6, 2), "due_on": JUNE},
        {"due_on": dt.date(1025, 6, 2)},
        {"owner_id": 10**9},
        {"agency_plan_id": 10**9},
    ],
)
def test_what_cannot_be_planned(scene: Scene, given: dict[str, Any]) -> None:
    with pytest.raises(BadActivity, match="chưa được lưu"):
        scene.activity(**given)
    assert not Activity.objects.exists()


def test_two_people_on_one_activity(scene: Scene) -> None:
    activity = scene.activity()
    change_activity(actor=scene.officer, activity_id=activity.pk, version=1, output="Một")
    with pytest.raises(Stale, match="vẫn còn trên màn hình"):
        change_activity(actor=scene.officer, activity_id=activity.pk, version=1, output="Hai")
    with pytest.raises(Stale):
        record_activity(actor=scene.officer, activity_id=activity.pk, progress=1, text="Ba", version=1)


@pytest.mark.parametrize("who", ["lead", "local", "reader", "leader"])
def test_only_the_agency_itself_writes(scene: Scene, who: str) -> None:
    actor: Actor = getattr(scene, who)
    activity, row = scene.activity(), scene.assignment()
    programme = link_programme(actor=scene.officer, activity_id=activity.pk, name="Đề án mẫu")
    line = keep_budget_line(actor=scene.officer, activity_id=activity.pk, source="central", year=2025, planned=1)
    proof = scene.evidence(activity)
    acts: list[Callable[[], object]] = [
        lambda: add_activity(actor=actor, assignment_id=row.pk, text="Việc"),
        lambda: change_activity(actor=actor, activity_id=activity.pk, version=1, text="Việc khác"),
        lambda: record_activity(actor=actor, activity_id=activity.pk, progress=5, text="Việc", version=1),
        lambda: drop_activity(actor=actor, activity_id=activity.pk, reason="Thôi", version=1),
        lambda: resume_activity(actor=actor, activity_id=activity.pk, version=1),
        lambda: serve_task(actor=actor, activity_id=activity.pk, task_id=scene.task("I.1").pk),
        lambda: stop_serving_task(actor=actor, activity_id=activity.pk, task_id=scene.task("I.1").pk),
        lambda: link_programme(actor=actor, activity_id=activity.pk, name="Chương trình"),
        lambda: unlink_programme(actor=actor, programme_id=programme.pk),
        lambda: keep_budget_line(actor=actor, activity_id=activity.pk, source="commune", year=2025, planned=1),
        lambda: remove_budget_line(actor=actor, line_id=line.pk, version=1),
        lambda: add_evidence(
            actor=actor, activity_id=activity.pk, file=files.picture(), file_name="a.png", description="Ảnh"
        ),
        lambda: withdraw_evidence(actor=actor, evidence_id=proof.pk, reason="Nhầm"),
        lambda: keep_agency_plan(actor=actor, plan_id=scene.plan.pk, agency_id=row.agency_id, title="Kế hoạch"),
        lambda: offer_contribution(actor=actor, assignment_id=scene.assignment("I.1").pk, text="Việc"),
    ]
    before = AuditRow.objects.count()
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert AuditRow.objects.count() == before
    assert StoredFile.objects.count() == 1


def _recall(scene: Scene) -> None:
    recall_assignment(actor=scene.lead, assignment_id=scene.assignment().pk, reason="Ủy ban giao việc khác")


def test_a_recalled_task_is_closed_and_nothing_is_lost(scene: Scene) -> None:
    activity = scene.activity()
    proof = scene.evidence(activity)
    _recall(scene)
    acts: list[Callable[[], object]] = [
        lambda: scene.activity(),
        lambda: change_activity(actor=scene.officer, activity_id=activity.pk, version=1, text="Khác"),
        lambda: record_activity(actor=scene.officer, activity_id=activity.pk, progress=5, text="Việc", version=1),
        lambda: scene.money(activity),
        lambda: scene.evidence(activity, files.picture()),
        lambda: withdraw_evidence(actor=scene.officer, evidence_id=proof.pk, reason="Nhầm"),
    ]
    for act in acts:
        with pytest.raises(Closed, match="thu hồi") as refusal:
            act()
        assert "vẫn còn trên màn hình" in refusal.value.message
    assert activities_of_task(scene.officer, scene.task()).count() == 1
    assert evidence_of_task(scene.officer, scene.task()).count() == 1
    write_comment(actor=scene.officer, task_id=scene.task().pk, text="Vì sao thu hồi?")  # talking goes on


def test_who_carries_the_task_on_goes_on_with_its_activities(scene: Scene) -> None:
    activity = scene.activity()
    old, taker = scene.assignment(), plans_made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        change_activity(actor=taker, activity_id=activity.pk, version=1, text="Khác")
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        reassign_assignment(
            actor=scene.lead, assignment_id=old.pk, to_agency_id=taker.agency_id or 0, reason="Giao lại theo chức năng"
        )
        _goes_on(scene, taker, activity)


def _goes_on(scene: Scene, taker: Actor, activity: Activity) -> None:
    with pytest.raises(Closed, match="chuyển sang cơ quan khác"):
        change_activity(actor=scene.officer, activity_id=activity.pk, version=1, text="Khác")
    with pytest.raises(NotAllowed):
        change_activity(actor=scene.lead, activity_id=activity.pk, version=1, text="Khác")
    record_activity(actor=taker, activity_id=activity.pk, progress=50, text="Làm tiếp", version=1)
    add_evidence(
        actor=taker, activity_id=activity.pk, file=files.pdf(), file_name="a.pdf", description="Biên bản bàn giao"
    )
    with pytest.raises(Closed):
        record_activity(actor=scene.officer, activity_id=activity.pk, progress=60, text="Tôi nữa", version=2)


def test_an_activity_serves_other_tasks_and_shows_there(scene: Scene) -> None:
    activity, other = scene.activity(), scene.task("I.1")
    serve_task(actor=scene.officer, activity_id=activity.pk, task_id=other.pk)
    serve_task(actor=scene.officer, activity_id=activity.pk, task_id=other.pk)
    assert ActivityTask.objects.count() == 1
    assert list(activities_of_task(scene.reader, other)) == [activity]
    with pytest.raises(BadActivity, match="khác"):
        serve_task(actor=scene.officer, activity_id=activity.pk, task_id=scene.task().pk)
    stop_serving_task(actor=scene.officer, activity_id=activity.pk, task_id=other.pk)
    stop_serving_task(actor=scene.officer, activity_id=activity.pk, task_id=other.pk)
    assert not activities_of_task(scene.reader, other).exists()
    assert list(activities_of_agency(scene.reader, agency_id=scene.officer.agency_id or 0)) == [activity]


def test_money_lines(scene: Scene) -> None:
    activity = scene.activity()
    line = keep_budget_line(
        actor=scene.officer, activity_id=activity.pk, source="central", year=2025, allocated=5, spent=9
    )
    assert line.planned is None
    with pytest.raises(BadMoney, match="đã có"):
        scene.money(activity)
    with pytest.raises(BadMoney, match="chương trình"):
        scene.money(activity, source="integrated")
    programme = link_programme(actor=scene.officer, activity_id=activity.pk, name="Chương trình  Mẫu")
    assert link_programme(actor=scene.officer, activity_id=activity.pk, name="CHUONG TRINH MAU") == programme
    scene.money(activity, source="integrated", programme_id=programme.pk)
    with pytest.raises(BadActivity, match="kinh phí"):
        unlink_programme(actor=scene.officer, programme_id=programme.pk)
    with pytest.raises(Stale):
        keep_budget_line(
            actor=scene.officer,
            activity_id=activity.pk,
            source="central",
            year=2025,
            spent=1,
            line_id=line.pk,
            version=7,
        )
    keep_budget_line(
        actor=scene.officer, activity_id=activity.pk, source="central", year=2025, spent=1, line_id=line.pk, version=1
    )
    with pytest.raises(Stale):
        remove_budget_line(actor=scene.officer, line_id=line.pk, version=1)
    remove_budget_line(actor=scene.officer, line_id=line.pk, version=2)
    told = [sentence_of(row) for row in AuditRow.objects.filter(act="remove_budget_line")]
    assert told == [
        f"bỏ dòng kinh phí năm 2025 của hoạt động số {activity.pk}: Ngân sách trung ương hỗ trợ, đã chi 1 đồng"
    ]
    assert BudgetLine.objects.count() == 1


@pytest.mark.parametrize(
    "given", [{"source": "khac"}, {"year": 25}, {"planned": None}, {"planned": -1}, {"planned": 10**15}]
)
def test_money_that_cannot_be(scene: Scene, given: dict[str, Any]) -> None:
    activity = scene.activity()
    with pytest.raises(BadMoney, match="chưa được lưu"):
        scene.money(activity, **given)


def test_evidence_is_kept_once_at_a_place_and_withdrawn_with_a_reason(scene: Scene) -> None:
    activity, row = scene.activity(), scene.assignment()
    first = scene.evidence(activity)
    assert scene.evidence(activity) == first
    whole = add_evidence(
        actor=scene.officer, assignment_id=row.pk, file=files.pdf(), file_name="x.html", description="Tổng kết"
    )
    note = record_progress(actor=scene.officer, assignment_id=row.pk, progress=10, text="Đã họp", version=row.version)
    at_note = add_evidence(
        actor=scene.officer, note_id=note.pk, file=files.pdf(), file_name="x", description="Giấy mời"
    )
    assert StoredFile.objects.count() == 1
    assert whole.name == "x.pdf"
    assert {whole.file_id, at_note.file_id} == {first.file_id}
    with pytest.raises(BadActivity, match="lý do"):
        withdraw_evidence(actor=scene.officer, evidence_id=first.pk, reason="")
    withdraw_evidence(actor=scene.officer, evidence_id=first.pk, reason="Nhầm tệp")
    with pytest.raises(BadEvidence, match="đã được rút"):
        withdraw_evidence(actor=scene.officer, evidence_id=first.pk, reason="Nhầm tệp")
    assert scene.evidence(activity) != first
    assert Evidence.objects.count() == 4
    with pytest.raises(BadEvidence, match="sau hôm nay"):
        scene.evidence(activity, evidence_on=dt.date(2025, 5, 21))


def test_who_took_a_result_hears_that_its_evidence_was_withdrawn(scene: Scene) -> None:
    early, late = scene.evidence(scene.activity()), scene.evidence(scene.activity())
    withdraw_evidence(actor=scene.officer, evidence_id=early.pk, reason="Nhầm tệp")
    assert not Notice.objects.exists(), "nobody has relied on it yet"
    row = scene.assignment()
    report_complete(actor=scene.officer, assignment_id=row.pk, reason="Xong")
    confirm_complete(actor=scene.lead, assignment_id=row.pk)
    withdraw_evidence(actor=scene.officer, evidence_id=late.pk, reason="Tệp có tên trẻ em")
    told = Notice.objects.get(person=scene.lead.user_id)
    assert "đã rút một bằng chứng của nhiệm vụ I.2" in told.words
    assert "Tệp có tên trẻ em" not in told.words, "the reason is read where it may be read"
    assert not Notice.objects.filter(person=scene.officer.user_id).exists()


def test_a_refused_file_leaves_nothing(scene: Scene) -> None:
    activity = scene.activity()
    before = AuditRow.objects.count()
    for content in (b"<svg/>", b"MZ\x90", files.package({**files.WORD, "word/vbaProject.bin": b"x"})):
        with pytest.raises(FileRefused):
            scene.evidence(activity, content)
    assert not StoredFile.objects.exists()
    assert not Evidence.objects.exists()
    assert AuditRow.objects.count() == before


def test_an_agencys_own_plan(scene: Scene) -> None:
    own = scene.officer.agency_id or 0
    kept = keep_agency_plan(
        actor=scene.officer,
        plan_id=scene.plan.pk,
        agency_id=own,
        title="Kế hoạch mẫu của Sở",
        number="12/KH-STP",
        issued_on=dt.date(2025, 3, 1),
        file=files.pdf(),
        file_name="ke hoach.docx",
    )
    assert kept.file_name == "ke hoach.pdf"
    activity = scene.activity(agency_plan_id=kept.pk)
    assert activity.agency_plan == kept
    with pytest.raises(Stale):
        keep_agency_plan(
            actor=scene.officer, plan_id=scene.plan.pk, agency_id=own, title="B", agency_plan_id=kept.pk, version=9
        )
    changed = keep_agency_plan(
        actor=scene.officer, plan_id=scene.plan.pk, agency_id=own, title="B", agency_plan_id=kept.pk, version=1
    )
    assert (changed.file_id, changed.version) == (kept.file_id, 2)
    withdraw_agency_plan(actor=scene.officer, agency_plan_id=kept.pk, reason="Nhập nhầm")
    with pytest.raises(BadAgencyPlan, match="đã được rút"):
        withdraw_agency_plan(actor=scene.officer, agency_plan_id=kept.pk, reason="Nhập nhầm")
    with pytest.raises(BadActivity, match="không phải của cơ quan"):
        scene.activity(agency_plan_id=kept.pk)
    with pytest.raises(BadAgencyPlan, match="sau hôm nay"):
        keep_agency_plan(
            actor=scene.officer, plan_id=scene.plan.pk, agency_id=own, title="C", issued_on=dt.date(2025, 6, 1)
        )


def test_another_province_learns_nothing_and_changes_nothing(scene: Scene) -> None:
    from dataclasses import replace

    activity = scene.activity()
    proof = scene.evidence(activity)
    stranger = replace(scene.officer, territory_code="91", territory_codes=frozenset({"91"}), agency_id=10**6)
    assert not activities_of_task(stranger, scene.task()).exists()
    assert not evidence_of_task(stranger, scene.task()).exists()
    assert not comments_of_task(stranger, scene.task()).exists()
    for act in (
        lambda: write_comment(actor=stranger, task_id=scene.task().pk, text="Chào"),
        lambda: withdraw_evidence(actor=stranger, evidence_id=proof.pk, reason="Nhầm"),
        lambda: judge_double(
            actor=stranger, first_id=activity.pk, second_id=scene.activity().pk, verdict="same", reason="Một"
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_refusal_has_a_code_and_a_sentence(scene: Scene) -> None:
    with pytest.raises(Refusal) as refusal:
        scene.activity(text="")
    assert refusal.value.code == "empty"
