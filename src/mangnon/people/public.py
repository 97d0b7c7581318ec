"""The door of `people`."""

from mangnon.people.models import HandOver
from mangnon.people.selectors import waiting_hand_overs

__all__ = ["HandOver", "waiting_hand_overs"]
