"""Events applied to provinces: what ends, what begins, who carries what; refused whole; taken back whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.errors import AlreadyApplied, EventsRefused, UndoRefused, UnknownProvince
from mangnon.agencies.models import (
    Agency,
    AgencyFunction,
    Post,
    Reorganisation,
    SuccessionEvent,
    SuccessionPart,
)
from mangnon.agencies.public import (
    AppliedEvents,
    agencies_of_province,
    apply_events,
    class_members,
    ensure_agency,
    ensure_functions,
    parse_event_file,
    responsible_agency,
    set_up_province,
    shipped_event_file,
    undo_events,
    why_not_undone,
)
from mangnon.audit.models import AuditRow
from mangnon.audit.public import verify_chain
from mangnon.kernel.refusals import NotAllowed
from tests.agencies.conftest import JULY, MARCH, ON
from tests.agencies.test_event_file import a_file, event

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def apply(code: str, *provinces: str, **more: Any) -> AppliedEvents:
    """Apply a delivered file as the system, late in 2025."""
    return apply_events(
        actor=SYSTEM,
        event_file=shipped_event_file(code),
        province_codes=provinces,
        today=dt.date(2025, 12, 1),
        **more,
    )


def apply_text(text: str, *provinces: str) -> AppliedEvents:
    """Apply a file made by the test."""
    return apply_events(
        actor=SYSTEM, event_file=parse_event_file(text), province_codes=provinces, today=dt.date(2025, 12, 1)
    )


def carried(province_code: str, on: dt.date) -> set[tuple[str, str]]:
    """(kind of body, function) of a province's own bodies on a day."""
    rows = AgencyFunction.objects.on(on).filter(agency__level="province", agency__code__startswith=f"{province_code}.")
    return set(rows.values_list("agency__catalogue_code", "function"))


def everything() -> dict[str, list[dict[str, Any]]]:
    """All of this app's rows but reorganisations, for comparison."""
    models = (Agency, AgencyFunction, SuccessionEvent, SuccessionPart, Post)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_march_2025_closes_opens_and_hands_over(kon_tum: None) -> None:
    applied = apply("2025-03-01", "62")
    assert {agency.catalogue_code for agency in applied.ended} == {
        "SO_LDTBXH",
        "SO_NNPTNT",
        "SO_TNMT",
        "SO_KHDT",
        "SO_GTVT",
        "SO_TTTT",
        "BAN_DT",
    }
    assert {agency.code for agency in applied.began} == {"62.SO_NNMT", "62.SO_DTTG"}
    assert all((agency.valid_to, agency.is_in_force(MARCH)) == (MARCH - DAY, False) for agency in applied.ended)
    carriers = {
        function: responsible_agency(function=function, province_code="62", on=MARCH).agency
        for function in ("child_affairs", "labour", "poverty", "drug_rehabilitation", "press", "ethnic", "religion")
    }
    assert {function: agency.catalogue_code for function, agency in carriers.items() if agency} == {
        "child_affairs": "SO_YT",
        "labour": "SO_NV",
        "poverty": "SO_NNMT",
        "drug_rehabilitation": "CONG_AN",
        "press": "SO_VHTTDL",
        "ethnic": "SO_DTTG",
        "religion": "SO_DTTG",
    }


def test_the_day_before_and_the_day_of_the_event_are_exact(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    before = responsible_agency(function="child_affairs", province_code="62", on=MARCH - DAY)
    after = responsible_agency(function="child_affairs", province_code="62", on=MARCH)
    assert before.agency is not None
    assert (before.agency.code, before.since, before.because) == ("62.SO_LDTBXH", None, ())
    assert after.agency is not None
    assert (after.agency.code, after.since, after.is_verified) == ("62.SO_YT", MARCH, True)
    assert str(after.because[0]) == (
        "01/03/2025: Sở Lao động - Thương binh và Xã hội chuyển nhiệm vụ trẻ em về Sở Y tế theo 45/2025/NĐ-CP"
    )


def test_a_function_nobody_is_known_to_carry_is_reported(kon_tum: None) -> None:
    applied = apply("2025-03-01", "62")
    assert [(part.source.code, part.function) for part in applied.unresolved] == [("62.SO_LDTBXH", "gender_equality")]
    found = responsible_agency(function="gender_equality", province_code="62", on=MARCH)
    assert found.agency is None
    assert "chưa biết cơ quan nào nhận" in found.unresolved


def test_every_function_of_a_closed_body_is_carried_on_or_reported(kon_tum: None) -> None:
    before = carried("62", MARCH - DAY)
    applied = apply("2025-03-01", "62")
    after = {function for _, function in carried("62", MARCH)}
    lost = {part.function for part in applied.unresolved}
    assert {function for _, function in before} == after | lost
    assert not after & lost


def test_possibilities_are_left_out_unless_chosen(kon_tum: None) -> None:
    keys = ["thue", "lao-dong-thuong-binh-xa-hoi/SO_NV/gender_equality", "khoa-hoc-cong-nghe/CONG_AN/cyber_safety"]
    plain = apply("2025-03-01", "62")
    assert set(plain.not_chosen) == set(keys)
    told = SuccessionEvent.objects.get(reorganisation=plain.reorganisation, basis__contains="42/2025")
    assert "Chưa kiểm chứng, không áp dụng: Bình đẳng giới về Sở Nội vụ." in told.note
    undo_events(actor=SYSTEM, reorganisation=plain.reorganisation, reason="Chọn lại")
    applied = apply("2025-03-01", "62", chosen=keys)
    assert not applied.unresolved
    for function, code in (("gender_equality", "62.SO_NV"), ("cyber_safety", "62.CONG_AN"), ("tax", "62.THUE")):
        found = responsible_agency(function=function, province_code="62", on=MARCH)
        assert found.agency is not None
        assert (found.agency.code, found.because[-1].is_verified) == (code, False)
        assert "chưa kiểm chứng" in str(found.because[-1])
    assert applied.reorganisation.choices["chosen"] == sorted(keys)


def test_a_province_without_ban_dan_toc_keeps_religion_where_it_was(country: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    applied = apply("2025-03-01", "51")
    assert not Agency.objects.filter(code="51.SO_DTTG").exists()
    found = responsible_agency(function="religion", province_code="51", on=MARCH)
    assert found.agency is not None
    assert found.agency.code == "51.SO_NV"
    assert {each.kind for each in applied.events} == {"merge", "split"}


def test_set_up_before_and_reorganised_is_as_set_up_after(country: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    apply("2025-03-01", "51", chosen=["thue"])
    set_up_province(actor=SYSTEM, province_code="46", on=MARCH)
    assert carried("51", MARCH) == carried("46", MARCH)
    in_force = [
        sorted(agency.catalogue_code for agency in agencies_of_province(code, on=MARCH) if agency.level == "province")
        for code in ("51", "46")
    ]
    assert in_force[0] == in_force[1]


def test_july_2025_makes_one_province_of_two(kon_tum: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    apply("2025-03-01", "62", "51")
    before = {function for code in ("51", "62") for _, function in carried(code, JULY - DAY)}
    applied = apply("2025-07-01", "62")  # Kon Tum alone asked for: Quảng Ngãi is part of it
    assert applied.provinces == {"51", "62"}
    assert {agency.code.split(".")[0] for agency in applied.ended} == {"51", "62"}
    health = Agency.objects.get(code="51.SO_YT.2025")
    assert (health.valid_from, health.territory.name, health.territory.valid_from) == (JULY, "Tỉnh Quảng Ngãi", JULY)
    assert set(health.taken_over.values_list("source__code", flat=True)) == {"51.SO_YT", "62.SO_YT"}
    assert not agencies_of_province("62", on=JULY)
    kinds = [agency.catalogue_code for agency in agencies_of_province("51", on=JULY) if agency.level == "province"]
    assert len(kinds) == len(set(kinds))
    assert before == {function for _, function in carried("51", JULY)}, "nothing is lost, nothing is new"


def test_july_2025_gives_district_matters_to_the_communes_formed_from_them(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    applied = apply("2025-07-01", "62")
    committees = [agency for agency in agencies_of_province("51", on=JULY) if agency.level == "commune"]
    assert len(committees) == 96
    assert {agency.kind for agency in committees} == {"peoples_committee"}
    ward = Agency.objects.get(code="51.UBND.21025")
    assert (ward.name, ward.short_name) == ("Ủy ban nhân dân phường Cẩm Thành", "UBND phường Cẩm Thành")
    assert not [agency for agency in agencies_of_province("51", on=JULY) if agency.level == "district"]
    districts = [agency for agency in applied.ended if agency.level == "district"]
    assert len(districts) == 10
    heirs = SuccessionPart.objects.filter(source__in=districts)
    assert set(heirs.values_list("source_id", flat=True)) == {agency.pk for agency in districts}
    assert all(part.target is not None and part.target.level == "commune" for part in heirs.select_related("target"))


def test_a_class_of_districts_is_a_class_of_communes_afterwards(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    apply("2025-07-01", "62")
    before = class_members("DISTRICT_COMMITTEES", province_code="62", on=JULY - DAY)
    after = class_members("DISTRICT_COMMITTEES", province_code="51", on=JULY)
    assert ({agency.level for agency in before}, len(before)) == ({"district"}, 10)
    assert ({agency.level for agency in after}, len(after)) == ({"commune"}, 96)


def test_a_province_never_set_up_does_not_hinder_the_merger(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    apply("2025-07-01", "62")
    assert set_up_province(actor=SYSTEM, province_code="51", on=JULY) == 0
    found = responsible_agency(function="child_affairs", province_code="51", on=JULY)
    assert found.agency is not None
    assert found.agency.code == "51.SO_YT"
    assert [step.source.code for step in found.because] == ["62.SO_LDTBXH", "62.SO_YT"]
    assert responsible_agency(function="child_affairs", province_code="62", on=JULY) == found


def test_a_province_that_stays_keeps_its_bodies_and_loses_its_districts(country: None) -> None:
    set_up_province(actor=SYSTEM, province_code="46", on=ON)
    apply("2025-03-01", "46")
    provincial = {agency.pk for agency in agencies_of_province("46", on=JULY - DAY) if agency.level == "province"}
    applied = apply("2025-07-01", "46")
    assert {agency.level for agency in applied.ended} == {"district"}
    assert {agency.level for agency in applied.began} == {"commune"}
    assert provincial == {agency.pk for agency in agencies_of_province("46", on=JULY) if agency.level == "province"}
    assert len(applied.began) == 40


def test_after_july_a_province_is_set_up_with_its_communes(country: None) -> None:
    assert set_up_province(actor=SYSTEM, province_code="51", on=JULY) > 96
    assert set_up_province(actor=SYSTEM, province_code="51", on=JULY) == 0
    assert {agency.level for agency in agencies_of_province("51", on=JULY)} == {"province", "commune"}
    assert not agencies_of_province("51", on=JULY - DAY)


def test_old_and_new_bodies_of_one_province_do_not_stand_side_by_side(country: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    with pytest.raises(EventsRefused, match="đợt sắp xếp trước") as refusal:
        set_up_province(actor=SYSTEM, province_code="51", on=JULY)
    assert refusal.value.code == "not_yet_reorganised"


def test_a_database_older_than_functions_is_completed(kon_tum: None) -> None:
    AgencyFunction.objects.all().delete()
    apply("2025-03-01", "62")
    found = responsible_agency(function="child_affairs", province_code="62", on=MARCH)
    assert found.agency is not None
    assert found.agency.code == "62.SO_YT"
    assert ensure_functions("62") == 0


def test_codes_are_never_given_again(kon_tum: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    apply("2025-03-01", "62", "51")
    apply("2025-07-01", "62")
    codes = list(Agency.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes))
    renewed = apply_text(
        a_file(event(effective_on="2025-09-01", sources=["SO_YT", "SO_TP"], targets=[{"body": "SO_YT"}])), "51"
    )
    assert [agency.code for agency in renewed.began] == ["51.SO_YT.2025_2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (a_file(event(sources=["62.SO_KHONG"])), "unknown_source"),
        (a_file(event(sources=["SO_LDTBXH"])), "source_closed"),
        (a_file(event(effective_on="2025-03-01", sources=["SO_NNMT"])), "source_not_begun"),
        (a_file(event(effective_on="2025-02-20", sources=["SO_NNMT"])), "source_not_begun"),
        (a_file(event(sources=["SO_TP"], targets=[{"body": "SO_LDTBXH"}])), "target_closed"),
        (a_file(event(sources=["SO_TP"], targets=[{"body": "62.SO_LDTBXH"}])), "unknown_body"),
        (a_file(event(effective_on="2025-02-20", sources=["SO_TP"], targets=[{"body": "SO_NNMT"}])), "overlap"),
        (a_file(event(sources=["SO_TP"]), event(sources=["62.SO_TP"], targets=[{"body": "SO_TC"}])), "source_closed"),
        (a_file(event(sources=["SO_TP"]), event(sources=["62.VP_UBND"], targets=[{"body": "SO_TC"}])), "contradiction"),
        (a_file(event(effective_on="2025-02-20", sources=["SO_YT"])), "contradiction"),
        (
            a_file(
                event(
                    kind="transfer",
                    effective_on="2025-02-25",
                    sources=["SO_YT"],
                    targets=[{"body": "SO_TP", "functions": ["child_affairs"]}],
                )
            ),
            "function_not_begun",
        ),
        (
            a_file(
                event(kind="transfer", sources=["SO_YT"], targets=[{"body": "SO_TP", "functions": ["health"]}]),
                event(kind="transfer", sources=["SO_TP"], targets=[{"body": "SO_TC", "functions": ["health"]}]),
            ),
            "function_not_begun",
        ),
        (a_file(event(sources=["SO_QHKT"], targets=[{"body": "SO_XD"}])), "nothing_to_do"),
        (a_file(event(applies_to=["46"], sources=["SO_TP"], targets=[{"body": "SO_NV"}])), "nothing_to_do"),
        (a_file(event(effective_on="2026-01-01", sources=["SO_TP"])), "not_yet_effective"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_written(kon_tum: None, text: str, code: str) -> None:
    apply("2025-03-01", "62")
    before, rows = everything(), AuditRow.objects.count()
    with pytest.raises(EventsRefused) as refusal:
        apply_text(text, "62")
    assert refusal.value.code == code
    assert "Chưa có gì bị thay đổi." in refusal.value.message
    assert everything() == before
    assert (AuditRow.objects.count(), Reorganisation.objects.count()) == (rows, 1)


def test_the_same_file_is_applied_once_for_each_province(kon_tum: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    apply("2025-03-01", "62")
    before = everything()
    with pytest.raises(AlreadyApplied, match="đã áp dụng cho tỉnh mã 62"):
        apply("2025-03-01", "51", "62")
    assert everything() == before
    apply("2025-03-01", "51")
    assert Reorganisation.objects.count() == 2


def test_july_before_march_is_refused(kon_tum: None) -> None:
    with pytest.raises(EventsRefused, match="sớm hơn") as refusal:
        apply("2025-07-01", "62")
    assert refusal.value.code == "out_of_order"
    assert not SuccessionEvent.objects.exists()


def test_march_after_july_is_refused(country: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=dt.date(2025, 4, 1))
    apply("2025-07-01", "51")
    with pytest.raises(EventsRefused):
        apply("2025-03-01", "51")


def test_without_communes_july_is_refused(db: None) -> None:
    from mangnon.territory.public import load_territory

    load_territory(actor=SYSTEM)
    set_up_province(actor=SYSTEM, province_code="46", on=dt.date(2025, 4, 1))
    with pytest.raises(EventsRefused) as refusal:
        apply("2025-07-01", "46")
    assert refusal.value.code == "no_communes"


def test_an_unknown_province_and_one_without_bodies_are_refused(country: None) -> None:
    with pytest.raises(UnknownProvince, match="99"):
        apply("2025-03-01", "99")
    with pytest.raises(EventsRefused) as refusal:
        apply("2025-03-01", "51")
    assert refusal.value.code == "nothing_to_do"


def _administrator(*codes: str) -> Actor:
    return Actor(1, "Quản trị", Role.ADMINISTRATOR, territory_code=codes[0], territory_codes=frozenset(codes))


def test_who_may_reorganise_whom(kon_tum: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    file, today = shipped_event_file("2025-03-01"), dt.date(2025, 12, 1)
    for actor in (
        Actor(1, "Đầu mối", Role.PROVINCIAL_LEAD, territory_code="62"),
        _administrator("51"),
    ):
        with pytest.raises(NotAllowed):
            apply_events(actor=actor, event_file=file, province_codes=["62"], today=today)
    assert not SuccessionEvent.objects.exists()


def test_a_merger_needs_the_keeper_of_every_province_it_touches(kon_tum: None) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    apply("2025-03-01", "62", "51")
    with pytest.raises(NotAllowed, match="51"):
        apply_events(
            actor=_administrator("62"),
            event_file=shipped_event_file("2025-07-01"),
            province_codes=["62"],
            today=dt.date(2025, 12, 1),
        )


def test_undone_everything_is_as_it_was(kon_tum: None) -> None:
    start = everything()
    march = apply("2025-03-01", "62")
    middle = everything()
    july = apply("2025-07-01", "62")
    assert why_not_undone(march.reorganisation) == [f"đợt sắp xếp sau đó «{july.reorganisation.title}» dựa vào đợt này"]
    with pytest.raises(UndoRefused):
        undo_events(actor=SYSTEM, reorganisation=march.reorganisation, reason="Nhầm")
    undo_events(actor=SYSTEM, reorganisation=july.reorganisation, reason="Nhầm")
    assert everything() == middle
    undo_events(actor=SYSTEM, reorganisation=march.reorganisation, reason="Nhầm")
    assert everything() == start
    with pytest.raises(UndoRefused, match="đã được hoàn tác"):
        undo_events(actor=SYSTEM, reorganisation=march.reorganisation, reason="Nhầm")
    apply("2025-03-01", "62")  # and it can be applied again
    assert verify_chain().intact


def test_undo_needs_a_reason(kon_tum: None) -> None:
    march = apply("2025-03-01", "62")
    with pytest.raises(UndoRefused, match="lý do"):
        undo_events(actor=SYSTEM, reorganisation=march.reorganisation, reason=" ")


def test_a_body_of_the_files_own_is_made(kon_tum: None) -> None:
    own = {"code": "SO_MOI", "name": "Sở Mới", "short": "Sở Mới", "kind": "department", "functions": ["digital"]}
    applied = apply_text(
        a_file(event(kind="rename", sources=["SO_TP"], targets=[{"body": "SO_MOI"}]), bodies=[own]), "62"
    )
    (new,) = applied.began
    assert (new.code, new.name, new.valid_from) == ("62.SO_MOI", "Sở Mới", dt.date(2025, 5, 1))
    assert set(new.functions.values_list("function", flat=True)) == {"justice"}


def test_dissolution_without_a_heir_is_reported(kon_tum: None) -> None:
    applied = apply_text(a_file(event(kind="dissolve", sources=["SO_TP"], targets=[])), "62")
    assert [(part.target, part.function) for part in applied.unresolved] == [(None, "justice")]


@pytest.mark.parametrize("provinces", [["62"], ["62", "51"]])
def test_applying_is_told_in_one_row_of_evidence(kon_tum: None, provinces: list[str]) -> None:
    set_up_province(actor=SYSTEM, province_code="51", on=ON)
    rows = AuditRow.objects.count()
    apply("2025-03-01", *provinces)
    (row,) = AuditRow.objects.order_by("sequence")[rows:]
    assert (row.act, row.object_type) == ("apply_events", "Reorganisation")
    assert row.details["provinces"] == sorted(provinces)


def test_ensure_agency_after_a_reorganisation_gives_the_body_of_the_day(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    gone = ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=MARCH, named_in="văn bản")
    assert gone is None
    still = ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=ON, named_in="văn bản")
    assert still is not None
    now = ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="SO_DTTG", on=MARCH, named_in="văn bản")
    assert now is not None
    assert now.code == "62.SO_DTTG"


def test_nobody_hands_on_what_he_does_not_do(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    before = everything()
    wrong = a_file(
        event(kind="transfer", sources=["SO_CT"], targets=[{"body": "SO_TC", "functions": ["child_affairs"]}])
    )
    with pytest.raises(
        EventsRefused, match=r"Sở Công Thương .*không đảm nhận nhiệm vụ «[^»]*[Tt]rẻ em[^»]*»"
    ) as refusal:
        apply_text(wrong, "62")
    assert refusal.value.code == "function_not_carried"
    assert everything() == before


def test_of_several_sources_each_hands_on_only_what_it_did(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    done = apply_text(
        a_file(
            event(
                effective_on="2025-05-01",
                sources=["SO_YT", "SO_TP"],
                targets=[{"body": "SO_TC"}, {"body": "SO_GDDT", "functions": ["child_affairs"]}],
            )
        ),
        "62",
    )
    parts = SuccessionPart.objects.filter(event__in=done.events)
    assert set(parts.values_list("source__catalogue_code", "target__catalogue_code", "function")) == {
        ("SO_YT", "SO_TC", ""),
        ("SO_YT", "SO_GDDT", "child_affairs"),
        ("SO_TP", "SO_TC", ""),
    }
