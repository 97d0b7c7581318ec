"""Is a text in another language than Vietnamese? Asked before anything is repaired: a Vietnamese reader would make
syllables of English words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from mangnon.documents.reading.repair.orthography import is_proof_of_marks, is_syllable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that hold a sentence together, of each language its commonest. Damaged Vietnamese can look like one of them now
# and then («to», «in», «the»), never like all of them, and has no long words.
_HOLDING = {
    "tiếng Anh": _words(
        "the of and to in for shall on by with is are be that this as from at or which will have has their its not "
        "any all must may was were been such it an under"
    ),
    "tiếng Pháp": _words(
        "le la les de des du et en un une au aux pour par dans sur qui que est sont avec ce cette ses son sa leur il "
        "elle ou ne pas plus être été d l s n qu"
    ),
    "tiếng Đức": _words(
        "der die das und den dem des ein eine einer einem in im zu von mit auf für ist sind wird werden nicht sich als "
        "auch bei nach durch oder zum zur"
    ),
    "tiếng Tây Ban Nha": _words(
        "el la los las de del y en un una al por para con que se es son su sus como más o no lo este esta"
    ),
}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 25
_LEAST_HOLDING = 0.15
_LEAST_KINDS = 5
_LEAST_LONG = 0.05
_LONG = 8  # letters; the longest Vietnamese syllable has seven
_MOST_VIETNAMESE = 0.15
_MOST_SYLLABLES = 0.5


def foreign_language(lines: Sequence[str]) -> str | None:
    """The language of a text in Vietnamese words («tiếng Anh»), None for Vietnamese (damaged, too) and too little.

    «ngôn ngữ khác» stands for writing that is not in Latin letters and languages that are not known here.
    """
    words = [unicodedata.normalize("NFC", word) for line in lines for word in _WORD.findall(line)]
    letters = sum(map(len, words))
    script = _other_script(words, letters)
    if script is not None:
        return script
    if len(words) < _LEAST_WORDS:
        return None
    count = len(words)
    marked = sum(any(is_proof_of_marks(letter) for letter in word) for word in words) / count
    long = sum(len(word) >= _LONG for word in words) / count
    if marked > _MOST_VIETNAMESE or long < _LEAST_LONG:
        return None
    lower = [word.lower() for word in words]
    if sum(map(is_syllable, lower)) / count > _MOST_SYLLABLES:
        return None
    best: tuple[float, str] | None = None
    for language, holding in _HOLDING.items():
        found = [word for word in lower if word in holding]
        if len(found) / count >= _LEAST_HOLDING and len(set(found)) >= _LEAST_KINDS:
            best = max(best or (0.0, ""), (len(found) / count, language))
    return best[1] if best else None


def _other_script(words: Sequence[str], letters: int) -> str | None:
    """The language that writing of another kind shows, when most letters are so."""
    if letters < 2 * _LEAST_WORDS:
        return None
    other = [letter for word in words for letter in word if ord(letter) > 0x2AF and not 0x1E00 <= ord(letter) <= 0x1EFF]
    if len(other) <= letters / 2:
        return None
    names = [unicodedata.name(letter, "").split(" ")[0] for letter in other[:2000]]
    counts = {name: names.count(name) for name in set(names)}
    first = max(counts, key=lambda name: counts[name])
    if counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0) > len(names) / 5:
        return "tiếng Nhật"
    known = {"CJK": "tiếng Trung Quốc", "CYRILLIC": "tiếng Nga", "HANGUL": "tiếng Hàn Quốc", "LAO": "tiếng Lào",
             "KHMER": "tiếng Khmer", "THAI": "tiếng Thái Lan"}  # fmt: skip
    return known.get(first, "ngôn ngữ khác")


def foreign_warning(language: str) -> str:
    """What a person is told of a text in another language."""
    return (
        f"Văn bản viết bằng {language}, không phải tiếng Việt; chỉ giữ nguyên phần chữ, không đọc được nhiệm vụ. "
        "Hãy dùng bản tiếng Việt chính thức."
    )
