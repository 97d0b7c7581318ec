"""Targets on their pages: set, put in the place of another, withdrawn with a reason; the nation's and the own one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.indicators.models import Target
from mangnon.indicators.services import set_target
from mangnon.indicators.terms import Comparison
from tests.harness.queries import assert_constant_queries
from tests.indicators import made
from tests.indicators.made import World, cell, indicator, put

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def plan_indicator() -> Any:
    row = Target.objects.filter(unit=None, indicator__code="1").select_related("indicator__set").order_by("year")[0]
    return row.indicator


@pytest.fixture
def lead(world: World, client: Client) -> Client:
    actor = made.actor(world.health, Role.PROVINCIAL_LEAD)
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def typed(**other: str) -> dict[str, str]:
    return {"nam": "2030", "so-sanh": "at_least", "muc-thap": "80,5", "van-ban": "Kế hoạch 1/KH-MAU", **other}


def test_a_province_sets_its_own_in_the_place_of_the_nations_and_withdraws_it(lead: Client, world: World) -> None:
    row = plan_indicator()
    args = [row.set.code, row.code]
    page = reverse("indicator_targets", args=args)
    first = words(lead.get(page))
    assert "Cả nước" in first
    assert "75" in first
    answer = lead.post(reverse("target_set", args=args), typed(), follow=True)
    assert "Đã ghi" in words(answer)
    assert "tỉnh dùng mức riêng" in words(answer)
    own = Target.objects.get(unit=world.province, withdrawn_at=None)
    assert (own.year, own.low, own.source) == (2030, Decimal("80.5"), "Kế hoạch 1/KH-MAU")
    listed = html.document_fromstring(lead.get(reverse("targets")).content.decode())
    (line,) = [each for each in listed.xpath("//tbody/tr") if each.xpath(f".//a[@href='{page}']")]
    assert "80,5" in line.xpath("string(td[@data-label='Tỉnh Mẫu 91'])")
    assert "75" in line.xpath("string(td[@data-label='Cả nước'])")
    refused = lead.post(reverse("target_set", args=args), typed(**{"muc-thap": "85"}))
    assert refused.status_code == 422
    assert "lý do thay mức đã giao" in words(refused)
    assert 'value="85"' in refused.content.decode(), "what was typed stands in its box"
    lead.post(reverse("target_set", args=args), typed(**{"muc-thap": "85", "ly-do": "Điều chỉnh theo nghị quyết"}))
    now = Target.objects.get(unit=world.province, withdrawn_at=None)
    assert now.low == 85
    withdrawn = lead.post(reverse("target_withdraw", args=[now.pk]), {"ly-do": ""})
    assert withdrawn.status_code == 422
    told = words(lead.post(reverse("target_withdraw", args=[now.pk]), {"ly-do": "Giao nhầm"}, follow=True))
    assert "Lý do: Giao nhầm" in told
    assert "Lý do: Điều chỉnh theo nghị quyết" in told
    assert not Target.objects.filter(unit=world.province, withdrawn_at=None).exists()
    assert lead.post(reverse("target_withdraw", args=[now.pk]), {"ly-do": "Nữa"}).status_code == 404
    assert AuditRow.objects.filter(act__in=("set_target", "withdraw_target")).count() == 3


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"nam": "20"}, "bốn chữ số"),
        ({"nam": "1950"}, "nằm ngoài khoảng"),
        ({"so-sanh": "khac"}, "Chưa chọn cách so sánh"),
        ({"muc-thap": ""}, "thiếu hoặc thừa một đầu"),
        ({"muc-thap": "nhiều"}, "không phải là số"),
        ({"muc-thap": "120"}, "từ 0 đến 100"),
        ({"so-sanh": "between", "muc-cao": "70"}, "nhỏ hơn mức thấp"),
        ({"van-ban": " "}, "Chưa có văn bản giao chỉ tiêu"),
    ],
)
def test_a_bad_target_is_told_and_nothing_is_written(
    lead: Client, world: World, other: dict[str, str], told: str
) -> None:
    row = plan_indicator()
    answer = lead.post(reverse("target_set", args=[row.set.code, row.code]), typed(**other))
    assert answer.status_code == 422
    assert told in words(answer)
    assert "Chưa có gì được ghi" in words(answer)
    assert not Target.objects.filter(unit=world.province).exists()


def test_the_way_to_a_target_is_told_in_words_and_drawn(lead: Client, world: World) -> None:
    row = indicator("I-0301")
    for year, above in (("2022", 40), ("2024", 50)):
        put("I-0301", world.province, cell(above, 100), period=year, agency=world.health)
    for year, low, is_baseline in ((2020, 30, True), (2030, 80, False)):
        set_target(
            actor=SYSTEM,
            indicator=row,
            unit=world.province,
            year=year,
            comparison=Comparison.AT_LEAST,
            low=Decimal(low),
            source="Mẫu",
            is_baseline=is_baseline,
        )
    told = words(lead.get(reverse("indicator_targets", args=[row.set.code, row.code])))
    assert "Từ năm 2024 đến 2030 mỗi năm cần tăng 5." in told
    assert "Từ năm 2020 đến 2024 bình quân mỗi năm tăng 5." in told
    assert "năm 2024 phải là 50" in told
    assert "Đường thẳng tới mức phải đạt" in told


def test_who_does_not_answer_for_the_province_reads_only(world: World, client: Client) -> None:
    actor = made.actor(made.committee(world.s), Role.LOCAL_OFFICER)
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    row = plan_indicator()
    args = [row.set.code, row.code]
    page = client.get(reverse("indicator_targets", args=args))
    assert page.status_code == 200
    assert reverse("target_set", args=args) not in page.content.decode()
    assert client.post(reverse("target_set", args=args), typed()).status_code == 403
    assert not Target.objects.filter(unit=world.province).exists()


def test_the_list_asks_no_more_for_more_targets(lead: Client, world: World) -> None:
    rows = [indicator(code) for code in ("I-0101", "I-0301", "I-0319")]

    def add() -> None:
        set_target(
            actor=SYSTEM,
            indicator=rows.pop(),
            unit=world.province,
            year=2029,
            comparison=Comparison.AT_LEAST,
            low=Decimal(1),
            source="Mẫu",
        )

    assert_constant_queries(add_row=add, read=lambda: lead.get(reverse("targets")))
