"""Text files: which letters the bytes mean, and the lines they make."""

from __future__ import annotations

import re
import unicodedata

from mangnon.documents.reading import refusing
from mangnon.kernel.text import nfc

# Letters of legacy Vietnamese fonts as they look when read as Windows-1252 or Latin-1.
_TCVN3 = re.compile(r"[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ]")
_VNI = re.compile(r"(?:[aeouyAEOUY][ùøûõïâáàåãäêëéèúüöñÙØÛÕÏÂÁÀÅÃÄÊËÉÈÚÜÖÑ]|[ôöÔÖ][ùøûõïÙØÛÕÏ]|ñ(?=[aeiouöôy]))")
# Letters that none of those fonts shows: what is Vietnamese in Unicode has many of them.
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text in NFC, without blanks at their ends; the end of a page ends a line."""
    lines = nfc(text.replace("\x0c", "\n")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(line.rstrip() for line in lines)


def decoded(data: bytes, name: str) -> str:
    """The text that the bytes of a file mean. Raises UnknownSource, WrongEncoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return checked(data.decode(encoding), name)
            except UnicodeDecodeError as error:
                raise refusing.wrong_encoding(name) from error
    if data[1:2] == b"\x00" or data[:1] == b"\x00":
        raise refusing.unknown(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        control = sum(byte < 9 or 13 < byte < 32 for byte in data[:4096])
        raise (refusing.unknown(name) if control > 8 else refusing.wrong_encoding(name)) from None
    return checked(text, name)


def checked(text: str, name: str) -> str:
    """The text; binary content and Vietnamese in the letters of old fonts are refused."""
    sample = text[:20000]
    control = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\r\x0c" for char in sample)
    if control > max(3, len(sample) // 200):
        raise refusing.unknown(name)
    words = _WORD.findall(sample)
    legacy = sum(bool(_TCVN3.search(word) or _VNI.search(word)) for word in words)
    modern = sum(bool(_VIETNAMESE.search(word)) for word in words)
    if len(words) >= 8 and legacy > 0.3 * len(words) and modern < 0.05 * len(words):
        raise refusing.wrong_encoding(name)
    return text
