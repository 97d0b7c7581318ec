"""Where bytes lie on disk, and how they get there whole or not at all. Knows no record.

`<home>/files/stored/<ab>/<sha256>` is the content; `incoming` holds what is being written; `swept` what is being
removed; `previews/<ab>/<sha256>.webp` small pictures, which can be made again.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from mangnon.files.errors import ContentGone, StoreFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_BLOCK = 1 << 20


def root() -> Path:
    """The folder of the store."""
    return Path(default_storage.path(""))


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return root() / "stored" / sha256[:2] / sha256


def preview_path(sha256: str) -> Path:
    """Where the small picture of a content lies once it was made."""
    return root() / "previews" / sha256[:2] / f"{sha256}.webp"


def is_full(error: OSError) -> bool:
    """Whether an error means that there is no room."""
    return error.errno in _FULL


def full() -> StoreFull:
    """The one sentence for all ways in which there is no room."""
    return StoreFull(
        "Máy chủ đã hết chỗ lưu tệp nên tệp này chưa được lưu. Không có gì bị mất hay lưu dở; nội dung bạn đã nhập vẫn "
        "còn trên màn hình. Hãy báo người quản trị hệ thống, rồi gửi lại sau."
    )


def check_room(size: int) -> None:
    """Raises StoreFull when the disk would have less left than is kept free for the database itself."""
    place = root()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(place).free < size + settings.FILES["reserve_bytes"]:
        raise full()


def put(path: Path, content: bytes) -> None:
    """Write a file whole: into another name, down to the disk, then under its own name. Raises StoreFull, OSError."""
    incoming = root() / "incoming"
    temporary = incoming / secrets.token_hex(16)
    try:
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with temporary.open("xb") as file:
            temporary.chmod(0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if is_full(error):
            raise full() from error
        raise


def _sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content_of(sha256: str) -> bytes:
    """The bytes, proved by their digest. Raises ContentGone."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError as error:
        raise _gone() from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _gone()
    return content


def _gone() -> ContentGone:
    return ContentGone(
        "Nội dung của tệp này không còn trong kho hoặc đã bị hỏng. Bản ghi vẫn được giữ nguyên. Hãy báo người quản "
        "trị; ai còn tệp gốc có thể gửi lại, hệ thống nhận ra đúng tệp ấy và khôi phục."
    )


def digest_on_disk(sha256: str) -> str | None:
    """The digest of what lies there now; None when nothing does."""
    digest = hashlib.sha256()
    try:
        with path_of(sha256).open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def lying(folder: str) -> Iterator[tuple[Path, os.stat_result]]:
    """The files below a folder of the store, with what the disk says of each."""
    place = root() / folder
    for path in sorted(place.rglob("*")) if place.is_dir() else ():
        with contextlib.suppress(OSError):  # it may be gone by now
            if path.is_file() and not path.is_symlink():
                yield path, path.stat()
