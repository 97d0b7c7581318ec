"""The door of `accounts`."""

from mangnon.accounts.actors import SYSTEM, Actor
from mangnon.accounts.models import User
from mangnon.accounts.terms import Role

__all__ = ["SYSTEM", "Actor", "Role", "User"]
