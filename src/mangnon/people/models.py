"""Records of people: invitations and hand-overs."""

from mangnon.people.records import HandOver, HandOverItem, Invitation

__all__ = ["HandOver", "HandOverItem", "Invitation"]
