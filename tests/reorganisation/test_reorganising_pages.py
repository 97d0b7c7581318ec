"""The pages on which a reorganisation is previewed, applied, undone, and on which open duties are given."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Reorganisation
from mangnon.audit.models import AuditRow
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import accept_assignment
from mangnon.reorganisation.models import ReceivedEvents
from mangnon.reorganisation.public import apply_reorganisation
from tests.harness.queries import assert_constant_queries
from tests.plans import made
from tests.reorganisation.made_events import MERGE, dissolution, file, merge, text

LIST = "/to-chuc/sap-xep/"


def _text(response: Any) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def _form(response: Any, action: str) -> dict[str, Any]:
    """The values of the form that posts to an address, as a browser would send them."""
    tree = html.document_fromstring(response.content.decode())
    (form,) = tree.xpath(f"//form[@action='{action}']")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def plan(db: None) -> Plan:
    """Three tasks, Sở Tư pháp on all of them."""
    made.province()
    return made.adopted()


@pytest.fixture
def admin(plan: Plan) -> Client:
    """Signed in as the province's administrator."""
    client = Client()
    client.force_login(made.user_at("VP_UBND", Role.ADMINISTRATOR))
    return client


def _upload(client: Client, content: str | bytes) -> HttpResponse:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(reverse("reorganisation_receive"), {"file": SimpleUploadedFile("su-kien.json", raw)})


def _received(client: Client, *events: dict[str, Any]) -> str:
    """The address of the preview of a file that was brought in."""
    answer = _upload(client, text(*(events or (merge(),))))
    assert answer.status_code == 302
    return answer.headers["Location"]


# ---- files -----------------------------------------------------------------------------------------------------------


def test_the_files_delivered_are_there_with_their_source(admin: Client) -> None:
    page = _text(admin.get(reverse("reorganisations")))
    assert "Mã 2025-03-01 · 8 sự kiện · có sẵn trong phần mềm. Nguồn: Nghị định 45/2025/NĐ-CP" in page
    assert page.count("chưa áp dụng") == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "Tệp sự kiện không đúng định dạng dữ liệu"),
        (b"\xff\xfe\x00", "không đúng định dạng"),
        (text(merge(kind="fusion")), "loại sự kiện «fusion» không có"),
        (text(merge(sources=["SO_SAO_HOA"])), "không có cơ quan nào mang mã «SO_SAO_HOA»"),
        (text(merge(), code="mã có dấu"), "chỉ gồm chữ không dấu"),
        (text(merge(), code="2025-03-01"), "là của tệp có sẵn"),
        (" " * (4 * 1024 * 1024 + 1), "lớn quá 4 MB"),
    ],
)
def test_a_bad_file_is_told_in_one_sentence_and_nothing_is_kept(
    admin: Client, content: str | bytes, sentence: str
) -> None:
    page = _upload(admin, content)
    assert page.status_code == 422
    assert sentence in _text(page)
    assert not ReceivedEvents.objects.exists()
    assert not AuditRow.objects.filter(act="receive_events").exists()


def test_a_file_twice_is_one_and_a_mended_one_takes_its_place(admin: Client) -> None:
    _received(admin)
    _received(admin)
    assert AuditRow.objects.filter(act="receive_events").count() == 1
    _received(admin, merge(targets=[{"body": "SO_TC"}]))
    (row,) = ReceivedEvents.objects.all()
    assert "SO_TC" in row.content
    made.user_at("SO_YT", Role.LEADER)


def test_a_file_of_another_province_is_not_there(admin: Client) -> None:
    address = _received(admin)
    ReceivedEvents.objects.update(territory_code="91")
    assert admin.get(address).status_code == 404
    assert "Sắp xếp Sở Tư pháp mẫu" not in _text(admin.get(reverse("reorganisations")))
    assert admin.get(reverse("reorganisation_preview", args=["khong-co"])).status_code == 404


# ---- preview, apply --------------------------------------------------------------------------------------------------


def test_the_preview_shows_before_and_after_and_what_moves(admin: Client, plan: Plan) -> None:
    made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
    page = admin.get(_received(admin))
    words = _text(page)
    assert "Sở Tư pháp (tỉnh Mẫu) Sở Nội vụ (tỉnh Mẫu): toàn bộ nhiệm vụ" in words
    assert "Căn cứ: Nghị quyết mẫu 1/NQ-HĐND. Theo nguồn thứ cấp." in words
    assert "3 phân công, trong đó 1 chủ trì" in words
    assert "99-KH-UBND, phối hợp: I.1, I.3" in words
    assert "Mọi việc đều có cơ quan kế thừa." in words
    assert "Nguyễn Văn Mẫu Chuyên viên sở, ngành Sở Tư pháp (tỉnh Mẫu) Sở Nội vụ (tỉnh Mẫu)" in words
    assert not Reorganisation.objects.exists()


def test_apply_then_undo_by_plain_forms(admin: Client, plan: Plan) -> None:
    page = admin.get(_received(admin))
    action = reverse("reorganisation_apply", args=[MERGE])
    applied = admin.post(action, _form(page, action))
    found = Reorganisation.objects.get()
    assert applied.headers["Location"] == reverse("reorganisation", args=[found.pk])
    told = admin.get(applied.headers["Location"])
    assert "Đã áp dụng «Sắp xếp Sở Tư pháp mẫu»." in _text(told)
    assert "3 phân công, trong đó 1 chủ trì" in _text(told)
    assert "đã áp dụng" in _text(admin.get(reverse("reorganisations")))
    assert admin.get(reverse("reorganisation_preview", args=[MERGE])).headers["Location"] == told.request["PATH_INFO"]
    undo = reverse("reorganisation_undo", args=[found.pk])
    empty = admin.post(undo, {"reason": " "})
    assert (empty.status_code, Reorganisation.objects.get().undone_at) == (422, None)
    assert "Chưa có lý do" in _text(empty)
    undone = admin.post(undo, {"reason": "Nhập nhầm ngày"}, follow=True)
    assert "rồi hoàn tác lúc" in _text(undone)
    assert "Nhập nhầm ngày" in _text(undone)
    assert "Xem trước" in _text(undone)


def test_a_second_click_does_nothing_twice(admin: Client) -> None:
    page = admin.get(_received(admin))
    action = reverse("reorganisation_apply", args=[MERGE])
    values = _form(page, action)
    admin.post(action, values)
    again = admin.post(action, values, follow=True)
    assert "Không có gì được làm lần thứ hai" in _text(again)
    assert Reorganisation.objects.count() == 1


def test_when_the_world_changed_the_new_preview_is_shown(admin: Client) -> None:
    page = admin.get(_received(admin))
    action = reverse("reorganisation_apply", args=[MERGE])
    values = _form(page, action)
    made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
    changed = admin.post(action, values)
    assert changed.status_code == 409
    assert "khác với bản bạn vừa xem" in _text(changed)
    assert "Chuyên viên sở, ngành Sở Tư pháp" in _text(changed)
    assert not Reorganisation.objects.exists()
    assert admin.post(action, _form(changed, action)).status_code == 302


def test_choices_are_seen_before_they_are_applied(admin: Client) -> None:
    address = _received(admin, dissolution())
    page = admin.get(address)
    assert "Sở Tư pháp (tỉnh Mẫu): 3 việc của 99-KH-UBND. Chưa biết cơ quan nào nhận." in _text(page)
    action = reverse("reorganisation_apply", args=[MERGE])
    values = _form(page, action)
    (box,) = [name for name in values if name.startswith("chon:")]
    values[box] = "90.SO_NV"
    early = admin.post(action, values)
    assert early.status_code == 409, "chosen, but not seen yet"
    seen = admin.post(address, values)
    assert "99-KH-UBND, Sở Tư pháp (tỉnh Mẫu) → Sở Nội vụ (tỉnh Mẫu)" in _text(seen)
    assert "Mọi việc đều có cơ quan kế thừa." in _text(seen)
    assert not Reorganisation.objects.exists()
    assert admin.post(action, _form(seen, action)).status_code == 302
    assert Assignment.objects.filter(agency__code="90.SO_NV", role="lead", ended_on=None).count() == 1


def test_what_is_not_verified_is_taken_only_when_marked(admin: Client) -> None:
    unsure = merge(tag="R")
    address = _received(admin, unsure, merge(key="chac", sources=["SO_CT"], targets=[{"body": "SO_TC"}]))
    page = admin.get(address)
    assert "Sáp nhập, hợp nhất: Sở Tư pháp → Sở Nội vụ. Nghị quyết mẫu 1/NQ-HĐND (chưa kiểm chứng)" in _text(page)
    assert "3 phân công" not in _text(page)
    marked = admin.post(address, {"them": "sap-nhap"})
    assert "3 phân công, trong đó 1 chủ trì" in _text(marked)
    assert "Chưa kiểm chứng." in _text(marked)
    action = reverse("reorganisation_apply", args=[MERGE])
    assert admin.post(action, _form(marked, action)).status_code == 302


def test_what_cannot_be_is_told_on_the_page(admin: Client) -> None:
    address = _received(admin, merge(sources=["SO_TP"], targets=[{"body": "SO_LDTBXH"}]))
    made.agency("SO_LDTBXH")
    apply_reorganisation(
        actor=SYSTEM, event_file=file(merge(effective_on="2025-03-15"), code="som"), province_codes=["90"]
    )
    page = admin.get(address)
    assert page.status_code == 422
    assert "Sở Tư pháp (90.SO_TP) đã kết thúc" in _text(page)
    assert "Áp dụng làm tất cả" not in _text(page)


def test_undo_says_everything_that_rests_on_it(admin: Client) -> None:
    done = apply_reorganisation(actor=SYSTEM, event_file=file(), province_codes=["90"])
    officer = made.actor_at("SO_NV", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", role="lead", ended_on=None)
    accept_assignment(actor=officer, assignment_id=row.pk)
    address = reverse("reorganisation", args=[done.reorganisation_id])
    page = admin.get(address)
    assert "Chưa hoàn tác được" in _text(page)
    assert "Có 1 phân công đã được cơ quan nhận cập nhật sau khi chuyển." in _text(page)
    assert "Hoàn tác đợt sắp xếp" not in _text(page)
    forced = admin.post(reverse("reorganisation_undo", args=[done.reorganisation_id]), {"reason": "Thử"})
    assert forced.status_code == 422
    assert "Có 1 phân công" in _text(forced)
    assert Reorganisation.objects.get().undone_at is None


def test_who_only_reads_sees_what_was_done_and_no_buttons(admin: Client) -> None:
    done = apply_reorganisation(actor=SYSTEM, event_file=file(), province_codes=["90"])
    reader = Client()
    reader.force_login(made.user_at("SO_YT", Role.LEADER))
    page = reader.get(reverse("reorganisation", args=[done.reorganisation_id]))
    assert "3 phân công" in _text(page)
    assert "Hoàn tác" not in _text(page)
    listed = _text(reader.get(reverse("reorganisations")))
    assert "Nhận tệp" not in listed
    assert "Xem trước" not in listed


# ---- duties without a carrier --------------------------------------------------------------------------------------


def test_open_duties_are_given_several_at_once(admin: Client) -> None:
    apply_reorganisation(actor=SYSTEM, event_file=file(dissolution()), province_codes=["90"])
    address = reverse("unclaimed_duties")
    page = admin.get(address)
    keys = html.document_fromstring(page.content.decode()).xpath("//input[@name='viec']/@value")
    assert len(keys) == 3
    act = reverse("choose_successors")
    wrong = admin.post(act, {"viec": keys[:2], "agency": "90.SO_NV", "reason": ""})
    assert wrong.status_code == 422
    kept = html.document_fromstring(wrong.content.decode())
    assert kept.xpath("//input[@name='viec'][@checked]/@value") == keys[:2]
    assert kept.xpath("//select[@name='agency']/option[@selected]/@value") == ["90.SO_NV"]
    done = admin.post(act, {"viec": keys[:2], "agency": "90.SO_NV", "reason": "Thông báo mẫu"}, follow=True)
    assert "Đã giao 2 việc cho Sở Nội vụ." in _text(done)
    assert "1 việc." in _text(done)
    admin.post(act, {"viec": keys[2:], "agency": "90.SO_NV", "reason": "Thông báo mẫu"})
    assert "Mọi việc đều có cơ quan phụ trách" in _text(admin.get(address))


def test_more_duties_cost_no_more_queries(admin: Client, plan: Plan) -> None:
    apply_reorganisation(actor=SYSTEM, event_file=file(dissolution()), province_codes=["90"])
    old = Assignment.objects.filter(undecided_by__isnull=False)[0]
    codes = iter(range(4, 20))
    group = plan.groups.get()

    def add_row() -> None:
        number = next(codes)
        task = plan.tasks.create(group=group, code=f"I.{number}", text="x", order=number)
        Assignment.objects.create(
            task=task,
            agency=old.agency,
            role="lead",
            undecided_by=old.undecided_by,
            undecided_because=old.undecided_because,
        )

    assert_constant_queries(add_row=add_row, read=lambda: admin.get(reverse("unclaimed_duties")))
    assert_constant_queries(
        add_row=add_row, read=lambda: admin.get(reverse("reorganisation", args=[Reorganisation.objects.get().pk]))
    )
