"""The door of `people`."""

from mangnon.people.factors import is_factor_due
from mangnon.people.models import HandOver
from mangnon.people.other_keys import register_key_ender
from mangnon.people.policies import can_administer_people
from mangnon.people.selectors import person_by_id, waiting_hand_overs
from mangnon.people.services import locked_account
from mangnon.people.sign_in import CannotSignIn, confirm_password, lies_unused, until_words
from mangnon.people.unattended import check_may_work, note_wrong_key, waiting_until

__all__ = [
    "CannotSignIn",
    "HandOver",
    "can_administer_people",
    "check_may_work",
    "confirm_password",
    "is_factor_due",
    "lies_unused",
    "locked_account",
    "note_wrong_key",
    "person_by_id",
    "register_key_ender",
    "until_words",
    "waiting_hand_overs",
    "waiting_until",
]
