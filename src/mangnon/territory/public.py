"""The door of `territory`."""

from mangnon.territory.catalogue import ALL_LEVELS
from mangnon.territory.errors import TerritoryRefused, UnknownUnit
from mangnon.territory.gaps import Gap, gaps
from mangnon.territory.models import Unit
from mangnon.territory.rules.facts import EventFact, Key, PartFact, UnitFact
from mangnon.territory.rules.succession import Placed
from mangnon.territory.rules.totals import Remainder, Total, Totals
from mangnon.territory.selectors import (
    ancestors,
    communes_of,
    descendants,
    districts_of,
    parents_on,
    province,
    province_named,
    unit_of,
    unit_with_code,
    units_on,
)
from mangnon.territory.services import load_territory, record_event, set_weights
from mangnon.territory.terms import Level, Lost, Measure
from mangnon.territory.tracing import (
    MappedUnit,
    Share,
    aggregate,
    communes_formed_from,
    map_all,
    map_units,
    predecessors_of,
    province_of,
    scope_codes,
    successors_of,
)

__all__ = [
    "ALL_LEVELS",
    "EventFact",
    "Gap",
    "Key",
    "Level",
    "Lost",
    "MappedUnit",
    "Measure",
    "PartFact",
    "Placed",
    "Remainder",
    "Share",
    "TerritoryRefused",
    "Total",
    "Totals",
    "Unit",
    "UnitFact",
    "UnknownUnit",
    "aggregate",
    "ancestors",
    "communes_formed_from",
    "communes_of",
    "descendants",
    "districts_of",
    "gaps",
    "load_territory",
    "map_all",
    "map_units",
    "parents_on",
    "predecessors_of",
    "province",
    "province_named",
    "province_of",
    "record_event",
    "scope_codes",
    "set_weights",
    "successors_of",
    "unit_of",
    "unit_with_code",
    "units_on",
]
