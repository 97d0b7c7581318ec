"""Names in certificates, for people."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

_PARTS = (NameOID.COMMON_NAME, NameOID.TITLE, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)


def name_of(name: x509.Name) -> str:
    """«Nguyễn Thị Mẫu, Phó Giám đốc, Sở Y tế»: what a certificate says of its subject or issuer, without numbers."""
    found: list[str] = []
    for oid in _PARTS:
        for attribute in name.get_attributes_for_oid(oid):
            value = attribute.value if isinstance(attribute.value, str) else attribute.value.decode("utf-8", "replace")
            if value.strip() and value.strip() not in found:
                found.append(value.strip())
    return ", ".join(found)[:300] or "không có tên"
