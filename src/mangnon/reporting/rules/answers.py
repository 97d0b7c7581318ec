"""Reading what a body answers to a question. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_ANSWER = 20_000
_WHOLE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15}")
_NUMBER = re.compile(rf"(?:{_WHOLE.pattern})(?:,[0-9]{{1,6}})?")
YES_NO = ("Có", "Không")


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as it is kept (`text`), or why it cannot be (`wrong`, in words; empty: it can)."""

    text: str = ""
    wrong: str = ""


def read_answer(kind: str, typed: str, choices: Sequence[str] = ()) -> Read:
    """What was typed, as it is kept: words as they are, a number as «1234.5», a choice as one of its words.

    Nothing typed is no answer: an empty text. Numbers are written the Vietnamese way, «1.234,5».
    """
    text = typed.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        return Read()
    if len(text) > LONGEST_ANSWER:
        return Read(wrong=f"dài {len(text)} ký tự, quá {LONGEST_ANSWER} ký tự; hãy rút gọn hoặc gửi tệp kèm theo")
    if kind == "number":
        return _number(text)
    allowed = YES_NO if kind == "yes_no" else tuple(choices)
    if kind in ("choice", "yes_no") and text not in allowed:
        return Read(wrong=f"«{text[:60]}» không có trong các lựa chọn")
    return Read(text)


def _number(text: str) -> Read:
    plain = text.replace("\u00a0", "").replace(" ", "")
    if plain.startswith("-") and _NUMBER.fullmatch(plain[1:]):
        return Read(wrong=f"«{text[:40]}» là số âm; số liệu báo cáo không âm")
    if not _NUMBER.fullmatch(plain):
        return Read(wrong=f"«{text[:40]}» không phải con số; hãy ghi như 1.234 hoặc 12,5")
    return Read(plain.replace(".", "").replace(",", "."))


def shown_number(text: str) -> str:
    """A number as it is kept, as it is shown: «1234.5» → «1.234,5»."""
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if whole.isdecimal() else whole
    return f"{grouped},{part}" if part else grouped
