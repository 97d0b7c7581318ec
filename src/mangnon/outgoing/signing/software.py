"""A key in a PKCS #12 file: for a body's own server certificate, and for tests. Never for a person's."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.names import name_of

NOTHING_SIGNED = "Chưa có chữ ký nào được tạo, văn bản giữ nguyên."


class SoftwareKey:
    """A key that this program holds in memory while it signs."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: tuple[bytes, ...],
    ) -> None:
        self._key = key
        self._certificate = certificate
        self._chain = chain

    @classmethod
    def from_pkcs12(cls, content: bytes, passphrase: bytes) -> SoftwareKey:
        """The key of a PKCS #12 file. Raises SigningRefused for a wrong passphrase, or for a file that is none."""
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase)
        except ValueError as error:
            raise SigningRefused(
                f"Không mở được tệp khóa ký: sai mật khẩu hoặc tệp hỏng. {NOTHING_SIGNED} Hãy báo người quản trị.",
                code="key_not_opened",
            ) from error
        if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise SigningRefused(
                f"Tệp khóa ký không có khóa RSA hoặc ECDSA kèm chứng thư. {NOTHING_SIGNED} Hãy báo người quản trị.",
                code="key_not_usable",
            )
        return cls(key, certificate, tuple(each.public_bytes(Encoding.DER) for each in others))

    @property
    def label(self) -> str:
        """The subject of the certificate."""
        return name_of(self._certificate.subject)

    @property
    def certificate(self) -> bytes:
        """DER."""
        return self._certificate.public_bytes(Encoding.DER)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER, as the file has them."""
        return self._chain

    def is_valid_at(self, instant: dt.datetime) -> bool:
        """Whether the certificate's own time includes the instant."""
        return self._certificate.not_valid_before_utc <= instant <= self._certificate.not_valid_after_utc

    def sign(self, data: bytes) -> bytes:
        """Sign here."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
