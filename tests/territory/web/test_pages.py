"""Địa bàn: provinces on a day, a unit's past and future, search without accents, and what nobody knows said so."""

from __future__ import annotations

import csv
import datetime as dt
from io import StringIO

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency, Post
from mangnon.audit.models import AuditRow
from mangnon.territory.models import EventPart, PartWeight, Unit
from mangnon.territory.public import Level, unit_of
from mangnon.territory.selectors import divided_parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_list")]
BEFORE, AFTER = "30/06/2025", "01/07/2025"


@pytest.fixture
def client() -> Client:
    """A reader of Quảng Ngãi."""
    unit = unit_of(Level.PROVINCE, "51", on=dt.date(2025, 5, 20))
    assert unit is not None
    place = Agency.objects.create(
        code="51.VP", catalogue_code="VP", name="Văn phòng Mẫu", short_name="VP", level="province", territory=unit
    )
    user = User.objects.create_user(username="nguoi-doc", password="mot-mat-khau-dai", full_name="Nguyễn Văn Mẫu")
    Post.objects.create(user=user, agency=place, role=Role.READER)
    signed = Client()
    signed.force_login(user)
    return signed


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(" ".join(html.document_fromstring(answer.content.decode()).itertext()).split())


def page(level: str, code: str, on: str = "") -> str:
    return reverse("territory_unit", args=[level, code]) + (f"?ngay={on}" if on else "")


def test_a_stranger_is_led_to_the_sign_in_page() -> None:
    assert Client().get(reverse("territory")).status_code == 302
    assert Client().get(page("tinh", "51")).status_code == 302


def test_the_provinces_of_a_day_with_counts_and_gaps(client: Client) -> None:
    before = words(client, reverse("territory") + f"?ngay={BEFORE}")
    assert "Cấp tỉnh: 63 · Cấp huyện: 696 · Cấp xã: 10.051" in before
    after = words(client, reverse("territory") + f"?ngay={AFTER}")
    assert "Cấp tỉnh: 34 · Cấp huyện: 0 · Cấp xã: 3.321" in after
    assert "40 điều chưa biết" in after
    assert "Tỉnh Quảng Ngãi 51 96 Tỉnh Quảng Ngãi , Tỉnh Kon Tum" in after
    assert "Tỉnh Cao Bằng 04 56 giữ nguyên" in after


@pytest.mark.parametrize("typed", ["kon tum", "KON  TUM", "Kon Tum"])
def test_search_needs_no_accents_and_finds_units_of_any_day(client: Client, typed: str) -> None:
    found = words(client, reverse("territory") + f"?tim={typed}")
    assert "Tỉnh Kon Tum" in found
    assert "đến hết 30/06/2025" in found
    assert "Phường Kon Tum" in found
    assert found.index("Tỉnh Kon Tum") < found.index("Thành phố Kon Tum") < found.index("Phường Kon Tum")


def test_search_with_accents_puts_the_accented_first(client: Client) -> None:
    found = words(client, reverse("territory") + "?tim=Đăk Hà")
    assert found.index("Xã Đăk Hà") < found.index("Huyện Đắk Hà")


@pytest.mark.parametrize(
    ("typed", "words_shown"),
    [("xã", "60 đơn vị đầu"), ("không có nơi này", "Không có đơn vị nào mang tên này"), ("%_'\"<b>", "Tìm «%_'\"<b>»")],
)
def test_search_for_too_much_or_nothing(client: Client, typed: str, words_shown: str) -> None:
    answer = client.get(reverse("territory"), {"tim": typed})
    assert words_shown in " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def test_a_province_of_before_shows_its_districts_and_what_its_communes_are_now(client: Client) -> None:
    shown = words(client, page("tinh", "62", BEFORE))
    assert "10 đơn vị cấp huyện" in shown
    assert "102 đơn vị cấp xã" in shown
    assert "Nay là" in shown
    assert "Nhập · văn bản 202/2025/QH15" in shown


def test_a_province_of_after_shows_what_its_communes_were_formed_from(client: Client) -> None:
    shown = words(client, page("tinh", "51", AFTER))
    assert "96 đơn vị cấp xã" in shown
    assert "86 xã, 9 phường, 1 đặc khu" in shown
    assert "Hình thành từ" in shown
    assert "Tỉnh Kon Tum" in shown


def test_a_unit_asked_for_on_a_day_it_was_not_there_is_shown_with_a_word(client: Client) -> None:
    shown = words(client, page("tinh", "62", AFTER))
    assert "Đơn vị này không có vào ngày đã chọn" in shown
    assert "30/06/2025" in shown


def test_a_divided_commune_says_that_a_person_must_choose(client: Client) -> None:
    clock_after = words(client, page("xa", "00553", BEFORE))
    assert "văn bản 1656/NQ-UBTVQH15" in clock_after
    assert clock_after.count("một phần") >= 4


def test_gaps_are_said_on_the_page_of_the_unit(client: Client) -> None:
    assert "Danh mục không ghi Xã Đông Khê (mã 16387)" in words(client, page("xa", "16387", BEFORE))
    assert "đơn vị mang mã 03980" in words(client, page("xa", "03980", AFTER))


@pytest.mark.parametrize(("level", "code"), [("tinh", "99"), ("xa", "51"), ("phuong", "00004")])
def test_an_unknown_unit_is_not_found(client: Client, level: str, code: str) -> None:
    assert client.get(page(level, code)).status_code == 404


@pytest.mark.parametrize("typed", ["31/02/2025", "hôm qua", "0", "2025-13-01"])
def test_a_day_that_is_none_is_told_and_today_taken(client: Client, typed: str) -> None:
    assert "Ngày vừa nhập chưa đúng" in words(client, reverse("territory") + f"?ngay={typed}")
    assert "Ngày vừa nhập chưa đúng" in words(client, page("tinh", "51", typed))


def test_the_table_can_be_taken_away(client: Client) -> None:
    answer = client.get(reverse("territory_unit_csv", args=["tinh", "51"]) + f"?ngay={AFTER}")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Mã", "Tên", "Loại", "Đơn vị cấp huyện", "Hình thành từ", "Trở thành"]
    assert len(rows) == 1 + 96
    assert "tinh-quang-ngai-2025-07-01.csv" in answer["Content-Disposition"]


def test_statements_do_not_grow_with_the_communes_of_a_province(client: Client) -> None:
    counted = []
    for code in ("12", "79"):
        client.get(page("tinh", code, AFTER))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("tinh", code, AFTER))
        counted.append(len(queries))
    assert counted[0] >= counted[1] - 1  # one more only because Hồ Chí Minh has predecessors to fetch


def signed_in_as(role: Role, province: str) -> Client:
    """Somebody with a role at the office of a province."""
    unit = unit_of(Level.PROVINCE, province, on=dt.date(2025, 5, 20))
    assert unit is not None
    place = Agency.objects.create(
        code=f"{province}.VP2",
        catalogue_code="VP2",
        name="Văn phòng",
        short_name="VP",
        level="province",
        territory=unit,
    )
    user = User.objects.create_user(
        username=f"{role}-{province}", password="mot-mat-khau-dai", full_name="Trần Thị Mẫu"
    )
    Post.objects.create(user=user, agency=place, role=role)
    signed = Client()
    signed.force_login(user)
    return signed


def divided_unit() -> Unit:
    """A commune of old Quảng Ngãi that was divided among several."""
    parts = EventPart.objects.filter(
        is_divided=True, target__isnull=False, source__parent_edges__parent__parent__code="51"
    )
    found = parts.values_list("source", flat=True).annotate(count=Count("pk")).filter(count=2).order_by("source__code")
    return Unit.objects.get(pk=found[0])


def test_the_administrator_records_shares_of_a_divided_commune(client: Client) -> None:
    unit = divided_unit()
    first, second = (part.target.code for part in divided_parts(unit) if part.target)
    act = reverse("territory_shares", args=["xa", unit.code]) + f"?ngay={BEFORE}"
    typed = {"so-do": "children", f"phan-{first}": "62,5", f"phan-{second}": "37,4", "can-cu": "Báo cáo 12/BC-UBND"}
    administrator = signed_in_as(Role.ADMINISTRATOR, "51")
    assert "Ghi tỷ lệ chia" in words(administrator, page("xa", unit.code, BEFORE))
    refused = administrator.post(act, typed)
    assert refused.status_code == 422
    assert "cộng lại được 0,999, phải đúng bằng 1" in refused.content.decode()
    assert 'value="37,4"' in refused.content.decode()
    odd = administrator.post(act, {**typed, f"phan-{second}": "ba bảy"})
    assert (odd.status_code, PartWeight.objects.count()) == (422, 0)
    assert administrator.post(act, {**typed, f"phan-{second}": "37,5"}).status_code == 302
    told = words(client, page("xa", unit.code, BEFORE))
    assert "62,5 %" in told
    assert "căn cứ: Báo cáo 12/BC-UBND" in told
    assert "Ghi tỷ lệ chia" not in told
    assert client.post(act, typed).status_code == 403
    stranger = signed_in_as(Role.ADMINISTRATOR, "46")
    assert "Ghi tỷ lệ chia" not in words(stranger, page("xa", unit.code, BEFORE))
    assert stranger.post(act, {**typed, f"phan-{second}": "37,5"}).status_code == 403
    assert AuditRow.objects.filter(act="set_weights").count() == 1
