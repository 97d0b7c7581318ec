"""What an office writes into a template, and how it becomes a paper.

A template is plain text. A field in braces («{cơ quan nhận}») is replaced by its value, or by dots where the value is
not known; what was put in is never read again, so no value can become a field. Nothing in a template is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mangnon.kernel.text import nfc, one_line

DOTS = "......"
PARTS = ("place", "addressees", "bases", "body", "recipients")
LONGEST_PART = 60_000
_FIELD = re.compile(r"\{([^{}\n]{1,60})\}")
_STRAY = re.compile(r"[{}]")
_ROMAN = re.compile(r"^[IVXL]{1,6}\.\s+\S")
_NUMBERED = re.compile(r"^\d{1,2}\.\s+\S")
_LETTERED = re.compile(r"^[a-zđ]\)\s+\S")
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may stand in a template: its name between the braces, and what it stands for."""

    name: str
    about: str
    example: str


def tidy_name(name: str) -> str:
    """A field's name as it is compared: one blank between words, small letters."""
    return one_line(nfc(name)).lower()


def fields_in(text: str) -> list[str]:
    """The names of the fields in a text, each once, in their order."""
    return list(dict.fromkeys(tidy_name(found[1]) for found in _FIELD.finditer(nfc(text))))


def faults_in(parts: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """Why a template cannot be kept, in whole sentences: unknown fields, braces that are not closed, nothing to say."""
    names = {tidy_name(name) for name in known}
    faults: list[str] = []
    unknown = [name for part in PARTS for name in fields_in(parts.get(part, "")) if name not in names]
    if unknown:
        faults.append(
            "Không có trường: " + ", ".join(f"«{name}»" for name in dict.fromkeys(unknown)) + ". Hãy dùng tên trong "
            "danh sách các trường, hoặc bỏ ngoặc nhọn."
        )
    if any(_STRAY.search(_FIELD.sub("", nfc(parts.get(part, "")))) for part in PARTS):
        faults.append("Có dấu ngoặc nhọn chưa đóng, chưa mở hoặc lồng nhau. Một trường viết như {địa danh}.")
    if not parts.get("body", "").strip():
        faults.append("Mẫu chưa có nội dung.")
    if any(len(parts.get(part, "")) > LONGEST_PART for part in PARTS):
        faults.append(f"Một phần của mẫu dài hơn {LONGEST_PART} chữ.")
    return faults


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields replaced; dots for a field without a value, known or not."""
    known = {tidy_name(name): value for name, value in values.items()}
    return _FIELD.sub(lambda found: known.get(tidy_name(found[1]), "").strip() or DOTS, nfc(text))


def lines_of(text: str) -> tuple[str, ...]:
    """The non-empty lines of a part."""
    return tuple(line for line in (one_line(each) for each in text.splitlines()) if line)


def kind_of_line(line: str) -> tuple[str, int]:
    """What a line of the body is: ("heading", 1-3), ("bullet", 1-2) or ("paragraph", 0).

    A heading is numbered («I. », «1. », «a) »), short, and does not end as a sentence does.
    """
    if line.startswith("- "):
        return "bullet", 1
    if line.startswith("+ "):
        return "bullet", 2
    if len(line) <= _LONGEST_HEADING and line[-1] not in ".;:,":
        for level, shape in enumerate((_ROMAN, _NUMBERED, _LETTERED), 1):
            if shape.match(line):
                return "heading", level
    return "paragraph", 0
