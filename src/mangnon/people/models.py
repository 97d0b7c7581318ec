"""Records of people: invitations and hand-overs, and how they get in."""

from mangnon.people.records import HandOver, HandOverItem, Invitation
from mangnon.people.sign_in_records import (
    OutsideIdentity,
    PastPassword,
    RecoveryCode,
    SecondFactor,
    SignInBrake,
    SignInSession,
)

__all__ = [
    "HandOver",
    "HandOverItem",
    "Invitation",
    "OutsideIdentity",
    "PastPassword",
    "RecoveryCode",
    "SecondFactor",
    "SignInBrake",
    "SignInSession",
]
