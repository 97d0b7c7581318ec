"""Reading a directive: the whole of it, from lines to a `Reading`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import match_agency
from mangnon.documents.reading.addressed import addressees_of
from mangnon.documents.reading.annex import find_annex, read_annex
from mangnon.documents.reading.bases import legal_bases
from mangnon.documents.reading.bodies import mend_departments
from mangnon.documents.reading.duties import body_duties
from mangnon.documents.reading.endings import Ending, read_ending
from mangnon.documents.reading.evidence import NotADirective, check_is_directive
from mangnon.documents.reading.header import Header, is_city, provinces, read_header
from mangnon.documents.reading.labels import labelled_tasks
from mangnon.documents.reading.language import foreign_language, foreign_warning
from mangnon.documents.reading.lexicon import Lexicon
from mangnon.documents.reading.paragraphs import Paragraph, is_page_number, paragraphs_of, plain
from mangnon.documents.reading.records import CitedLink, Duty, Reading, ReadTask, ReportingDuty, TaskGroup
from mangnon.documents.reading.relations import cited_links
from mangnon.documents.reading.repairing import RepairerLike
from mangnon.documents.reading.report_fragments import fragment_duties
from mangnon.documents.reading.reports import reporting_duties
from mangnon.documents.reading.tables import read_tables
from mangnon.kernel.text import fold

__all__ = ["NotADirective", "read_directive"]

_PAGE_BREAK = re.compile(
    r"^[-–=\s]*(?:page break|ngắt trang|hết trang|trang \d{1,3}(?:\s?/\s?\d{1,3})?)[-–=\s]*$", re.I
)
_LONGEST_NOTE = 40
# Kinds whose items are orders even where they name no body: they are for all whom the document goes to.
_COMMANDS = ("Công văn", "Công điện", "Chỉ thị", "Thông báo", None)
_NOTE = re.compile(r"^\s*(?:\[\d{1,2}\]$|['’‘*¹²³])")


@dataclass(frozen=True, slots=True)
class _Orders:
    """Tasks, groups and duties of a directive, and the lines (1-based) of its annex (0: none)."""

    tasks: tuple[ReadTask, ...]
    groups: tuple[TaskGroup, ...]
    duties: tuple[Duty, ...]
    annex_from: int


def read_directive(
    lines: Sequence[str], *, file: str, repairer: RepairerLike, lexicon: Lexicon | None = None
) -> Reading:
    """Read a directive from the lines of its text (a scan's, damaged or not, or a clean document's).

    `file` names the source in the result. `repairer` mends letters; for clean text it must change nothing. `lexicon` is
    what is known of names and phrases of time (None: what ships); with one that learned, damaged names are written so.
    Raises NotADirective for a text that is none. A text in another language is kept as it is, with one warning and
    nothing read. What cannot be read is None or empty, with a Vietnamese warning.
    """
    raw = [line.rstrip("\r\n") for line in lines]
    language = foreign_language(raw)
    if language is not None:
        return Reading(file=file, text="\n".join(raw), warnings=(foreign_warning(language),), confidence=0.0)
    mended = [item.text for item in repairer.repair_lines(raw)]
    if mended != raw:
        mended = [mend_departments(line) for line in mended]
    header = read_header(mended, raw)
    check_is_directive(mended, header)
    ending = read_ending(mended)
    header = _with_signing_body(header, mended, ending)
    head = frozenset(range(1, header.body_from))
    paragraphs = paragraphs_of(mended, raw=raw, skip=_furniture(mended) | head)
    orders = _orders(raw, mended, paragraphs, header, ending, repairer, lexicon)
    return Reading(
        file=file,
        doc_type=header.doc_type,
        number=header.number,
        date=header.date,
        place=header.place,
        issuer=header.issuer,
        title=header.title,
        legal_bases=legal_bases(paragraphs, header.body_from),
        addressees=addressees_of(mended),
        groups=orders.groups,
        tasks=orders.tasks,
        duties=orders.duties,
        reporting=_reporting(mended, paragraphs, header, ending, orders.annex_from),
        recipients=ending.recipients,
        signer=ending.signer,
        links=_links(mended, paragraphs, header, orders.annex_from),
        text="\n".join(mended),
        warnings=_warnings(header, orders.tasks),
        confidence=_confidence(header, orders.tasks),
    )


def _reporting(
    mended: Sequence[str], paragraphs: Sequence[Paragraph], header: Header, ending: Ending, annex_from: int
) -> tuple[ReportingDuty, ...]:
    """Who reports when: from the body, from what the body hides between damaged lines, from what follows the ending."""
    before_annex = (annex_from or len(mended) + 1) - 1
    told = reporting_duties(paragraphs, first=header.body_from, last=(ending.first or before_annex + 1) - 1)
    if annex_from:
        between = fragment_duties(mended, first=header.body_from, last=before_annex)
        told = told if between is None else between
    after = _attached(mended, ending)
    return told + reporting_duties(paragraphs, first=after, last=before_annex) if after else told


def _links(
    mended: Sequence[str], paragraphs: Sequence[Paragraph], header: Header, annex_from: int
) -> tuple[CitedLink, ...]:
    return cited_links(
        mended,
        paragraphs,
        own_number=header.number,
        title=header.title,
        body_from=header.body_from,
        last=annex_from - 1 if annex_from else None,
    )


def _warnings(header: Header, tasks: Sequence[ReadTask]) -> tuple[str, ...]:
    """What a person must look at again: the head's, then of the tasks."""
    warnings = list(header.warnings)
    if not tasks:
        warnings.append("Không tìm thấy nhiệm vụ nào được giao trong văn bản; cần xem bản giấy.")
    doubtful = sum(task.confidence < 0.6 for task in tasks)
    if doubtful:
        warnings.append(f"{doubtful} nhiệm vụ đọc không chắc chắn; cần đối chiếu với bản giấy.")
    return tuple(warnings)


def _with_signing_body(header: Header, lines: Sequence[str], ending: Ending) -> Header:
    """Where the head is lost: a director signs for the department the text speaks as, in the province it names most."""
    if header.issuer is not None or ending.signer is None or "GIÁM ĐỐC" not in (ending.signer.capacity or ""):
        return header
    text = " ".join(plain(line) for line in lines)
    speaking = Counter(
        found.code
        for match in re.finditer(r"(Sở [^.;,]{3,45}?) (?:trân trọng|đề nghị|yêu cầu|trang trọng|trang trong)", text)
        if (found := match_agency(match[1])) is not None and found.code.startswith("SO_")
    )
    places = Counter(name for name in provinces() for _ in range(text.count(f"tỉnh {name}")))
    if not speaking:
        return header
    agency = load_catalogue().agency(speaking.most_common(1)[0][0])
    name = agency.name if agency else None
    issuer = f"{name} tỉnh {places.most_common(1)[0][0]}" if name and places else name
    kept = tuple(w for w in header.warnings if "cơ quan ban hành" not in w)
    doubt = "Tên cơ quan ban hành suy ra từ phần ký và nội dung vì phần đầu bị mất; cần xem bản giấy."
    return replace(header, issuer=issuer, warnings=(*kept, doubt))


def _orders(
    raw: Sequence[str],
    mended: Sequence[str],
    paragraphs: Sequence[Paragraph],
    header: Header,
    ending: Ending,
    repairer: RepairerLike,
    lexicon: Lexicon | None,
) -> _Orders:
    table = read_tables(mended, raw)
    if table is not None:
        body = [p for p in paragraphs if p.last < table.first and not p.in_cell]
        return _Orders(table.tasks, table.groups, body_duties(_body(body, header, ending)).duties, table.first)
    place = find_annex(raw)
    if place is not None:
        annex = read_annex(raw, *place, repairer=repairer, is_city=is_city(header.issuer), lexicon=lexicon)
        if annex is not None:
            body = [p for p in paragraphs if p.last < annex.first]
            return _Orders(annex.tasks, annex.groups, body_duties(_body(body, header, ending)).duties, annex.first)
    body = _body(paragraphs, header, ending)
    labelled = labelled_tasks(body)
    is_command = header.doc_type in _COMMANDS or bool(addressees_of(mended))
    found = body_duties(body, is_command=is_command, restart_at=ending.last or 0)
    if len(labelled) >= 2 or (labelled and not found.tasks):
        return _Orders(_as_known(labelled, raw, lexicon), _groups_of(labelled), found.duties, 0)
    return _Orders(_as_known(found.tasks, raw, lexicon), (), found.duties, 0)


def _as_known(tasks: Sequence[ReadTask], raw: Sequence[str], lexicon: Lexicon | None) -> tuple[ReadTask, ...]:
    """Tasks with the names that a scan damaged written as a lexicon knows them; undamaged names stay."""
    if lexicon is None:
        return tuple(tasks)
    source = " ".join(" ".join(plain(line) for line in raw).split())

    def written(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name if name in source else lexicon.written(name, name) for name in names)

    return tuple(replace(task, lead=written(task.lead), coordinating=written(task.coordinating)) for task in tasks)


def _body(paragraphs: Sequence[Paragraph], header: Header, ending: Ending) -> list[Paragraph]:
    """The paragraphs between the head and «Nơi nhận», and of a plan issued with a decision, what follows it."""
    first, last = ending.first or 10**9, ending.last or 0
    return [
        p
        for p in paragraphs
        if p.last >= header.body_from and (p.last < first or p.first > last) and not (p.in_cell and p.rank == 9)
    ]


def _groups_of(tasks: Sequence[ReadTask]) -> tuple[TaskGroup, ...]:
    seen: dict[str, TaskGroup] = {}
    for task in tasks:
        if task.group_title:
            seen.setdefault(task.group_title, TaskGroup(task.group_no or "", task.group_title))
    return tuple(seen.values())


def _attached(lines: Sequence[str], ending: Ending) -> int:
    """The line (1-based) where a document issued with the first begins (a plan after its decision); 0 for none."""
    if ending.last is None:
        return 0
    for index in range(ending.last, min(len(lines), ending.last + 12)):
        text = plain(lines[index])
        if fold(text) in ("ke hoach", "chuong trinh", "de an", "quy che", "phuong an"):
            return index + 1
    return 0


def _furniture(lines: Sequence[str]) -> frozenset[int]:
    """Lines (1-based) that are no text: page numbers, notes at the foot of a page or the end."""
    found: set[int] = set()
    in_note = False
    is_list = sum(plain(line).startswith("* ") for line in lines) > 1
    for number, line in enumerate(lines, start=1):
        text = plain(line)
        if _PAGE_BREAK.match(text):
            found.add(number)
        if is_page_number(text) and (number < 3 or not lines[number - 2].strip() or text.isdigit()):
            near_bar = any(plain(lines[i]) == "|" for i in (number - 2, number) if 0 <= i < len(lines))
            if not near_bar:
                found.add(number)
        bare = line if not is_list and _stars_of_block(lines, number) == 1 else text.lstrip("* ")
        starts = bool(_NOTE.match(bare)) and (
            number < 2 or not lines[number - 2].strip() or bare.strip().startswith("[")
        )
        if starts and not fold(text).startswith("luu y"):
            in_note = number > 15
        elif not text:
            in_note = False
        if in_note:
            found.add(number)
    return frozenset(found)


def _stars_of_block(lines: Sequence[str], number: int) -> int:
    """How many asterisks a block of lines holds from a line on: one alone marks a note, pairs mark emphasis."""
    count = 0
    for line in lines[number - 1 : number + _LONGEST_NOTE]:
        if not line.strip():
            break
        count += line.count("*")
    return count


def _confidence(header: Header, tasks: Sequence[ReadTask]) -> float:
    known = sum(value is not None for value in (header.number, header.date, header.issuer, header.doc_type)) / 4
    own = sum(task.confidence for task in tasks) / len(tasks) if tasks else 0.3
    return round(0.4 * known + 0.6 * own, 3)
