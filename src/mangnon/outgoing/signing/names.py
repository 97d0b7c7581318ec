"""Names in certificates, for people."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

_PARTS = (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)


def name_of(name: x509.Name) -> str:
    """«Nguyễn Thị Mẫu, Phó Giám đốc, Sở Y tế»: what a certificate says of its subject or issuer, without numbers."""
    found: list[str] = []
    for oid in _PARTS:
        found += [value for value in _values(name, oid) if value not in found]
    return ", ".join(found)[:300] or "không có tên"


def common_names_of(name: x509.Name) -> tuple[str, ...]:
    """«Nguyễn Thị Mẫu»: whose the certificate is, without the body at which they work."""
    return tuple(_values(name, NameOID.COMMON_NAME))


def _values(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    values = [each.value for each in name.get_attributes_for_oid(oid)]
    words = [value if isinstance(value, str) else value.decode("utf-8", "replace") for value in values]
    return [word.strip() for word in words if word.strip()]
