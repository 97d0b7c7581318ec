"""A made-up office: two administrators, an officer who works alone at a department, a plan under way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for
from mangnon.kernel import clock
from mangnon.plans.models import Plan
from tests.plans import made

TODAY = dt.date(2025, 5, 20)
PASSWORD = "Tre-Mang-Non-Cao-2025"


def person(username: str, full_name: str, body: str, role: Role, *, province: str = made.PROVINCE) -> User:
    """Somebody with a password and a post without end."""
    user = User.objects.create_user(username=username, full_name=full_name, password=PASSWORD)
    agency = Agency.objects.get(code=f"{province}.{body}")
    Post.objects.create(user=user, agency=agency, role=role, valid_from=dt.date(2025, 1, 1))
    return user


def actor(user: User) -> Actor:
    """The person as services see them."""
    found = actor_for(user, on=clock.today())
    assert found is not None
    return found


def agency(body: str, *, province: str = made.PROVINCE) -> Agency:
    """A body of the made-up province."""
    return Agency.objects.get(code=f"{province}.{body}")


def post_of(user: User) -> Post:
    """The person's only post."""
    return Post.objects.get(user=user)


@dataclass
class Office:
    """Everybody the tests speak of."""

    administrator: User
    second: User
    officer: User
    lead: User
    plan: Plan

    @property
    def admin(self) -> Actor:
        """The first administrator."""
        return actor(self.administrator)


def office() -> Office:
    """Tỉnh Mẫu with its plan adopted; the officer is alone at Sở Tư pháp, which leads one task."""
    made.province()
    administrator = person("quantri", "Phạm Văn Mẫu", "VP_UBND", Role.ADMINISTRATOR)
    second = person("quantri2", "Đỗ Thị Mẫu", "UBND_TINH", Role.ADMINISTRATOR)
    officer = person("songanh", "Trần Văn Mẫu Ánh", "SO_TP", Role.DEPARTMENT_OFFICER)
    lead = person("daumoi", "Nguyễn Thị Mẫu An", "SO_YT", Role.PROVINCIAL_LEAD)
    return Office(administrator, second, officer, lead, made.adopted())
