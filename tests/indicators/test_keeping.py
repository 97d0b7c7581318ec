"""A province's own indicators: what may be said, what stays once figures rest on it, expressions held together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.audit.public import verify_chain
from mangnon.indicators.dividing import add_dimension
from mangnon.indicators.errors import BadExpression, IndicatorRefused
from mangnon.indicators.keeping import (
    SetFacts,
    add_indicator,
    add_set,
    change_indicator,
    change_set,
    facts_of,
    remove_indicator,
)
from mangnon.indicators.models import Category, Dimension, Indicator, IndicatorSet
from mangnon.indicators.public import counts_persons, dictionary, entry_sheet, set_target, sets, table
from mangnon.indicators.rules.facts import Facts
from mangnon.indicators.rules.periods import period_of
from mangnon.indicators.terms import Comparison, Concept, Counts, IndicatorKind, Nature
from mangnon.indicators.trying import try_expression
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.territory.models import EventPart, Unit
from mangnon.territory.public import Level
from tests.harness.queries import assert_constant_queries
from tests.indicators import made
from tests.indicators.made import World

pytestmark = pytest.mark.django_db
_PAPER = SetFacts("Chỉ tiêu của Kế hoạch 501", "Kế hoạch 501/KH-UBND")
_CLUBS = Facts("Số câu lạc bộ quyền trẻ em", IndicatorKind.COUNT, "câu lạc bộ", nature=Nature.STOCK)
_SHARE = Facts(
    "Tỷ lệ xã có câu lạc bộ",
    IndicatorKind.RATE,
    "%",
    nature=Nature.STOCK,
    numerator_words="Số xã có câu lạc bộ",
    denominator_words="Số xã",
    denominator_nature=Nature.STOCK,
    multiplier=Decimal(100),
)
_PER_CHILD = Facts(
    "Câu lạc bộ trên 1.000 trẻ em",
    IndicatorKind.COMPUTED,
    "câu lạc bộ",
    nature=Nature.STOCK,
    expression="[CLB-01] / [TT13-2021/I-0101] * 1000",
)


@pytest.fixture
def lead(world: World) -> Actor:
    return made.actor(world.health, Role.PROVINCIAL_LEAD)


@pytest.fixture
def own(world: World, lead: Actor) -> IndicatorSet:
    return add_set(actor=lead, unit=world.province, code="KH501", facts=_PAPER)


def test_an_own_set_is_the_provinces_alone(world: World, lead: Actor, own: IndicatorSet) -> None:
    assert own.code == "91-KH501"
    assert own in sets(lead)
    assert own not in sets(made.actor(world.other_health, Role.PROVINCIAL_LEAD))
    with pytest.raises(IndicatorRefused, match="đã có bộ chỉ tiêu mang ký hiệu «KH501»"):
        add_set(actor=lead, unit=world.province, code="KH501", facts=_PAPER)
    with pytest.raises(IndicatorRefused, match="không dùng được"):
        add_set(actor=lead, unit=world.province, code="KH 501/2", facts=_PAPER)
    change_set(actor=lead, indicator_set=own, facts=SetFacts("Tên đúng", "Kế hoạch 501/KH-UBND"))
    assert IndicatorSet.objects.get(pk=own.pk).name == "Tên đúng"
    assert verify_chain().intact


def test_who_took_a_province_over_keeps_its_sets_and_may_rest_on_them(
    world: World, lead: Actor, own: IndicatorSet
) -> None:
    add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    heir = Unit.objects.create(code="93", name="Tỉnh Mẫu 93", level="province", kind="Tỉnh", valid_from=made.JULY)
    Unit.objects.filter(pk=world.province.pk).update(valid_to=made.JUNE)
    EventPart.objects.create(event=world.parts["a"].event, source=world.province, target=heir, is_divided=False)
    after = replace(lead, territory_code="93", territory_codes=frozenset({"91", "93"}))
    assert own in sets(after)
    owned = IndicatorSet.objects.select_related("owner").get(pk=own.pk)
    add_indicator(actor=after, indicator_set=owned, code="CLB-02", facts=_CLUBS)
    new = add_set(actor=after, unit=heir, code="MOI", facts=_PAPER)
    resting = replace(_PER_CHILD, expression="[91-KH501/CLB-01] + [91-KH501/CLB-02]")
    assert add_indicator(actor=after, indicator_set=new, code="TONG", facts=resting).code == "TONG"
    stranger = replace(lead, territory_code="92", territory_codes=frozenset({"92"}))
    theirs = add_set(actor=stranger, unit=world.other, code="X", facts=_PAPER)
    with pytest.raises(BadExpression, match="Không có chỉ tiêu «91-KH501/CLB-01»"):
        add_indicator(actor=stranger, indicator_set=theirs, code="TONG", facts=resting)


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LOCAL_OFFICER, Role.LEADER, Role.ADMINISTRATOR])
def test_only_lead_officers_of_the_province_keep_them(world: World, own: IndicatorSet, role: Role) -> None:
    for agency in (world.health, world.other_health):
        actor = made.actor(agency, role)
        with pytest.raises(NotAllowed):
            add_indicator(actor=actor, indicator_set=own, code="X", facts=_CLUBS)
    stranger = made.actor(world.other_health, Role.PROVINCIAL_LEAD)
    with pytest.raises(NotAllowed):
        add_indicator(actor=stranger, indicator_set=own, code="X", facts=_CLUBS)
    with pytest.raises(NotAllowed):
        change_set(actor=stranger, indicator_set=own, facts=_PAPER)
    assert not Indicator.objects.filter(set=own).exists()


def test_a_national_set_is_not_changed(lead: Actor) -> None:
    national = made.indicator("I-0101")
    for act in (
        lambda: add_indicator(actor=lead, indicator_set=national.set, code="X", facts=_CLUBS),
        lambda: change_indicator(actor=lead, indicator=national, facts=_CLUBS, reason="Mẫu"),
        lambda: remove_indicator(actor=lead, indicator=national),
    ):
        with pytest.raises(IndicatorRefused, match="trung ương ban hành"):
            act()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(_CLUBS, name="  "), "Chưa có tên"),
        (replace(_SHARE, denominator_words=""), "tử số và mẫu số"),
        (replace(_SHARE, multiplier=Decimal(7)), "hệ số trong danh sách"),
        (replace(_SHARE, multiplier=Decimal(1000)), "hệ số phải là 100"),
        (replace(_SHARE, denominator_nature=""), "tính chất theo thời gian của mẫu số"),
        (replace(_PER_CHILD, expression=""), "phải có biểu thức"),
        (replace(_PER_CHILD, dimensions=("sex",)), "không nhập phân tổ riêng"),
        (replace(_CLUBS, dimensions=("khong-co",)), "không còn trong danh mục"),
        (replace(_CLUBS, valid_from=clock.today(), valid_to=clock.today().replace(year=2020)), "hết hiệu lực trước"),
        (replace(_PER_CHILD, expression="[CLB-01"), "không hiểu được"),
        (replace(_PER_CHILD, expression="1 + 2"), "không dùng chỉ tiêu nào"),
        (replace(_PER_CHILD, expression="[KHONG-CO] * 2"), "Không có chỉ tiêu «91-KH501/KHONG-CO»"),
        (replace(_PER_CHILD, expression="den([TT13-2021/I-0101])"), "không có mẫu số"),
        (replace(_PER_CHILD, expression="[NPA-2021-2030/9] + num([NPA-2021-2030/9])"), "không có tử số"),
        (replace(_PER_CHILD, expression="[MOI] + [TT13-2021/I-0101]"), "thành vòng"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(lead: Actor, own: IndicatorSet, facts: Facts, words: str) -> None:
    rows = AuditRow.objects.count()
    with pytest.raises(Refusal, match=words) as refused:
        add_indicator(actor=lead, indicator_set=own, code="MOI", facts=facts)
    assert "Chưa có gì được ghi" in refused.value.message
    assert not Indicator.objects.filter(set=own).exists()
    assert AuditRow.objects.count() == rows


def test_a_computed_indicator_is_told_from_the_figures_there_are(world: World, lead: Actor, own: IndicatorSet) -> None:
    clubs = add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    year = clock.today().year - 1
    for row, number in ((clubs, 3), (made.indicator("I-0101"), 1500)):
        made.put(row.code, world.s, number, period=str(year), set_code=row.set.code)
    before = Indicator.objects.count()
    tried = try_expression(lead, indicator_set=own, code="MOI", facts=_PER_CHILD, unit=world.s, today=clock.today())
    assert tried is not None
    values = {point.period.starts_on.year: point.told.value for point in tried.points}
    assert values[year] == 2
    assert [(each.indicator.code, each.years_back) for each in tried.operands] == [("CLB-01", 0), ("I-0101", 0)]
    assert Indicator.objects.count() == before
    kept = add_indicator(actor=lead, indicator_set=own, code="CLB-02", facts=_PER_CHILD)
    assert kept in dictionary(lead, set_code=own.code)
    on_it = replace(_PER_CHILD, expression="[CLB-02] * 2")
    add_indicator(actor=lead, indicator_set=own, code="CLB-03", facts=on_it)
    around = replace(_PER_CHILD, expression="[CLB-03] + [CLB-01]")
    with pytest.raises(BadExpression, match="thành vòng: 91-KH501/CLB-02 → 91-KH501/CLB-03 → 91-KH501/CLB-02"):
        change_indicator(actor=lead, indicator=kept, facts=around, reason="Thử")
    with pytest.raises(IndicatorRefused, match="Biểu thức của chỉ tiêu CLB-03 dùng chỉ tiêu này"):
        remove_indicator(actor=lead, indicator=kept)


def test_expressions_do_not_rest_on_one_another_without_end(lead: Actor, own: IndicatorSet) -> None:
    add_indicator(actor=lead, indicator_set=own, code="T0", facts=_CLUBS)
    for step in range(1, 11):
        below = replace(_PER_CHILD, expression=f"[T{step - 1}] * 2")
        add_indicator(actor=lead, indicator_set=own, code=f"T{step}", facts=below)
    with pytest.raises(BadExpression, match="quá 10 tầng"):
        add_indicator(actor=lead, indicator_set=own, code="T11", facts=replace(_PER_CHILD, expression="[T10] * 2"))
    assert Indicator.objects.filter(set=own).count() == 11


def test_what_figures_mean_stays_once_there_are_any(world: World, lead: Actor, own: IndicatorSet) -> None:
    clubs = add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=replace(_CLUBS, dimensions=("sex",)))
    changed = change_indicator(actor=lead, indicator=clubs, facts=_SHARE, reason="Tính theo tỷ lệ")
    assert (changed.kind, facts_of(changed).dimensions) == (IndicatorKind.RATE, ())
    change_indicator(actor=lead, indicator=clubs, facts=replace(_CLUBS, dimensions=("sex", "age16")), reason="Đếm lại")
    cell = made.cell(3)
    made.put("CLB-01", world.s, cell, period="2024", set_code=own.code)
    made.put("CLB-01", world.s, cell, period="2024", set_code=own.code, part="sex=male")
    told = replace(_CLUBS, dimensions=("sex", "age16"))
    for facts, words in (
        (
            replace(told, kind=IndicatorKind.COMPUTED, expression="[TT13-2021/I-0101]", dimensions=()),
            "không đổi được loại",
        ),
        (replace(told, unit_words="nhóm"), "không đổi được đơn vị tính"),
        (replace(told, nature=Nature.FLOW), "không đổi được tính chất"),
        (replace(told, dimensions=("age16",)), "Đã có số liệu theo phân tổ Giới tính"),
        (told, "Không có gì khác"),
    ):
        with pytest.raises(IndicatorRefused, match=words):
            change_indicator(actor=lead, indicator=clubs, facts=facts, reason="Thử")
    with pytest.raises(IndicatorRefused, match="Chưa có lý do"):
        change_indicator(actor=lead, indicator=clubs, facts=replace(told, name="Tên khác"), reason=" ")
    change_indicator(
        actor=lead, indicator=clubs, facts=replace(told, name="Tên khác", dimensions=("sex",)), reason="Sửa tên"
    )
    row = AuditRow.objects.filter(act="change_indicator").latest("pk")
    assert row.details["changed"] == "tên"
    assert row.reason == "Sửa tên"
    with pytest.raises(IndicatorRefused, match="không xóa được"):
        remove_indicator(actor=lead, indicator=clubs)


def test_one_that_nothing_rests_on_goes_and_a_target_keeps_one(world: World, lead: Actor, own: IndicatorSet) -> None:
    clubs = add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    with pytest.raises(IndicatorRefused, match="đã có mã «clb-01»"):
        add_indicator(actor=lead, indicator_set=own, code="clb-01", facts=_CLUBS)
    remove_indicator(actor=lead, indicator=clubs)
    assert not Indicator.objects.filter(set=own).exists()
    again = add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    set_target(
        actor=lead,
        indicator=again,
        unit=world.province,
        year=2030,
        comparison=Comparison.AT_LEAST,
        low=Decimal(5),
        source="Kế hoạch 501/KH-UBND",
    )
    with pytest.raises(IndicatorRefused, match="không xóa được"):
        remove_indicator(actor=lead, indicator=again)
    with pytest.raises(IndicatorRefused, match="không đổi được đơn vị tính"):
        change_indicator(actor=lead, indicator=again, facts=replace(_CLUBS, unit_words="nhóm"), reason="Thử")


def test_an_own_indicator_is_entered_and_read_like_any_other(world: World, lead: Actor, own: IndicatorSet) -> None:
    add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=replace(_CLUBS, dimensions=("sex",)))
    add_indicator(actor=lead, indicator_set=own, code="CLB-02", facts=_PER_CHILD)
    body = made.committee(world.s)
    clerk = made.actor(body, Role.LOCAL_OFFICER)
    year = period_of("2025")
    sheet = entry_sheet(clerk, unit=world.s, agency=body, period=year, set_code=own.code, division="sex")
    assert [row.indicator.code for row in sheet.rows] == ["CLB-01"]
    assert sheet.rows[0].keys == {"", "sex=male", "sex=female"}


@pytest.mark.parametrize(
    ("groups", "is_partition", "codes"),
    [
        (["0-2", "3–5 tuổi", "từ 6 đến 10 tuổi", "11"], True, ["0-2", "3-5", "6-10", "11"]),
        (["0-15", "0-17"], False, ["0-15", "0-17"]),
    ],
)
def test_any_age_bands_make_a_dimension(world: World, groups: list[str], is_partition: bool, codes: list[str]) -> None:
    row = add_dimension(actor=SYSTEM, name="Bậc học", concept=Concept.AGE, is_partition=is_partition, groups=groups)
    found = Category.objects.filter(dimension=row).order_by("position")
    assert [each.code for each in found] == codes
    assert all(each.low_age is not None and each.high_age is not None for each in found)
    with pytest.raises(IndicatorRefused, match="Đã có phân tổ"):
        add_dimension(actor=SYSTEM, name="bậc  học", concept=Concept.OTHER, is_partition=True, groups=["a", "b"])


@pytest.mark.parametrize(
    ("groups", "concept", "words"),
    [
        (["0-4", "4-9"], Concept.AGE, "chồng nhau hoặc bỏ sót"),
        (["0-4", "6-9"], Concept.AGE, "chồng nhau hoặc bỏ sót"),
        (["0-4", "trẻ lớn"], Concept.AGE, "Không hiểu nhóm tuổi «trẻ lớn»"),
        (["0-4", "9-5"], Concept.AGE, "Không hiểu nhóm tuổi «9-5»"),
        (["một"], Concept.OTHER, "từ 2 đến 60 nhóm"),
        (["một", "Một"], Concept.OTHER, "trùng tên"),
        (["một", "***"], Concept.OTHER, "không dùng được"),
    ],
)
def test_bands_and_groups_that_are_none_are_refused(
    world: World, groups: list[str], concept: Concept, words: str
) -> None:
    before = Dimension.objects.count()
    with pytest.raises(IndicatorRefused, match=words):
        add_dimension(actor=SYSTEM, name="Mẫu", concept=concept, is_partition=True, groups=groups)
    assert Dimension.objects.count() == before


def test_checking_an_expression_asks_no_more_with_more_indicators(lead: Actor, own: IndicatorSet) -> None:
    add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    numbers = iter(range(100))

    def one() -> Indicator:
        return add_indicator(actor=lead, indicator_set=own, code=f"N{next(numbers)}", facts=_PER_CHILD)

    assert_constant_queries(add_row=one, read=one)


def test_money_and_models_are_no_persons(world: World, lead: Actor, own: IndicatorSet) -> None:
    reader = made.actor(world.health, Role.LEADER)
    facts = (
        ("MH", Facts("Số mô hình phòng, chống đuối nước", IndicatorKind.COUNT, "mô hình")),
        ("KP", Facts("Vốn huy động", IndicatorKind.COUNT, "tỷ đồng")),
        ("KHAC", Facts("Số vụ cháy", IndicatorKind.COUNT, "vụ", counts=Counts.THINGS)),
        ("VU", Facts("Số vụ bạo lực", IndicatorKind.COUNT, "vụ")),
    )
    for code, each in facts:
        add_indicator(actor=lead, indicator_set=own, code=code, facts=each)
        for unit, number in zip(world.old, (2, 7, 9, 12), strict=True):
            made.put(code, unit, number, set_code=own.code)

    def seen(code: str, viewer: Actor) -> list[int | None]:
        row = made.indicator(code, own.code)
        found = table(viewer, row, period_of("2024"), level=Level.COMMUNE, within=world.province)
        return [None if each.told.value is None else int(each.told.value) for each in found.rows]

    for code in ("MH", "KP", "KHAC"):
        assert sorted(each or 0 for each in seen(code, reader)) == [2, 7, 9, 12]
    assert None in seen("VU", reader)
    assert None not in seen("VU", lead)


def test_what_was_hidden_when_it_was_told_stays_hidden(world: World, lead: Actor, own: IndicatorSet) -> None:
    cases = Facts("Số vụ bạo lực", IndicatorKind.COUNT, "vụ")
    row = add_indicator(actor=lead, indicator_set=own, code="VU", facts=cases)
    row = change_indicator(actor=lead, indicator=row, facts=replace(cases, counts=Counts.THINGS), reason="Chưa có số.")
    row = change_indicator(actor=lead, indicator=row, facts=replace(cases, counts=""), reason="Ghi nhầm.")
    made.put("VU", world.a, 2, set_code=own.code)
    shows_more = (replace(cases, counts=Counts.THINGS), replace(cases, name="Số mô hình phòng, chống bạo lực"))
    for facts in shows_more:
        with pytest.raises(IndicatorRefused, match="không đổi được đếm người hay không"):
            change_indicator(actor=lead, indicator=row, facts=facts, reason="Cho lãnh đạo xem.")
    kept = change_indicator(actor=lead, indicator=row, facts=replace(cases, counts=Counts.PERSONS), reason="Nói rõ.")
    assert facts_of(kept).counts == Counts.PERSONS


def test_things_may_turn_out_to_be_persons(world: World, lead: Actor, own: IndicatorSet) -> None:
    row = add_indicator(actor=lead, indicator_set=own, code="CLB-01", facts=_CLUBS)
    made.put("CLB-01", world.a, 2, set_code=own.code)
    assert not counts_persons(row)
    kept = change_indicator(actor=lead, indicator=row, facts=replace(_CLUBS, counts="persons"), reason="Đếm hội viên.")
    assert counts_persons(kept)
    with pytest.raises(IndicatorRefused, match="đếm người hay không"):
        change_indicator(actor=lead, indicator=kept, facts=_CLUBS, reason="Như cũ.")


def test_a_formula_opens_nothing_by_its_name(world: World, lead: Actor, own: IndicatorSet) -> None:
    for unit, number in zip(world.old, (2, 70, 90, 120), strict=True):
        made.put("I-0321", unit, number)
    made_of = Facts("Số xã", IndicatorKind.COMPUTED, "xã", expression="[TT13-2021/I-0321] * 1", counts="things")
    row = add_indicator(actor=lead, indicator_set=own, code="LO", facts=made_of)
    assert row.counts == ""
    reader = made.actor(world.health, Role.LEADER)
    found = table(reader, row, period_of("2024"), level=Level.COMMUNE, within=world.province)
    assert next(each for each in found.rows if each.unit == world.a).told.value is None
