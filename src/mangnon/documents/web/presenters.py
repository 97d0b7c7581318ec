"""What the page of a reading shows: the paper line by line, and the structure item by item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.forms import Form

from mangnon.documents.item_rules import item_at
from mangnon.documents.models import DirectiveReading
from mangnon.documents.naming import NamesOfReading
from mangnon.documents.reading.records import REPORT_LABELS
from mangnon.documents.rules import EDGES, HEADER, doubtful_items, doubtful_words_of_task, items_of
from mangnon.documents.web.link_presenters import NameShown, shown_names
from mangnon.kernel.dates import vn_date

PICTURE, REPAIRED, RECEIVED, BOTH = "anh", "phuc-hoi", "goc", "doi-chieu"
PAPERS = {PICTURE: "Ảnh trang", REPAIRED: "Bản đã phục hồi", RECEIVED: "Bản gốc", BOTH: "Đối chiếu"}
ALL, DOUBTFUL, OPEN = "", "can-xem", "chua-xac-nhan"
FILTERS = {ALL: "Tất cả", DOUBTFUL: "Cần xem kỹ", OPEN: "Chưa xác nhận"}
NEW_REPORT = "moi"
LINES_OF_A_PART = 120
HEADER_LABELS = (
    ("doc_type", "Loại văn bản"),
    ("number", "Số, ký hiệu"),
    ("date", "Ngày ban hành"),
    ("place", "Địa danh"),
    ("issuer", "Cơ quan ban hành"),
    ("title", "Trích yếu"),
)
LIST_COLUMNS = [
    {"label": "Văn bản"},
    {"label": "Trích yếu"},
    {"label": "Ngày ban hành"},
    {"label": "Tình trạng"},
    {"label": "Nhiệm vụ", "numeric": True},
    {"label": "Cần xem kỹ", "numeric": True},
    {"label": "Đã xác nhận", "numeric": True},
    {"label": "Nhận"},
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `confidence` is set (0..1) when the reader is not sure of it."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper: as received, and as repaired in pieces."""

    number: int
    received: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to confirm: the header or a task."""

    key: str
    anchor: str
    group: str
    task: dict[str, Any]
    text: list[Piece]
    leads: list[NameShown]
    coordinators: list[NameShown]
    due: str
    confidence: float
    first_line: int | None
    last_line: int | None
    is_doubtful: bool
    is_confirmed: bool
    is_current: bool
    form: Form | None
    lines: list[Line]
    # Where a task goes that is put in behind this item.
    next_place: int


@dataclass(frozen=True, slots=True)
class AddingForm:
    """The form of a task that is put in at an index; it stands behind the task before it."""

    form: Form
    place: int

    @property
    def after(self) -> str:
        """The key of the item it stands behind."""
        return f"tasks.{self.place - 1}" if self.place else HEADER


@dataclass(frozen=True, slots=True)
class Structure:
    """All that was read, for the right-hand pane."""

    header: Item | None
    fields: list[tuple[str, str]]
    tasks: list[Item]
    total: int
    confirmed: int
    reports: list[dict[str, Any]]
    duties: list[dict[str, Any]]


def day_of(value: Any) -> dt.date | None:
    """The day an ISO text names; None for anything else."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def list_row(reading: DirectiveReading) -> dict[str, Any]:
    """One line of the list of documents."""
    result = reading.result
    receiver = reading.source.received_by
    return {
        "reading": reading,
        "number": result.get("number") or reading.source.name,
        "title": result.get("title") or "",
        "doc_type": result.get("doc_type") or "",
        "issuer": result.get("issuer") or "",
        "issued_on": day_of(result.get("date")),
        "tasks": len(result.get("tasks") or ()),
        "doubtful": len(doubtful_items(result, reading.doubts)),
        "confirmed": len(reading.confirmed),
        "items": len(items_of(result)),
        "receiver": receiver.get_full_name() if receiver else "Hệ thống",
    }


def structure(reading: DirectiveReading, items: list[Item], chosen: str) -> Structure:
    """The pane's content under a filter; totals are of the whole reading."""
    result = reading.result
    shown = shown_items(items, chosen)
    issued_on = day_of(result.get("date"))
    fields = [(label, str(result.get(name) or "")) for name, label in HEADER_LABELS]
    return Structure(
        header=next((item for item in shown if item.key == HEADER), None),
        fields=[(label, vn_date(issued_on) if label == "Ngày ban hành" and issued_on else v) for label, v in fields],
        tasks=[item for item in shown if item.key != HEADER],
        total=len(items),
        confirmed=sum(item.is_confirmed for item in items),
        reports=[{"key": key, **_report_row(item_at(result, key))} for key in report_keys(reading)],
        duties=[
            {"agencies": "; ".join(row.get("agencies") or ()), "text": row.get("text") or "", "line": _first_line(row)}
            for row in result.get("duties") or ()
        ],
    )


def report_keys(reading: DirectiveReading) -> list[str]:
    """The names of the reports of a reading, as the acts on them say."""
    return [f"reporting.{index}" for index in range(len(reading.result.get("reporting") or ()))]


def _first_line(row: dict[str, Any]) -> int | None:
    lines = (row.get("source") or {}).get("lines")
    return int(lines[0]) if lines else None


def _report_row(row: dict[str, Any]) -> dict[str, Any]:
    day, month = row.get("due_day"), row.get("due_month")
    when = f"ngày {day:02d} tháng {month}" if day and month else f"ngày {day:02d} hằng tháng" if day else ""
    return {
        "kind": REPORT_LABELS.get(row.get("kind") or "other", "Báo cáo khác"),
        "when": when,
        "text": row.get("text") or "",
        "recipient": row.get("recipient") or "",
        "line": _first_line(row),
    }


def filter_tabs(items: list[Item], chosen: dict[str, str], url: Callable[[str], str]) -> list[dict[str, Any]]:
    """The filters as tabs, each with how many items it leaves."""
    return [
        {"label": word, "url": url(name), "current": name == chosen["loc"], "count": len(shown_items(items, name))}
        for name, word in FILTERS.items()
    ]


def paper_of(reading: DirectiveReading, chosen: str) -> str:
    """How the paper is looked at: as chosen, else the pictures of its pages where there are, else the repaired text."""
    has_pictures = bool(reading.page_of)
    if chosen == PICTURE and not has_pictures:
        return REPAIRED
    return chosen or (PICTURE if has_pictures else REPAIRED)


def paper_tabs(reading: DirectiveReading, shown: str, url: Callable[[str], str]) -> list[dict[str, Any]]:
    """The ways of looking at the paper; pictures only where it has pages."""
    return [
        {"label": word, "url": url(name), "current": name == shown}
        for name, word in PAPERS.items()
        if name != PICTURE or reading.page_of
    ]


def anchor_of(key: str) -> str:
    """The id on the page of an item."""
    return "muc-" + key.replace(".", "-")


def paper_lines(reading: DirectiveReading) -> list[Line]:
    """The lines of the paper, with the doubtful words of the repaired ones."""
    repaired = str(reading.result.get("text") or "").split("\n")
    return [
        Line(number, received, _pieces(text, dict(reading.doubts.get(str(number), ()))))
        for number, (received, text) in enumerate(zip_longest(reading.lines, repaired, fillvalue=""), start=1)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a paper that is compared part by part."""

    first: int
    last: int
    url: str
    is_current: bool


def part_of(lines: list[Line], line: int, link: str) -> tuple[list[Line], list[Part]]:
    """The part of a long paper that holds a line, and all parts; both texts of a whole paper are too much for a slow
    line. `link`: the address to which the number of a line is added."""
    if len(lines) <= LINES_OF_A_PART:
        return lines, []
    chosen = (min(max(line, 1), len(lines)) - 1) // LINES_OF_A_PART
    starts = range(0, len(lines), LINES_OF_A_PART)
    parts = [
        Part(start + 1, min(start + LINES_OF_A_PART, len(lines)), f"{link}{start + 1}", number == chosen)
        for number, start in enumerate(starts)
    ]
    return lines[chosen * LINES_OF_A_PART : (chosen + 1) * LINES_OF_A_PART], parts


def _pieces(text: str, doubts: dict[int, float]) -> list[Piece]:
    if not doubts:
        return [Piece(text)] if text else []
    return _joined([(word, doubts.get(index)) for index, word in enumerate(text.split())])


def _joined(words: Sequence[tuple[str, float | None]]) -> list[Piece]:
    pieces: list[Piece] = []
    run: list[str] = []
    for word, confidence in words:
        if confidence is None:
            run.append(word)
            continue
        if run:
            pieces.append(Piece(" ".join(run)))
            run = []
        pieces.append(Piece(word, confidence))
    if run:
        pieces.append(Piece(" ".join(run)))
    return pieces


def structure_items(
    reading: DirectiveReading, *, current: str, editing: str, form: Form | None, names: NamesOfReading | None = None
) -> list[Item]:
    """The header and the tasks, in the paper's order."""
    names = names or NamesOfReading()
    result, confirmed = reading.result, set(reading.confirmed)
    doubtful = set(doubtful_items(result, reading.doubts))
    items = []
    for key in items_of(result):
        task = {} if key == HEADER else result["tasks"][int(key.removeprefix("tasks."))]
        first, last = (task.get("source") or {}).get("lines") or (None, None)
        doubts = doubtful_words_of_task(result, reading.doubts, task)
        words = [(word, doubts.get(word.strip(EDGES))) for word in str(task.get("text") or "").split()]
        items.append(
            Item(
                key=key,
                anchor=anchor_of(key),
                group=str(task.get("group") or ""),
                task=task,
                text=_joined(words),
                leads=shown_names(names, task.get("lead") or ()),
                coordinators=shown_names(names, task.get("coordinating") or ()),
                due=str((task.get("due") or {}).get("text") or ""),
                confidence=float(task.get("confidence", 1.0)),
                first_line=first,
                last_line=last,
                is_doubtful=key in doubtful,
                is_confirmed=key in confirmed,
                is_current=key == current,
                form=form if key == editing else None,
                lines=paper_lines(reading)[first - 1 : last] if key == editing and form and first and last else [],
                next_place=0 if key == HEADER else int(key.removeprefix("tasks.")) + 1,
            )
        )
    return items


def shown_items(items: list[Item], chosen: str) -> list[Item]:
    """The items a filter leaves; an item that is being edited stays."""
    if chosen == DOUBTFUL:
        return [item for item in items if item.is_doubtful or item.form]
    if chosen == OPEN:
        return [item for item in items if not item.is_confirmed or item.form]
    return items


def item_after(items: list[Item], key: str) -> str:
    """Where work goes on after an item: the next one that is not confirmed, else the next, else the item itself."""
    keys = [item.key for item in items]
    at = keys.index(key) if key in keys else -1
    following = items[at + 1 :]
    waiting = [item.key for item in following if not item.is_confirmed]
    return next(iter(waiting or [item.key for item in following]), key)
