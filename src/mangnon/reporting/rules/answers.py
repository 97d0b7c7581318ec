"""Reading what a body answers to a question. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_ANSWER = 20_000
MOST_DIGITS = 15
_WHOLE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+")
_NUMBER = re.compile(rf"(?:{_WHOLE.pattern})(?:,[0-9]{{1,6}})?")
_BLANKS = re.compile(r"[-\u2212\u2013]?[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?:,[0-9]{1,6})?")
# What spreadsheets and word processors put around figures and nobody sees; the signs they write for minus.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u0007"
_MINUS = ("-", "\u2212", "\u2013")
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
    plain = "".join(each for each in text if each not in _UNSEEN).strip()
    if _BLANKS.fullmatch(plain):  # «1 234»; but «12 15» is two figures in one cell
        plain = "".join(plain.split())
    if plain[:1] in _MINUS and _NUMBER.fullmatch(plain[1:]):
        return Read(wrong=f"«{text[:40]}» là số âm; số liệu báo cáo không âm")
    if not _NUMBER.fullmatch(plain):
        return Read(wrong=f"«{text[:40]}» không phải con số; hãy ghi như 1.234 hoặc 12,5")
    whole, _, part = plain.replace(".", "").partition(",")
    whole = whole.lstrip("0") or "0"
    if len(whole) > MOST_DIGITS:
        return Read(wrong=f"«{text[:40]}» có {len(whole)} chữ số, quá {MOST_DIGITS} chữ số; hãy kiểm tra lại")
    return Read(f"{whole}.{part}" if part else whole)


def shown_number(text: str) -> str:
    """A number as it is kept, as it is shown: «1234.5» → «1.234,5»."""
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if whole.isdecimal() else whole
    return f"{grouped},{part}" if part else grouped
