"""The rows of the form of a called report: one for a question, several for a table; and what they say. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from mangnon.exchange.locked_forms.cells import is_marked, words_of
from mangnon.exchange.locked_forms.reading import CellFault, RawRow, fault_at
from mangnon.exchange.locked_forms.shape import Field, Shape
from mangnon.kernel.text import fold, one_line
from mangnon.reporting.public import MOST_ROWS, AnswerColumn, Given, Question, answer_columns, shown_figure

NONE, NOT_COLLECTED = "Không có", "Không thu thập được"
MARKS: Final = {"none": NONE, "not_collected": NOT_COLLECTED}
_MORE: Final = 5  # lines left empty below what a body already answered
_OF_QUESTION: Final = 1000  # a question's key is its number with three noughts; its lines count from one
_HEADING_ROW: Final = 7
_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_LIST = 32, 255, 250  # of what a spreadsheet shows beside a cell


def key_of(question_id: int, line: int = 0) -> int:
    """The key of a row: of a question (line 0), or of a line of its table, from 1."""
    return question_id * _OF_QUESTION + line


def question_of_key(key: int) -> int:
    """Whose row a key names."""
    return key // _OF_QUESTION


def shape_of(questions: Sequence[Question]) -> Shape:
    """The sheet: as many open columns as the widest table has, one where no table is asked."""
    count = max((len(answer_columns(each)) for each in questions), default=0) or 1
    further = (Field(f"c{number}", f"Bảng: cột {number}", 18) for number in range(2, count + 1))
    fields = (
        Field("number", "STT", 6, is_given=True),
        Field("question", "Câu hỏi", 40, is_given=True),
        Field("how", "Cách trả lời", 36, is_given=True),
        Field("mark", "Không có hoặc không thu thập được", 16),
        Field("c1", "Trả lời (bảng: cột 1)" if count > 1 else "Trả lời", 30),
        *further,
    )
    return Shape("Trả lời", fields, heading_row=_HEADING_ROW, row_word="câu hỏi")


def answer_width(shape: Shape) -> int:
    """How many open columns a sheet has for answers, beside that of the mark."""
    return len(shape.filled) - 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form: its key, its locked cells, and the words that stand in the open ones.

    `shut`: open columns in which this row says nothing. `rules`: the words and lists an open cell shows to whoever
    stands in it. `is_short`: a line of a table, one line high.
    """

    key: int
    cells: tuple[str, str, str]
    filled: Mapping[str, str]
    shut: frozenset[str] = frozenset()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_short: bool = False


def lines_of(
    question: Question, *, mark: str = "", cells: Sequence[Sequence[str]] = (), columns: int = 1
) -> list[Line]:
    """The rows of one question. `cells`: what is answered so far, as it is shown, a row for each line of a table.
    `columns`: how many open columns the sheet has for answers."""
    number, words = str(question.order), one_line(question.words) + (f" ({question.unit})" if question.unit else "")
    marked = {"mark": MARKS[mark]} if mark in MARKS else {}
    if question.kind != "table":
        typed = {"c1": cells[0][0]} if cells and cells[0] else {}
        rule = _rule(str(question.kind), "Trả lời", question.unit, question.choices, question.lowest, question.highest)
        told = (number, words, _how(question))
        return [Line(key_of(question.pk), told, {**marked, **typed}, _beyond(1, columns), {"c1": rule})]
    asked = answer_columns(question)
    rules = {
        f"c{place}": _rule(each.kind, each.name, each.unit, each.choices, each.lowest, each.highest)
        for place, each in enumerate(asked, 1)
    }
    open_rows = max(question.blank_rows, len(cells) + _MORE if cells else 0)
    count = len(question.rows) or min(open_rows, MOST_ROWS)
    found = []
    for at in range(count):
        name = str(question.rows[at]) if question.rows else f"dòng {at + 1}"
        row = cells[at] if at < len(cells) else ()
        typed = {f"c{place}": cell for place, cell in enumerate(row, 1) if cell}
        told = (f"{number}.{at + 1}", f"{words}: {name}" if at == 0 else name, _how(question) if at == 0 else "")
        shut = _beyond(len(asked), columns) | ({"mark"} if at else set())
        filled = {**(marked if at == 0 else {}), **typed}
        found.append(Line(key_of(question.pk, at + 1), told, filled, shut, rules, is_short=True))
    return found


def _beyond(own: int, columns: int) -> frozenset[str]:
    """The open columns in which a question says nothing."""
    return frozenset(f"c{place}" for place in range(own + 1, columns + 1))


def _rule(
    kind: str,
    name: str,
    unit: str,
    choices: Sequence[str],
    lowest: Decimal | str | None,
    highest: Decimal | str | None,
) -> dict[str, Any]:
    """What a cell shows to who stands in it: its name, what it wants, a list where one is chosen.

    Numbers are told, not barred: cells hold text, in which a program takes «1.234» for no number.
    """
    words = ("Có", "Không") if kind == "yes_no" else tuple(choices) if kind == "choice" else ()
    wants = "Chọn trong danh sách." if words else "Ghi bằng lời."
    if kind == "number":
        wants = f"Ghi một con số{_bounds(lowest, highest)}, như 1.234 hoặc 12,5."
    told = {"input_title": name[:_LONGEST_TITLE], "input_message": f"{wants}{f' Đơn vị: {unit}.' if unit else ''}"}
    # A list is kept in one text with commas between its words, of bounded length.
    if words and sum(map(len, words)) + len(words) <= _LONGEST_LIST and not any("," in word for word in words):
        error = f"Hãy chọn: {'; '.join(words)}."[:_LONGEST_MESSAGE]
        return {"validate": "list", "source": list(words), "error_message": error, **told}
    return {"validate": "any", **told}


def _how(question: Question) -> str:
    kinds = {"text": "Ghi bằng lời", "number": "Một con số", "yes_no": "Có hoặc Không"}
    if question.kind == "choice":
        told = f"Chọn một: {'; '.join(question.choices)}"
    elif question.kind == "table":
        columns = answer_columns(question)
        told = "Bảng: " + "; ".join(
            f"cột {number} «{each.name}»{_what(each)}" for number, each in enumerate(columns, 1)
        )
    else:
        told = kinds.get(question.kind, "") + _bounds(question.lowest, question.highest)
    told += "" if question.is_required else ". Không bắt buộc"
    return one_line(f"{told}. {question.hint}" if question.hint else told)


def _what(column: AnswerColumn) -> str:
    if column.kind == "number":
        return f" (số{_bounds(column.lowest, column.highest)})"
    if column.kind == "yes_no":
        return " (Có hoặc Không)"
    return f" (chọn: {', '.join(column.choices)})" if column.kind == "choice" else ""


def _bounds(lowest: Decimal | str | None, highest: Decimal | str | None) -> str:
    low, high = (_shown(each) for each in (lowest, highest))
    return (
        f", từ {low} đến {high}" if low and high else f", từ {low}" if low else f", nhiều nhất {high}" if high else ""
    )


def _shown(value: Decimal | str | None) -> str:
    if value in (None, ""):
        return ""
    text = format(Decimal(value or 0), "f")
    return shown_figure(text.rstrip("0").rstrip(".") if "." in text else text)


def given_of(question: Question, rows: Sequence[RawRow], shape: Shape) -> tuple[Given, list[CellFault]]:
    """What the rows of one question say, and the cells that no answer can be read from."""
    mark, faults = _mark(rows, shape)
    columns = answer_columns(question)
    count = len(columns) or 1
    kinds = [column.kind for column in columns] or [str(question.kind)]
    lines = []
    for row in rows:
        for name in shape.filled[count + 1 :]:
            if words_of(row.filled.get(name, "")):
                faults.append(fault_at(shape, row.number, name, "nằm ngoài câu trả lời; hãy xóa ô này"))
        lines.append(tuple(_typed(kinds[at], row.filled.get(f"c{at + 1}", "")) for at in range(count)))
    if question.kind != "table":
        return Given(lines[0][0], mark), faults
    while lines and not question.rows and not any(lines[-1]):
        lines.pop()
    return Given(mark=mark, cells=tuple(lines)), faults


def _mark(rows: Sequence[RawRow], shape: Shape) -> tuple[str, list[CellFault]]:
    value = rows[0].filled.get("mark", "")
    faults = [
        fault_at(shape, row.number, "mark", "chỉ đánh dấu ở dòng đầu của bảng; hãy xóa ô này")
        for row in rows[1:]
        if words_of(row.filled.get("mark", ""))
    ]
    if not words_of(value):
        return "", faults
    for code, word in MARKS.items():
        if fold(words_of(value)) == fold(word) or (code == "none" and is_marked(value, word)):
            return code, faults
    return "", [*faults, fault_at(shape, rows[0].number, "mark", f"chỉ chọn «{NONE}», «{NOT_COLLECTED}» hoặc để trống")]


def _typed(kind: str, value: Any) -> str:
    """A cell as it would be typed on the page: a figure of the spreadsheet the Vietnamese way, TRUE as «Có»."""
    if isinstance(value, bool) and kind == "yes_no":
        return "Có" if value else "Không"
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        text = format(value, ".6f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"-{shown_figure(text[1:])}" if text.startswith("-") else shown_figure(text)
    return words_of(value)


def digest_of_answer(state: str, text: str) -> str:
    """Of what a question was answered when the form went out, so that an untouched answer is known again."""
    return hashlib.sha256(f"{state}\x1f{text}".encode()).hexdigest()[:16]
