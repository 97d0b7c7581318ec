"""Vietnamese in codes older than Unicode: TCVN3 (ABC), VNI-Windows, VPS; and Unicode read with the wrong code.

The tables are facts of the published code charts: TCVN 5712:1993 (VN3), VNI Software's «VNI Windows», VPS of the
Vietnamese Professionals Society. Such text reaches us as bytes, or as the signs that those bytes are in Windows-1252.
Nothing is converted on a guess: most words with signs must be no Vietnamese before and Vietnamese after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from mangnon.documents.reading.repair.orthography import is_syllable
from mangnon.kernel.text import nfc

Code = Literal["TCVN3", "VNI", "VPS", "windows-1258", "UTF-8"]
CODE_NAMES: Final[dict[Code, str]] = {
    "TCVN3": "TCVN3 (ABC)",
    "VNI": "VNI",
    "VPS": "VPS",
    "windows-1258": "Windows-1258",
    "UTF-8": "Unicode bị lưu sai bảng mã",
}
_LETTERS: Final = (
    "áàảãạ" "âấầẩẫậ" "ăắằẳẵặ" "éèẻẽẹ" "êếềểễệ" "óòỏõọ" "ôốồổỗộ" "ơớờởỡợ" "úùủũụ" "ưứừửữự" "íìỉĩị" "ýỳỷỹỵ" "đ"
)  # fmt: skip
_TCVN3_CODES: Final = (
    "B8B5B6B7B9 A9CAC7C8C9CB A8BEBBBCBDC6 D0CCCECFD1 AAD5D2D3D4D6 E3DFE1E2E4 ABE8E5E6E7E9 "
    "ACEDEAEBECEE F3EFF1F2F4 ADF8F5F6F7F9 DDD7D8DCDE FDFAFBFCFE AE"
)
_TCVN3_CAPITALS: Final = ("ĂÂÊÔƠƯĐ", "A1A2A3A4A5A6A7")
_VPS_CODES: Final = (
    "E1E0E4E3E5 E2C3C0C4C5C6 E6A1A2A3A4A5 E9E8C8EBCB EA898A8BCD8C F3F2D5F586 F4D3D2B087B6 "
    "D6A7A9AAABAE FAF9FBDBF8 DCD9D8BABBBF EDECCCEFCE 9AFF9BCF9C C7"
)
_VPS_CAPITALS: Final = (
    "C180818202 C28384851C03 888D8E8FF004 C9D7DEFE05 CA9093949506 B9BCBDBE11 D49697989912 "
    "F79D9E9FA613 DAA8D1AC14 D0ADAFB11D15 B4B5B7B810 DDB2FDB319 F1"
)
# VNI writes a letter and after it a sign for its marks; some letters are one sign.
_VNI_SIGNS: Final[dict[str, tuple[str, str]]] = {
    "a": ("áàảãạâấầẩẫậăắằẳẵặ", "ùøûõïâáàåãäêéèúüë"),
    "e": ("éèẻẽẹêếềểễệ", "ùøûõïâáàåãä"),
    "o": ("óòỏõọôốồổỗộ", "ùøûõïâáàåãä"),
    "ô": ("ớờởỡợ", "ùøûõï"),
    "u": ("úùủũụ", "ùøûõï"),
    "ö": ("ứừửữự", "ùøûõï"),
    "y": ("ýỳỷỹ", "ùøûõ"),
}
_VNI_SINGLE: Final = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
_TOKEN: Final = re.compile(r"[^\s!-@\[-`{-~\u2013\u2014\u201c-\u201e\u2026\u2022]+")
_CAPITALS_FONT: Final = re.compile(r"H\b")
_PROOF: Final = re.compile(r"[ăđơưĂĐƠƯĩũĨŨ\u0300-\u0323ạ-ỹẠ-Ỹ]")
_LEAST_TOKENS = 8
_LEAST_SPECIAL = 0.4  # of all words: in Vietnamese three in four bear marks
_LEAST_AFTER = 0.85
_MOST_BEFORE = 0.6


def _table(letters: str, codes: str) -> dict[str, str]:
    return {char_of(byte): letter for byte, letter in zip(bytes.fromhex(codes), letters, strict=True)}


def char_of(byte: int) -> str:
    """The sign that a byte is in Windows-1252; where that has none, in Latin-1."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base, (letters, signs) in _VNI_SIGNS.items():
        for letter, sign in zip(letters, signs, strict=True):
            table[base + sign] = letter
            table[base.upper() + sign.upper()] = letter.upper()
            table[base.upper() + sign] = letter.upper()
    return table


TABLES: Final[dict[Code, dict[str, str]]] = {
    "TCVN3": _table(_LETTERS, _TCVN3_CODES) | _table(*_TCVN3_CAPITALS),
    "VPS": _table(_LETTERS, _VPS_CODES) | _table(_LETTERS.upper(), _VPS_CAPITALS),
    "VNI": _vni_table(),
}
_VNI_PATTERN: Final = re.compile("|".join(sorted(map(re.escape, TABLES["VNI"]), key=len, reverse=True)))


def converted(text: str, code: Code) -> str:
    """A text in the signs of an old code, in Unicode (NFC). What the code does not know stays."""
    if code == "VNI":
        return nfc(_VNI_PATTERN.sub(lambda match: TABLES["VNI"][match[0]], text))
    if code == "UTF-8":
        return nfc(_read_again(text))
    if code == "windows-1258":
        return nfc(_bytes_of(text).decode("cp1258", errors="replace"))
    made = nfc("".join(TABLES[code].get(sign, sign) for sign in text))
    return _with_capitals(made) if code == "TCVN3" else made


def _bytes_of(text: str) -> bytes:
    return b"".join(_byte_of(sign) for sign in text)


def _byte_of(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1", errors="replace")


def _read_again(text: str) -> str:
    return _bytes_of(text).decode("utf-8", errors="replace")


def _with_capitals(text: str) -> str:
    """TCVN3 has no capitals with tones: capital fonts show the small ones so. Where all other letters are capitals,
    they were meant to be."""
    lines = text.split("\n")
    return "\n".join(_TOKEN.sub(_capital_word, line) if not _is_in_capitals(line) else line.upper() for line in lines)


def _is_in_capitals(text: str) -> bool:
    plain = [sign for sign in text if sign.isascii() and sign.isalpha()]
    return len(plain) >= 3 and all(sign.isupper() for sign in plain)


def _capital_word(match: re.Match[str]) -> str:
    word = match[0]
    plain = [sign for sign in word if sign.isascii() and sign.isalpha()]
    is_capital = len(plain) >= 2 and all(sign.isupper() for sign in plain)
    return word.upper() if is_capital else word


@dataclass(frozen=True, slots=True)
class _Weight:
    """Of words with signs outside ASCII: how many, what share of all words, what share could be Vietnamese."""

    count: int
    of_all: float
    valid: float


def _weigh(tokens: Iterable[str]) -> _Weight:
    every, special, valid = 0, 0, 0
    for token in tokens:
        every += 1
        if not token.isascii():
            special += 1
            valid += is_syllable(token.lower())
    return _Weight(special, special / every if every else 0.0, valid / special if special else 0.0)


def detected(text: str, *, least: int = _LEAST_TOKENS) -> Code | None:
    """The old code that a text is in, None where it is in Unicode, in another language, damaged, or too short to tell.

    `least`: how many words with signs there must be.
    """
    sample = nfc(text[:60_000])
    before = _weigh(_TOKEN.findall(sample))
    if before.count < least or before.of_all < _LEAST_SPECIAL or before.valid > _MOST_BEFORE:
        return None
    if len(_PROOF.findall(sample)) > 0.05 * before.count:
        return None
    best: Code | None = None
    most = max(_LEAST_AFTER, before.valid + 0.25)
    for code in CODE_NAMES:
        after = _weigh(_TOKEN.findall(converted(sample, code)))
        if after.count >= least / 2 and after.valid >= most:
            best, most = code, after.valid
    return best


def in_unicode(text: str, code: Code) -> str:
    """The text with its lines converted; a line that shows letters only Unicode has is left as it is."""
    if code == "UTF-8":
        return converted(text, code)
    return "\n".join(line if _PROOF.search(line) else converted(line, code) for line in text.split("\n"))


def code_of_bytes(data: bytes) -> tuple[str, Code | None]:
    """Bytes that are not UTF-8: their text, and the code they were in (None: no code makes Vietnamese of them)."""
    text = "".join(map(char_of, data))
    code = detected(text, least=3)
    return (text if code is None else in_unicode(text, code), code)


def code_of_font(name: str) -> tuple[Code, bool] | None:
    """The old code that a font is made for, and whether it shows small letters as capitals; None for other fonts.

    >>> code_of_font("ABCDEF+.VnTimeH")
    ('TCVN3', True)
    """
    bare = name.split("+", 1)[-1].strip()
    if bare.lower().startswith(".vn"):
        return ("TCVN3", bool(_CAPITALS_FONT.search(bare.split(",")[0])))
    if bare.upper().startswith("VNI-") or bare.upper().startswith("VNI "):
        return ("VNI", False)
    if bare.upper().startswith("VPS "):
        return ("VPS", False)
    return None


def from_font(text: str, font: str) -> tuple[str, Code | None]:
    """A run of text as its font shows it, and the code it was in; text that is in Unicode already stays."""
    known = code_of_font(font)
    if known is None or _PROOF.search(text):
        return (text, None)
    code, is_capital = known
    made = converted(text, code)
    return (made.upper() if is_capital else made, code if made != text else None)


def note_of(codes: Iterable[Code]) -> str:
    """What a person should know of a converted text."""
    names = ", ".join(dict.fromkeys(CODE_NAMES[code] for code in codes))
    return f"Chữ trong tệp dùng bảng mã cũ ({names}), đã chuyển sang Unicode; hãy đối chiếu với bản gốc."
