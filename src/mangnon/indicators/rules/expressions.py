"""The language of computed indicators: small, exact, without evaluation of anything else. No Django.

    [II-0101] / [TT13-2021/I-0101] * 100
    ([13a@-1] - [13a]) / [13a@-1] * 100
    sum([I-0319]; [I-0320])    min(…)  max(…)    num([I-0301])  den([I-0301])

Numbers with comma or point, + - × ÷ (also * / :), brackets, references in square brackets (`SET/CODE`, within the own
set `CODE`; `@-1`: a year before), `sum`, `min`, `max` of parts divided by semicolons, `num` and `den` for numerator and
denominator of a rate. What is unknown makes the whole unknown, and every unknown part is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from mangnon.indicators.errors import BadExpression
from mangnon.indicators.rules.cells import Told
from mangnon.indicators.terms import Unknown

MOST_SIGNS, MOST_DEPTH, MOST_YEARS_BACK = 600, 25, 10
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,18}(?:[.,][0-9]{1,9})?)|(?P<ref>\[[^\[\]]*\])|(?P<word>[a-z]+)|(?P<sign>[-+−*×/÷:();]))"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")  # a hundred thousand to who types figures: never a hundred
_REFERENCE = re.compile(r"\[\s*(?:([A-Za-z0-9_-]{1,40})/)?([A-Za-z0-9_-]{1,20})\s*(?:@-([0-9]{1,2}))?\s*\]")
_OPERATORS = {"+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "/": "/", "÷": "/", ":": "/"}
_FUNCTIONS = frozenset({"sum", "min", "max", "num", "den"})


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator of a set, some years before. `part`: `value`, `numerator` or `denominator`."""

    set_code: str
    code: str
    years_back: int = 0
    part: str = "value"

    @property
    def name(self) -> str:
        """«TT13-2021/I-0101», «…@-1»."""
        return f"{self.set_code}/{self.code}" + (f"@-{self.years_back}" if self.years_back else "")


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a read expression: a number, a reference, or an operator over parts."""

    kind: str
    parts: tuple[Node, ...] = ()
    number: Fraction = Fraction(0)
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """What was not known; `reference` None: a division by zero inside the expression."""

    reference: Reference | None
    why: Unknown


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A value, or every part that made it unknown."""

    told: Told
    unknowns: tuple[UnknownPart, ...] = ()


@dataclass(slots=True)
class _Reader:
    text: str
    own_set: str
    tokens: list[tuple[str, str, int]] = field(default_factory=list)
    at: int = 0

    def refuse(self, what: str, position: int | None = None) -> NoReturn:
        where = "" if position is None else f" ở vị trí {position + 1}"
        raise BadExpression(f"Biểu thức chưa đúng{where}: {what}. Chưa có gì được ghi. Hãy sửa biểu thức.")

    def split(self) -> None:
        if len(self.text) > MOST_SIGNS:
            self.refuse(f"dài quá {MOST_SIGNS} ký tự")
        position, end = 0, len(self.text.rstrip())
        while position < end:
            found = _TOKEN.match(self.text, position)
            if found is None or found.lastgroup is None:
                self.refuse("có ký tự không hiểu được", position)
            self.tokens.append((found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)))
            position = found.end()

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self) -> tuple[str, str, int]:
        if self.at >= len(self.tokens):
            self.refuse("thiếu phần cuối")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            self.refuse(f"thiếu dấu «{sign}»", self.tokens[self.at][2] if self.at < len(self.tokens) else None)
        self.at += 1

    def expression(self, depth: int) -> Node:
        return self._chain(depth, "+-−", self._term)

    def _term(self, depth: int) -> Node:
        return self._chain(depth, "*×/÷:", self._factor)

    def _chain(self, depth: int, signs: str, inner: Callable[[int], Node]) -> Node:
        found = inner(depth)
        while (sign := self.peek()) and sign in signs:
            self.take()
            found = Node(_OPERATORS[sign], (found, inner(depth)))
        return found

    def _factor(self, depth: int) -> Node:
        if depth > MOST_DEPTH:
            self.refuse("quá nhiều lớp ngoặc")
        kind, word, position = self.take()
        if kind == "number" and _GROUPED.fullmatch(word):
            self.refuse(
                f"«{word}» chưa rõ là số nào; viết liền các chữ số (100000), phần thập phân sau dấu phẩy", position
            )
        if kind == "number":
            return Node("number", number=Fraction(Decimal(word.replace(",", "."))))
        if kind == "ref":
            return Node("ref", reference=self._reference(word, position))
        if word in ("-", "−"):
            return Node("-", (Node("number"), self._factor(depth + 1)))
        if word == "(":
            found = self.expression(depth + 1)
            self.expect(")")
            return found
        if word not in _FUNCTIONS:
            self.refuse(f"không hiểu «{word}»", position)
        return self._call(word, depth)

    def _call(self, name: str, depth: int) -> Node:
        self.expect("(")
        parts = [self.expression(depth + 1)]
        while self.peek() == ";":
            self.take()
            parts.append(self.expression(depth + 1))
        self.expect(")")
        if name not in ("num", "den"):
            return Node(name, tuple(parts))
        reference = parts[0].reference
        if len(parts) != 1 or reference is None:
            self.refuse(f"«{name}» cần đúng một chỉ tiêu trong ngoặc vuông")
        part = "numerator" if name == "num" else "denominator"
        return Node("ref", reference=Reference(reference.set_code, reference.code, reference.years_back, part))

    def _reference(self, word: str, position: int) -> Reference:
        found = _REFERENCE.fullmatch(word)
        if found is None:
            self.refuse(f"không đọc được mã «{word[:40]}»", position)
        set_code, years = found[1] or self.own_set, int(found[3] or 0)
        if not set_code:
            self.refuse(f"«{word[:40]}» chưa nói thuộc bộ chỉ tiêu nào", position)
        if years > MOST_YEARS_BACK:
            self.refuse(f"lùi quá {MOST_YEARS_BACK} năm", position)
        return Reference(set_code, found[2], years)


def read_expression(text: str, *, own_set: str = "") -> Node:
    """Read an expression; a code without a set is of `own_set`. Raises BadExpression with the place of the fault."""
    reader = _Reader(text, own_set)
    reader.split()
    found = reader.expression(0)
    if reader.at < len(reader.tokens):
        reader.refuse(f"thừa «{reader.peek()[:40]}»", reader.tokens[reader.at][2])
    return found


def references_in(node: Node) -> Iterator[Reference]:
    """Every reference, from left to right, each as often as it stands there."""
    if node.reference is not None:
        yield node.reference
    for part in node.parts:
        yield from references_in(part)


def adds_up(node: Node) -> bool:
    """Whether an expression only adds what it names, perhaps times a number: then sums over some of the units are at
    least what they say, whichever units they are."""
    if node.kind in ("number", "ref"):
        return node.reference is None or node.reference.part != "denominator"
    if node.kind in ("+", "sum"):
        return all(adds_up(part) for part in node.parts)
    if node.kind in ("*", "/"):
        factors = node.parts if node.kind == "*" else node.parts[1:]
        return any(part.kind == "number" for part in factors) and all(adds_up(part) for part in node.parts)
    return False


def evaluate(node: Node, look_up: Callable[[Reference], Told]) -> Evaluated:
    """The value by what `look_up` tells of each reference; partial or estimated where a part is."""
    told: dict[Reference, Told] = {each: look_up(each) for each in dict.fromkeys(references_in(node))}
    unknowns = [
        UnknownPart(each, value.unknown or Unknown.NOT_ENTERED) for each, value in told.items() if value.value is None
    ]
    if unknowns:
        return Evaluated(Told(unknown=unknowns[0].why), tuple(unknowns))
    value = _value(node, {each: found.value for each, found in told.items() if found.value is not None})
    if value is None:
        return Evaluated(Told(unknown=Unknown.ZERO_DENOMINATOR), (UnknownPart(None, Unknown.ZERO_DENOMINATOR),))
    return Evaluated(
        Told(
            value, None, any(each.is_partial for each in told.values()), any(each.is_estimate for each in told.values())
        )
    )


def _value(node: Node, values: Mapping[Reference, Fraction]) -> Fraction | None:
    """None: a division by zero somewhere."""
    if node.kind == "number":
        return node.number
    if node.reference is not None:
        return values[node.reference]
    parts = [_value(part, values) for part in node.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if node.kind in ("sum", "min", "max"):
        return sum(known, Fraction(0)) if node.kind == "sum" else (min if node.kind == "min" else max)(known)
    left, right = known
    if node.kind == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}[node.kind]


def circle_in(uses: Mapping[str, set[str]]) -> list[str] | None:
    """A way round from a name back to itself, if expressions use each other in a circle; the names on it, in order."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str] | None:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return None
        for used in sorted(uses.get(name, ())):
            found = walk(used, [*way, name])
            if found:
                return found
        done.add(name)
        return None

    for name in sorted(uses):
        found = walk(name, [])
        if found:
            return found
    return None


def steps_from(uses: Mapping[str, set[str]]) -> int:
    """How many computed indicators rest on one another at most: 1 where none rests on a computed one. No circle."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = 1 + max((of(used) for used in uses[name] if used in uses), default=0)
        return depth[name]

    return max((of(name) for name in uses), default=0)
