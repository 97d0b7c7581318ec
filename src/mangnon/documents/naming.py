"""What the names of bodies in a reading mean on the paper's own day, in its own province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from mangnon.accounts.public import Actor
from mangnon.agencies.public import BodyFinder, Meaning, agencies_of_province
from mangnon.documents.models import DirectiveReading
from mangnon.documents.policies import is_of_province
from mangnon.documents.rules import TASK_NAMES
from mangnon.territory.public import Unit, province, province_named

NO_DAY = "Chưa có ngày ban hành nên chưa đối chiếu được tên cơ quan; hãy điền ngày."
NO_PROVINCE = "Chưa rõ tỉnh, thành phố nào ban hành nên chưa đối chiếu được tên cơ quan; hãy sửa phần đầu văn bản."
NO_AGENCIES = "Danh mục cơ quan của {name} chưa được nạp nên chưa đối chiếu được tên cơ quan."


@dataclass(frozen=True, slots=True)
class NamesOfReading:
    """The bodies that a reading's tasks name. `because` says why nothing could be compared; else it is empty.

    `near` holds, for each name that means nobody in force on the day, names that it may have been.
    """

    because: str = ""
    on: dt.date | None = None
    unit: Unit | None = None
    meanings: dict[str, Meaning] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        """The names that mean nobody in force on the day, in the paper's order."""
        return [words for words, meaning in self.meanings.items() if not meaning.is_known]

    @property
    def classes(self) -> list[Meaning]:
        """The classes that are named, in the paper's order."""
        return [meaning for meaning in self.meanings.values() if meaning.kind == "class"]


def names_of(viewer: Actor, reading: DirectiveReading) -> NamesOfReading:
    """What each name of a lead or coordinating body means on the paper's day. Two or three queries however many names.

    The province is the one that the issuer or the place names, else the one that received the paper.
    """
    if not is_of_province(viewer, territory_code=reading.source.territory_code):
        return NamesOfReading()
    on, result = reading.issued_on, reading.result
    if on is None:
        return NamesOfReading(NO_DAY)
    unit = province_named(f"{result.get('issuer') or ''} {result.get('place') or ''}", on=on)
    if unit is None and reading.source.territory_code:
        unit = province(reading.source.territory_code, on=on)
    if unit is None:
        return NamesOfReading(NO_PROVINCE, on)
    agencies = agencies_of_province(unit.code, on=on)
    if not agencies:
        return NamesOfReading(NO_AGENCIES.format(name=unit.name), on, unit)
    finder = BodyFinder(agencies, on=on)
    meanings = {words: finder.meaning(words) for words in _names(reading)}
    near = {words: finder.near(words) for words, meaning in meanings.items() if not meaning.is_known}
    return NamesOfReading("", on, unit, meanings, near)


def _names(reading: DirectiveReading) -> Iterator[str]:
    for task in reading.result.get("tasks") or ():
        for name in TASK_NAMES:
            yield from task.get(name) or ()
