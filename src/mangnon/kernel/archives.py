"""Several files in one compressed file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

# What reading a damaged, encrypted or unknown-method package raises: the library has no one error for it.
BROKEN_ARCHIVE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by name in one archive: the same bytes for the same files, in their order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files:
            package.writestr(zipfile.ZipInfo(name, _NO_TIME), content, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
