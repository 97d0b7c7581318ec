"""What an office says of an indicator of its own, and what is wrong with it. No Django models."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from mangnon.indicators.rules.persons import shows_more
from mangnon.indicators.terms import Direction, IndicatorKind, Nature

MULTIPLIERS = (Decimal(1), Decimal(100), Decimal(1_000), Decimal(10_000), Decimal(100_000))
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,18}[A-Za-z0-9])?")
# What a figure means: with another of these the figures that are there would say something else, or be shown to others.
MEANING = ("kind", "nature", "denominator_nature", "multiplier", "unit_words", "may_exceed", "counts")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is told of an indicator but its code; `dimensions`: codes, in order."""

    name: str
    kind: str
    unit_words: str
    nature: str = Nature.FLOW
    group: str = ""
    concept: str = ""
    numerator_words: str = ""
    denominator_words: str = ""
    denominator_nature: str = ""
    multiplier: Decimal | None = None
    may_exceed: bool = False
    counts: str = ""
    direction: str = Direction.NONE
    publication_words: str = ""
    source_words: str = ""
    responsible_words: str = ""
    legal_basis: str = ""
    note: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    expression: str = ""
    dimensions: tuple[str, ...] = ()


def code_fault(code: str) -> str:
    """What is wrong with a code; empty where it may be used. Expressions name indicators by it."""
    if _CODE.fullmatch(code):
        return ""
    return f"Mã «{code[:40]}» không dùng được: chỉ gồm chữ không dấu, số, gạch nối, nhiều nhất 20 ký tự, ví dụ TP-01."


def fault_in(facts: Facts) -> str:
    """The first thing that is wrong, in a sentence; empty where nothing is.

    A rate says both its numbers and by what their quotient is multiplied; a computed one says only its expression.
    """
    if not facts.name or not facts.unit_words:
        return "Chưa có tên hoặc đơn vị tính của chỉ tiêu."
    if facts.valid_from and facts.valid_to and facts.valid_to < facts.valid_from:
        return "Ngày hết hiệu lực trước ngày bắt đầu có hiệu lực."
    if facts.kind == IndicatorKind.RATE:
        return _fault_in_rate(facts)
    if facts.kind == IndicatorKind.COMPUTED:
        if not facts.expression:
            return "Chỉ tiêu tính từ chỉ tiêu khác phải có biểu thức."
        return "Chỉ tiêu tính từ chỉ tiêu khác không nhập phân tổ riêng." if facts.dimensions else ""
    return ""


def _fault_in_rate(facts: Facts) -> str:
    if not facts.numerator_words or not facts.denominator_words:
        return "Tỷ lệ phải nói rõ tử số và mẫu số đếm gì."
    if facts.multiplier not in MULTIPLIERS:
        return "Tỷ lệ phải chọn hệ số trong danh sách (ví dụ 100 cho phần trăm)."
    if not facts.denominator_nature:
        return "Chưa chọn tính chất theo thời gian của mẫu số."
    if facts.unit_words == "%" and facts.multiplier != 100:
        return "Đơn vị tính là % thì hệ số phải là 100."
    return ""


def settled(facts: Facts) -> Facts:
    """The facts without what another kind alone would have: a count has no denominator, only a computed one an
    expression."""
    if facts.kind != IndicatorKind.RATE:
        facts = replace(facts, denominator_words="", denominator_nature="", multiplier=None, may_exceed=False)
    if facts.kind != IndicatorKind.COMPUTED:
        return replace(facts, expression="")
    return replace(facts, numerator_words="", counts="")


def changed_meaning(before: Facts, after: Facts) -> list[str]:
    """Which facts differ that say what a figure means, in the order of `MEANING`.

    That persons are counted may be said of what was taken for things: more is hidden then. The other way shows what was
    hidden when it was told, also where only the words for what is counted would change it.
    """
    found = [name for name in MEANING if name != "counts" and getattr(before, name) != getattr(after, name)]
    return [*found, "counts"] if shows_more(before, after) else found


def lost_dimensions(before: Facts, after: Facts, told: Iterable[str]) -> list[str]:
    """Dimensions taken away although figures are told by them (`told`)."""
    return [code for code in before.dimensions if code not in after.dimensions and code in set(told)]
