"""A key that a signing service far away holds: remote signing.

The talk follows the Cloud Signature Consortium's interface (CSC API, `credentials/info` and `signatures/signHash`):
what leaves this machine is the hash and the name of the credential, never the paper. A Vietnamese provider with another
talk needs an adapter of its own behind the same port.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.names import name_of
from mangnon.outgoing.signing.software import NOTHING_SIGNED

_SHA256 = "2.16.840.1.101.3.4.2.1"
_ALGORITHMS = {"rsa": "1.2.840.113549.1.1.11", "ecdsa": "1.2.840.10045.4.3.2"}
_LARGEST_ANSWER = 262_144
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class RemoteKey:
    """One credential of a service. The certificate is fetched when the key is made, so that a wrong name is told early.

    Raises SigningRefused for an address that is not HTTPS (the machine itself apart), and when nobody answers.
    """

    def __init__(self, address: str, credential: str, *, token: str = "", timeout: float = 20.0) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise SigningRefused(
                f"Địa chỉ dịch vụ ký số từ xa phải là HTTPS. {NOTHING_SIGNED} Hãy báo người quản trị.",
                code="address_not_safe",
            )
        self._address = address.rstrip("/")
        self._credential = credential
        self._token = token
        self._timeout = timeout
        told = self._ask("credentials/info", {"credentialID": credential, "certificates": "chain"})
        certificates = _decoded(
            told.get("cert", {}).get("certificates") if isinstance(told.get("cert"), dict) else None
        )
        if not certificates:
            raise _unusable()
        try:
            self._certificate = x509.load_der_x509_certificate(certificates[0])
        except ValueError as error:
            raise _unusable() from error
        self._der, self._chain = certificates[0], tuple(certificates[1:])

    @property
    def label(self) -> str:
        """The subject of the certificate."""
        return name_of(self._certificate.subject)

    @property
    def certificate(self) -> bytes:
        """DER, as the service gave it."""
        return self._der

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER, as the service gave them."""
        return self._chain

    def sign(self, data: bytes) -> bytes:
        """Have the hash signed. The service may first ask the person on their phone; that is waited for."""
        key = self._certificate.public_key()
        if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            raise _unusable()
        told = self._ask(
            "signatures/signHash",
            {
                "credentialID": self._credential,
                "hashes": [base64.b64encode(hashlib.sha256(data).digest()).decode()],
                "hashAlgorithmOID": _SHA256,
                "signAlgo": _ALGORITHMS["rsa" if isinstance(key, rsa.RSAPublicKey) else "ecdsa"],
            },
        )
        signatures = _decoded(told.get("signatures"))
        if len(signatures) != 1:
            raise _unusable()
        return signatures[0]

    def _ask(self, what: str, question: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
            f"{self._address}/{what}", data=json.dumps(question).encode(), headers=headers, method="POST"
        )
        try:
            with OPENER.open(request, timeout=self._timeout) as answer:
                told = json.loads(answer.read(_LARGEST_ANSWER))
        except urllib.error.HTTPError as error:
            error.close()
            raise SigningRefused(
                f"Dịch vụ ký số từ chối (mã {error.code}). {NOTHING_SIGNED} Hãy thử lại hoặc báo người quản trị.",
                code="service_refused",
            ) from None
        except (OSError, ValueError) as error:
            raise SigningRefused(
                f"Dịch vụ ký số không trả lời. {NOTHING_SIGNED} Hãy thử lại sau ít phút.", code="service_silent"
            ) from error
        if not isinstance(told, dict):
            raise _unusable()
        return told


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A service that sends us elsewhere is not the one that was configured."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Nowhere."""
        return


OPENER = urllib.request.build_opener(_NoRedirect)


def _decoded(values: object) -> list[bytes]:
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        return []
    try:
        return [base64.b64decode(each, validate=True) for each in values]
    except binascii.Error:
        return []


def _unusable() -> SigningRefused:
    return SigningRefused(
        f"Dịch vụ ký số trả lời không dùng được. {NOTHING_SIGNED} Hãy báo người quản trị.", code="service_unusable"
    )
