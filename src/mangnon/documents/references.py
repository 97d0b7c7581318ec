"""Which paper is meant when another names it: comparable numbers, and what a reading says of other papers. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from mangnon.agencies.matching import letters, likeness
from mangnon.documents.reading.records import LINK_KINDS
from mangnon.kernel.text import fold

KEY_LONGEST = 120
_NUMBER = re.compile(r"\d+")
_SAME_ISSUER = 0.75


def number_key(number: str | None) -> str:
    """A number and symbol in the form in which two are compared: case, blanks, Đ/D, hyphens and a leading zero do not
    count. Empty for what has no figure.

    >>> number_key("Số: 027 /QĐ - TTg"), number_key("27/QD TTg")
    ('27/qdttg', '27/qdttg')
    """
    words = fold(number or "").split()
    while words and not words[0][0].isdigit():
        words.pop(0)
    parts: list[str] = []
    for word in words:
        if word[0].isdigit():
            parts.append(_NUMBER.sub(lambda found: found.group().lstrip("0") or "0", word, count=1))
        elif len(parts) > 1 and not parts[-1][0].isdigit():
            parts[-1] += word
        else:
            parts.append(word)
    return "/".join(parts)[:KEY_LONGEST]


class CitedLike(Protocol):
    """What is known of a paper that another names."""

    @property
    def number_key(self) -> str: ...
    @property
    def issued_on(self) -> dt.date | None: ...
    @property
    def issuer(self) -> str: ...


class KnownLike(CitedLike, Protocol):
    """A paper that was received. `territory_code`: of which province; empty for none."""

    @property
    def reading_id(self) -> int: ...
    @property
    def territory_code(self) -> str: ...
    @property
    def is_adopted(self) -> bool: ...


Known = TypeVar("Known", bound=KnownLike)


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing a reading says of another paper, cut to what is stored."""

    order: int
    kind: str
    number: str
    number_key: str
    issued_on: dt.date | None
    issuer: str
    title: str
    first_line: int | None
    last_line: int | None


def cited_in(result: Mapping[str, Any]) -> list[Cited]:
    """What a reading's result says of other papers; a result of before links knows its legal bases.

    `order` is the place in the result's links: «links.<order>» names it as an item.
    """
    rows = result.get("links")
    if rows is None:
        rows = [{**basis, "kind": "basis"} for basis in result.get("legal_bases") or ()]
    found: list[Cited] = []
    for order, row in enumerate(rows):
        number = str(row.get("number") or "")
        first, last = ((row.get("source") or {}).get("lines") or (None, None))[:2]
        if not number and not row.get("title"):
            continue
        found.append(
            Cited(
                order=order,
                kind=row.get("kind") if row.get("kind") in LINK_KINDS else "cites",
                number=number[:KEY_LONGEST],
                number_key=number_key(number),
                issued_on=day_of(row.get("date")),
                issuer=str(row.get("issuer") or "")[:200],
                title=str(row.get("title") or ""),
                first_line=first,
                last_line=last,
            )
        )
    return found


def day_of(value: object) -> dt.date | None:
    """The day an ISO text names; None for anything else."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def meant(cited: CitedLike, known: Iterable[Known], *, home: str) -> list[Known]:
    """Which received papers a citation means: the same number of the same day; the issuer decides among several.

    `home` is the province of the citing paper: «kế hoạch của Ủy ban nhân dân tỉnh» is a paper of its own province
    before it is one of another. More than one answer: the same paper received more than once, the best copy first
    (adopted, of the own province, older). Nothing is answered when it could be one of several papers.
    """
    if not cited.number_key:
        return []
    found = [
        paper
        for paper in known
        if paper.number_key == cited.number_key
        and (cited.issued_on is None or paper.issued_on == cited.issued_on)
        and (cited.issued_on is not None or is_same_issuer(cited.issuer, paper.issuer))
    ]
    if len(_papers(found)) > 1:
        found = [paper for paper in found if is_same_issuer(cited.issuer, paper.issuer)]
    if len(_papers(found)) > 1:
        found = [paper for paper in found if paper.territory_code == home]
    if len(_papers(found)) > 1:
        return []
    return sorted(found, key=lambda paper: (not paper.is_adopted, paper.territory_code != home, paper.reading_id))


def _papers(found: Sequence[KnownLike]) -> set[tuple[dt.date | None, str]]:
    return {(paper.issued_on, letters(paper.issuer)) for paper in found}


def is_same_issuer(one: str, other: str) -> bool:
    """Whether two names of an issuer may be one body: alike as damaged names are, or one holds the other; an unknown
    one may be any."""
    a, b = letters(one), letters(other)
    return not a or not b or a in b or b in a or likeness(one, other) >= _SAME_ISSUER
