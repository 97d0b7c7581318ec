"""Who acts: a value that carries what policies and audit rows need, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.roles import allows
from mangnon.accounts.terms import Permission, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in a post at one agency, or the system itself (`user_id` None).

    `agency_id` and `agency_code` say where the post is, `agency_kind` and `agency_level` what body that is;
    `territory_code` is the province the post belongs to, and `territory_codes` that province with those it was formed
    from: their papers, plans and reports are now its own. `post_id` is the post acted in. `acts_for` is set when the
    post is another person's, covered by appointment («người được thay»). `origin` says from where: the network
    address of a request, or the name of a command. `on_behalf_of`: a body without an account whose own written answers
    this person enters; set by who has checked those (a signed workbook), never from a form.
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
    territory_codes: frozenset[str] = frozenset()
    post_id: int | None = None
    acts_for: str = ""
    origin: str = ""
    on_behalf_of: int | None = None

    def __post_init__(self) -> None:
        if self.territory_code and self.territory_code not in self.territory_codes:
            object.__setattr__(self, "territory_codes", self.territory_codes | {self.territory_code})

    @property
    def is_system(self) -> bool:
        """True for work done by a command, not by a person."""
        return self.user_id is None

    def may(self, permission: Permission) -> bool:
        """Whether the post's role allows an act; place and state are the policies' question."""
        return allows(self.role, permission)


SYSTEM = Actor(user_id=None, label="Hệ thống", role=Role.SYSTEM)
