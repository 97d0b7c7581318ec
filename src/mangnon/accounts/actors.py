"""Who acts: a value that carries what policies and audit rows need, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.terms import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post at one agency, or the system itself (`user_id` None).

    `agency_id` and `agency_code` say where the post is, `agency_kind` and `agency_level` what body that is;
    `territory_code` is the province the post belongs to.
    """

    user_id: int | None
    label: str
    role: Role
    agency_id: int | None = None
    agency_code: str = ""
    agency_name: str = ""
    territory_code: str = ""
    agency_kind: str = ""
    agency_level: str = ""

    @property
    def is_system(self) -> bool:
        """True for work done by a command, not by a person."""
        return self.user_id is None


SYSTEM = Actor(user_id=None, label="Hệ thống", role=Role.SYSTEM)
