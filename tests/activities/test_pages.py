"""Pages of activities: what was typed stays, files go out by the rights of what they prove, counts do not grow."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.activities.models import Activity, BudgetLine, Comment, Evidence
from mangnon.activities.public import judge_double, offer_contribution, withdraw_evidence, write_comment
from mangnon.files import store
from mangnon.files.models import StoredFile
from mangnon.plans.public import recall_assignment
from tests.activities.made import Scene, client_of
from tests.files import content as files
from tests.harness.queries import assert_constant_queries


def _pdf(name: str = "biên bản.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf(), content_type="text/html")


def test_an_activity_from_the_task_to_its_end(scene: Scene) -> None:
    client, row = client_of(scene.officer), scene.assignment()
    task = reverse("task", args=[scene.plan.code, "I.2"])
    assert reverse("add_activity", args=[row.pk]) in client.get(task).content.decode()
    answer = client.post(
        reverse("add_activity", args=[row.pk]), {"text": "Tập huấn mẫu", "due_on": "30/06/2025", "owner": ""}
    )
    assert answer["Location"] == f"{task}#hoat-dong"
    activity = Activity.objects.get()
    page = reverse("activity", args=[activity.pk])
    for name, data in (
        ("record_activity", {"progress": "60", "text": "Đã mời giảng viên", "version": "1"}),
        ("link_programme", {"name": "Đề án mẫu"}),
        (
            "keep_budget_line",
            {"source": "central", "year": "2025", "allocated": "5.000.000", "spent": "6.000.000 đồng"},
        ),
        ("add_activity_evidence", {"description": "Biên bản lớp", "file": _pdf()}),
    ):
        answer = client.post(reverse(name, args=[activity.pk]), data)
        assert answer.status_code == 302, (name, answer.content.decode())
        assert answer["Location"].startswith(page)
    shown = client.get(page).content.decode()
    for words in ("Đang triển khai", "6.000.000", "Đã chi quá số được giao", "Đề án mẫu", "biên bản.pdf", "60 %"):
        assert words in shown
    on_task = client.get(task).content.decode()
    assert "Tập huấn mẫu" in on_task
    assert "biên bản.pdf" in on_task
    answer = client.post(
        reverse("change_activity", args=[activity.pk]), {"text": "Tập huấn mẫu cho xã", "version": "2"}
    )
    assert answer.status_code == 302
    activity.refresh_from_db()
    assert (activity.text, activity.due_on) == ("Tập huấn mẫu cho xã", None)
    history = client.get(page).content.decode()
    assert "sửa hoạt động số" in history
    assert "ghi kinh phí năm 2025" in history


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("change_activity", {"text": "Chữ đã gõ", "starts_on": "31/02/2025", "version": "1"}, "Chưa hiểu ngày này"),
        ("change_activity", {"text": "Chữ đã gõ", "version": "9"}, "Người khác vừa cập nhật"),
        ("record_activity", {"progress": "101", "text": "Chữ đã gõ", "version": "1"}, "không lớn hơn 100"),
        ("record_activity", {"progress": "x", "text": "Chữ đã gõ", "version": "1"}, "số nguyên"),
        ("keep_budget_line", {"source": "central", "year": "2025", "planned": "1,5", "note": "Chữ đã gõ"}, "số nguyên"),
        ("keep_budget_line", {"source": "central", "year": "2025", "note": "Chữ đã gõ"}, "ít nhất một số"),
        (
            "keep_budget_line",
            {"source": "integrated", "year": "2025", "planned": "1", "note": "Chữ đã gõ"},
            "chương trình",
        ),
        ("drop_activity", {"reason": "Chữ đã gõ", "version": "9"}, "Người khác vừa cập nhật"),
    ],
)
def test_what_was_typed_stays_on_the_page(scene: Scene, name: str, data: dict[str, str], words: str) -> None:
    activity = scene.activity()
    answer = client_of(scene.officer).post(reverse(name, args=[activity.pk]), data)
    assert answer.status_code in (409, 422)
    shown = answer.content.decode()
    assert words in shown
    assert "Chữ đã gõ" in shown
    assert not BudgetLine.objects.exists()


def test_words_sent_to_a_recalled_task_come_back(scene: Scene) -> None:
    row = scene.assignment()
    recall_assignment(actor=scene.lead, assignment_id=row.pk, reason="Giao việc khác")
    client = client_of(scene.officer)
    answer = client.post(reverse("add_activity", args=[row.pk]), {"text": "Chữ đã gõ lâu"})
    assert answer.status_code == 422
    assert "đã được thu hồi" in answer.content.decode()
    assert "Chữ đã gõ lâu" in answer.content.decode()
    answer = client.post(reverse("add_evidence", args=[row.pk]), {"description": "Chữ đã gõ lâu", "file": _pdf()})
    assert "Chữ đã gõ lâu" in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert client.get(reverse("add_activity", args=[row.pk])).status_code == 422


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "trống"),
        (b"<svg onload='x'/>", "SVG"),
        (b"MZ\x90\x00", "chương trình máy tính"),
        (files.pdf()[:200], "hỏng"),
        (files.package({**files.WORD, "word/vbaProject.bin": b"x"}), "macro"),
    ],
)
def test_a_refused_file_says_why_and_keeps_the_words(scene: Scene, content: bytes, words: str) -> None:
    activity = scene.activity()
    data = {"description": "Biên bản đã mô tả", "file": SimpleUploadedFile("a.pdf", content)}
    answer = client_of(scene.officer).post(reverse("add_activity_evidence", args=[activity.pk]), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Biên bản đã mô tả" in answer.content.decode()
    assert "hãy chọn lại tệp" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_full_disk_is_told_and_nothing_is_half_stored(scene: Scene, settings: object) -> None:
    activity = scene.activity()
    settings.FILES = {**settings.FILES, "reserve_bytes": 1 << 60}  # type: ignore[attr-defined]
    answer = client_of(scene.officer).post(
        reverse("add_activity_evidence", args=[activity.pk]), {"description": "Biên bản", "file": _pdf()}
    )
    assert answer.status_code == 507
    assert "hết chỗ" in answer.content.decode()
    assert not list(store.lying("stored"))
    assert not StoredFile.objects.exists()


def test_the_script_that_shows_progress_gets_answers_it_can_read(scene: Scene) -> None:
    activity = scene.activity()
    client, address = client_of(scene.officer), reverse("add_activity_evidence", args=[activity.pk])
    refused = client.post(address, {"description": "", "file": _pdf()}, headers={"X-Upload": "1"})
    assert refused.status_code == 422
    assert refused.json() == {"faults": ["Chưa nêu bằng chứng chứng minh điều gì."], "received": 0}
    done = client.post(address, {"description": "Biên bản", "file": _pdf()}, headers={"X-Upload": "1"})
    assert done.json()["address"] == reverse("activity", args=[activity.pk]) + "#bang-chung"


def test_a_file_goes_out_harmless_and_only_to_who_sees_the_plan(scene: Scene) -> None:
    proof = scene.evidence(scene.activity(), file_name="<b>.html")
    answer = client_of(scene.reader).get(reverse("evidence_file", args=[proof.pk]))
    assert answer.content == files.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert ".html" not in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    picture = client_of(scene.reader).get(reverse("evidence_picture", args=[proof.pk]))
    assert picture["Content-Type"] == "image/webp"
    withdraw_evidence(actor=scene.officer, evidence_id=proof.pk, reason="Nhầm tệp")
    assert client_of(scene.reader).get(reverse("evidence_picture", args=[proof.pk])).status_code == 404
    Path(store.path_of(proof.file.sha256)).unlink()
    gone = client_of(scene.officer).get(reverse("evidence_file", args=[proof.pk]))
    assert gone.status_code == 422
    assert "không còn trong kho" in gone.content.decode()


def test_a_file_sent_by_mistake_is_no_longer_everybodys(scene: Scene) -> None:
    activity = scene.activity()
    proof = scene.evidence(activity)
    address, page = reverse("evidence_file", args=[proof.pk]), reverse("activity", args=[activity.pk])
    everybody = {who: client_of(getattr(scene, who)) for who in ("officer", "lead", "leader", "local", "reader")}
    for client in everybody.values():
        assert client.get(address).status_code == 200
    withdraw_evidence(actor=scene.officer, evidence_id=proof.pk, reason="Tệp có tên trẻ em")
    for who, client in everybody.items():
        may, shown = who in ("officer", "lead"), client.get(page).content.decode()
        answer = client.get(address)
        assert answer.status_code == (200 if may else 403), who
        assert may or "đã được rút" in answer.content.decode()
        assert (address in shown) is may
        assert "Tệp có tên trẻ em" in shown


def test_money_is_shown_to_who_may_see_it(scene: Scene) -> None:
    activity = scene.activity()
    scene.money(activity, planned=12_345_678)
    for name, args in (("activity", [activity.pk]), ("agency_plan", [scene.plan.code, "90.SO_TP"])):
        assert "12.345.678" in client_of(scene.leader).get(reverse(name, args=args)).content.decode()
        assert "12.345.678" not in client_of(scene.reader).get(reverse(name, args=args)).content.decode()
    assert client_of(scene.reader).get(reverse("plan_money", args=[scene.plan.code])).status_code == 403


def test_the_table_of_money_is_a_file_too_and_the_body_has_its_activities(scene: Scene) -> None:
    activity = scene.activity(text="Tổ chức diễn đàn trẻ em mẫu")
    scene.money(activity, planned=5_000_000)
    scene.money(scene.activity(), planned=2_000_000, source="commune", year=2026)
    client = client_of(scene.lead)
    page = reverse("plan_money", args=[scene.plan.code])
    told = client.get(page, {"nam": "2025", "tep": "du-lieu"}).content.decode("utf-8-sig")
    lines = csv.reader(StringIO(told))
    assert [line[2] for line in lines if line and line[0] == "Cộng"] == ["5000000"] * 3
    assert "2000000" not in told
    body = client.get(reverse("agency_page", args=["90.SO_TP"])).content.decode()
    assert "Tổ chức diễn đàn trẻ em mẫu" in body
    assert (
        reverse("agency_page", args=["90.SO_TP"])
        in client.get(reverse("activity", args=[activity.pk])).content.decode()
    )
    listed = client.get(reverse("plan", args=[scene.plan.code]), {"xem": "danh-sach"}).content.decode()
    assert reverse("agency_page", args=["90.SO_TP"]) in listed


def test_the_table_of_money_shows_doubles_and_takes_a_verdict(scene: Scene) -> None:
    first = scene.activity(text="Tổ chức diễn đàn trẻ em")
    second = scene.activity(code="I.1", text="Tổ chức diễn đàn trẻ em")
    for activity in (first, second):
        scene.money(activity, planned=5_000_000)
    client, page = client_of(scene.lead), reverse("plan_money", args=[scene.plan.code])
    shown = client.get(page).content.decode()
    assert "10.000.000" in shown
    assert "Hoạt động nghi trùng" in shown
    address = reverse("judge_double", args=[first.pk, second.pk])
    assert address in shown
    assert client.post(address, {"reason": "Đã xem"}).status_code == 422
    assert client.post(address, {"verdict": "same", "reason": "Cùng một việc"}).status_code == 302
    shown = client.get(page + "?nam=2025").content.decode()
    assert "Không cộng: hoạt động đã kết luận là kê hai lần" in shown
    assert "Hoạt động nghi trùng" not in shown
    judge_double(actor=scene.lead, first_id=first.pk, second_id=second.pk, verdict="different", reason="Hai đợt")
    assert "10.000.000" in client.get(page).content.decode()
    assert "Chưa có kinh phí" in client.get(page + "?nam=2031").content.decode()


def test_talk_on_the_task(scene: Scene) -> None:
    client, task = client_of(scene.officer), scene.task()
    answer = client.post(
        reverse("write_comment", args=[task.pk]), {"text": "Nhờ xem <b>giúp</b>", "people": [str(scene.lead.user_id)]}
    )
    assert answer.status_code == 302
    comment = Comment.objects.get()
    lost = client.post(reverse("edit_comment", args=[comment.pk]), {"text": "@Lê Thị Lạ ơi", "version": "1"})
    assert lost.status_code == 422
    assert "@Lê Thị Lạ ơi" in lost.content.decode()
    client.post(reverse("edit_comment", args=[comment.pk]), {"text": "Xin ý kiến", "version": "1"})
    shown = client_of(scene.reader).get(reverse("task", args=[scene.plan.code, task.code])).content.decode()
    assert "Nhờ xem &lt;b&gt;giúp" in shown
    assert "Xin ý kiến" in shown
    client.post(reverse("withdraw_comment", args=[comment.pk]), {"reason": "Viết nhầm"})
    shown = client.get(reverse("task", args=[scene.plan.code, task.code])).content.decode()
    assert "Xin ý kiến" not in shown
    assert "Viết nhầm" in shown


def test_contributions_on_the_leads_task(scene: Scene) -> None:
    row = offer_contribution(actor=scene.officer, assignment_id=scene.assignment("I.1").pk, text="Góp tài liệu mẫu")
    lead, page = client_of(scene.lead), reverse("task", args=[scene.plan.code, "I.1"])
    address = reverse("answer_contribution", args=[row.pk])
    assert address in lead.get(page).content.decode()
    assert address not in client_of(scene.officer).get(page).content.decode()
    assert lead.post(address, {"is_taken": "khong"}).status_code == 422
    assert lead.post(address, {"is_taken": "khong", "answer": "Thiếu danh sách"}).status_code == 302
    assert "Thiếu danh sách" in client_of(scene.officer).get(page).content.decode()


def test_an_agencys_page_and_its_own_plan(scene: Scene) -> None:
    client = client_of(scene.officer)
    page = reverse("agency_plan", args=[scene.plan.code, "90.SO_TP"])
    data = {"title": "Kế hoạch của Sở Tư pháp", "number": "12/KH-STP", "issued_on": "01/03/2025", "file": _pdf()}
    assert client.post(reverse("keep_agency_plan", args=[scene.plan.code, "90.SO_TP"]), data).status_code == 302
    shown = client.get(page).content.decode()
    assert "12/KH-STP" in shown
    assert "Sửa" in shown
    late = client.post(
        reverse("keep_agency_plan", args=[scene.plan.code, "90.SO_TP"]),
        {"title": "Chữ đã gõ", "issued_on": "01/01/2031"},
    )
    assert late.status_code == 422
    assert "Chữ đã gõ" in late.content.decode()
    assert client.get(reverse("agency_plan", args=[scene.plan.code, "90.KHONG_CO"])).status_code == 404


@pytest.mark.parametrize("name", ["task", "activity", "agency_plan", "plan_money"])
def test_pages_ask_as_often_for_many_as_for_one(scene: Scene, name: str) -> None:
    first = scene.activity()
    client = client_of(scene.officer)
    args = {
        "task": [scene.plan.code, "I.2"],
        "activity": [first.pk],
        "agency_plan": [scene.plan.code, "90.SO_TP"],
        "plan_money": [scene.plan.code],
    }[name]
    numbers = iter(range(2020, 2040))

    def add() -> None:
        activity = scene.activity()
        scene.money(activity)
        scene.money(first, year=next(numbers))
        scene.evidence(activity, files.pdf(f"so {activity.pk}"))
        scene.evidence(first, files.pdf(f"dau {activity.pk}"))
        write_comment(actor=scene.officer, task_id=scene.task().pk, text="Ý kiến", people=[scene.lead.user_id or 0])
        offer_contribution(actor=scene.officer, assignment_id=scene.assignment("I.1").pk, text="Góp")

    def read() -> None:
        assert client.get(reverse(name, args=args)).status_code == 200

    assert_constant_queries(add_row=add, read=read)
