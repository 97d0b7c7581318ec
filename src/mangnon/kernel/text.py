"""Vietnamese text: folding, collation, capitals. Small and pure."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SPACES = re.compile(r"\s+")
# Signs that nobody sees: control signs but tab and line ends, marks of direction, joiners and fillers without width,
# halves of signs.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    r"\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
# Vietnamese dictionary order: letters first, then the mark on the vowel (level, grave, hook, tilde, acute, dot).
_LETTER_ORDER = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONE_ORDER = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPE_MARKS = {"\u0302", "\u0306", "\u031b"}


def nfc(text: str) -> str:
    """The text in Unicode NFC without the sign NUL, the form that is stored: PostgreSQL keeps no NUL."""
    return unicodedata.normalize("NFC", text.replace("\x00", ""))


def typed_words(text: str) -> str:
    """What somebody typed, as an act keeps it: NFC, without signs that nobody sees, trimmed.

    Empty for words that nobody could read: a reason of such signs is no reason.

    >>> typed_words(" Chưa đủ\\u200b kinh phí \\ufeff")
    'Chưa đủ kinh phí'
    """
    return nfc(_UNSEEN.sub("", text)).strip()


def without_marks(text: str) -> str:
    """The text without tone and letter marks, đ as d; letter case is kept."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def fold(text: str) -> str:
    """Lower case, without marks, every run of other signs one space: the form in which words are compared.

    >>> fold("Sở Lao động - Thương binh và Xã hội")
    'so lao dong thuong binh va xa hoi'
    """
    return _NOT_WORD.sub(" ", without_marks(text).lower()).strip()


def one_line(text: str) -> str:
    """The text with every run of white space made one blank, and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def collation_key(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]:
    """A key that sorts as a Vietnamese dictionary does (a < ă < â; huyền < hỏi < ngã < sắc < nặng).

    Letters decide first, marks second, the text itself last, so the order is total.
    """
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text).lower():
        shape, tone = "", 0
        for part in unicodedata.normalize("NFD", char):
            if part in _TONE_ORDER:
                tone = _TONE_ORDER[part]
            elif part in _SHAPE_MARKS or not unicodedata.combining(part):
                shape += part
        base = unicodedata.normalize("NFC", shape)
        if base in _LETTER_ORDER:
            letters.append((2, _LETTER_ORDER[base]))
        elif base.isdigit():
            letters.append((1, ord(base[0])))
        else:
            letters.append((0, ord(base[0]) if base else 0))
        tones.append(tone)
    return tuple(letters), tuple(tones), text


def same_words(text: str) -> str:
    """What two writings of the same sentences share: blanks, capitals and closing signs do not count.

    Marks and the signs inside do: «> 5%» is not «< 5%», «12/15» not «12-15», xã Sơn Hà not xã Sơn Hạ.
    """
    return " ".join(nfc(text).casefold().split()).rstrip(".;: ")


def same_name(text: str) -> str:
    """What all writings of one name share, for comparing: no capitals, one blank, the tone counted where ever in the
    syllable it is set («Hoà», «Hòa»). Marks count: «Sơn Hà» and «Sơn Hạ» are two communes."""
    return " ".join(_syllable(word) for word in nfc(text).casefold().split())


def _syllable(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(part for part in parts if part in _TONE_ORDER))
    return "".join(part for part in parts if part not in _TONE_ORDER) + tones


def capitalise_first(text: str) -> str:
    """The text with its first letter a capital; the rest is left as it is."""
    return text[:1].upper() + text[1:]
