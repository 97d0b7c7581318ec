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


def sample_accounts() -> list[SampleAccount]:
    """The accounts to name on the sign-in page; none on a real site."""
    users = User.objects.filter(is_sample=True, is_active=True).order_by("pk")
    return [SampleAccount(user.username, SAMPLE_PASSWORD, user.full_name) for user in users]
