"""The door of `territory`."""

from mangnon.territory.models import Unit
from mangnon.territory.selectors import districts_of, province, province_named
from mangnon.territory.services import load_territory
from mangnon.territory.terms import Level

__all__ = ["Level", "Unit", "districts_of", "load_territory", "province", "province_named"]
