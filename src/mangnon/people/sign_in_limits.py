"""The settings of sign-in as values, and the check that tells which are softer than the standard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from mangnon.people.sign_in_rules import SignInLimits, softer_than_the_standard
from mangnon.people.sign_in_terms import SecondFactorRule


def limits() -> SignInLimits:
    """The site's numbers."""
    return SignInLimits(**settings.SIGN_IN_LIMITS)


def second_factor_rule() -> SecondFactorRule:
    """Who must show a second factor on this site."""
    return SecondFactorRule(settings.SECOND_FACTOR)


def check_sign_in_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Wrong words are an error; numbers softer than QCVN 12:2026/BCA a warning that names them."""
    found: list[CheckMessage] = []
    if settings.SECOND_FACTOR not in SecondFactorRule.values:
        words = ", ".join(f"«{value}»" for value in SecondFactorRule.values)
        found.append(Error(f"MANGNON_SECOND_FACTOR: «{settings.SECOND_FACTOR}»; chỉ nhận {words}.", id="people.E001"))
    for name in sorted(set(softer_than_the_standard(limits()))):
        found.append(
            Warning(f"Thông số đăng nhập «{name}» nhẹ hơn mức của QCVN 12:2026/BCA.", id="people.W001", obj=name)
        )
    return found
