"""Reads of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.models import User

SAMPLE_PASSWORD = "mang-non-2025"  # noqa: S105 - printed on the sign-in page of sample sites, by design


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account that the sign-in page of a sample site names."""

    username: str
    password: str
    full_name: str
    role: str
    agency: str


def sample_accounts() -> list[SampleAccount]:
    """The accounts to name on the sign-in page; none on a real site."""
    users = User.objects.exclude(sample_post="").filter(is_active=True).order_by("pk")
    found = []
    for user in users:
        role, _, agency = user.sample_post.partition(" · ")
        found.append(SampleAccount(user.username, SAMPLE_PASSWORD, user.full_name, role, agency))
    return found
