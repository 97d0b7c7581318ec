"""Sign-in through another provider of identities (OpenID Connect), when the settings name one.

Authorization code with PKCE, state and nonce; the identity is a signed token whose signature, issuer, audience and age
are checked. A person is found by the subject that an administrator has linked, never by an e-mail address, and no
account is ever made here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
from django.conf import settings
from django.db import transaction

from mangnon.accounts.public import User
from mangnon.audit.public import record
from mangnon.kernel.refusals import Refusal
from mangnon.people.evidence import stranger
from mangnon.people.models import OutsideIdentity
from mangnon.people.sign_in import check_open

_SECONDS = 10
_LARGEST = 512 * 1024
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_HERE = ("127.0.0.1", "localhost", "::1")


class OutsideFailed(Refusal):
    """The provider does not answer, or what it answers does not hold."""

    code = "outside_failed"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and what must come back with it; kept in the session meanwhile."""

    address: str
    state: str
    nonce: str
    verifier: str


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


def depart(*, return_to: str) -> Departure:
    """Begin a sign-in; `return_to` is our own absolute address. Raises OutsideFailed."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": settings.OUTSIDE_SIGN_IN["client_id"],
        "redirect_uri": return_to,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    endpoint = _checked(_provider().get("authorization_endpoint"))
    joint = "&" if "?" in endpoint else "?"
    return Departure(f"{endpoint}{joint}{urlencode(asked)}", state, nonce, verifier)


def arrive(*, code: str, nonce: str, verifier: str, return_to: str, address: str) -> User:
    """The person whose linked subject the provider vouches for. Raises OutsideFailed, CannotSignIn."""
    claims = _claims(code=code, verifier=verifier, return_to=return_to)
    if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise _failed()
    row = OutsideIdentity.objects.filter(issuer=issuer(), subject=str(claims["sub"])).select_related("user").first()
    if row is None:
        with transaction.atomic():
            record(
                actor=stranger(address),
                act="sign_in_refused",
                object_type="User",
                object_id="",
                details={"why": "outside_unknown"},
            )
        raise OutsideFailed(
            f"Định danh của bạn ở {outside_name()} chưa được liên kết với tài khoản nào tại đây. Không có gì bị "
            "thay đổi. Hãy đăng nhập bằng mật khẩu, hoặc đề nghị người quản trị liên kết.",
            code="outside_unknown",
        )
    check_open(row.user, address=address)
    return row.user


def _claims(*, code: str, verifier: str, return_to: str) -> dict[str, Any]:
    provider, ours = _provider(), settings.OUTSIDE_SIGN_IN
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_to,
        "client_id": ours["client_id"],
        "code_verifier": verifier,
    }
    headers = {}
    if ours["client_secret"]:
        pair = f"{quote(ours['client_id'], safe='')}:{quote(ours['client_secret'], safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    answer = _fetch(provider.get("token_endpoint"), data=urlencode(body).encode(), headers=headers)
    keys = _fetch(provider.get("jwks_uri"))
    token = answer.get("id_token")
    try:
        found = jwt.PyJWKSet.from_dict(keys)
        named = jwt.get_unverified_header(str(token)).get("kid")
        fitting = [key for key in found.keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise _failed()
        claims: dict[str, Any] = jwt.decode(
            str(token),
            fitting[0],
            algorithms=_ALGORITHMS,
            audience=ours["client_id"],
            issuer=issuer(),
            leeway=60,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWTError as error:
        raise _failed() from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != ours["client_id"]:
        raise _failed()
    return claims


def _provider() -> dict[str, Any]:
    """What the provider says of itself; it must name itself as the settings do."""
    told = _fetch(f"{issuer()}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != issuer():
        raise _failed()
    return told


def _checked(address: object) -> str:
    """An address that may be asked: encrypted, but on this machine itself."""
    parts = urlsplit(str(address))
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise _failed()
    return str(address)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nowhere else is asked than where the settings and the provider say."""


def _fetch(address: object, *, data: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked
        _checked(address), data=data, headers={"Accept": "application/json", **(headers or {})}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            content = answer.read(_LARGEST + 1)
        found = json.loads(content) if len(content) <= _LARGEST else None
    except (OSError, ValueError) as error:
        raise _failed() from error
    if not isinstance(found, dict):
        raise _failed()
    return found


def _failed() -> OutsideFailed:
    return OutsideFailed(
        f"Chưa đăng nhập được qua {outside_name()}: nơi đó không trả lời hoặc trả lời không hợp lệ. Không có gì bị "
        "thay đổi. Hãy thử lại, hoặc đăng nhập bằng mật khẩu."
    )
