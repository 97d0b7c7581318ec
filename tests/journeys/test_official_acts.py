"""Giao, tiếp nhận, trả lại, gia hạn, thu hồi, nghiệm thu: each official act from page to page, by plain forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import log_disagreements
from tests.plans import made

pytestmark = pytest.mark.django_db
WHY = "Theo chỉ đạo mẫu."


def words_of(answer: HttpResponse) -> str:
    """What a person reads on the page."""
    page = html.document_fromstring(answer.content.decode())
    return " ".join(" ".join(page.itertext()).split())


class Office:
    """Somebody at a desk: opens pages and sends the forms that are on them, as they are."""

    def __init__(self, agency: str, role: Role = Role.DEPARTMENT_OFFICER) -> None:
        self.client = Client()
        self.client.force_login(made.user_at(agency, role))

    def opens(self, name: str, *args: object) -> str:
        """The words of a page."""
        answer = self.client.get(reverse(name, args=list(args)))
        assert answer.status_code == 200
        return words_of(answer)

    def sends(self, row: Assignment, act: str, **typed: str) -> HttpResponse:
        """Fill in the form of an act on the page of an assignment and send it; the form must be there."""
        page = self._page(reverse("assignment", args=[row.pk])), self._page(self._task(row))
        address = reverse(act, args=[row.pk])
        forms = [form for each in page for form in each.forms if form.get("action") == address]
        assert forms, f"no form for {act} is offered"
        data: dict[str, Any] = {key: value for key, value in forms[0].form_values() if key != "csrfmiddlewaretoken"}
        unknown = set(typed) - set(forms[0].fields)
        assert not unknown, f"{act} has no field {unknown}"
        return self.client.post(address, {**data, **typed}, follow=True)

    def is_offered(self, row: Assignment, act: str) -> bool:
        """Whether one of the two pages has the form."""
        address = f'action="{reverse(act, args=[row.pk])}"'
        pages = (reverse("assignment", args=[row.pk]), self._task(row))
        return any(address in self.client.get(page).content.decode() for page in pages)

    def _task(self, row: Assignment) -> str:
        return reverse("task", args=[row.task.plan.code, row.task.code])

    def _page(self, address: str) -> html.HtmlElement:
        answer = self.client.get(address)
        assert answer.status_code == 200
        return html.document_fromstring(answer.content.decode())


@pytest.fixture
def lead(plan: Plan) -> Office:
    return Office("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def officer(plan: Plan) -> Office:
    return Office("SO_TP")


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def row(plan: Plan) -> Assignment:
    """Sở Tư pháp leads task I.2, due yesterday."""
    return Assignment.objects.get(task__code="I.2", role="lead")


def test_giao(lead: Office, row: Assignment) -> None:
    """Giao thêm cơ quan theo dõi và một nhóm cơ quan phối hợp, mỗi nơi một hạn riêng."""
    address = reverse("give_assignment", args=[row.task.plan.code, "I.2"])
    form = {"receivers": "Sở Nội vụ", "role": "monitor", "due_on": "30/06/2025", "reason": WHY}
    told = words_of(lead.client.post(address, form, follow=True))
    assert "Đã giao nhiệm vụ cho 1 cơ quan." in told
    assert "Giao Sở Nội vụ (theo dõi), hạn 30/06/2025." in told
    form = {"receivers": made.CLASS, "role": "coordinator", "due_on": "", "reason": WHY}
    told = words_of(lead.client.post(address, form))
    assert "là 2 cơ quan" in told, "who a group is stands there before it is given anything"
    both = [str(made.agency(code).pk) for code in ("UBND.901", "UBND.902")]
    told = words_of(lead.client.post(address, {**form, "asked": made.CLASS, "chosen": both}, follow=True))
    assert f"Phối hợp «{made.CLASS}»: 2 cơ quan, 0 đã tiếp nhận" in told
    watcher = Assignment.objects.get(role="monitor")
    office = Office("SO_NV")
    office.sends(watcher, "accept_assignment")
    assert not office.is_offered(watcher, "report_complete")
    assert "Báo đã hoàn thành" not in office.opens("task", row.task.plan.code, "I.2")
    assert log_disagreements(SYSTEM) == []


def test_tiep_nhan(officer: Office, lead: Office, row: Assignment) -> None:
    """Tiếp nhận, ghi tiến độ, giao cho huyện; huyện tiếp nhận và báo lại."""
    assert not lead.is_offered(row, "accept_assignment")
    officer.sends(row, "accept_assignment")
    officer.sends(row, "record_progress", progress="30", text="Đã họp triển khai mẫu.")
    group = {"receivers": "UBND các huyện, thành phố", "text": "Mở lớp tại huyện mẫu."}
    assert "là 2 cơ quan. Chưa giao cho cơ quan nào" in words_of(officer.sends(row, "delegate_assignment", **group))
    seen = {"asked": group["receivers"], "chosen": [made.agency(f"UBND.{code}").pk for code in ("901", "902")]}
    answer = officer.client.post(reverse("delegate_assignment", args=[row.pk]), {**group, **seen}, follow=True)
    told = words_of(answer)
    assert "Đã giao cho 2 cơ quan, đơn vị." in told
    assert "Sở Tư pháp giao cho cấp dưới: 2 cơ quan, đơn vị" in told
    below = Assignment.objects.get(role="delegate", agency=made.agency("UBND.901"))
    district = Office("UBND.901", Role.LOCAL_OFFICER)
    assert "Sở Tư pháp giao: Mở lớp tại huyện mẫu." in district.opens("task", row.task.plan.code, "I.2")
    district.sends(below, "accept_assignment")
    district.sends(below, "record_progress", progress="100", text="Đã mở lớp mẫu.")
    district.sends(below, "report_complete")
    assert "Ủy ban nhân dân huyện Mẫu 1 báo đã hoàn thành, chờ nghiệm thu" in officer.opens(
        "task", row.task.plan.code, "I.2"
    )
    officer.sends(below, "confirm_complete", remark="Đủ.")
    below.refresh_from_db()
    assert (below.execution, below.review) == ("complete", "met")
    assert log_disagreements(SYSTEM) == []


def test_tra_lai(officer: Office, lead: Office, row: Assignment) -> None:
    """Trả lại: không được đồng ý thì ở lại và không đề nghị lần nữa; được đồng ý thì có ngay cơ quan chủ trì mới."""
    other = Assignment.objects.get(task__code="I.1", agency=made.agency("SO_TP"))
    officer.sends(other, "ask_return", reason="Không thuộc chức năng mẫu.")
    lead.sends(other, "refuse_return", answer="Đúng chức năng.")
    assert not officer.is_offered(other, "ask_return")
    assert "Đúng chức năng." in officer.opens("assignment", other.pk)

    officer.sends(row, "ask_return", reason="Thuộc chức năng của sở khác.")
    assert "Sở Tư pháp đề nghị trả lại nhiệm vụ" in lead.opens("task", row.task.plan.code, "I.2")
    refused = lead.sends(row, "accept_return")
    assert refused.status_code == 422
    assert "Nhiệm vụ phải luôn có một cơ quan chủ trì. Chưa nhận lại." in words_of(refused)
    told = words_of(lead.sends(row, "accept_return", receiver="Sở Nội vụ"))
    assert "Đã nhận lại và giao cho Sở Nội vụ." in told
    assert "Sở Nội vụ" in told.partition("Phân công")[2]
    assert "Trả lại ngày" in officer.opens("assignment", row.pk)
    assert log_disagreements(SYSTEM) == []


def test_gia_han(officer: Office, lead: Office, row: Assignment) -> None:
    """Gia hạn hai lần là nhiều nhất; hạn ban đầu vẫn được lưu; đúng hạn tính theo cả hai hạn."""
    officer.sends(row, "accept_assignment")
    for wanted in ("10/06/2025", "30/06/2025"):
        officer.sends(row, "ask_extension", wanted_on=wanted, reason="Chờ kinh phí mẫu.")
        assert not officer.is_offered(row, "ask_extension")
        told = words_of(lead.sends(row, "grant_extension", granted_on=wanted))
        assert "Đã gia hạn. Hạn ban đầu vẫn được lưu." in told
    assert not officer.is_offered(row, "ask_extension")
    officer.sends(row, "report_complete", reason="Cơ quan phối hợp chưa có ý kiến mẫu.")
    told = officer.opens("assignment", row.pk)
    assert "So với hạn ban đầu Hoàn thành quá hạn So với hạn đang có Hoàn thành đúng hạn" in told
    assert "Hạn ban đầu 19/05/2025 Hạn đang có 30/06/2025" in told


def test_thu_hoi(officer: Office, lead: Office, row: Assignment) -> None:
    """Thu hồi khi đang có đề nghị gia hạn: đề nghị khép lại, cơ quan chỉ còn xem, nhiệm vụ được giao lại."""
    officer.sends(row, "accept_assignment")
    officer.sends(row, "ask_extension", wanted_on="10/06/2025", reason="Chờ kinh phí mẫu.")
    lead.sends(row, "recall_assignment", reason=WHY)
    told = officer.opens("assignment", row.pk)
    assert "Thu hồi ngày 20/05/2025" in told
    assert "Khép lại: thu hồi." in told
    row.refresh_from_db()
    late = officer.client.post(
        reverse("record_progress", args=[row.pk]), {"progress": "50", "text": "Gõ dở dang", "version": row.version}
    )
    assert late.status_code == 422
    assert "Gõ dở dang" in words_of(late)
    assert "Chưa có cơ quan chủ trì" in lead.opens("task", row.task.plan.code, "I.2")
    form = {"receivers": "Sở Nội vụ", "role": "lead", "due_on": "30/06/2025", "reason": WHY}
    told = words_of(lead.client.post(reverse("give_assignment", args=[row.task.plan.code, "I.2"]), form, follow=True))
    assert "Giao Sở Nội vụ (chủ trì), hạn 30/06/2025." in told
    assert log_disagreements(SYSTEM) == []


def test_nghiem_thu(officer: Office, lead: Office, row: Assignment) -> None:
    """Nghiệm thu: chưa đạt thì làm lại kèm nội dung thiếu, đạt thì hoàn thành; việc cũng có ở bàn làm việc."""
    officer.sends(row, "accept_assignment")
    silent = officer.sends(row, "report_complete")
    assert silent.status_code == 422
    assert "Còn 1 cơ quan phối hợp chưa tiếp nhận hoặc chưa ghi nhận việc đã làm: Sở Y tế." in words_of(silent)
    officer.sends(row, "report_complete", reason="Cơ quan phối hợp chưa có ý kiến mẫu.")
    nothing = lead.sends(row, "send_back", feedback="")
    assert nothing.status_code == 422
    lead.sends(row, "send_back", feedback="Thiếu số liệu của hai huyện mẫu.")
    told = officer.opens("task", row.task.plan.code, "I.2")
    assert "Chưa đạt yêu cầu" in told
    assert "Thiếu số liệu của hai huyện mẫu." in told
    officer.sends(row, "report_complete", reason="Cơ quan phối hợp chưa có ý kiến mẫu.")
    lead.sends(row, "confirm_complete", remark="Đủ số liệu.")
    row.refresh_from_db()
    assert (row.execution, row.review, row.completed_at) == ("complete", "met", clock.now())
    assert "Kết quả của Sở Tư pháp được nghiệm thu: đạt yêu cầu." in officer.opens("task", row.task.plan.code, "I.2")
    assert not any(lead.is_offered(row, act) for act in ("recall_assignment", "reassign_assignment", "send_back"))
    assert log_disagreements(SYSTEM) == []


# ---- every guard, violated through the addresses -----------------------------------------------------------------

_TODAY, _SOON = "20/05/2025", "10/06/2025"
GUARDS: list[tuple[str, list[str], str, dict[str, str]]] = [
    # who acts on what, after which acts, and what is then refused
    ("đã tiếp nhận", ["accept"], "accept_assignment", {}),
    ("chưa tiếp nhận", [], "record_progress", {"progress": "10", "text": "Đã làm"}),
    ("chưa tiếp nhận", [], "report_complete", {"reason": WHY}),
    ("chưa tiếp nhận", [], "ask_extension", {"wanted_on": _SOON, "reason": WHY}),
    ("chưa tiếp nhận", [], "delegate_assignment", {"receivers": made.CLASS, "text": "Làm"}),
    ("không lý do", [], "ask_return", {"reason": " "}),
    ("đã làm", ["accept", "note"], "ask_return", {"reason": WHY}),
    ("đã xin gia hạn", ["accept", "extend"], "ask_return", {"reason": WHY}),
    ("không sau hạn", ["accept"], "ask_extension", {"wanted_on": "19/05/2025", "reason": WHY}),
    ("không phải ngày", ["accept"], "ask_extension", {"wanted_on": "31/02/2026", "reason": WHY}),
    ("29 tháng 2 năm thường", ["accept"], "ask_extension", {"wanted_on": "29/02/2026", "reason": WHY}),
    ("không lý do", ["accept"], "ask_extension", {"wanted_on": _SOON, "reason": ""}),
    ("đang chờ", ["accept", "extend"], "ask_extension", {"wanted_on": "30/06/2025", "reason": WHY}),
    ("phối hợp im lặng", ["accept"], "report_complete", {}),
    ("ngang cấp", ["accept"], "delegate_assignment", {"receivers": "Sở Nội vụ", "text": "Làm"}),
    (
        "sau hạn của mình",
        ["accept"],
        "delegate_assignment",
        {"receivers": made.CLASS, "text": "Làm", "due_on": _SOON},
    ),
    ("không ai xin", ["accept"], "grant_extension", {"granted_on": _SOON}),
    ("không ai xin", ["accept"], "refuse_extension", {"answer": WHY}),
    ("hạn mới không sau", ["accept", "extend"], "grant_extension", {"granted_on": "19/05/2025"}),
    ("không nêu vì sao", ["accept", "extend"], "refuse_extension", {"answer": ""}),
    ("không ai trả lại", ["accept"], "accept_return", {"receiver": "Sở Nội vụ"}),
    ("không ai trả lại", ["accept"], "refuse_return", {"answer": WHY}),
    ("chưa báo", ["accept"], "confirm_complete", {}),
    ("chưa báo", ["accept"], "send_back", {"feedback": WHY}),
    ("không lý do", [], "recall_assignment", {"reason": ""}),
    ("đã xong", ["accept", "report", "confirm"], "recall_assignment", {"reason": WHY}),
    ("đã thu hồi", ["recall"], "recall_assignment", {"reason": WHY}),
    ("đã báo", ["accept", "report"], "reassign_assignment", {"receiver": "Sở Nội vụ", "reason": WHY}),
    ("cơ quan lạ", [], "reassign_assignment", {"receiver": "Sở Không Có", "reason": WHY}),
    ("nhiều cơ quan", [], "reassign_assignment", {"receiver": made.CLASS, "reason": WHY}),
    ("chính cơ quan ấy", [], "reassign_assignment", {"receiver": "Sở Tư pháp", "reason": WHY}),
    ("hạn đã qua", [], "reassign_assignment", {"receiver": "Sở Nội vụ", "reason": WHY, "due_on": "01/05/2025"}),
]
_OF_GIVER = {
    "grant_extension",
    "refuse_extension",
    "accept_return",
    "refuse_return",
    "confirm_complete",
    "send_back",
    "recall_assignment",
    "reassign_assignment",
}


@pytest.mark.parametrize(("state", "steps", "act", "typed"), GUARDS, ids=lambda each: str(each)[:40])
def test_each_guard_gives_one_clear_message(
    officer: Office, lead: Office, row: Assignment, state: str, steps: list[str], act: str, typed: dict[str, str]
) -> None:
    done: dict[str, Callable[[], object]] = {
        "accept": lambda: officer.sends(row, "accept_assignment"),
        "note": lambda: officer.sends(row, "record_progress", progress="10", text="Đã làm"),
        "extend": lambda: officer.sends(row, "ask_extension", wanted_on=_SOON, reason=WHY),
        "report": lambda: officer.sends(row, "report_complete", reason=WHY),
        "confirm": lambda: lead.sends(row, "confirm_complete"),
        "recall": lambda: lead.sends(row, "recall_assignment", reason=WHY),
    }
    for step in steps:
        done[step]()
    row.refresh_from_db()
    before = (row.version, AuditRow.objects.count())
    actor = lead if act in _OF_GIVER else officer
    answer = actor.client.post(reverse(act, args=[row.pk]), {**typed, "version": str(row.version)})
    row.refresh_from_db()
    assert answer.status_code == 422, state
    assert (row.version, AuditRow.objects.count()) == before
    page = html.document_fromstring(answer.content.decode())
    alerts = page.xpath("//*[@role='alert'] | //*[contains(@class, 'error')]")
    told = [" ".join(each.itertext()) for each in alerts]
    assert any(re.search(r"(Chưa|Không|Hãy|Chỉ|trống)", each) for each in told), words_of(answer)[:500]
    for field in ("reason", "text", "feedback"):
        assert typed.get(field, "").strip() in answer.content.decode(), "what was typed stands on the page"


@pytest.mark.parametrize("act", ["ask_extension", "grant_extension", "recall_assignment"])
def test_who_was_not_first_is_told_and_keeps_the_words(
    officer: Office, lead: Office, row: Assignment, act: str
) -> None:
    officer.sends(row, "accept_assignment")
    officer.sends(row, "ask_extension", wanted_on=_SOON, reason=WHY)
    actor = lead if act in _OF_GIVER else officer
    form = {"wanted_on": "30/06/2025", "granted_on": "30/06/2025", "reason": "Gõ dở dang", "answer": "Gõ dở dang"}
    answer = actor.client.post(reverse(act, args=[row.pk]), {**form, "version": "1"})
    assert answer.status_code == 409
    assert "Gõ dở dang" in answer.content.decode()
    assert "hãy xem bản mới rồi gửi lại" in words_of(answer)


def test_another_province_learns_nothing(row: Assignment) -> None:
    client = Client()
    other = made.user_at("SO_NV", Role.PROVINCIAL_LEAD)
    client.force_login(other)
    assert client.get(reverse("assignment", args=[row.pk])).status_code == 200
    assert client.get(reverse("assignment", args=[10**9])).status_code == 404
    assert client.post(reverse("recall_assignment", args=[row.pk]), {"reason": WHY}).status_code == 403
    assert dt.date(2025, 5, 20) == clock.today()
