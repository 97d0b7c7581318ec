"""A key in a hardware module that stands at this server, reached as PKCS #11 (Cryptoki) says.

For a body's own module. A person's token is in the person's machine and is used there, with the tool that came with it.
The private key never leaves the module: what goes in is the data or its digest, what comes out is a signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.names import name_of
from mangnon.outgoing.signing.software import NOTHING_SIGNED

_TELL = f"{NOTHING_SIGNED} Hãy báo người quản trị."


@dataclass(frozen=True)
class Place:
    """Where a key lies: the module's library, the token's label, the key's label, the file with the PIN, and the file
    (PEM) with the certificates above the key's own where the token does not hold them."""

    module: str
    token: str
    key: str
    pin_file: str
    chain_file: str = ""

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Place:
        """As `C.json` tells it. Raises KeyError for what is missing."""
        return cls(told["module"], told["token"], told["key"], told["pin_file"], told.get("chain_file", ""))


class HardwareKey:
    """One key of one token. Its certificate is read when the key is made, so that a wrong place is told early.

    Raises SigningRefused: the library for modules is not installed, the module, token, key or certificate is not
    there, the PIN is wrong, the key is neither RSA nor ECDSA.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        with self._session() as (session, pkcs11):
            wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.LABEL: place.key}
            found = [bytes(each[pkcs11.Attribute.VALUE]) for each in session.get_objects(wanted)]
        if len(found) != 1:
            raise SigningRefused(
                f"Thiết bị ký số không có đúng một chứng thư mang nhãn đã cấu hình. {_TELL}", code="no_certificate"
            )
        try:
            self._certificate = x509.load_der_x509_certificate(found[0])
        except ValueError as error:
            raise SigningRefused(f"Không đọc được chứng thư trong thiết bị ký số. {_TELL}", code="bad_key") from error
        if not isinstance(self._certificate.public_key(), rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
            raise SigningRefused(f"Khóa trong thiết bị ký số không phải RSA hoặc ECDSA. {_TELL}", code="key_not_usable")
        self._chain = _certificates(place.chain_file)

    @property
    def label(self) -> str:
        """The subject of the certificate."""
        return name_of(self._certificate.subject)

    @property
    def certificate(self) -> bytes:
        """DER, as the token holds it."""
        return self._certificate.public_bytes(Encoding.DER)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """DER, as the file beside the description has them."""
        return self._chain

    def sign(self, data: bytes) -> bytes:
        """Let the module sign. Whether it fits the certificate is told where the signed paper is read."""
        with self._session() as (session, pkcs11):
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._place.key)
            if isinstance(self._certificate.public_key(), rsa.RSAPublicKey):
                return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            # Few modules hash for ECDSA themselves, and they answer with the two numbers one after the other.
            raw = bytes(key.sign(hashlib.sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA))
            half = len(raw) // 2
            return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))

    @contextmanager
    def _session(self) -> Iterator[tuple[Any, Any]]:
        """The token opened with its PIN, and the library's names. A session lives as long as one act."""
        try:
            import pkcs11
        except ImportError as error:
            raise SigningRefused(
                f"Máy chủ chưa cài thành phần nói chuyện với thiết bị ký số (PKCS #11). {_TELL}",
                code="token_not_set_up",
            ) from error
        pin = Path(self._place.pin_file).read_text(encoding="utf-8").strip()
        try:
            token = pkcs11.lib(self._place.module).get_token(token_label=self._place.token)
            with token.open(user_pin=pin) as session:
                yield session, pkcs11
        except pkcs11.PinIncorrect as error:
            raise SigningRefused(
                f"Thiết bị ký số không nhận mã PIN. {NOTHING_SIGNED} Hãy báo người quản trị ngay: nhập sai nhiều lần, "
                "thiết bị sẽ tự khóa.",
                code="wrong_pin",
            ) from error
        except pkcs11.PinLocked as error:
            raise SigningRefused(f"Thiết bị ký số đã khóa vì sai mã PIN. {_TELL}", code="pin_locked") from error
        except (pkcs11.NoSuchToken, pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
            raise SigningRefused(
                f"Không tìm thấy khóa trong thiết bị ký số theo nhãn đã cấu hình. {_TELL}", code="no_such_key"
            ) from error
        # A library that is not there, or answers badly, comes as RuntimeError; so do all other faults of a module.
        except RuntimeError as error:
            raise SigningRefused(
                f"Thiết bị ký số không trả lời. {NOTHING_SIGNED} Hãy kiểm tra thiết bị, thử lại sau ít phút, rồi báo "
                "người quản trị.",
                code="device_silent",
            ) from error


def _certificates(path: str) -> tuple[bytes, ...]:
    if not path:
        return ()
    return tuple(each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(Path(path).read_bytes()))
