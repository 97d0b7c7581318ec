"""Names of files: what is kept of the name somebody's machine gave, and how it goes out again."""

from __future__ import annotations

import re
from urllib.parse import quote

from mangnon.files.terms import EXTENSIONS, FileKind
from mangnon.kernel.text import nfc, one_line, without_marks

LONGEST_NAME = 150
# Signs that end a header, mean a path or a drive, or turn the direction of writing to hide the end of a name.
_BAD = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ ()-]+")


def clean_name(name: str, kind: str) -> str:
    """The name without path and dangerous signs, ending as files of its kind do, whatever ending it came with.

    >>> clean_name("C:\\\\bao cao.exe", "pdf")
    'bao cao.pdf'
    """
    ending = EXTENSIONS[FileKind(kind)]
    last = re.split(r"[/\\]", nfc(name))[-1]
    plain = one_line(_BAD.sub(" ", last)).strip(". ")
    stem, dot, rest = plain.rpartition(".")
    if dot and rest.isalnum() and len(rest) <= 5:
        plain = stem.strip(". ")
    return f"{plain[: LONGEST_NAME - 8].strip('. ') or 'tep'}.{ending}"


def disposition(name: str, *, inline: bool = False) -> str:
    """A Content-Disposition with the name for old programs (ASCII) and the whole name (RFC 6266, RFC 8187)."""
    plain = _NOT_PLAIN.sub("_", without_marks(name)).strip() or "tep"
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
