"""Who is told what: the posts of a day by body and right, read once for everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.accounts.public import Permission, Role, role_definitions
from mangnon.agencies.public import Agency, Post
from mangnon.territory.public import province, scope_codes


@dataclass(slots=True)
class PeopleTold:
    """The people of a day: by body and right, and by province and right. Ids of accounts that are open."""

    at_body: dict[tuple[int, Permission], set[int]] = field(default_factory=dict)
    in_province: dict[tuple[str, Permission], set[int]] = field(default_factory=dict)
    everybody: set[int] = field(default_factory=set)
    bodies: dict[int, tuple[str, str, int | None]] = field(default_factory=dict)  # code, name, the body above

    def who(self, agency_id: int, permission: Permission) -> set[int]:
        """Whose role at a body allows something."""
        return self.at_body.get((agency_id, permission), set())

    def province_of(self, agency_id: int) -> str:
        """The code of a body's province; empty for a body unknown on the day."""
        return self.bodies[agency_id][0].partition(".")[0] if agency_id in self.bodies else ""

    def name_of(self, agency_id: int) -> str:
        """The name of a body."""
        return self.bodies[agency_id][1] if agency_id in self.bodies else "…"

    def above(self, agency_id: int) -> int | None:
        """The body above, as far as the site knows it."""
        return self.bodies[agency_id][2] if agency_id in self.bodies else None


def people_told(*, on: dt.date) -> PeopleTold:
    """Everybody in a post on a day: two queries, and some for each province."""
    found = PeopleTold()
    definitions = role_definitions()
    posts = Post.objects.on(on).filter(user__is_active=True).order_by()
    rows = list(posts.values_list("user_id", "agency_id", "agency__code", "role"))
    papers = {code: _papers(code, on) for code in {row[2].partition(".")[0] for row in rows}}
    for user_id, agency_id, code, role in rows:
        found.everybody.add(user_id)
        for permission in definitions[Role(role)].permissions:
            found.at_body.setdefault((agency_id, permission), set()).add(user_id)
            for papers_of in papers[code.partition(".")[0]]:
                found.in_province.setdefault((papers_of, permission), set()).add(user_id)
    agencies = Agency.objects.on(on).order_by().values_list("pk", "code", "name", "parent_id")
    found.bodies = {pk: (code, name, parent) for pk, code, name, parent in agencies}
    return found


def _papers(code: str, on: dt.date) -> frozenset[str]:
    """A province and those it was formed from: their papers are its own."""
    unit = province(code, on=on)
    return scope_codes(unit, on) if unit else frozenset({code})
