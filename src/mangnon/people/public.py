"""The door of `people`."""

from mangnon.people.factors import is_factor_due
from mangnon.people.models import HandOver
from mangnon.people.selectors import waiting_hand_overs
from mangnon.people.sign_in import CannotSignIn, confirm_password, lies_unused, until_words
from mangnon.people.unattended import check_may_work, note_wrong_key, waiting_until

__all__ = [
    "CannotSignIn",
    "HandOver",
    "check_may_work",
    "confirm_password",
    "is_factor_due",
    "lies_unused",
    "note_wrong_key",
    "until_words",
    "waiting_hand_overs",
    "waiting_until",
]
