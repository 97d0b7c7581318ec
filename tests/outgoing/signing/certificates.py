"""Keys and certificates made while the tests run: a root, and people and bodies under it. None is ever stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unittest import mock

from asn1crypto import keys, pem, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from mangnon.outgoing.signing.software import SoftwareKey

PASSPHRASE = b"mat khau mau"
_DAY = dt.timedelta(days=1)


def _name(common: str, body: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if body:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, body))
    return x509.Name(parts)


@dataclass(frozen=True)
class Root:
    """A made-up authority."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@lru_cache(maxsize=2)
def root(name: str = "Chứng thực mẫu") -> Root:
    """The authority with this name, one for a run."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 900 * _DAY)
        .not_valid_after(now + 900 * _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(is_root=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Root(key, certificate)


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not is_root, not is_root, False, False, False, is_root, is_root, False, False)


def pkcs12_file(
    common: str = "Nguyễn Thị Mẫu",
    body: str = "Sở Y tế",
    *,
    curve: bool = False,
    ended: bool = False,
    days: tuple[float, float] = (-400, 400),
) -> bytes:
    """A key with its certificate, as a file that a body would be given. `ended`: no longer valid since yesterday.
    `days`: from when to when it is valid, counted from now."""
    key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    now, above = dt.datetime.now(dt.UTC), root()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(common, body))
        .issuer_name(above.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * _DAY)
        .not_valid_after(now + (-1 if ended else days[1]) * _DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_root=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), critical=False)
        .sign(above.key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"ky", key, certificate, [above.certificate], serialization.BestAvailableEncryption(PASSPHRASE)
    )


def software_key(common: str = "Nguyễn Thị Mẫu", body: str = "Sở Y tế", **given: Any) -> SoftwareKey:
    """A key ready to sign."""
    return SoftwareKey.from_pkcs12(pkcs12_file(common, body, **given), PASSPHRASE)


@lru_cache(maxsize=1)
def authority_of_time() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """The key and certificate of a made-up authority that stamps times."""
    key, now, above = rsa.generate_private_key(65537, 2048), dt.datetime.now(dt.UTC), root()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Dấu thời gian mẫu", "Chứng thực mẫu"))
        .issuer_name(above.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 400 * _DAY)
        .not_valid_after(now + 400 * _DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_root=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), critical=False)
        .sign(above.key, hashes.SHA256())
    )
    return key, certificate


def stamper(at: dt.datetime | None = None) -> DummyTimeStamper:
    """That authority as the library asks it. `at`: the instant it stamps, now unless given."""
    key, certificate = authority_of_time()
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        certs_to_embed=[asn1.Certificate.load(pem.unarmor(root().pem)[2])],
        fixed_dt=at,
    )


class Stamps:
    """That authority as the product asks it."""

    def __init__(self, at: dt.datetime | None = None) -> None:
        self._stamper = stamper(at)

    def answer(self, request: bytes) -> bytes:
        """Stamp."""
        return bytes(self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


@contextmanager
def machine_at(instant: dt.datetime) -> Iterator[None]:
    """A signer's machine whose clock says this."""

    class Machine(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return instant.astimezone(tz)

    with mock.patch("pyhanko.sign.signers.pdf_signer.datetime", Machine):
        yield
