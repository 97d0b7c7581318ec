"""The catalogue of bodies of state."""

from __future__ import annotations

import datetime as dt

from mangnon.agencies.catalogue import AgencyClass, load_catalogue

_BEFORE, _AFTER = dt.date(2025, 2, 28), dt.date(2025, 3, 1)


def _departments(on: dt.date) -> set[str]:
    return {a.code for a in load_catalogue().agencies if a.kind == "department" and a.uniform and a.is_valid_on(on)}


def test_codes_are_unique_and_references_complete() -> None:
    catalogue = load_catalogue()
    for codes in ([a.code for a in catalogue.agencies], [c.code for c in catalogue.classes]):
        assert len(codes) == len(set(codes))
    assert all(a.tag in {"V", "S", "R", "D"} for a in catalogue.agencies)
    assert all(a.source for a in catalogue.agencies if a.tag == "V"), "what is verified names its source"
    assert all(a.basis_tag for a in catalogue.agencies if a.basis)
    assert all(a.valid_from is None or a.valid_to is None or a.valid_from <= a.valid_to for a in catalogue.agencies)


def test_departments_change_on_the_first_of_march_2025() -> None:
    gone, come = _departments(_BEFORE) - _departments(_AFTER), _departments(_AFTER) - _departments(_BEFORE)
    assert gone == {"SO_LDTBXH", "SO_KHDT", "SO_NNPTNT", "SO_GTVT", "SO_TNMT", "SO_TTTT"}
    assert come == {"SO_NNMT"}
    assert len(_departments(_AFTER)) == 12


def _carriers(function: str, on: dt.date) -> list[str]:
    return [
        agency.code
        for agency in load_catalogue().agencies
        if agency.level == "province"
        and agency.is_valid_on(on)
        and function in {item.code for item in agency.functions_on(on)}
    ]


def test_child_affairs_have_one_department_before_and_after_the_change() -> None:
    assert _carriers("child_affairs", _BEFORE) == ["SO_LDTBXH"]
    assert _carriers("child_affairs", _AFTER) == ["SO_YT"]


def test_a_class_covers_by_kind_and_level() -> None:
    several = AgencyClass("X", ("các sở",), "kind:department|agency level:province scope:concerned")
    assert several.covers(kind="department", level="province")
    assert not several.covers(kind="department", level="central")
    assert not several.covers(kind="court", level="province")
    assert not AgencyClass("Y", ("đơn vị liên quan",), "scope:concerned").covers(kind="department", level="province")


def test_the_class_of_district_committees_ends_with_the_districts() -> None:
    (districts,) = (c for c in load_catalogue().classes if c.code == "DISTRICT_COMMITTEES")
    assert districts.is_valid_on(dt.date(2025, 6, 30))
    assert not districts.is_valid_on(dt.date(2025, 7, 1))
