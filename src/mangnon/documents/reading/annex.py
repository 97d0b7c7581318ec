"""An annex scanned as a table: from raw lines to tasks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mangnon.agencies.catalogue import load_catalogue
from mangnon.documents.reading.annex_head import find_annex, is_furniture
from mangnon.documents.reading.cells import RowCells, agreed_vocabulary, consensus_of, parts_of
from mangnon.documents.reading.lexicon import Lexicon, shipped_lexicon
from mangnon.documents.reading.names import as_on_paper, known_bodies_of, mended_time, proper_name
from mangnon.documents.reading.print_tasks import CLEAR, roles_of, tasks_of
from mangnon.documents.reading.printed import read_printed
from mangnon.documents.reading.records import UNREADABLE, ReadTask, SourceLines, TaskGroup, TimeFrame
from mangnon.documents.reading.repairing import RepairerLike
from mangnon.documents.reading.rows import Readings, RowLines, rows_of
from mangnon.documents.reading.segments import CutLine, Word, clear_pieces, cut_blocks, cut_lines, words_of
from mangnon.documents.reading.timeframes import read_time_frame
from mangnon.documents.reading.vocabulary import (
    Phrases,
    Vocabulary,
    is_junk,
    known_classes,
    supported_vocabulary,
    whole_vocabulary,
)
from mangnon.kernel.text import fold

__all__ = ["Annex", "find_annex", "read_annex"]

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_HEAD_LINES = 14
_NUMBER = re.compile(r"^\W*(\d{1,3})\W*$")
_NOTE = re.compile(r"^\s*(?:\d{1,2}|[*'’‘¹²³])\s*\S")


@dataclass(frozen=True, slots=True)
class Annex:
    """What was read of an annex, and which source lines (1-based) it covers."""

    groups: tuple[TaskGroup, ...]
    tasks: tuple[ReadTask, ...]
    first: int
    last: int


def read_annex(
    lines: Sequence[str],
    first: int,
    last: int,
    *,
    repairer: RepairerLike,
    is_city: bool = False,
    lexicon: Lexicon | None = None,
) -> Annex | None:
    """Read the rows in `lines[first:last + 1]` (0-based), whose head stands above. None when no row can be made out.

    `lexicon` is what is known of names and phrases of time (None: what ships).
    """
    notes = _footnotes(lines, first, last) | {i for i in range(first, last + 1) if is_furniture(lines[i])}
    numbered = [(i + 1, lines[i]) for i in range(first, last + 1) if lines[i].strip() and i not in notes]
    if not numbered:
        return None
    blank = {i + 1 for i in range(first, last + 1) if i > 0 and not lines[i - 1].strip()}
    head = lines[max(0, first - _HEAD_LINES) : first]
    known = lexicon or shipped_lexicon()
    printed = read_printed(numbered, blank, roles=roles_of(head), lexicon=known)
    if printed.quality >= CLEAR:
        read = tasks_of(printed, repairer=repairer, lexicon=known)
        if read is not None:
            return Annex(read.groups, read.tasks, first + 1, last + 1)
    return _read_torn(numbered, blank, first, last, repairer=repairer, is_city=is_city)


def _read_torn(
    numbered: Sequence[tuple[int, str]],
    blank: set[int],
    first: int,
    last: int,
    *,
    repairer: RepairerLike,
    is_city: bool,
) -> Annex | None:
    """Read rows whose cells are torn and mixed: by the few phrases that all rows share."""
    cut, vocabulary, width = _cut(numbered, blank, is_city=is_city)
    names = Readings(_texts(vocabulary.lead), _texts(vocabulary.coordinating), _texts(vocabulary.time))
    rows = rows_of(cut, names)
    consensus = consensus_of(rows, names)
    # Once more with what the rows agree on: fewer phrases, fewer chance likenesses.
    vocabulary = agreed_vocabulary(consensus, vocabulary)
    cut = _cut_with(vocabulary, numbered, blank, width)
    names = Readings(_texts(vocabulary.lead), _texts(vocabulary.coordinating), _texts(vocabulary.time))
    rows = rows_of(cut, names)
    consensus = consensus_of(rows, names)
    parted: list[RowLines] = []
    held: list[RowCells | None] = []
    for part, cells in parts_of(rows, names, consensus, leads=names.leads, width=width):
        parted.append(part)
        held.append(cells)
    return _assemble(parted, held, repairer=repairer, first=first + 1, last=last + 1)


def _cut(
    numbered: Sequence[tuple[int, str]], blank: set[int], *, is_city: bool
) -> tuple[list[CutLine], Vocabulary, float]:
    always = [agency.name for agency in load_catalogue().agencies if agency.kind == "department" and agency.uniform]
    whole = whole_vocabulary()
    width = 0.0
    given = [(number, line, number in blank) for number, line in numbered]
    for _ in range(2):
        rough = cut_lines(given, vocabulary=whole, width=width)
        width = _width(rough)
    vocabulary = supported_vocabulary(
        clear_pieces(rough, whole),
        [[word.text for word in words_of(line)] for _, line in numbered],
        always=always,
        never=lambda name: not _fits_level(name, is_city=is_city),
    )
    return _cut_with(vocabulary, numbered, blank, width), vocabulary, width


def _cut_with(
    vocabulary: Vocabulary, numbered: Sequence[tuple[int, str]], blank: set[int], width: float
) -> list[CutLine]:
    given = [(number, line, number in blank) for number, line in numbered]
    return cut_blocks(cut_lines(given, vocabulary=vocabulary, width=width), width)


def _fits_level(name: str, *, is_city: bool) -> bool:
    """A province has no bodies named "… thành phố", a centrally run city none named "… tỉnh"; class words may."""
    return name in known_classes() or not name.lower().endswith(" tỉnh" if is_city else " thành phố")


def _width(lines: Sequence[CutLine]) -> float:
    """The usual length of a full line of the task column: of those that hold nothing else, most are full."""
    lengths = [len(line.raw.rstrip()) for line in lines if not line.has_cells and len(line.raw.strip()) > 25]
    return float(np.percentile(lengths, 60)) if len(lengths) >= 4 else 0.0


def _texts(laid: Phrases) -> tuple[str, ...]:
    return tuple(" ".join(phrase) for phrase in laid.phrases)


def _footnotes(lines: Sequence[str], first: int, last: int) -> set[int]:
    """Lines of notes at the foot of a page: marked, and followed by three blank lines."""
    found: set[int] = set()
    index = first
    while index <= last:
        if not lines[index].strip() or (index > first and lines[index - 1].strip()) or not _NOTE.match(lines[index]):
            index += 1
            continue
        end = index
        while end < last and lines[end + 1].strip():
            end += 1
        after = lines[end + 1 : end + 4]
        at_foot = len(after) == 3 and not any(line.strip() for line in after)
        if at_foot and end - index <= 3 and end < last and len(lines[index].strip()) > 70:
            found.update(range(index, end + 1))
        index = end + 1
    return found


def _assemble(
    rows: Sequence[RowLines],
    read: Sequence[RowCells | None],
    *,
    repairer: RepairerLike,
    first: int,
    last: int,
) -> Annex | None:
    groups: list[TaskGroup] = []
    tasks: list[ReadTask] = []
    in_group = 0
    runs_on = _numbers_run_on(rows, read)
    for row, cells in zip(rows, read, strict=True):
        source = SourceLines(row.lines[0].number, row.lines[-1].number)
        if cells is None:
            groups.append(_group(row, len(groups), source, repairer))
            in_group = 0
            continue
        in_group += 1
        number = len(tasks) + 1 if runs_on else in_group
        tasks.append(_task(cells, number, groups[-1] if groups else None, source, repairer, runs_on=runs_on))
    return Annex(tuple(groups), tuple(tasks), first, last) if tasks else None


def _numbers_run_on(rows: Sequence[RowLines], read: Sequence[RowCells | None]) -> bool:
    """Whether row numbers go on across groups (1..11) and do not begin again in each."""
    in_group, overall, for_group, for_overall = 0, 0, 0, 0
    for row, cells in zip(rows, read, strict=True):
        if cells is None:
            in_group = 0
            continue
        in_group, overall = in_group + 1, overall + 1
        numbers = {_number_of(line) for line in row.lines}
        for_group += in_group in numbers
        for_overall += overall in numbers
    return for_overall > for_group


def _number_of(line: CutLine) -> int | None:
    found = _NUMBER.match(line.task[0].text) if line.task else None
    return int(found.group(1)) if found else None


def _group(row: RowLines, before: int, source: SourceLines, repairer: RepairerLike) -> TaskGroup:
    words = [word.text for line in row.lines for word in words_of(line.raw)]
    arabic = re.match(r"^(\d{1,2})\.$", words[0])
    no = arabic.group(1) if arabic else _ROMANS[before] if before < len(_ROMANS) else str(before + 1)
    return TaskGroup(no, repairer.repair_text(" ".join(words[1:])).text.strip(), source)


def _task(
    cells: RowCells,
    number: int,
    group: TaskGroup | None,
    source: SourceLines,
    repairer: RepairerLike,
    *,
    runs_on: bool,
) -> ReadTask:
    warnings: list[str] = []
    text, text_confidence = _task_text(cells, number, repairer, warnings)
    verbatim = _verbatim(cells, repairer)
    lead: tuple[str, ...] = (proper_name(cells.lead),) if cells.lead and cells.lead_met >= 0.3 else ()
    lead = verbatim[0] if verbatim else lead
    if not lead:
        warnings.append("Không đọc được cơ quan chủ trì; cần xem bản giấy.")
    elif not verbatim and cells.lead_met < 0.7:
        warnings.append("Tên cơ quan chủ trì chỉ còn một phần, suy ra từ phần đọc được; cần xem bản giấy.")
    coordinating = verbatim[1] if verbatim else as_on_paper(cells.coordinating, cells.separators)
    if not coordinating:
        warnings.append("Không đọc được cơ quan phối hợp; cần xem bản giấy.")
    elif not verbatim and cells.coordinating_met < 0.7:
        warnings.append("Cơ quan phối hợp bị mờ, đọc theo các dòng khác của cùng bảng; cần xem bản giấy.")
    due = _time_frame(cells, repairer)
    if due is None:
        warnings.append("Không đọc được thời gian thực hiện; cần xem bản giấy.")
    elif cells.time_met < 0.7 and not _time_block(cells):
        warnings.append("Thời gian thực hiện bị mờ, đọc theo các dòng khác của cùng bảng; cần xem bản giấy.")
    met = 0.5 * cells.lead_met + 0.25 * cells.coordinating_met + 0.25 * cells.time_met
    met = max(met, 0.85) if verbatim else met
    confidence = max(0.05, min(0.99, 0.6 * met + 0.4 * text_confidence))
    if UNREADABLE in text:
        confidence = min(confidence, 0.4)
    code = str(number) if runs_on or group is None else f"{group.no}.{number}"
    return ReadTask(
        code=code,
        text=text,
        lead=lead,
        coordinating=coordinating,
        due=due,
        group=f"{group.no}. {group.title}" if group else None,
        group_no=group.no if group else None,
        group_title=group.title if group else None,
        source=source,
        confidence=confidence,
        warnings=tuple(warnings),
    )


def _verbatim(cells: RowCells, repairer: RepairerLike) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Lead and coordinating bodies word for word, when each cell stands as one block of its own; else None."""
    blocks: list[list[CutLine]] = []
    for line in cells.lines:
        if line.is_block and line.lead:
            follows = blocks and not line.blank_before and blocks[-1][-1].number == line.number - 1
            blocks[-1].append(line) if follows else blocks.append([line])
        elif any(sum(not is_junk(word.text) for word in piece) > 2 for piece in line.bodies):
            return None
    if len(blocks) != 2:
        return None
    read = []
    for block in blocks:
        raw = " ".join(line.raw.strip() for line in block)
        read.append(known_bodies_of(repairer.repair_text(raw).text, raw))
    return (read[0], read[1]) if read[0] and read[1] else None


def _time_block(cells: RowCells) -> bool:
    return any(line.is_block and line.time for line in cells.lines)


def _time_frame(cells: RowCells, repairer: RepairerLike) -> TimeFrame | None:
    """The time frame: word for word when it stands as a block or holds numbers, else the formula it was read as."""
    words = [word.text for line in cells.lines for word in line.time if not is_junk(word.text)]
    raw = " ".join(words)
    clear = cells.time is not None and "#" not in cells.time and cells.time_met > 0.85
    if raw and not clear and (_time_block(cells) or cells.time is None or "#" in cells.time):
        text = mended_time(repairer.repair_text(raw).text, raw)
        frame = read_time_frame(text)
        if frame.kind != "unknown" or not cells.time or "#" in cells.time:
            return frame
    if cells.time and "#" not in cells.time and cells.time_met >= 0.3:
        return read_time_frame(proper_name(cells.time))
    return None


def _task_text(cells: RowCells, number: int, repairer: RepairerLike, warnings: list[str]) -> tuple[str, float]:
    pieces: list[str] = []
    numbered = False
    lost = False
    for line in cells.lines:
        words = list(line.task)
        if words and not numbered and _is_row_number(words, number, line):
            numbered, words = True, words[1:]
        words = _without_edges(words)
        if not words:
            continue
        if _is_ruined(words):
            lost = lost or not pieces
            if not pieces:
                pieces.append(UNREADABLE)
            continue
        pieces.append(" ".join(word.text for word in words))
    readable = [piece for piece in pieces if piece != UNREADABLE]
    repaired = repairer.repair_text(" ".join(readable))
    text = repaired.text.strip()
    if text and (lost or (text[0].isalpha() and text[0].islower())):
        text = f"{UNREADABLE} {text}"
        warnings.append("Phần đầu nội dung nhiệm vụ không đọc được; cần xem bản giấy.")
    return text or UNREADABLE, repaired.confidence if text else 0.0


def _is_row_number(words: Sequence[Word], number: int, line: CutLine) -> bool:
    found = _NUMBER.match(words[0].text)
    if not found:
        return False
    follows = words[1] if len(words) > 1 else None
    clear = follows is None or follows.bar or is_junk(follows.text) or follows.text[0].isupper()
    return clear or int(found.group(1)) == number


def _without_edges(words: Sequence[Word]) -> list[Word]:
    if all(_is_stray(word) for word in words):
        return []
    kept = list(words)
    while kept and is_junk(kept[-1].text) and not kept[-1].text.strip().isalnum():
        kept.pop()
    while kept and is_junk(kept[-1].text) and len(kept) > 1 and is_junk(kept[-2].text):
        kept.pop()
    while kept and is_junk(kept[0].text) and kept[0].text not in "-–+":
        kept.pop(0)
    # Several stray marks in a row are the torn-off accents of another column's line, not words.
    runs = [(is_stray, list(run)) for is_stray, run in itertools.groupby(kept, key=_is_stray)]
    return [word for is_stray, run in runs if not (is_stray and len(run) > 1) for word in run]


def _is_stray(word: Word) -> bool:
    bare = word.text.strip(".,;:()")
    return is_junk(word.text) or (len(bare) == 1 and bare.isupper())


def _is_ruined(words: Sequence[Word]) -> bool:
    """Whether a piece of text is mostly stray marks, with no run of words to read."""
    real = [word for word in words if len(fold(word.text)) >= 3]
    return len(real) < 2 and len(real) * 2 < len(words)
