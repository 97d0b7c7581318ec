"""A later event: what ends, what begins, what follows, and what is refused without a trace."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.models import ParentEdge, TerritoryEvent, Unit
from mangnon.territory.public import (
    EventFact,
    Key,
    Level,
    PartFact,
    UnitFact,
    ancestors,
    communes_of,
    load_territory,
    map_units,
    province,
    record_event,
)
from mangnon.territory.rules.facts import EdgeFact, FactSet
from mangnon.territory.terms import BasisTag, UnitChange

pytestmark = pytest.mark.django_db
DAY, EVE = dt.date(2026, 9, 1), dt.date(2026, 8, 31)
LATER = dt.date(2027, 1, 1)
FIRST, SECOND = Key(Level.PROVINCE, "22"), Key(Level.PROVINCE, "24")
COMMUNES = [Key(Level.COMMUNE, f"0000{number}") for number in (1, 2, 3)]
RENAMED = Key(Level.PROVINCE, "22", DAY)
ADMINISTRATOR = Actor(user_id=1, label="Người quản trị", role=Role.ADMINISTRATOR)


def first_list() -> FactSet:
    facts = FactSet()
    facts.add(UnitFact(FIRST, "Tỉnh Một", "tỉnh"))
    facts.add(UnitFact(SECOND, "Tỉnh Hai", "tỉnh"))
    for number, (key, parent) in enumerate(zip(COMMUNES, (FIRST, FIRST, SECOND), strict=True), start=1):
        facts.add(UnitFact(key, f"Xã {number}", "xã"))
        facts.edges.append(EdgeFact(key, parent))
    return facts


@pytest.fixture(autouse=True)
def _units() -> None:
    load_territory(actor=SYSTEM, facts=first_list())


def event(*parts: PartFact, kind: UnitChange = UnitChange.RENAME, code: str = "e", on: dt.date = DAY) -> EventFact:
    return EventFact(code, kind, on, "9/NQ", "Sự kiện mẫu", BasisTag.READ, "văn bản", parts)


def rename() -> None:
    unit = UnitFact(RENAMED, "Thành phố Một", "thành phố trung ương", basis="Văn bản 9/NQ")
    record_event(actor=ADMINISTRATOR, event=event(PartFact(FIRST, RENAMED)), units=[unit])


def state() -> tuple[list[object], ...]:
    return (
        list(Unit.objects.order_by("pk").values_list("pk", "valid_to", "parent")),
        list(ParentEdge.objects.order_by("pk").values_list("pk", "parent", "valid_to")),
        list(TerritoryEvent.objects.values_list("code")),
        list(AuditRow.objects.order_by("pk").values_list("pk")),
    )


def test_a_renamed_province_keeps_its_communes_and_both_names_have_their_days() -> None:
    rename()
    before, after = province("22", on=EVE), province("22", on=DAY)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Tỉnh Một", "Thành phố Một")
    assert [unit.code for unit in communes_of(before, EVE)] == [unit.code for unit in communes_of(after, DAY)]
    assert [(share.unit, share.weight) for share in map_units(before, EVE, DAY)] == [(after, 1)]
    assert [(share.unit, share.weight) for share in map_units(after, DAY, EVE)] == [(before, 1)]
    commune = Unit.objects.get(code="00001")
    assert (commune.parent, commune.valid_to) == (after, None)
    row = AuditRow.objects.order_by("pk").last()
    assert row is not None
    assert (row.act, row.details["ended"], row.details["begun"], row.details["moved"]) == (
        "record_territory_event",
        1,
        1,
        2,
    )


def test_loading_the_list_again_does_not_undo_a_later_event() -> None:
    rename()
    before = state()
    assert load_territory(actor=SYSTEM, facts=first_list()) == 0
    assert state() == before


def test_a_commune_that_comes_under_another_province_stays_the_row_it_is() -> None:
    record_event(actor=ADMINISTRATOR, event=event(kind=UnitChange.TRANSFER), parents={COMMUNES[0]: SECOND})
    commune = Unit.objects.get(code="00001")
    assert [unit.code for unit in ancestors(commune, EVE)] == ["22"]
    assert [unit.code for unit in ancestors(commune, DAY)] == ["24"]
    assert commune.parent == province("24", on=DAY)
    assert map_units(commune, EVE, DAY).shares[0].unit == commune


def test_a_commune_split_in_two_leaves_both_under_its_province_and_shares_unknown() -> None:
    heirs = [Key(Level.COMMUNE, code, DAY) for code in ("00011", "00012")]
    parts = [PartFact(COMMUNES[0], heir, is_divided=True) for heir in heirs]
    units = [UnitFact(heir, f"Xã {heir.code}", "xã") for heir in heirs]
    record_event(actor=ADMINISTRATOR, event=event(*parts, kind=UnitChange.SPLIT), units=units)
    found = map_units("00001", EVE, DAY)
    assert [(share.unit.code, share.weight) for share in found] == [("00011", None), ("00012", None)]
    assert all(ancestors(share.unit, DAY) == [province("22", on=DAY)] for share in found)


def test_two_events_of_one_day_about_different_units_both_count() -> None:
    rename()
    heir = Key(Level.PROVINCE, "24", DAY)
    record_event(
        actor=ADMINISTRATOR,
        event=event(PartFact(SECOND, heir), code="f"),
        units=[UnitFact(heir, "Thành phố Hai", "thành phố trung ương")],
    )
    assert [unit.name for unit in Unit.objects.on(DAY).filter(level=Level.PROVINCE).order_by("code")] == [
        "Thành phố Một",
        "Thành phố Hai",
    ]


_OTHER = Key(Level.PROVINCE, "99", DAY)
_HALVES = (PartFact(FIRST, RENAMED, is_divided=True), PartFact(FIRST, _OTHER, is_divided=True))
_NEW = [UnitFact(RENAMED, "A", "tỉnh"), UnitFact(_OTHER, "B", "tỉnh")]


@pytest.mark.parametrize(
    ("given", "units", "parents", "code"),
    [
        (event(*_HALVES, kind=UnitChange.SPLIT), _NEW, {}, "without_parent"),
        (event(PartFact(FIRST, None), kind=UnitChange.ABOLISH_LEVEL), [], {}, "without_parent"),
        (event(PartFact(Key(Level.PROVINCE, "77"), _OTHER)), _NEW[1:], {}, "unknown_unit"),
        (event(PartFact(SECOND, RENAMED)), _NEW[:1], {}, "overlap"),
        (event(kind=UnitChange.TRANSFER), [], {}, "empty_event"),
        (event(PartFact(FIRST, Key(Level.PROVINCE, "78", DAY))), [], {}, "unknown_unit"),
        (event(PartFact(FIRST, SECOND), kind=UnitChange.MERGE), [], {}, "target_not_valid"),
        (event(PartFact(FIRST, RENAMED)), [UnitFact(Key(Level.PROVINCE, "24", DAY), "C", "tỉnh")], {}, "overlap"),
        (event(kind=UnitChange.TRANSFER), [], {COMMUNES[0]: COMMUNES[1]}, "cycle"),
        (event(kind=UnitChange.TRANSFER), [], {COMMUNES[0]: Key(Level.PROVINCE, "77")}, "unknown_unit"),
        (event(kind=UnitChange.TRANSFER), [], {Key(Level.COMMUNE, "00009"): FIRST}, "unknown_unit"),
        (event(kind=UnitChange.MERGE), [], {}, "empty_event"),
        (event(PartFact(COMMUNES[0], Key(Level.COMMUNE, "00099", DAY))), [], {}, "unknown_unit"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_written(
    given: EventFact, units: list[UnitFact], parents: dict[Key, Key], code: str
) -> None:
    before = state()
    with pytest.raises(TerritoryRefused) as caught:
        record_event(actor=ADMINISTRATOR, event=given, units=units, parents=parents)
    assert caught.value.code == code
    assert "Chưa có gì được ghi." in caught.value.message
    assert state() == before


def test_a_source_that_has_ended_cannot_end_again() -> None:
    rename()
    heir = Key(Level.PROVINCE, "98", LATER)
    before = state()
    with pytest.raises(TerritoryRefused) as caught:
        record_event(
            actor=ADMINISTRATOR,
            event=event(PartFact(FIRST, heir), code="f", on=LATER),
            units=[UnitFact(heir, "D", "tỉnh")],
        )
    assert caught.value.code == "source_closed"
    assert "đã kết thúc từ ngày 31/08/2026" in caught.value.message
    with pytest.raises(TerritoryRefused) as again:
        rename()
    assert again.value.code == "event_exists"
    assert state() == before


def test_only_who_administers_the_organisation_records_events() -> None:
    with pytest.raises(NotAllowed):
        record_event(actor=Actor(user_id=2, label="Ai đó", role=Role.LOCAL_OFFICER), event=event())
