"""The page of the working calendar, as plain forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.calendars.models import CalendarDay
from mangnon.calendars.public import add_days_off, working_days
from mangnon.calendars.shipped import enter_shipped
from tests.harness.queries import assert_constant_queries
from tests.plans import made


@pytest.fixture(autouse=True)
def _delivered(db: None) -> None:
    enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear"))
    made.province()


def _client(role: Role = Role.PROVINCIAL_LEAD) -> Client:
    client = Client()
    client.force_login(made.user_at("SO_YT", role))
    return client


def _text(response: object) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())  # type: ignore[attr-defined]


def test_a_year_shows_its_days_with_their_documents() -> None:
    page = _text(_client(Role.DEPARTMENT_OFFICER).get(reverse("calendar_year", args=[2025])))
    assert "02/05/2025 thứ Sáu" in page
    assert "hoán đổi với 26/04/2025" in page
    assert "8726/VPCP-KGVX" in page
    assert "chưa kiểm chứng" not in page
    assert "Rút khỏi lịch" not in page
    assert "Thêm ngày nghỉ" not in page


def test_what_is_derived_is_shown_as_not_verified() -> None:
    assert "chưa kiểm chứng" in _text(_client().get(reverse("calendar_year", args=[2017])))


def test_a_year_nobody_entered_says_so() -> None:
    page = _text(_client().get(reverse("calendar_year", args=[2027])))
    assert "Chưa nhập ngày nghỉ Tết" in page
    assert "03/05/2027 (Nghỉ bù Ngày Quốc tế lao động)" in page


def test_the_new_day_of_culture_is_told_and_not_counted() -> None:
    page = _text(_client().get(reverse("calendar_year", args=[2026])))
    assert "24/11/2026 chưa tính là ngày nghỉ" in page


def test_this_year_is_the_first_page() -> None:
    assert _client().get(reverse("working_calendar")).headers["Location"] == reverse("calendar_year", args=[2025])
    assert _client().get(reverse("calendar_year", args=[1700])).status_code == 404


def test_a_keeper_enters_states_and_withdraws() -> None:
    client = _client()
    data = {"first": "05/02/2027", "last": "11/02/2027", "swapped_in": "", "name": "Tết Đinh Mùi", "basis": "1/TB-BNV"}
    page = client.post(reverse("calendar_add", args=[2027]), data, follow=True)
    assert "Đã ghi 5 ngày, từ 05/02/2027." in _text(page)
    client.post(reverse("calendar_state", args=[2027]), {"is_complete": "on", "basis": "1/TB-BNV"})
    assert "Lịch của năm này đã nhập đủ." in _text(client.get(reverse("calendar_year", args=[2027])))
    row = CalendarDay.objects.get(day=dt.date(2027, 2, 5))
    page = client.post(reverse("calendar_withdraw", args=[row.pk]), {"reason": "Nhập nhầm"}, follow=True)
    assert "Lý do rút: Nhập nhầm" in _text(page)
    assert working_days().is_working(dt.date(2027, 2, 5))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "31/02/2027"}, "Ngày chưa đúng."),
        ({"first": "06/02/2027"}, "vốn đã là ngày nghỉ"),
        ({"last": "01/02/2027"}, "đứng trước ngày đầu"),
        ({"swapped_in": "10/02/2027"}, "không phải thứ Bảy"),
        ({"name": ""}, "Chưa có tên ngày nghỉ."),
        ({"basis": ""}, "Chưa có văn bản căn cứ."),
        ({"first": "01/01/2026"}, "Lịch đã có ngày 01/01/2026"),
    ],
)
def test_what_was_refused_is_shown_as_it_was_typed(changes: dict[str, str], sentence: str) -> None:
    data = {"first": "08/02/2027", "last": "", "swapped_in": "", "name": "Tết Đinh Mùi", "basis": "1/TB-BNV", **changes}
    before = CalendarDay.objects.count()
    page = _client().post(reverse("calendar_add", args=[2027]), data)
    assert page.status_code == 422
    assert sentence in _text(page)
    for typed in data.values():
        assert not typed or f'value="{typed}"' in page.content.decode()
    assert CalendarDay.objects.count() == before


def test_a_withdrawal_without_reason_is_refused_on_the_same_page() -> None:
    row = CalendarDay.objects.get(day=dt.date(2025, 5, 2))
    page = _client().post(reverse("calendar_withdraw", args=[row.pk]), {"reason": ""})
    assert page.status_code == 422
    assert "Chưa có lý do rút." in _text(page)
    assert _client().post(reverse("calendar_withdraw", args=[10**9]), {"reason": "x"}).status_code == 404


def test_the_page_takes_as_many_queries_however_many_days() -> None:
    client = _client()
    days = iter(dt.date(2030, 1, 7) + dt.timedelta(weeks=week) for week in range(20))
    assert_constant_queries(
        add_row=lambda: add_days_off(actor=SYSTEM, first=next(days), name="Nghỉ", basis="1/TB"),
        read=lambda: client.get(reverse("calendar_year", args=[2030])),
    )
