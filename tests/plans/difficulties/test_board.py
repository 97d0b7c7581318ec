"""The board of difficulties and the page of one: filters, whose turn, files, acts as plain forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.plans.difficulties.board import board_rows, filtered, seen_difficulties
from mangnon.plans.difficulties.services import escalate_difficulty, raise_difficulty
from mangnon.plans.models import Assignment, Difficulty, Plan
from mangnon.plans.public import recall_assignment, waiting_matters
from tests.harness.queries import assert_constant_queries
from tests.plans import made


@pytest.fixture
def told(plan: Plan) -> Difficulty:
    row = Assignment.objects.get(task__plan=plan, task__code="I.2", agency__code="90.SO_TP")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    return raise_difficulty(actor=officer, assignment_id=row.pk, text="Thiếu kinh phí mẫu", proposal="Bố trí thêm")


def _board(client: Client, **asked: str) -> str:
    answer = client.get(reverse("difficulties"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whose_turn_and_how_long(told: Difficulty, lead_client: Client, officer_client: Client) -> None:
    page = _board(lead_client)
    assert "Thiếu kinh phí mẫu" in page
    assert "(cơ quan tôi)" in page
    assert "27/05/2025" in page
    assert "(cơ quan tôi)" not in _board(officer_client)


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"tinh-trang": "raised"}, True),
        ({"tinh-trang": "answered"}, False),
        ({"tuoi": "con-han"}, True),
        ({"tuoi": "tre"}, False),
        ({"tuoi": "thang"}, False),
        ({"luot": "toi"}, True),
        ({"ke-hoach": "99-KH-UBND", "co-quan": "90.SO_TP"}, True),
        ({"ke-hoach": "khac"}, False),
        ({"co-quan": "90.SO_NV"}, False),
        ({"tinh-trang": "'; --", "tuoi": "x", "trang": "abc"}, True),
    ],
)
def test_filters_in_the_address(told: Difficulty, lead_client: Client, asked: dict[str, str], is_there: bool) -> None:
    assert ("Thiếu kinh phí mẫu" in _board(lead_client, **asked)) is is_there


def test_late_after_the_clock(told: Difficulty, lead_client: Client) -> None:
    with clock.frozen(clock.at(dt.date(2025, 5, 28), 9)):
        assert "Thiếu kinh phí mẫu" in _board(lead_client, tuoi="tre")
    with clock.frozen(clock.at(dt.date(2025, 7, 1), 9)):
        assert "Thiếu kinh phí mẫu" in _board(lead_client, tuoi="thang")


def test_of_what_was_recalled_nobody_waits(told: Difficulty, lead_client: Client) -> None:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    recall_assignment(actor=lead, assignment_id=told.assignment_id, reason="Thôi thực hiện mẫu")
    with clock.frozen(clock.at(clock.today() + dt.timedelta(days=40), 9)):
        (row,) = board_rows(lead, seen_difficulties(lead))
        assert (row.turn_words, row.is_mine, row.is_late, row.is_waiting, row.ended) == (
            "",
            False,
            False,
            False,
            "Thu hồi",
        )
        assert not filtered(seen_difficulties(lead), age="late")
        assert not waiting_matters(on=clock.today()), "the digest says the same"
        page = _board(lead_client)
        assert "khép lại: thu hồi" in page
        assert "quá hạn" not in page.partition("<tbody")[2]


def test_the_table_as_a_file(told: Difficulty, lead_client: Client) -> None:
    answer = lead_client.get(reverse("difficulties"), {"tep": "du-lieu"})
    text = answer.content.decode("utf-8-sig")
    assert "Thiếu kinh phí mẫu" in text
    assert "Sở Tư pháp" in text
    assert lead_client.get(reverse("difficulties"), {"tep": "excel"}).content[:2] == b"PK"


def test_who_sees_it(told: Difficulty, plan: Plan) -> None:
    def sees(body: str, role: Role) -> bool:
        client = Client()
        client.force_login(made.user_at(body, role))
        return client.get(reverse("difficulty", args=[told.pk])).status_code == 200

    assert sees("SO_TP", Role.LEADER)
    assert sees("UBND_TINH", Role.LEADER)
    assert sees("THANH_TRA", Role.INSPECTOR)
    assert not sees("SO_NV", Role.DEPARTMENT_OFFICER)
    assert not sees("UBND_TINH", Role.DEPARTMENT_OFFICER)
    assert not sees("VP_UBND", Role.READER)
    above = made.actor_at("UBND_TINH", Role.PROVINCIAL_LEAD)
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    escalate_difficulty(actor=lead, difficulty_id=told.pk, to_words="", to_agency_id=above.agency_id, reason="x")
    assert sees("UBND_TINH", Role.DEPARTMENT_OFFICER), "it was passed on to them"


def test_a_whole_course_on_the_page(told: Difficulty, lead_client: Client, officer_client: Client) -> None:
    page = reverse("difficulty", args=[told.pk])
    assert "Nêu lại khó khăn" not in officer_client.get(page).content.decode()
    answered = lead_client.post(reverse("difficulty_answer", args=[told.pk]), {"answer": "Đã ghi nhận", "version": "1"})
    assert answered.status_code == 302
    stale = lead_client.post(
        reverse("difficulty_escalate", args=[told.pk]), {"to_words": "Bộ Y tế", "reason": "Vượt", "version": "1"}
    )
    assert stale.status_code == 409
    assert "Bộ Y tế" in stale.content.decode(), "what was typed is still there"
    again = officer_client.post(reverse("difficulty_reopen", args=[told.pk]), {"reason": "Chưa bố trí", "version": "2"})
    assert again.status_code == 302
    empty = lead_client.post(reverse("difficulty_escalate", args=[told.pk]), {"reason": "Vượt"})
    assert empty.status_code == 422
    lead_client.post(
        reverse("difficulty_escalate", args=[told.pk]), {"to_words": "Bộ Y tế", "reason": "Vượt thẩm quyền"}
    )
    none = lead_client.post(reverse("difficulty_adjust", args=[told.pk]), {"change": "extension:1"})
    assert none.status_code == 422
    done = lead_client.post(
        reverse("difficulty_adjust", args=[told.pk]),
        {"change": "task_change:0", "words": "Theo Kế hoạch số 7"},
        follow=True,
    )
    text = done.content.decode()
    for words in (
        "Nêu khó khăn.",
        "Trả lời khó khăn.",
        "Nêu lại.",
        "Chuyển cấp trên: Bộ Y tế.",
        "Điều chỉnh kế hoạch.",
    ):
        assert words in text
    assert "Thay đổi nội dung nhiệm vụ. Theo Kế hoạch số 7." in text


def test_the_board_asks_as_often_for_many(told: Difficulty, lead_client: Client) -> None:
    row = told.assignment
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    assert_constant_queries(
        add_row=lambda: raise_difficulty(actor=officer, assignment_id=row.pk, text="Khó khăn mẫu khác"),
        read=lambda: _board(lead_client),
    )


def test_passed_up_to_the_committee_its_leader_answers_on_the_page(told: Difficulty, lead_client: Client) -> None:
    page, committee = reverse("difficulty", args=[told.pk]), made.agency("UBND_TINH")
    passed = lead_client.post(
        reverse("difficulty_escalate", args=[told.pk]),
        {"to_agency": str(committee.pk), "reason": "Vượt thẩm quyền"},
        follow=True,
    )
    assert "chưa có ai trả lời được trên hệ thống" in passed.content.decode()
    assert "Số, ký hiệu văn bản trả lời của cấp trên" in passed.content.decode(), "whoever passed it up may enter it"
    leader = Client()
    leader.force_login(made.user_at("UBND_TINH", Role.LEADER))
    assert "chưa có ai trả lời được trên hệ thống" not in lead_client.get(page).content.decode()
    assert page in leader.get(reverse("desk")).content.decode(), "it waits on the leader's home page"
    shown = leader.get(page).content.decode()
    assert "Gửi câu trả lời" in shown
    assert "Số, ký hiệu văn bản trả lời" not in shown, "the body itself answers by itself"
    assert leader.post(reverse("difficulty_answer", args=[told.pk]), {"answer": "Đồng ý"}).status_code == 302
    assert "Gửi câu trả lời" not in leader.get(page).content.decode()


def test_an_incomplete_paper_of_the_body_above_keeps_what_was_typed(told: Difficulty, lead_client: Client) -> None:
    lead_client.post(reverse("difficulty_escalate", args=[told.pk]), {"to_words": "Bộ Y tế", "reason": "Vượt"})
    typed = {"answer": "Đồng ý mẫu", "paper": "77/BYT-KH"}
    refused = lead_client.post(reverse("difficulty_answer", args=[told.pk]), typed)
    assert refused.status_code == 422
    assert all(words in refused.content.decode() for words in typed.values())
    lead_client.post(reverse("difficulty_answer", args=[told.pk]), {**typed, "paper_on": "20/05/2025"})
    told.refresh_from_db()
    assert told.answer == "Bộ Y tế trả lời tại văn bản số 77/BYT-KH ngày 20/05/2025: Đồng ý mẫu"
