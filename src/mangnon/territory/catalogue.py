"""The packaged list of units as facts: what was until 30 June 2025, what is from 1 July 2025, and what became of what.

Sources, counts and known gaps: data/README.md. Pure: reads files of the package, no database.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from importlib import resources

from mangnon.territory.rules.facts import EdgeFact, EventFact, FactSet, Key, PartFact, UnitFact
from mangnon.territory.terms import BasisTag, Level, UnitChange

LAST_DAY_OF_63 = dt.date(2025, 6, 30)
FIRST_DAY_OF_34 = dt.date(2025, 7, 1)
BASIS_OF_34 = "Nghị quyết 202/2025/QH15"
END_OF_DISTRICTS = "72/2025/QH15"
ISLANDS = "759/QĐ-TTg"

ALL_LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
Row = dict[str, str]


def _rows(name: str) -> list[Row]:
    text = (resources.files("mangnon.territory") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def packaged_facts(levels: Collection[Level] = ALL_LEVELS) -> FactSet:
    """The packaged units of some levels with their edges and events. A level needs those above it."""
    facts = FactSet()
    provinces = _Provinces(facts)
    if Level.DISTRICT in levels:
        _add_districts(facts, provinces)
    if Level.COMMUNE in levels:
        _Communes(facts, provinces).add()
        facts.events.append(_islands())
    if Level.DISTRICT in levels:
        facts.events.append(_end_of_districts(facts))
    return facts


class _Provinces:
    """The provinces of both lists. Eleven are the same on both: one unit, open at both ends."""

    def __init__(self, facts: FactSet) -> None:
        old = {row["code"]: row for row in _rows("provinces_until_2025-06-30.csv")}
        new = {row["code"]: row for row in _rows("provinces_from_2025-07-01.csv")}
        self.heir_of = {row["old_code"]: row["new_code"] for row in _rows("province_succession_2025-07-01.csv")}
        sources: dict[str, list[str]] = defaultdict(list)
        for source, target in self.heir_of.items():
            sources[target].append(source)
        self._kept = {code for code in new if sources[code] == [code] and old[code] == new[code]}
        for code, row in old.items():
            until = None if code in self._kept else LAST_DAY_OF_63
            facts.add(UnitFact(self.before(code), row["name"], row["kind"], until))
        for code in sorted(new.keys() - self._kept):
            row = new[code]
            facts.add(UnitFact(self.after(code), row["name"], row["kind"], None, BASIS_OF_34))
            facts.events.append(
                EventFact(
                    code=f"2025-07-01.tinh.{code}",
                    kind=UnitChange.MERGE,
                    effective_on=FIRST_DAY_OF_34,
                    document_number="202/2025/QH15",
                    title=f"Sắp xếp thành {row['name']}",
                    tag=BasisTag.SECONDARY,
                    source="Danh sách sắp xếp cấp tỉnh kèm Nghị quyết 202/2025/QH15, đối chiếu báo chí",
                    parts=tuple(PartFact(self.before(source), self.after(code)) for source in sorted(sources[code])),
                )
            )
        self.names = {code: row["name"] for code, row in new.items()}

    def before(self, code: str) -> Key:
        """The province of a code until 30 June 2025."""
        return Key(Level.PROVINCE, code)

    def after(self, code: str) -> Key:
        """The province of a code from 1 July 2025."""
        return Key(Level.PROVINCE, code, None if code in self._kept else FIRST_DAY_OF_34)


def _add_districts(facts: FactSet, provinces: _Provinces) -> None:
    for row in _rows("districts_until_2025-06-30.csv"):
        key = Key(Level.DISTRICT, row["code"])
        facts.add(UnitFact(key, row["name"], row["kind"], LAST_DAY_OF_63))
        facts.edges.append(EdgeFact(key, provinces.before(row["province_code"]), None, LAST_DAY_OF_63))


def _end_of_districts(facts: FactSet) -> EventFact:
    """Every district ends; what it became is known by its communes."""
    return EventFact(
        code="2025-07-01.huyen",
        kind=UnitChange.ABOLISH_LEVEL,
        effective_on=FIRST_DAY_OF_34,
        document_number=END_OF_DISTRICTS,
        title="Kết thúc hoạt động của đơn vị hành chính cấp huyện",
        tag=BasisTag.SECONDARY,
        source=f"Luật Tổ chức chính quyền địa phương số {END_OF_DISTRICTS}",
        parts=tuple(PartFact(key, None) for key in facts.units if key.level == Level.DISTRICT),
    )


def _islands() -> EventFact:
    """Five island districts had no communes: there the special zone is named as what the district became."""
    rows = _rows("district_to_commune_2025-07-01.csv")
    return EventFact(
        code="2025-07-01.huyen_dao",
        kind=UnitChange.RENAME,
        effective_on=FIRST_DAY_OF_34,
        document_number=ISLANDS,
        title="Huyện đảo không có đơn vị cấp xã trở thành đặc khu",
        tag=BasisTag.SECONDARY,
        source=f"Đề án sắp xếp đơn vị hành chính các cấp kèm Quyết định {ISLANDS} ngày 14/4/2025",
        parts=tuple(
            PartFact(Key(Level.DISTRICT, row["district_code"]), Key(Level.COMMUNE, row["new_code"], FIRST_DAY_OF_34))
            for row in rows
        ),
    )


class _Communes:
    """The communes of both lists, joined by the succession rows."""

    def __init__(self, facts: FactSet, provinces: _Provinces) -> None:
        self._facts, self._provinces = facts, provinces
        self._old = {row["code"]: row for row in _rows("communes_until_2025-06-30.csv")}
        self._new = {row["code"]: row for row in _rows("communes_from_2025-07-01.csv")}
        self._links = _rows("commune_succession_2025-07-01.csv")
        self._numbers = {row["province_code"]: row["number"] for row in _rows("commune_resolutions_2025-06-16.csv")}
        self._targets = Counter(row["old_code"] for row in self._links)
        self._sources = Counter(row["new_code"] for row in self._links)
        self._kept = {row["new_code"] for row in self._links if self._is_kept(row)}

    def _is_alone(self, row: Row) -> bool:
        """One old commune, one new commune, one code: nothing was joined to it or taken from it (data/README.md)."""
        one = self._targets[row["old_code"]] == 1 == self._sources[row["new_code"]]
        return one and row["old_code"] == row["new_code"] and row["old_code"] in self._old

    def _is_kept(self, row: Row) -> bool:
        if not self._is_alone(row):
            return False
        old, new = self._old[row["old_code"]], self._new[row["new_code"]]
        return (old["name"], old["kind"]) == (new["name"], new["kind"])

    def _before(self, code: str) -> Key:
        return Key(Level.COMMUNE, code)

    def _after(self, code: str) -> Key:
        return Key(Level.COMMUNE, code, None if code in self._kept else FIRST_DAY_OF_34)

    def _basis(self, province_code: str) -> str:
        return f"Nghị quyết {self._numbers[province_code]}"

    def add(self) -> None:
        """Units, edges and events."""
        facts, provinces = self._facts, self._provinces
        for code, row in self._old.items():
            key = self._before(code)
            until = None if code in self._kept else LAST_DAY_OF_63
            facts.add(UnitFact(key, row["name"], row["kind"], until))
            facts.edges.append(EdgeFact(key, Key(Level.DISTRICT, row["district_code"]), None, LAST_DAY_OF_63))
        for code, row in self._new.items():
            key, basis = self._after(code), self._basis(row["province_code"])
            if code not in self._kept:
                facts.add(UnitFact(key, row["name"], row["kind"], None, basis))
            facts.edges.append(EdgeFact(key, provinces.after(row["province_code"]), FIRST_DAY_OF_34, None, basis))
        self._add_events()

    def _add_events(self) -> None:
        by_event: dict[tuple[str, UnitChange], list[PartFact]] = defaultdict(list)
        for row in self._links:
            if row["new_code"] in self._kept:
                continue
            alone = self._is_alone(row)
            divided = row["old_is_divided"] == "yes" and not alone
            kind = UnitChange.RENAME if alone else UnitChange.SPLIT if divided else UnitChange.MERGE
            is_known = row["old_code"] in self._old
            part = PartFact(
                source=self._before(row["old_code"]) if is_known else None,
                target=self._after(row["new_code"]),
                is_divided=divided,
                unknown_code="" if is_known else row["old_code"],
            )
            by_event[row["new_province_code"], kind].append(part)
        for (code, kind), parts in sorted(by_event.items()):
            self._facts.events.append(
                EventFact(
                    code=f"2025-07-01.xa.{code}.{kind.value}",
                    kind=kind,
                    effective_on=FIRST_DAY_OF_34,
                    document_number=self._numbers[code],
                    title=f"Sắp xếp các đơn vị hành chính cấp xã của {self._provinces.names[code]}: {kind.label}",
                    tag=BasisTag.INFERRED if kind == UnitChange.RENAME else BasisTag.SECONDARY,
                    source="Bảng đơn vị cũ và mới của danh mục hành chính công bố tháng 9/2026",
                    parts=tuple(parts),
                )
            )
