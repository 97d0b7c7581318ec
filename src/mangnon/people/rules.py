"""Decisions about posts, names and one-time codes. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Collection

from mangnon.kernel.text import collation_key, fold, one_line

# How long an invitation can be used, and what the quarterly review asks about. The 45 days are those after which an
# account that is not used is closed (QCVN 12:2026/BCA, level 1-2); the others are the product's own arrangement.
INVITATION_DAYS = 7
UNUSED_DAYS = 45
LONG_ACTING_DAYS = 183
# Letters and digits that are not taken for each other when a slip of paper is read: no I, L, O, U (Crockford).
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")
_NAME = re.compile(r"[^\d@<>{}\[\]|\\/_=+*#$%^~`\"]{2,120}")


def is_within(first: dt.date, last: dt.date | None, *, of_first: dt.date | None, of_last: dt.date | None) -> bool:
    """Whether first–last lies within a validity; an open end only lies within an open one."""
    begins = of_first is None or of_first <= first
    ends = of_last is None or (last is not None and last <= of_last)
    return begins and ends


# ---- one-time codes ------------------------------------------------------------------------------------------------


def tidy_code(typed: str) -> str:
    """A typed code without blanks and dashes, in capitals, with the letters that are misread put right."""
    return re.sub(r"[\s\-–—]+", "", typed).upper().translate(_READ_AS)


def grouped_code(code: str) -> str:
    """«51-ABCD-EFGH-…», as it stands on the slip: the province, then the random signs in fours."""
    province, signs = code[:-CODE_LENGTH], code[-CODE_LENGTH:]
    return "-".join([province, *(signs[place : place + 4] for place in range(0, len(signs), 4))])


def province_of_code(typed: str) -> str:
    """The province that a typed code says it is of; empty when the code is too short to say one."""
    return tidy_code(typed)[:-CODE_LENGTH]


def code_key(typed: str) -> str:
    """What a session may keep of a code: the province and the hash, of which nobody can make the code."""
    return f"{province_of_code(typed)}:{code_digest(typed)}"


def code_digest(typed: str) -> str:
    """SHA-256, in hex, of a code. The code has 100 random bits: it cannot be guessed from its hash."""
    return hashlib.sha256(tidy_code(typed).encode()).hexdigest()


# ---- names ---------------------------------------------------------------------------------------------------------


def name_key(full_name: str) -> tuple[object, object]:
    """The order of people in Vietnamese lists: the given name, which stands last, then the rest."""
    rest, _, given = one_line(full_name).rpartition(" ")
    return (collation_key(given), collation_key(rest))


def is_name(text: str) -> bool:
    """Whether a text can be a person's name: 2 to 120 signs, no digits, nothing of program text."""
    return bool(_NAME.fullmatch(text)) and any(sign.isalpha() for sign in text)


def is_username(text: str) -> bool:
    """Whether a text can be a user name: 3 to 60 of a–z, 0–9, full stop, dash, underline; a letter first."""
    return bool(_USERNAME.fullmatch(text))


def proposed_username(full_name: str, taken: Collection[str]) -> str:
    """A user name from a name: the given name, then the first letters of the others; a number where it is taken.

    >>> proposed_username("Nguyễn Thị Lan", {"lannt"})
    'lannt2'
    """
    words = fold(full_name).split() or ["nguoidung"]
    base = (words[-1] + "".join(word[0] for word in words[:-1]))[:50]
    if not base[0].isalpha():
        base = f"u{base}"
    base = base.ljust(3, "x")
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}{number}"
    return candidate
