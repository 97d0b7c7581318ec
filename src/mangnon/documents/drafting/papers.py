"""A reading written as official papers (NĐ 30/2020/NĐ-CP): the plan with its six-column annex, the letter that assigns.

Only what the reading holds is written, in the paper's own words; unknown is dots. The papers are drafts until a person
numbers and signs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mangnon.documents.official import (
    ANNEX_COLUMNS,
    KINDS,
    LETTER,
    PLAN,
    Annex,
    AnnexLine,
    Block,
    Bullet,
    DocumentKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    RowStyle,
    Signer,
    Table,
)
from mangnon.documents.official.capacities import capacity_of
from mangnon.documents.official.wording import DOTS
from mangnon.documents.reading.records import REPORT_LABELS, Reading, ReadTask, ReportingDuty
from mangnon.kernel.dates import long_date
from mangnon.kernel.text import fold, one_line, same_name

# A paper does not say «khác» of a report it asks for.
_REPORTS = REPORT_LABELS | {"other": "Báo cáo"}
# Those of NĐ 30/2020/NĐ-CP, and the two of legal documents that are cited most (Luật 63/2020/QH14).
_BY_ABBREVIATION = {kind.abbreviation: kind.name for kind in KINDS if kind.abbreviation} | {
    "NĐ": "Nghị định",
    "TT": "Thông tư",
}
_SYMBOL = re.compile(r"^(?P<number>[0-9]*)\s*/\s*(?P<symbol>.+)$")


def annex_table(reading: Reading) -> Table:
    """The six columns: number, task, ordering document, time limit, lead, coordinators; groups as rows of their own."""
    rows: list[Row] = []
    group = None
    ordered_by = _named(reading)
    for task in reading.tasks:
        if task.group and task.group != group:
            group = task.group
            rows.append(Row((task.group_no or "", task.group_title or task.group), style=RowStyle.GROUP))
        line = AnnexLine(
            code=_bare_code(task),
            text=task.text,
            ordered_by=ordered_by,
            due=task.due.text if task.due else "",
            lead="; ".join(task.lead),
            coordinating="; ".join(task.coordinating),
        )
        rows.append(line.row())
    return Table(ANNEX_COLUMNS, tuple(rows))


def plan_paper(reading: Reading, *, sample_notice: str | None = None) -> OfficialDocument:
    """The directive itself as a draft: head, bases, duties and reports in the body, the tasks as a lying annex.

    The kind is the reading's own, a plan where it is unknown. Raises nothing; what is missing is dots.
    """
    kind = _kind_of(reading)
    number, symbol = _number_and_symbol(reading, kind)
    agency = reading.issuer or DOTS
    capacity = _capacity_lines(reading.signer.capacity) if reading.signer and reading.signer.capacity else None
    return OfficialDocument(
        kind=kind,
        agency=agency,
        parent_agency=_parent_of(agency, reading),
        symbol=symbol,
        number=number,
        place=reading.place or "",
        issued_on=reading.date,
        subject=_subject(reading),
        addressees=reading.addressees,
        legal_bases=tuple(_basis_words(reading)),
        signer=Signer(capacity or capacity_of(agency), reading.signer.name if reading.signer else None),
        body=tuple(_plan_body(reading)),
        recipients=reading.recipients or ("Như trên", "Lưu: VT"),
        annexes=_annexes(reading),
        draft=True,
        sample_notice=sample_notice,
    )


def assignment_letter(
    reading: Reading, *, sender: str | None = None, to: str | None = None, sample_notice: str | None = None
) -> OfficialDocument:
    """The công văn that gives every lead body its tasks, or only those of the body `to`, with the annex behind it.

    `sender`: who writes (the issuer of the directive unless given). Number and date stay open. Raises ValueError when
    no task has a lead, or none has `to`.
    """
    bodies = lead_bodies(reading) if to is None else [to]
    chosen = {body: [task for task in reading.tasks if body in task.lead] for body in bodies}
    if not any(chosen.values()):
        raise ValueError("no task has such a lead")
    agency = sender or reading.issuer or DOTS
    what = _named(reading) or DOTS
    own = tuple(task for task in reading.tasks if any(body in task.lead for body in bodies))
    return OfficialDocument(
        kind=LETTER,
        agency=agency,
        parent_agency=_parent_of(agency, reading),
        symbol=DOTS,
        place=reading.place or "",
        subject=f"giao nhiệm vụ thực hiện {what}",
        addressees=tuple(bodies),
        signer=Signer(capacity_of(agency)),
        body=tuple(_letter_body(reading, agency, what, chosen)),
        recipients=("Như trên", *(f"{body} (phối hợp)" for body in _coordinators(own, bodies)), "Lưu: VT"),
        annexes=(_annex(reading, own),),
        draft=True,
        sample_notice=sample_notice,
    )


def lead_bodies(reading: Reading) -> list[str]:
    """The bodies that lead a task, each once, in the paper's order."""
    return list(dict.fromkeys(body for task in reading.tasks for body in task.lead))


def _coordinators(tasks: Iterable[ReadTask], leads: Sequence[str]) -> list[str]:
    names = dict.fromkeys(body for task in tasks for body in task.coordinating)
    known = {same_name(lead) for lead in leads}
    return [name for name in names if same_name(name) not in known]


def _letter_body(reading: Reading, agency: str, what: str, chosen: dict[str, list[ReadTask]]) -> Iterator[Block]:
    verb = "giao" if agency.startswith("Ủy ban nhân dân") else "đề nghị"
    issued = f" {long_date(reading.date)}" if reading.date else ""
    of = f" của {reading.issuer}" if reading.issuer and reading.issuer != agency else ""
    about = f" {_lower_first(_subject(reading))}" if reading.title else ""
    who = "cơ quan, đơn vị" if len(chosen) == 1 else "các cơ quan, đơn vị"
    yield Paragraph(
        f"Thực hiện {what}{issued}{of}{about}, {agency} {verb} {who} chủ trì thực hiện các nhiệm vụ sau "
        "(chi tiết tại Phụ lục kèm theo):"
    )
    for place, (body, tasks) in enumerate(chosen.items(), start=1):
        yield Heading(2, f"{place}. {body}")
        for task in tasks:
            yield Bullet(" ".join(_task_sentences(task)))
    yield from _report_blocks(reading)
    closing = "Yêu cầu" if verb == "giao" else "Đề nghị"
    yield Paragraph(f"{closing} {who} triển khai thực hiện./.")


def _task_sentences(task: ReadTask) -> Iterator[str]:
    code = f"[{task.code}] " if task.code else ""
    yield f"{code}{_ended(task.text)}"
    if task.coordinating:
        yield f"Phối hợp: {_ended('; '.join(task.coordinating))}"
    if task.due and task.due.text:
        yield f"Thời hạn: {_ended(_lower_first(task.due.text))}"


def _plan_body(reading: Reading) -> Iterator[Block]:
    if reading.tasks:
        count = len(reading.tasks)
        yield Paragraph(f"Giao các cơ quan, đơn vị thực hiện {count} nhiệm vụ tại Phụ lục kèm theo.")
    if reading.duties:
        yield Heading(1, "TỔ CHỨC THỰC HIỆN")
        for place, duty in enumerate(reading.duties, start=1):
            yield Heading(2, f"{place}. {'; '.join(duty.agencies)}")
            yield Paragraph(duty.text)
    yield from _report_blocks(reading)


def _report_blocks(reading: Reading) -> Iterator[Block]:
    if not reading.reporting:
        return
    yield Heading(2, "Chế độ báo cáo")
    for duty in reading.reporting:
        yield Bullet(_report_words(duty))


def _report_words(duty: ReportingDuty) -> str:
    words = _REPORTS[duty.kind]
    when = _when(duty)
    if when and fold(when) not in fold(words):
        words += f": {when}"
    if duty.recipient and fold(duty.recipient) not in fold(words):
        words += f", gửi {duty.recipient}"
    return _ended(words)


def _when(duty: ReportingDuty) -> str:
    """The day of a report: from its figures where they are known, else in the paper's words."""
    if duty.due_day and duty.due_month and duty.kind in ("half_year", "annual"):
        return f"trước ngày {duty.due_day:02d}/{duty.due_month} hằng năm"
    if duty.due_day and duty.due_month and duty.due_year:
        return f"trước ngày {duty.due_day:02d}/{duty.due_month}/{duty.due_year}"
    return one_line(duty.text)


def _annexes(reading: Reading) -> tuple[Annex, ...]:
    return (_annex(reading, reading.tasks),) if reading.tasks else ()


def _annex(reading: Reading, tasks: Sequence[ReadTask]) -> Annex:
    return Annex("PHÂN CÔNG NHIỆM VỤ", (annex_table(replace(reading, tasks=tuple(tasks))),), landscape=True)


def _basis_words(reading: Reading) -> Iterator[str]:
    for basis in reading.legal_bases:
        words = f"{_kind_of_number(basis.number)} số {basis.number}" if basis.number[:1].isdigit() else basis.number
        title = f" {one_line(basis.title)}" if basis.title else ""
        issued = f" {long_date(basis.date)}" if basis.date else ""
        issuer = f" của {basis.issuer}" if basis.issuer else ""
        yield f"Căn cứ {words}{issued}{issuer}{title}"


def _kind_of_number(number: str) -> str:
    """What «27/QĐ-TTg» is by its symbol («Quyết định»); «văn bản» where it does not tell."""
    marks = re.split(r"[/\-]", number)[1:]
    return next((_BY_ABBREVIATION[mark] for mark in marks if mark in _BY_ABBREVIATION), "văn bản")


def _kind_of(reading: Reading) -> DocumentKind:
    return next((kind for kind in KINDS if fold(kind.name) == fold(reading.doc_type or "")), PLAN)


def _number_and_symbol(reading: Reading, kind: DocumentKind) -> tuple[str | None, str]:
    match = _SYMBOL.match(reading.number or "")
    if match:
        return match["number"] or None, match["symbol"].strip()
    return None, f"{kind.abbreviation}-{DOTS}" if kind.abbreviation else DOTS


def _named(reading: Reading) -> str:
    """«Kế hoạch số 501/KH-UBND»; only the kind where the number is unknown, nothing where both are."""
    words = reading.doc_type or ("Văn bản" if reading.number else "")
    return f"{words} số {reading.number}" if reading.number else words


def _subject(reading: Reading) -> str:
    title = one_line(reading.title or "")
    return title[3:].lstrip() if fold(title[:3]) == "v v" else title or DOTS


def _parent_of(agency: str, reading: Reading) -> str | None:
    """A department stands below its province's committee, as far as the paper names it."""
    if not agency.startswith(("Sở ", "Thanh tra tỉnh", "Thanh tra thành phố")):
        return None
    issuer = reading.issuer or ""
    return issuer if issuer.startswith("Ủy ban nhân dân") and issuer != agency else None


def _capacity_lines(capacity: str) -> tuple[str, ...]:
    """«TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH» as it is signed: one capacity a line."""
    return tuple(part for line in re.split(r"[,;\n]", capacity) if (part := one_line(line)))


def _bare_code(task: ReadTask) -> str:
    """The number within its group, as the annex prints it: «1» of «I.1»."""
    prefix = f"{task.group_no}."
    return task.code.removeprefix(prefix) if task.group_no else task.code


def _ended(text: str) -> str:
    tidy = one_line(text).rstrip(" ;,.")
    return f"{tidy}."


def _lower_first(text: str) -> str:
    """A sentence's beginning inside another one; names in capitals stay («UBND»)."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
