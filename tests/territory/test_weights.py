"""A person gives the shares of a divided unit; until then nobody knows them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.models import PartWeight, Unit
from mangnon.territory.public import Level, Measure, aggregate, load_territory, map_all, map_units, set_weights
from mangnon.territory.rules.facts import EdgeFact, EventFact, FactSet, Key, PartFact, UnitFact
from mangnon.territory.terms import BasisTag, UnitChange

pytestmark = pytest.mark.django_db
EVE, DAY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
ADMINISTRATOR = Actor(
    user_id=1, label="Người quản trị", role=Role.ADMINISTRATOR, territory_code="01", territory_codes=frozenset({"01"})
)
SHARES = {"002": Decimal("0.25"), "003": Decimal("0.75")}


@pytest.fixture
def divided() -> Unit:
    """One commune that went to two."""
    facts = FactSet()
    own = Key(Level.PROVINCE, "01")
    facts.add(UnitFact(own, "Tỉnh Mẫu", "tỉnh"))
    old, first, second = Key(Level.COMMUNE, "001"), Key(Level.COMMUNE, "002", DAY), Key(Level.COMMUNE, "003", DAY)
    facts.add(UnitFact(old, "Xã Chia", "xã", EVE))
    facts.add(UnitFact(first, "Xã Trái", "xã"))
    facts.add(UnitFact(second, "Xã Phải", "xã"))
    facts.edges += [EdgeFact(old, own, until=EVE), EdgeFact(first, own, DAY), EdgeFact(second, own, DAY)]
    parts = (PartFact(old, first, is_divided=True), PartFact(old, second, is_divided=True))
    facts.events.append(EventFact("e", UnitChange.SPLIT, DAY, "1/NQ", "Chia xã", BasisTag.SECONDARY, "nguồn", parts))
    load_territory(actor=SYSTEM, facts=facts)
    return Unit.objects.get(code="001")


def test_shares_are_unknown_until_given_and_only_for_their_measure(divided: Unit) -> None:
    assert [share.weight for share in map_units(divided, EVE, DAY)] == [None, None]
    set_weights(actor=ADMINISTRATOR, unit=divided, measure=Measure.CHILDREN, weights=SHARES, basis="Báo cáo 12/BC")
    weights = [share.weight for share in map_units(divided, EVE, DAY, measure=Measure.CHILDREN)]
    assert weights == [Fraction(1, 4), Fraction(3, 4)]
    assert map_all(Level.COMMUNE, EVE, DAY, Measure.CHILDREN)[divided.pk].shares == {
        share.unit.pk: share.weight for share in map_units(divided, EVE, DAY, measure=Measure.CHILDREN)
    }
    assert map_units(divided, EVE, DAY).is_ambiguous
    assert map_units(divided, EVE, DAY, measure=Measure.AREA).is_ambiguous


def test_a_count_shared_out_is_an_estimate_and_sums_to_itself(divided: Unit) -> None:
    set_weights(actor=ADMINISTRATOR, unit=divided, measure=Measure.CHILDREN, weights=SHARES, basis="Báo cáo 12/BC")
    totals = aggregate({divided.pk: 101}, EVE, DAY, measure=Measure.CHILDREN)
    assert sorted(total.count for total in totals.by_unit.values()) == [Fraction(101, 4), Fraction(303, 4)]
    assert all(total.is_estimate for total in totals.by_unit.values())
    assert totals.total == 101
    unknown = aggregate({divided.pk: 101}, EVE, DAY)
    assert (unknown.by_unit, unknown.unplaced) == ({}, 101)
    assert len(unknown.remainder[0].candidates) == 2


def test_new_shares_replace_the_old_and_the_evidence_has_both(divided: Unit) -> None:
    set_weights(actor=ADMINISTRATOR, unit=divided, measure=Measure.CHILDREN, weights=SHARES, basis="Báo cáo 12/BC")
    turned = {"002": Decimal("0.75"), "003": Decimal("0.25")}
    set_weights(actor=ADMINISTRATOR, unit=divided, measure=Measure.CHILDREN, weights=turned, basis="Báo cáo 13/BC")
    assert PartWeight.objects.count() == 2
    row = AuditRow.objects.order_by("pk").last()
    assert row is not None
    assert row.act == "set_weights"
    assert {code: Decimal(share) for code, share in row.details["before"].items()} == SHARES
    assert {code: Decimal(share) for code, share in row.details["after"].items()} == turned


@pytest.mark.parametrize(
    ("weights", "basis", "code"),
    [
        ({"002": Decimal(1)}, "Báo cáo", "targets_differ"),
        ({"002": Decimal("0.5"), "003": Decimal("0.4")}, "Báo cáo", "sum_not_one"),
        (SHARES, "  ", "no_basis"),
    ],
)
def test_a_refused_share_leaves_everything_as_it_was(
    divided: Unit, weights: dict[str, Decimal], basis: str, code: str
) -> None:
    rows = AuditRow.objects.count()
    with pytest.raises(TerritoryRefused) as caught:
        set_weights(actor=ADMINISTRATOR, unit=divided, measure=Measure.AREA, weights=weights, basis=basis)
    assert caught.value.code == code
    assert not PartWeight.objects.exists()
    assert AuditRow.objects.count() == rows


@pytest.mark.parametrize("role", [Role.READER, Role.LOCAL_OFFICER, Role.AUDITOR])
def test_only_an_administrator_gives_shares(divided: Unit, role: Role) -> None:
    actor = Actor(user_id=2, label="Ai đó", role=role)
    with pytest.raises(NotAllowed):
        set_weights(actor=actor, unit=divided, measure=Measure.AREA, weights=SHARES, basis="Báo cáo")
    with pytest.raises(NotAllowed):
        load_territory(actor=actor)


def test_an_administrator_of_another_province_gives_none(divided: Unit) -> None:
    other = Actor(user_id=3, label="Tỉnh khác", role=Role.ADMINISTRATOR, territory_codes=frozenset({"02"}))
    with pytest.raises(NotAllowed, match="không thuộc tỉnh của bạn"):
        set_weights(actor=other, unit=divided, measure=Measure.AREA, weights=SHARES, basis="Báo cáo")
    assert not PartWeight.objects.exists()
