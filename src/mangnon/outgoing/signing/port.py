"""What the product needs of a key, whoever holds it: a file, a token, a service far away."""

from __future__ import annotations

from typing import Protocol


class SigningKey(Protocol):
    """A key that signs in one name. The private part never passes through here.

    `label` names it for people; `certificate` and `chain` are DER, the chain without the certificate itself.
    """

    @property
    def label(self) -> str:
        """Whose it is, for people."""
        ...

    @property
    def certificate(self) -> bytes:
        """The certificate."""
        ...

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates above it, as far as the holder gives them."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`: SHA-256, then RSA (PKCS #1 v1.5) or ECDSA by the kind of the certificate's key.

        Raises SigningRefused when it cannot be had; nothing was signed then.
        """
        ...
