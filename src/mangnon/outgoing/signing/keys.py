"""Which key a body signs with: told by files that the site's administrator lays down, never by a form.

`MANGNON_SIGNING_DIR` names a folder. For the body with code C it may hold

- `C.p12` with its passphrase in `C.pass`: a software key;
- `C.json`: `{"kind": "remote", "address": "https://…", "credential": "…", "token_file": "…"}`, or a hardware module at
  this server, `{"kind": "pkcs11", "module": "/…/lib….so", "token": "…", "key": "…", "pin_file": "…"}`;
- `C.seal.png`: the picture of its seal, with the dots per inch that give its real size.

`MANGNON_SIGNING_ROOTS` names a folder of certificates (PEM or DER) that this site trusts as roots.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.hardware import HardwareKey, Place
from mangnon.outgoing.signing.port import SigningKey
from mangnon.outgoing.signing.remote import RemoteKey
from mangnon.outgoing.signing.software import NOTHING_SIGNED, SoftwareKey

_CODE = re.compile(r"[A-Za-z0-9_.-]+")


def _folder(variable: str) -> Path | None:
    named = os.environ.get(variable, "")
    return Path(named) if named else None


def has_key(agency_code: str) -> bool:
    """Whether a key is laid down for the body. Opens nothing."""
    folder = _folder("MANGNON_SIGNING_DIR")
    if folder is None or not _CODE.fullmatch(agency_code):
        return False
    return any((folder / f"{agency_code}{ending}").is_file() for ending in (".p12", ".json"))


def key_of(agency_code: str) -> SigningKey:
    """The key of a body. Raises SigningRefused: none is laid down, it cannot be opened, its service is silent."""
    folder = _folder("MANGNON_SIGNING_DIR")
    if folder is None or not has_key(agency_code):
        raise SigningRefused(
            f"Máy chủ chưa được cấu hình khóa ký số của cơ quan. {NOTHING_SIGNED} Hãy ký bằng công cụ ký số của cơ "
            "quan rồi gửi tệp đã ký lên, hoặc báo người quản trị.",
            code="no_key",
        )
    try:
        described = folder / f"{agency_code}.json"
        if described.is_file():
            return _described(json.loads(described.read_text(encoding="utf-8")))
        passphrase = (folder / f"{agency_code}.pass").read_bytes().strip()
        return SoftwareKey.from_pkcs12((folder / f"{agency_code}.p12").read_bytes(), passphrase)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SigningRefused(
            f"Cấu hình khóa ký số của cơ quan chưa đúng. {NOTHING_SIGNED} Hãy báo người quản trị.", code="bad_key_file"
        ) from error


def _described(told: dict[str, str]) -> SigningKey:
    if told["kind"] == "remote":
        token = Path(told["token_file"]).read_text(encoding="utf-8").strip() if told.get("token_file") else ""
        return RemoteKey(told["address"], told["credential"], token=token)
    if told["kind"] == "pkcs11":
        return HardwareKey(Place.of(told))
    raise ValueError("a key is remote or in a hardware module")


def seal_of(agency_code: str) -> bytes | None:
    """The picture of a body's seal, where one is laid down beside its key (`C.seal.png`). Raises SigningRefused."""
    folder = _folder("MANGNON_SIGNING_DIR")
    path = folder / f"{agency_code}.seal.png" if folder and _CODE.fullmatch(agency_code) else None
    try:
        return path.read_bytes() if path and path.is_file() else None
    except OSError as error:
        raise SigningRefused(
            f"Không đọc được hình con dấu của cơ quan. {NOTHING_SIGNED} Hãy báo người quản trị.", code="bad_seal"
        ) from error


def trusted_roots() -> tuple[bytes, ...]:
    """The certificates that this site trusts as roots, as their files are; empty when none are laid down."""
    folder = _folder("MANGNON_SIGNING_ROOTS")
    if folder is None or not folder.is_dir():
        return ()
    return tuple(path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".pem", ".crt", ".cer"})
