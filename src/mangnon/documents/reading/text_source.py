"""Text files: which letters the bytes mean, and the lines they make."""

from __future__ import annotations

import re
import unicodedata

from mangnon.documents.reading import refusing
from mangnon.documents.reading.cleaning import lines_of
from mangnon.documents.reading.encodings import code_of_bytes, detected, in_unicode, note_of
from mangnon.documents.reading.layers import judge
from mangnon.documents.reading.layout import Line
from mangnon.documents.reading.pages import SourcePage

MOST_LINES = 60_000
_MARKS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
          (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))  # fmt: skip
_OTHER_KINDS = (
    (b"{\\rtf", "văn bản RTF"),
    (b"%!PS", "tệp in PostScript"),
    (b"AT&T", "tệp DjVu"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"Rar!", "tệp nén RAR"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"BZh", "tệp nén bzip2"),
    (b"MZ", "chương trình máy tính"),
    (b"\x7fELF", "chương trình máy tính"),
    (b"SQLite format 3", "cơ sở dữ liệu"),
)
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|svg|w:|office:)", re.I | re.S
)
_MOST_TORN = 0.005  # of the bytes: a file cut or patched by hand is still UTF-8


def text_page(data: bytes, name: str) -> SourcePage:
    """All of a text file as one page. Raises UnknownSource, WrongEncoding, SourceTooLarge."""
    _refuse_other_kinds(data, name)
    text, notes = decoded(data, name)
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise refusing.too_many_lines(name, MOST_LINES)
    return SourcePage(1, tuple(Line(line) for line in lines), notes=notes)


def _refuse_other_kinds(data: bytes, name: str) -> None:
    for mark, kind in _OTHER_KINDS:
        if data.startswith(mark):
            raise refusing.other_kind(name, kind)
    if _MARKUP.match(data[:2048].removeprefix(b"\xef\xbb\xbf")):
        raise refusing.other_kind(name, "trang web hoặc dữ liệu có thẻ")


def decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text that the bytes of a file mean, and what a person should know of it.

    Raises UnknownSource for what is no text, WrongEncoding for text in a code that is not known.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _sound(data.decode(encoding, errors="replace"), name)
    if b"\x00" in data[:4096]:
        return _sound(_without_mark(data, name), name)
    try:
        return _sound(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        pass
    text, code = code_of_bytes(data)
    if code is not None:
        return (_checked(text, name), (note_of([code]),))
    torn = data.decode("utf-8", errors="replace")
    if torn.count("\ufffd") <= max(2, _MOST_TORN * len(torn)):
        note = "Một số chữ trong tệp bị hỏng, hiện là «\ufffd»; hãy đối chiếu với bản gốc."
        return (_checked(torn, name), (note,))
    _checked(text, name)
    raise refusing.wrong_encoding(name)


def _sound(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Unicode text; the letters of old fonts, saved as Unicode, are put right."""
    _checked(text, name)
    code = detected(text)
    return (text, ()) if code is None else (in_unicode(text, code), (note_of([code]),))


def _without_mark(data: bytes, name: str) -> str:
    """Text in UTF-16 that does not say so: every other byte is nearly constant. Raises UnknownSource."""
    found = [data.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be")]
    best = max(found, key=lambda text: judge([text[:20_000]]).syllables * judge([text[:20_000]]).words)
    sample = best[:20_000]
    letters = sum(sign.isascii() and (sign.isalnum() or sign.isspace()) for sign in sample)
    if letters < 0.5 * len(sample):
        # One NUL in a text in UTF-8 is dirt, many are another kind of file.
        if data.count(b"\x00") <= max(3, len(data) // 1000):
            return data.replace(b"\x00", b"").decode("utf-8", errors="replace")
        raise refusing.unknown(name)
    return best


def _checked(text: str, name: str) -> str:
    """The text; binary content is refused."""
    sample = text[:20_000]
    strange = sum(
        sign == "\ufffd" or (unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\x0b\x0c\x85\x00")
        for sign in sample
    )
    if strange > max(3, len(sample) // 200):
        raise refusing.unknown(name)
    return text
