"""A damaged line as pieces: words to be read, and what must not be touched (numbers, dates, addresses, codes)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from .orthography import base_letter, is_proof_of_marks

Kind = Literal["word", "glue", "number", "code"]

_LEAD: Final = re.compile(r"^[\s(\[{<>\"'“”‘’«»*_#`^~.,;:!?…|\\/+=\-–—•·]+")
_TRAIL: Final = re.compile(r"[\s)\]}<>\"'“”‘’«»*_#`^~.,;:!?…|\\/+=\-–—•·]+$")
_ADDRESS: Final = re.compile(
    r"^(?:https?:|www\.)|@[\w-]+\.|^[\w-]+(?:[.,][\w-]+)*[.,](?:vn|com|org|net|gov|edu)\b", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^\d[\d.,:/%+\-–]*$")
_ORDINAL: Final = re.compile(r"^(?:[IVX]+|[ivx]+|\d+[a-zđ]|[a-zđ])$")
_INNER: Final = re.compile(r"([/,;:.…()\-–—\"“”|]+)")
# A torn letter inside a word, as "d(‘A)ng" and "thé)ng" have it; a lone bracket that opens ("Bộ(1)") is none.
_TORN: Final = re.compile(r"(?<=[^\W\d_])(?:\)|[()'‘’\"“”{}:]{2,})(?=[^\W\d_])")
_TORN_SIGNS: Final = re.compile(r"[()'‘’\"“”{}:]+")
_LONGEST_TORN: Final = 10
_STOPS: Final = re.compile(r"[.;:?!…]")
_VOWEL: Final = re.compile(r"[aeiouyAEIOUY]")
# Signs that an engine without Vietnamese writes for a letter with marks, even alone ("tử vong & trẻ em": ở).
# Of those, the ones that no official text has standing alone.
_LONE_SIGNS: Final = frozenset("&¥¢@")
DIGITS: Final = frozenset("6")
# Words that a number follows more readily than «ở»: có, còn, gồm, từ, đến, trên, dưới, đủ, thêm, là, khoảng, số, lớp …
_COUNTING: Final = re.compile(
    r"(?:con?|gom|tu|den|tren|duoi|du|them|la|khoang|so|thu|lop|quy|dieu|thang|cap|muc|nhom|va|gap|tang|giam|hon|chi)$"
)
_SMALL_END: Final = re.compile(r"[^\W\d_]$")
_SMALL_START: Final = re.compile(r"[a-zđà-ỹ]")
SIGN_LETTERS: Final = "¢€£&§¥ﬁﬂ%#{}'‘’°|!@$?]["


@dataclass(slots=True)
class Piece:
    """A part of a chunk: `text` is what is read for it, `stop` ends a sentence, `inside` goes on with one.

    `lone`: two capitals among small words, an abbreviation or a damaged word. `digit`: a digit that may be a letter.
    """

    raw: str
    kind: Kind
    text: str = ""
    confidence: float = 1.0
    stop: bool = False
    inside: bool = False
    lone: bool = False
    digit: bool = False

    def __post_init__(self) -> None:
        self.text = self.text or self.raw


@dataclass(slots=True)
class Chunk:
    """What stands between two blanks."""

    raw: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The chunk as it is read."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def confidence(self) -> float:
        """The doubt of its most doubtful word; 1.0 when nothing in it was in doubt."""
        return min((piece.confidence for piece in self.pieces), default=1.0)


def without_torn_signs(word: str) -> str:
    """The word without brackets and quotes that stand between its letters."""
    return _TORN_SIGNS.sub("", word) if _TORN.search(word) else word


def is_address(text: str) -> bool:
    """Whether a chunk is a web or mail address."""
    return bool(_ADDRESS.search(text))


def is_code(text: str) -> bool:
    """Whether a word can only be an abbreviation or a code: two capitals or more and no vowel."""
    letters = text.rstrip("0123456789")
    if not letters.isalpha() or sum(c.isupper() for c in letters) < 2:
        return False
    return not _VOWEL.search(letters) and not any(is_proof_of_marks(c) and c not in "đĐ" for c in letters)


def split_chunk(raw: str, *, first: bool) -> Chunk:
    """The pieces of one chunk; `first`: it opens a line, where "I." or "a)" number a clause."""
    if is_address(raw.strip("().,;:")):
        return Chunk(raw, [Piece(raw, "code")])
    lead = _LEAD.match(raw)
    head = lead.group() if lead else ""
    body = raw[len(head) :]
    if not body:
        return Chunk(raw, [Piece(raw, "glue", stop=bool(_STOPS.search(raw)))])
    trail = _TRAIL.search(body)
    tail = trail.group() if trail else ""
    core = body[: len(body) - len(tail)]
    pieces = [Piece(head, "glue")] if head else []
    if _NUMBER.match(core) or (first and _ORDINAL.match(core) and (tail[:1] in (".", ")", "|") or core.isupper())):
        pieces.append(Piece(core, "number"))
    else:
        pieces.extend(_inner(core))
    if tail:
        pieces.append(Piece(tail, "glue", stop=bool(_STOPS.search(tail))))
    return Chunk(raw, pieces)


def _inner(core: str) -> list[Piece]:
    parts = [part for part in _INNER.split(core) if part]
    # "(p/h)", "b/c", "đ/b": abbreviations of one letter each.
    if len(parts) == 3 and all(len(part) == 1 for part in parts):
        return [Piece(core, "code")]
    if _TORN.search(core) and len(core) <= _LONGEST_TORN:
        return [Piece(core, "word")]
    return [_part(part) for part in parts]


def _part(part: str) -> Piece:
    if _INNER.fullmatch(part):
        return Piece(part, "glue", stop=bool(_STOPS.search(part)))
    if _NUMBER.match(part):
        return Piece(part, "number")
    if not any(c.isalpha() for c in part) and not (
        any(c.isdigit() for c in part) and any(c in SIGN_LETTERS for c in part)
    ):
        return Piece(part, "word" if part in _LONE_SIGNS else "glue")
    if is_code(part):
        return Piece(part, "code")
    return Piece(part, "word")


def split_line(line: str) -> list[Chunk]:
    """The chunks of a line, in order."""
    return [split_chunk(raw, first=place == 0) for place, raw in enumerate(line.split())]


def _plain(word: str) -> str:
    return "".join(base_letter(sign) for sign in word.lower())


def doubt_digits(chunks: list[Chunk]) -> None:
    """A lone 6 between two small words may be «ở» ("thé thap coi 6 tré em"): the words around decide."""
    for before, chunk, after in zip(chunks, chunks[1:], chunks[2:], strict=False):
        if _COUNTING.match(_plain(before.raw)):
            continue
        if chunk.raw in DIGITS and _SMALL_END.search(before.raw) and _SMALL_START.match(after.raw):
            chunk.pieces[0].kind, chunk.pieces[0].digit = "word", True
