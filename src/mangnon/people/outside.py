"""Sign-in through another provider of identities, when the settings name one."""

from __future__ import annotations

from django.conf import settings

from mangnon.accounts.public import User
from mangnon.people.models import OutsideIdentity


def outside_name() -> str:
    """What the provider is called on the sign-in page; empty when there is none."""
    return str(settings.OUTSIDE_SIGN_IN.get("name", ""))


def issuer() -> str:
    """The provider's own address, which names it; empty when there is none."""
    return str(settings.OUTSIDE_SIGN_IN.get("issuer", ""))


def subject_of(user: User) -> str:
    """Under which subject the provider knows a person; empty when it does not."""
    row = OutsideIdentity.objects.filter(user=user, issuer=issuer()).first() if issuer() else None
    return row.subject if row else ""
