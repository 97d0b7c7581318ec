"""A province's own indicators through their pages: a set, an indicator tried and written, put right, taken away."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.indicators.models import Category, Dimension, Indicator, IndicatorSet
from mangnon.kernel import clock
from tests.harness.queries import assert_constant_queries
from tests.indicators import made
from tests.indicators.made import World

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def _client(role: Role, world: World) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=made.actor(world.health, role).user_id))
    return client


@pytest.fixture
def lead(world: World) -> Client:
    return _client(Role.PROVINCIAL_LEAD, world)


@pytest.fixture
def own(lead: Client) -> IndicatorSet:
    typed = {"code": "KH501", "name": "Chỉ tiêu Kế hoạch 501", "legal_basis": "Kế hoạch 501/KH-UBND"}
    lead.post(reverse("own_indicator_sets"), typed)
    return IndicatorSet.objects.get(code="91-KH501")


def typed(**other: str) -> dict[str, str]:
    plain = {"code": "CLB-01", "name": "Số câu lạc bộ", "kind": "count", "unit_words": "câu lạc bộ"}
    return plain | {"nature": "stock", "direction": "up", "viec": "ghi"} | other


def computed(**other: str) -> dict[str, str]:
    own = {"code": "CLB-02", "name": "Câu lạc bộ trên 1.000 trẻ em", "kind": "computed"}
    return typed(**own, expression="[CLB-01] / [TT13-2021/I-0101] * 1000") | other


def test_a_lead_officer_makes_a_set_and_an_indicator_that_the_forms_then_have(
    lead: Client, world: World, own: IndicatorSet
) -> None:
    add = reverse("own_indicator_add", args=[own.code])
    answer = lead.post(add, typed(dimensions="sex"), follow=True)
    assert "Đã lập chỉ tiêu CLB-01" in words(answer)
    assert "Số câu lạc bộ" in words(lead.get(reverse("indicators"), {"bo": own.code}))
    page = words(lead.get(reverse("indicator", args=[own.code, "CLB-01"])))
    assert "Sửa chỉ tiêu" in page
    assert "Kế hoạch 501/KH-UBND" in page
    clerk = _client(Role.DEPARTMENT_OFFICER, world)
    assert "Sửa chỉ tiêu" not in words(clerk.get(reverse("indicator", args=[own.code, "CLB-01"])))
    assert clerk.get(reverse("own_indicator_sets")).status_code == 403


def test_an_expression_is_tried_before_it_is_written(lead: Client, world: World, own: IndicatorSet) -> None:
    add = reverse("own_indicator_add", args=[own.code])
    lead.post(add, typed())
    year = clock.today().year - 1
    made.put("CLB-01", world.s, 3, period=str(year), set_code=own.code)
    made.put("I-0101", world.s, 1500, period=str(year))
    tried = lead.post(add, computed(viec="thu"))
    assert tried.status_code == 200
    (table,) = html.document_fromstring(tried.content.decode()).xpath("//section[@id='thu']//table")
    years = [each.text_content() for each in table.xpath(".//thead//th")]
    assert [row.xpath("string(th)").split()[0] for row in table.xpath(".//tbody/tr")] == [
        "[91-KH501/CLB-01]",
        "[TT13-2021/I-0101]",
        "Kết",
    ]
    at = years.index(str(year))
    assert [row[at].text_content() for row in table.xpath(".//tbody/tr")] == [
        "ít nhất 3",
        "ít nhất 1.500",
        "2 (chỉ của phần đã có số liệu)",
    ]
    assert not Indicator.objects.filter(code="CLB-02").exists()
    refused = lead.post(add, computed(expression="[CLB-01] / "))
    assert refused.status_code == 422
    assert "thiếu phần cuối" in words(refused)
    assert 'value="Câu lạc bộ trên 1.000 trẻ em"' in refused.content.decode()
    lead.post(add, computed())
    assert Indicator.objects.get(code="CLB-02").expression == "[CLB-01] / [TT13-2021/I-0101] * 1000"


def test_one_is_put_right_with_a_reason_and_what_its_figures_mean_stays(
    lead: Client, world: World, own: IndicatorSet
) -> None:
    lead.post(reverse("own_indicator_add", args=[own.code]), typed())
    change = reverse("own_indicator_change", args=[own.code, "CLB-01"])
    without = lead.post(change, typed(name="Số câu lạc bộ quyền trẻ em"))
    assert without.status_code == 422
    assert "Lý do sửa" in words(without)
    answer = lead.post(change, typed(name="Số câu lạc bộ quyền trẻ em", reason="Ghi rõ tên"), follow=True)
    assert "Đã sửa chỉ tiêu CLB-01" in words(answer)
    made.put("CLB-01", world.s, 3, period="2024", set_code=own.code)
    assert "Đã có số liệu hoặc mức phải đạt" in words(lead.get(change))
    refused = lead.post(change, typed(unit_words="nhóm", reason="Thử"))
    assert "không đổi được đơn vị tính" in words(refused)
    removed = lead.post(reverse("own_indicator_remove", args=[own.code, "CLB-01"]))
    assert removed.status_code == 422
    assert "ngày hết hiệu lực" in words(removed)


def test_another_province_does_not_find_it(lead: Client, world: World, own: IndicatorSet) -> None:
    lead.post(reverse("own_indicator_add", args=[own.code]), typed())
    other = Client()
    stranger = made.actor(world.other_health, Role.PROVINCIAL_LEAD)
    other.force_login(get_user_model().objects.get(pk=stranger.user_id))
    for name, args in (
        ("own_indicator_set", [own.code]),
        ("own_indicator_add", [own.code]),
        ("own_indicator_change", [own.code, "CLB-01"]),
        ("indicator", [own.code, "CLB-01"]),
    ):
        assert other.get(reverse(name, args=args)).status_code == 404, name


def test_the_list_of_a_set_asks_no_more_with_more_rows(lead: Client, own: IndicatorSet) -> None:
    add, numbers = reverse("own_indicator_add", args=[own.code]), iter(range(20))
    assert_constant_queries(
        add_row=lambda: lead.post(add, typed(code=f"N{next(numbers)}", dimensions="sex"), follow=True),
        read=lambda: lead.get(reverse("own_indicator_set", args=[own.code])),
    )


def test_an_administrator_adds_age_bands_and_a_group_and_others_read(world: World) -> None:
    keeper, reader = _client(Role.ADMINISTRATOR, world), _client(Role.LEADER, world)
    page = reverse("dimensions")
    assert "Thêm phân tổ" not in words(reader.get(page))
    told = {"name": "Tuổi theo bậc học", "concept": "age", "groups": "0-2\n3-5\n6-10", "is_partition": "on"}
    answer = keeper.post(reverse("dimension_add"), told, follow=True)
    assert "0–2 tuổi; 3–5 tuổi; 6–10 tuổi" in words(answer)
    refused = keeper.post(reverse("dimension_add"), told | {"name": "Khác", "groups": "0-2\n2-5"})
    assert refused.status_code == 422
    assert "chồng nhau hoặc bỏ sót" in words(refused)
    open_one = Dimension.objects.exclude(concept="age").filter(categories=None).order_by("position").first()
    assert open_one is not None
    keeper.post(reverse("category_add", args=[open_one.code]), {"ten": "Nhóm mẫu"})
    assert Category.objects.get(dimension=open_one).name == "Nhóm mẫu"
    again = keeper.post(reverse("category_add", args=[open_one.code]), {"ten": "nhóm MẪU"})
    assert again.status_code == 422
    assert "đã có nhóm" in words(again)
    assert reader.post(reverse("category_add", args=[open_one.code]), {"ten": "X"}).status_code == 403
