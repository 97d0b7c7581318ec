"""The door of `accounts`."""

from mangnon.accounts.actors import SYSTEM, Actor
from mangnon.accounts.models import User
from mangnon.accounts.roles import RoleDefinition, clashing_roles, role_definitions
from mangnon.accounts.terms import Permission, Role, Scope

__all__ = [
    "SYSTEM",
    "Actor",
    "Permission",
    "Role",
    "RoleDefinition",
    "Scope",
    "User",
    "clashing_roles",
    "role_definitions",
]
