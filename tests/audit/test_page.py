"""The page of the evidence: whose rows, in which words, how far, and what is taken along."""

from __future__ import annotations

import csv
import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for
from mangnon.audit.models import AuditRow, ChainCheck
from mangnon.audit.public import changes_of, check_chain, record
from mangnon.audit.web import views
from mangnon.kernel import clock
from mangnon.territory.models import Unit
from tests.audit.made import OFFICER
from tests.harness.evidence import without_guards
from tests.harness.queries import assert_constant_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> User:
    """An auditor of province 90."""
    unit = Unit.objects.create(code="90", name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    office = Agency.objects.create(
        code="90.VP_UBND", name="Văn phòng UBND tỉnh Mẫu", kind="office", level="province", territory=unit
    )
    user = User.objects.create_user(username="kiem-soat", full_name="Lê Thị Mẫu", password="x")
    Post.objects.create(user=user, agency=office, role=Role.AUDITOR)
    return user


@pytest.fixture
def page(auditor: User, client: Client) -> Client:
    """Signed in as the auditor."""
    client.force_login(auditor)
    return client


def _act(number: int = 1, *, actor: Actor = OFFICER, act: str = "submit_report", kind: str = "Report") -> AuditRow:
    return record(actor=actor, act=act, object_type=kind, object_id=number, details={"version": 1})


def _text(page: Client, **asked: str) -> str:
    answer = page.get(reverse("audit_log"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_act_is_told_in_a_sentence(page: Client) -> None:
    record(
        actor=OFFICER,
        act="return_report",
        object_type="Report",
        object_id=12,
        details={"version": 1, "resubmit_by": "2025-06-02"},
        reason="Thiếu số liệu <b>",
    )
    text = _text(page)
    assert "Trả lại báo cáo số 12 (bản 1), hẹn gửi lại ngày 02/06/2025." in text
    assert "Lý do: Thiếu số liệu &lt;b&gt;" in text
    assert "Trần Văn Mẫu" in text
    assert "Cán bộ" in text or "Chuyên viên sở, ngành, Sở Tư pháp" in text
    assert "203.0.113.9" in text


def test_who_was_given_what_is_told(page: Client, auditor: User) -> None:
    details = {"user": auditor.pk, "role": "leader", "agency": "90.SO_YT", "agency_name": "Sở Y tế"}
    record(actor=OFFICER, act="appoint", object_type="Post", object_id=7, details=details)
    told = _text(page)
    assert f"Giao vị trí công tác số 7 cho tài khoản số {auditor.pk}, vai trò Lãnh đạo, tại Sở Y tế" in told
    assert f"Tài khoản số {auditor.pk} là «kiem-soat»" in told


def test_changes_are_told_and_private_values_are_covered(page: Client) -> None:
    user = User(username="moi", full_name="Hoàng Văn Mẫu")
    before, after = changes_of(user, {"username": "cu", "full_name": "Hoàng Mẫu"})
    record(actor=OFFICER, act="enable_account", object_type="User", object_id=3, before=before, after=after)
    text = _text(page)
    assert "cu → moi" in text
    assert "Họ và tên: (đã che) → (đã che)" in text
    assert "Hoàng" not in text


def test_only_rows_of_the_own_province_are_there(page: Client) -> None:
    _act(1)
    _act(2, actor=Actor(1, "Người Tỉnh Khác", Role.LEADER, territory_code="91"))
    text = _text(page)
    assert "báo cáo số 1 " in text
    assert "Người Tỉnh Khác" not in text
    assert "Người Tỉnh Khác" not in page.post(reverse("audit_export"), {"dang": "csv"}).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"tu": "01/06/2025"}, {3}),
        ({"den": "31/05/2025"}, {1, 2}),
        ({"tu": "20/05/2025", "den": "20/05/2025"}, {1, 2}),
        ({"nguoi": "Người"}, {2}),
        ({"co-quan": "Tư pháp"}, {1, 3}),
        ({"co-quan": "90.SO_TP"}, {1, 3}),
        ({"viec": "Báo cáo"}, {1, 3}),
        ({"loai": "Plan"}, {2}),
        ({"so": "3"}, {3}),
        ({"tu": "hôm qua"}, {1, 2, 3}),
        ({"viec": "x", "loai": "y", "truoc": "z"}, {1, 2, 3}),
        ({"nguoi": "\x00"}, {1, 2, 3}),
        ({"tu": "02/06/2025", "den": "01/06/2025"}, set()),
    ],
)
def test_filters(page: Client, asked: dict[str, str], found: set[int]) -> None:
    _act(1)
    _act(2, actor=Actor(5, "Người khác", Role.LEADER, territory_code="90"), act="adopt_reading", kind="Plan")
    with clock.frozen(clock.at(dt.date(2025, 6, 1), 0, 0)):
        _act(3)
    answer = page.get(reverse("audit_log"), asked)
    assert {int(entry["row"].object_id) for entry in answer.context["entries"]} == found
    if asked.get("tu") == "hôm qua":
        assert "không phải ngày" in answer.content.decode()
    exported = page.post(reverse("audit_export"), {**asked, "dang": "csv"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(exported)))) == 1 + len(found)


def test_pages_go_on_where_the_last_ended_and_lose_nothing(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 3)
    for number in range(8):
        _act(number)
    seen: list[str] = []
    address = reverse("audit_log") + "?nguoi=Mẫu"
    for _ in range(3):
        answer = page.get(address)
        seen += [entry["row"].object_id for entry in answer.context["entries"]]
        _act(99)  # what happens meanwhile does not move the pages
        address = reverse("audit_log") + answer.context["older"]
    assert seen == [str(number) for number in range(7, -1, -1)]
    assert answer.context["older"] == ""


def test_queries_do_not_grow_and_nothing_is_counted(page: Client) -> None:
    assert_constant_queries(add_row=_act, read=lambda: _text(page))
    with CaptureQueriesContext(connection) as captured:
        _text(page, nguoi="Mẫu")
    counted = [query["sql"] for query in captured.captured_queries if "COUNT(" in query["sql"].upper()]
    assert not [sql for sql in counted if "audit_" in sql]


def test_the_state_of_the_chain_is_at_the_top(page: Client) -> None:
    assert "chưa được kiểm tra lần nào" in _text(page)
    for number in range(4):
        _act(number)
    page.post(reverse("audit_check"))
    text = _text(page)
    assert "Chuỗi nguyên vẹn đến dòng số 4, kiểm tra lúc" in text
    assert "nguyên vẹn" in text
    with without_guards():
        AuditRow.objects.filter(sequence=2).update(reason="khác")
    page.post(reverse("audit_check"))
    assert "Dòng số 2: nội dung dòng đã bị sửa." in _text(page)
    assert ChainCheck.objects.count() == 2


def test_a_long_chain_is_left_to_the_command(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        _act(number)
    check_chain()
    monkeypatch.setattr(views, "MOST_CHECKED", 2)
    answer = page.post(reverse("audit_check"))
    assert answer.status_code == 422
    assert "mangnon audit verify" in answer.content.decode()


def test_taking_the_evidence_along_is_evidence(page: Client, auditor: User) -> None:
    record(actor=OFFICER, act="submit_report", object_type="Report", object_id=1, reason="=1+1")
    answer = page.post(reverse("audit_export"), {"dang": "csv", "nguoi": "Trần"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Dòng số", "Thời điểm", "Người thực hiện"]
    assert (rows[1][2], rows[1][8]) == ("Trần Văn Mẫu", "'=1+1")
    book = page.post(reverse("audit_export"), {"dang": "xlsx"})
    with ZipFile(io.BytesIO(book.content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert "Trần Văn Mẫu".encode() in parts.read("xl/sharedStrings.xml")
    told = AuditRow.objects.filter(act="export_audit").order_by("id")
    assert [(row.actor_id, row.details["count"], row.details["format"]) for row in told] == [
        (auditor.pk, 1, "CSV"),
        (auditor.pk, 2, "Excel"),
    ]
    assert "Xuất nhật ký của tỉnh số 90 (1 dòng, dạng CSV)." in _text(page)


def test_too_many_rows_for_one_file_are_refused(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mangnon.audit.exporting.MOST_ROWS", 2)
    for number in range(3):
        _act(number)
    answer = page.post(reverse("audit_export"), {"dang": "xlsx"})
    assert answer.status_code == 422
    assert "khoảng ngày ngắn hơn" in answer.content.decode()
    assert not AuditRow.objects.filter(act="export_audit").exists()


def test_who_is_no_auditor_is_refused(client: Client, auditor: User) -> None:
    Post.objects.update(role=Role.ADMINISTRATOR)
    client.force_login(auditor)
    assert client.get(reverse("audit_log")).status_code == 403
    assert client.post(reverse("audit_export")).status_code == 403
    actor = actor_for(auditor, on=clock.today())
    assert actor is not None
