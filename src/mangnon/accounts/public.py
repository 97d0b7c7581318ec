"""The door of `accounts`."""

from mangnon.accounts.actors import SYSTEM, Actor
from mangnon.accounts.models import User
from mangnon.accounts.roles import RoleDefinition, clashing_roles, role_definitions
from mangnon.accounts.terms import Permission, Role, Scope
from mangnon.accounts.wall import RaiseWall, behind_wall, behind_wall_of

__all__ = [
    "SYSTEM",
    "Actor",
    "Permission",
    "RaiseWall",
    "Role",
    "RoleDefinition",
    "Scope",
    "User",
    "behind_wall",
    "behind_wall_of",
    "clashing_roles",
    "role_definitions",
]
