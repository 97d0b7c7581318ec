"""Settings of sign-in, each from one environment variable (docs/deployment.md)."""

from __future__ import annotations

import os

_NUMBERS = {
    "failures": "MANGNON_LOCK_AFTER",
    "lock_hours": "MANGNON_LOCK_HOURS",
    "address_failures": "MANGNON_ADDRESS_FAILURES",
    "address_minutes": "MANGNON_ADDRESS_MINUTES",
    "idle_minutes": "MANGNON_IDLE_MINUTES",
    "session_hours": "MANGNON_SESSION_HOURS",
    "password_length": "MANGNON_PASSWORD_LENGTH",
    "unused_days": "MANGNON_UNUSED_DAYS",
    "administrator_password_days": "MANGNON_ADMINISTRATOR_PASSWORD_DAYS",
    "administrator_password_history": "MANGNON_ADMINISTRATOR_PASSWORD_HISTORY",
}


def numbers() -> dict[str, int]:
    """What the environment says; what it leaves out has the standard's value. Raises SystemExit for no number."""
    found = {}
    for name, variable in _NUMBERS.items():
        given = os.environ.get(variable, "")
        if not given:
            continue
        if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 10_000:
            raise SystemExit(f"mangnon: {variable} phải là một số nguyên từ 1 đến 10000, không phải «{given}».")
        found[name] = int(given)
    return found


def proxies(*, default: int) -> int:
    """How many proxies stand before the site. Raises SystemExit for no number."""
    given = os.environ.get("MANGNON_PROXIES", "") or str(default)
    if given not in ("0", "1", "2", "3"):
        raise SystemExit(f"mangnon: MANGNON_PROXIES phải là số từ 0 đến 3, không phải «{given}».")
    return int(given)


def outside_sign_in() -> dict[str, str]:
    """The provider of identities for sign-in from outside (OpenID Connect); empty: switched off."""
    issuer = os.environ.get("MANGNON_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    return {
        "issuer": issuer,
        "client_id": os.environ.get("MANGNON_OIDC_CLIENT", ""),
        "client_secret": os.environ.get("MANGNON_OIDC_SECRET", ""),
        "name": os.environ.get("MANGNON_OIDC_NAME", "") or "hệ thống định danh của cơ quan",
    }
