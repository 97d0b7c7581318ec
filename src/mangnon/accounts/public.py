"""The door of `accounts`."""

from mangnon.accounts.actors import SYSTEM, Actor
from mangnon.accounts.models import User
from mangnon.accounts.roles import RoleDefinition, clashing_roles, role_definitions
from mangnon.accounts.selectors import SampleAccount, sample_accounts
from mangnon.accounts.terms import Permission, Role, Scope
from mangnon.accounts.wall import RaiseWall, behind_wall, behind_wall_of

__all__ = [
    "SYSTEM",
    "Actor",
    "Permission",
    "RaiseWall",
    "Role",
    "RoleDefinition",
    "SampleAccount",
    "Scope",
    "User",
    "behind_wall",
    "behind_wall_of",
    "clashing_roles",
    "role_definitions",
    "sample_accounts",
]
