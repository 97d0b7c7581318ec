"""The written Vietnamese syllable: its parts, its marks, and what only a Vietnamese source can contain."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ONSET_LIST: Final = "ngh ng nh gh gi ch kh ph qu th tr b c d đ g h k l m n p q r s t v x"
_ONSETS: Final = tuple(_ONSET_LIST.split())  # longest first
# Rimes without their tone, as the standard spelling writes them (after the onset "qu" the glide is in the onset).
_RIME_LIST: Final = (
    "a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om "
    "on ong oong ooc op ot oăc oăm oăn oăng oăt u ua uc ui um un ung uo up ut uy uya uych uynh uyt uyu uyên uyêt "
    "uâng uân uât uây uê uêch uênh uêu uôc uôi uôm uôn uông uôp uôt uơ ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y ych ynh yt yêm yên yêng yêt yêu âc âm ân âng âp ât âu ây "
    "ê êch êm ên ênh êp êt êu ô ôc ôi ôm ôn ông ôp ôt ăc ăm ăn ăng ăp ăt ơ ơi ơm ơn ơp ơt"
)
_RIMES: Final = frozenset(_RIME_LIST.split())
_STOPS: Final = ("p", "t", "c", "ch")
_TONES: Final = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_LATIN_1_MARKS: Final = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
_PLACEMENT: Final = re.compile(r"(?:o[aàáảãạeèéẻẽẹ]|u[yỳýỷỹỵ])$")

TONELESS_VOWELS: Final = "aăâeêioôơuưy"
LETTERS: Final = "abcdđeghiklmnopqrstuvxy"


def toneless(word: str) -> str:
    """The word without its tone; the letter marks (ă â ê ô ơ ư đ) stay. NFC."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word obeys the structure of a Vietnamese syllable (onset, rime, tone).

    Both placements of the tone mark pass (hòa, hoà). It is a test of form: not every such syllable is in use.
    """
    marks = [c for c in unicodedata.normalize("NFD", word) if c in _TONES]
    if len(marks) > 1:
        return False
    plain = toneless(word)
    stopped = plain.endswith(_STOPS)
    if stopped and marks and _TONES[marks[0]] not in ("sắc", "nặng"):
        return False
    if plain in ("gi", "gin", "giêng", "giêc", "quôc", "gia"):
        return True
    if plain in _RIMES:
        return True
    return any(plain.startswith(onset) and plain[len(onset) :] in _RIMES for onset in _ONSETS)


def standard_placement(word: str) -> str:
    """The lower-case syllable with the tone mark where official texts put it: hoá → hóa, thuỷ → thủy; quý stays.

    >>> standard_placement("khoẻ")
    'khỏe'
    """
    if not _PLACEMENT.search(word) or word[-3:-2] == "q":
        return word
    last = unicodedata.normalize("NFD", word[-1])
    tone = "".join(c for c in last if c in _TONES)
    if not tone:
        return word
    base = unicodedata.normalize("NFC", "".join(c for c in last if c not in _TONES))
    return word[:-2] + unicodedata.normalize("NFC", word[-2] + tone) + base


def is_proof_of_marks(letter: str) -> bool:
    """Whether the letter is Vietnamese and outside Latin-1 (ả ệ ơ đ …): an engine that writes it knows the language.

    An engine without Vietnamese can still write é, â or ô.
    """
    if letter in "đĐăĂơƠưƯ":
        return True
    return ord(letter) > 0xFF and letter not in _LATIN_1_MARKS and bool(_vietnamese_letter(letter))


@lru_cache(maxsize=4096)
def _vietnamese_letter(letter: str) -> bool:
    plain = toneless(unicodedata.normalize("NFC", letter.lower()))
    return len(plain) == 1 and plain in TONELESS_VOWELS + "đ"


@lru_cache(maxsize=4096)
def base_letter(letter: str) -> str:
    """The ASCII letter under the marks, letter case kept: ệ → e, Đ → D."""
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    return unicodedata.normalize("NFD", letter)[0]


def vietnamese_letters() -> str:
    """Every lower-case letter of the alphabet with every tone, in a fixed order."""
    letters = [c for c in LETTERS if c not in TONELESS_VOWELS]
    for vowel in TONELESS_VOWELS:
        letters.append(vowel)
        letters.extend(unicodedata.normalize("NFC", vowel + tone) for tone in _TONES)
    return "".join(letters)
