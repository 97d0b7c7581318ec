"""What the words of a paper mean among a province's agencies on its day."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.agencies.finding import BodyFinder
from mangnon.agencies.models import Agency
from mangnon.agencies.public import agencies_of_province, draft_agency
from tests.plans import made

pytestmark = pytest.mark.django_db
TO_DISTRICTS = "Ủy ban nhân dân các huyện, thành phố"


def _finder(on: dt.date = made.ISSUED_ON) -> BodyFinder:
    made.province()
    return BodyFinder(agencies_of_province(made.PROVINCE, on=on), on=on)


@pytest.mark.parametrize(
    ("words", "kind", "name", "damaged"),
    [
        ("Sở Y tế", "body", "Sở Y tế", False),
        ("SỞ Y TẾ", "body", "Sở Y tế", False),
        ("So Y te", "body", "Sở Y tế", False),
        ("Sở LĐTBXH", "body", "Sở Lao động - Thương binh và Xã hội", False),
        ("S¢ Tu phap", "body", "Sở Tư pháp", True),
        ("Công an tỉnh Mẫu", "body", "Công an tỉnh", False),
        ("Sở Y tế tỉnh Mẫu", "body", "Sở Y tế", False),
        ("UBND huyện Mẫu 2", "body", "Ủy ban nhân dân huyện Mẫu 2", False),
        ("Ủy ban nhân dân huyện Mẫu 1", "body", "Ủy ban nhân dân huyện Mẫu 1", False),
        ("Sở Ngoại vụ", "named_first", "Sở Ngoại vụ", False),
        ("Bộ Y tế", "central", "Bộ Y tế", False),
        ("Sở Dân tộc và Tôn giáo", "ended", "Sở Dân tộc và Tôn giáo", False),
        ("Hội Người Sao Hỏa", "unknown", "", False),
    ],
)
def test_names_of_bodies(words: str, kind: str, name: str, *, damaged: bool) -> None:
    meaning = _finder().meaning(words)
    assert (meaning.kind, meaning.name, meaning.is_damaged) == (kind, name, damaged)
    assert meaning.is_known is (kind not in ("unknown", "ended"))
    assert [body.agency.name for body in meaning.bodies] == ([name] if kind == "body" else [])


def test_a_class_is_its_members_on_the_day() -> None:
    meaning = _finder().meaning(TO_DISTRICTS)
    assert meaning.kind == "class"
    assert [body.agency.code for body in meaning.bodies] == ["90.UBND.901", "90.UBND.902"]
    assert {body.class_words for body in meaning.bodies} == {TO_DISTRICTS}


def test_two_bodies_in_one_breath() -> None:
    meaning = _finder().meaning("Sở Y tế và Sở Tư pháp")
    assert (meaning.kind, meaning.name) == ("several", "Sở Y tế; Sở Tư pháp")
    assert [body.agency.code for body in meaning.bodies] == ["90.SO_YT", "90.SO_TP"]


def test_a_guess_by_the_ending_does_not_swallow_two_bodies() -> None:
    meaning = _finder().meaning("Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội")
    assert meaning.kind == "several"
    codes = {body.agency.code for body in meaning.bodies}
    assert {"90.MTTQ", "90.HOI_LHPN"} <= codes
    assert "90.SO_LDTBXH" not in codes


def test_a_name_that_two_bear_means_neither() -> None:
    finder = _finder()
    twin = Agency.objects.get(code="90.UBND.902")
    twin.name, twin.short_name = "Ủy ban nhân dân huyện Mẫu 1", "UBND huyện Mẫu 1"
    twin.save()
    agencies = agencies_of_province(made.PROVINCE, on=made.ISSUED_ON)
    assert finder.meaning("UBND huyện Mẫu 1").kind == "body"
    found = BodyFinder(agencies, on=made.ISSUED_ON).meaning("UBND huyện Mẫu 1")
    assert [body.agency.code for body in found.bodies] != ["90.UBND.901"]


def test_a_maker_gives_the_body_that_is_named_first() -> None:
    finder = _finder()

    def make(code: str) -> Agency | None:
        return draft_agency(province_code=made.PROVINCE, catalogue_code=code, on=made.ISSUED_ON, named_in="văn bản mẫu")

    agencies = agencies_of_province(made.PROVINCE, on=made.ISSUED_ON)
    assert finder.meaning("Sở Ngoại vụ").bodies == ()
    meaning = BodyFinder(agencies, on=made.ISSUED_ON, make=make).meaning("Sở Ngoại vụ")
    assert (meaning.kind, meaning.bodies[0].agency.name) == ("body", "Sở Ngoại vụ")


def test_near_names_are_offered_nearest_first() -> None:
    finder = _finder()
    assert finder.near("Sở Y tế và Dân số")[0] == "Sở Y tế"
    assert len(finder.near("Hội người mù", most=2)) <= 2
    assert finder.near("Văn phòng vũ trụ quốc tế zzz")[:1] != ["Sở Y tế"]


def test_two_names_that_differ_in_a_mark_are_two_bodies() -> None:
    made.province()
    for code, name in (("90.UBND.901", "xã Sơn Hà"), ("90.UBND.902", "xã Sơn Hạ")):
        Agency.objects.filter(code=code).update(name=f"Ủy ban nhân dân {name}", short_name=f"UBND {name}")
    finder = BodyFinder(agencies_of_province(made.PROVINCE, on=made.ISSUED_ON), on=made.ISSUED_ON)
    for words, code in (
        ("Uỷ ban nhân dân xã Sơn Hạ", "90.UBND.902"),
        ("UBND xã Sơn Hà", "90.UBND.901"),
    ):
        assert [body.agency.code for body in finder.meaning(words).bodies] == [code]
    assert not finder.meaning("UBND xa Son Ha").bodies, "without marks it could be either"
