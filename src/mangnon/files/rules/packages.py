"""Office packages (.docx, .xlsx, .odt, .ods): looked at part by part, with bounds, before anybody opens them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from mangnon.files.errors import NOTHING_STORED, FileRefused
from mangnon.files.terms import FileKind
from mangnon.kernel.archives import BROKEN_ARCHIVE

_MOST_PARTS = 5_000
_LARGEST_UNPACKED = 200 * 1024 * 1024
_HEAD = 65_536
_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_MAIN = {
    "word/document.xml": (FileKind.DOCX, b"wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (FileKind.XLSX, b"spreadsheetml.sheet.main+xml"),
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_MACRO_PART = re.compile(r"vbaproject\.bin$|vbadata\.xml$|macrosheets/|activex/|customui/|^basic/|^scripts/", re.I)
_PROGRAM_PART = re.compile(r"\.(?:exe|dll|com|scr|bat|cmd|js|vbs|ps1|hta|jar|msi|lnk|html?|svgz)$", re.IGNORECASE)
_BROKEN: tuple[type[Exception], ...] = (*BROKEN_ARCHIVE, ValueError)


def _refused(code: str, what: str, advice: str) -> FileRefused:
    return FileRefused(f"Tệp {what}. {NOTHING_STORED} {advice}", code=code)


def package_kind(content: bytes) -> FileKind:
    """The kind of an Office package. Raises FileRefused: `damaged`, `archive`, `macros`, `locked`, `program`,
    `too_large_unpacked`, `outside_template`, `polyglot`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_list(parts)
            heads = _heads(package, parts)
    except _BROKEN as error:
        raise _refused("damaged", "bị hỏng hoặc chưa tải về hết", "Hãy mở thử tệp, lưu lại rồi gửi.") from error
    kind = _kind(heads)
    _check_parts(heads)
    return kind


def _check_list(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise _too_large()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _locked()
    if len({part.filename.lower() for part in parts}) < len(parts) or min((p.header_offset for p in parts), default=1):
        # Two parts of one name, or something before the first: programs would not agree on what the file holds.
        raise _refused("polyglot", "có cấu trúc bất thường", "Hãy mở tệp bằng phần mềm văn phòng, lưu lại rồi gửi.")


def _too_large() -> FileRefused:
    return _refused("too_large_unpacked", "chứa quá nhiều nội dung khi giải nén", "Hãy chia nhỏ tệp rồi gửi lại.")


def _locked() -> FileRefused:
    return _refused("locked", "có đặt mật khẩu", "Hãy bỏ mật khẩu, lưu lại rồi gửi.")


def _heads(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """How each part begins. All of it is unpacked: what a part says of its size is not believed."""
    heads, left = dict[str, bytes](), _LARGEST_UNPACKED
    for part in parts:
        with package.open(part) as opened:
            head = opened.read(_HEAD)
            left -= len(head)
            while block := opened.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _too_large()
        heads[part.filename] = head
    return heads


def _kind(heads: Mapping[str, bytes]) -> FileKind:
    types = heads.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise _macros()
    for name, (kind, content_type) in _MAIN.items():
        if name in heads and content_type in types:
            return kind
    if "content.xml" in heads and (kind_of_open := _OPEN.get(heads.get("mimetype", b"").strip())) is not None:
        if b"encryption-data" in heads.get("META-INF/manifest.xml", b""):
            raise _locked()
        return kind_of_open
    raise _refused("archive", "là tệp nén hoặc thuộc loại không được lưu", "Hãy giải nén rồi gửi từng tệp bên trong.")


def _macros() -> FileRefused:
    return _refused(
        "macros", "có chứa macro", "Hãy lưu lại dạng không có macro (.docx, .xlsx, .odt, .ods) hoặc PDF rồi gửi."
    )


def _check_parts(heads: Mapping[str, bytes]) -> None:
    for name, head in heads.items():
        if _MACRO_PART.search(name):
            raise _macros()
        if _PROGRAM_PART.search(name) or head.startswith((b"MZ", b"\x7fELF")):
            raise _refused("program", "có chứa chương trình bên trong", "Hãy bỏ phần đính kèm ấy rồi gửi lại.")
        if name.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in head:
            raise _refused("damaged", "có cấu trúc bất thường", "Hãy mở tệp, lưu lại rồi gửi.")
        if name.endswith(".rels") and b"attachedTemplate" in head and b'TargetMode="External"' in head:
            raise _refused(
                "outside_template", "gắn với một tệp mẫu ở nơi khác",
                "Hãy bỏ mẫu đính kèm (hoặc lưu thành PDF) rồi gửi lại.",
            )  # fmt: skip
