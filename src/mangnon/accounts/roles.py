"""Roles as data: what each allows, how far it reaches, what it may not be held together with. Read once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from mangnon.accounts.terms import Permission, Role, Scope


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """One role. `clashes`: roles the same person may not hold on the same day (separation of duties)."""

    role: Role
    about: str
    permissions: frozenset[Permission]
    scope: Scope
    needs_second_factor: bool
    clashes: frozenset[Role]


@lru_cache(maxsize=1)
def role_definitions() -> dict[Role, RoleDefinition]:
    """Every role of data/roles.json, and the system's own, which may do everything.

    Raises ValueError when the data name an unknown role or permission, or a clash is told by one side only.
    """
    text = (resources.files("mangnon.accounts") / "data" / "roles.json").read_text(encoding="utf-8")
    found = {
        Role(item["code"]): RoleDefinition(
            role=Role(item["code"]),
            about=item["about"],
            permissions=frozenset(Permission(name) for name in item["permissions"]),
            scope=Scope(item["scope"]),
            needs_second_factor=item["second_factor"],
            clashes=frozenset(Role(name) for name in item["clashes"]),
        )
        for item in json.loads(text)["roles"]
    }
    for definition in found.values():
        for other in definition.clashes:
            if definition.role not in found[other].clashes:
                raise ValueError(f"{definition.role} clashes with {other}, but not the other way round")
    found[Role.SYSTEM] = RoleDefinition(
        Role.SYSTEM, "Việc do lệnh của hệ thống làm.", frozenset(Permission), Scope.TERRITORY, False, frozenset()
    )
    return found


def allows(role: Role, permission: Permission) -> bool:
    """Whether a role allows an act, before place and state are asked."""
    return permission in role_definitions()[role].permissions


def clashing_roles(roles: Iterable[Role]) -> tuple[Role, Role] | None:
    """The first two roles that one person may not hold on the same day, or None."""
    held = sorted(set(roles))
    for role in held:
        for other in held:
            if other in role_definitions()[role].clashes:
                return (role, other)
    return None
