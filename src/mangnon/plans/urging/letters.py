"""The letter that urges (công văn đôn đốc), as an official document (NĐ 30/2020/NĐ-CP).

Number, date and signer stay dots: a person numbers and signs. What a letter says is what stood when it was made.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mangnon.agencies.public import Agency, full_name_of, governing_body_of, symbol_letters
from mangnon.documents.official import (
    LETTER,
    Annex,
    Block,
    Column,
    OfficialDocument,
    Paragraph,
    Row,
    RowStyle,
    Signer,
    Table,
    capacity_of,
)
from mangnon.kernel.dates import long_date, vn_date
from mangnon.kernel.text import fold, one_line
from mangnon.plans.models import Duty, Plan, UrgingLine
from mangnon.plans.rules import DUE_SOON_DAYS
from mangnon.plans.terms import AssignmentRole, Execution
from mangnon.territory.public import Unit

_DOTS = "......"
_UNKNOWN_DAY = "ngày ....../....../......"
_LONGEST_DUTY = 400
_ABOUT_URGING = ("don doc", "theo doi", "dau moi")
_COLUMNS = (
    Column("STT", weight=0.5, align="center"),
    Column("Nội dung nhiệm vụ", weight=4),
    Column("Vai trò", weight=1),
    Column("Thời hạn", weight=1.2, align="center"),
    Column("Tình trạng", weight=1.8),
)


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is made of. `bodies`: each body with what it is urged to do, as it stood on the day `on`."""

    plan: Plan
    sender: Agency
    on: dt.date
    report_by: dt.date | None
    bodies: Sequence[tuple[Agency, Sequence[UrgingLine]]]
    duty: str = ""


def duty_of(plan: Plan, sender: Agency) -> str:
    """The words by which the paper charges the sender to follow up and urge; empty where it has none, or long ones."""
    texts = Duty.objects.filter(plan=plan, agencies__in={sender.pk, plan.lead_agency_id}).order_by("order").distinct()
    words = (one_line(text).rstrip(" .;") for text in texts.values_list("text", flat=True))
    return next(
        (text for text in words if len(text) <= _LONGEST_DUTY and any(word in fold(text) for word in _ABOUT_URGING)), ""
    )


def urging_letter(facts: LetterFacts, *, sample_notice: str | None = None) -> OfficialDocument:
    """One letter to one body with its table in the text, or to several with a table behind it, a group for each."""
    sender, plan = facts.sender, facts.plan
    territory = sender.territory if sender.level == "province" else plan.territory
    committee = f"Ủy ban nhân dân {territory.name[:1].lower()}{territory.name[1:]}"
    is_committee = sender.kind == "peoples_committee"
    one = len(facts.bodies) == 1
    return OfficialDocument(
        kind=LETTER,
        agency=full_name_of(sender),
        symbol=LETTER.symbol(symbol_letters(sender), _DOTS),
        subject=f"đôn đốc thực hiện nhiệm vụ tại {_paper_short(plan)}",
        signer=Signer(capacity_of(sender.name)),
        body=tuple(_body(facts, committee, is_committee=is_committee)),
        parent_agency=governing_body_of(sender) or None,
        place=territory.proper_name,
        addressees=tuple(agency.name for agency, _ in facts.bodies),
        recipients=("Như trên", *(() if is_committee else (f"{committee} (để báo cáo)",)), "Lưu: VT"),
        annexes=() if one else (Annex("DANH MỤC NHIỆM VỤ ĐÔN ĐỐC", (_table_of_all(facts),), landscape=True),),
        draft=True,
        sample_notice=sample_notice,
    )


def _body(facts: LetterFacts, committee: str, *, is_committee: bool) -> Iterator[Block]:
    sender, many = facts.sender.name, len(facts.bodies) > 1
    who = "các cơ quan, đơn vị" if many else facts.bodies[0][0].name
    begin = f"Thực hiện {_paper(facts.plan, committee)}"
    if facts.duty:
        begin += f", trong đó giao {sender}: «{facts.duty}»"
    lines = [line for _, each in facts.bodies for line in each]
    where = "chi tiết tại Phụ lục kèm theo" if many else "cụ thể như sau"
    yield Paragraph(f"{begin}; qua theo dõi đến {long_date(facts.on)}, {who} còn {_counted(lines, facts.on)}, {where}:")
    if not many:
        yield _table(lines, facts.on)
    asks = "yêu cầu" if is_committee else "đề nghị"
    until = f"ngày {vn_date(facts.report_by)}" if facts.report_by else _UNKNOWN_DAY
    gather = "để theo dõi, chỉ đạo" if is_committee else f"để tổng hợp, báo cáo {committee}"
    yield Paragraph(
        f"{sender} {asks} {who} khẩn trương thực hiện các nhiệm vụ nêu trên; báo cáo kết quả, nêu rõ khó khăn, vướng "
        f"mắc (nếu có) và thời gian hoàn thành, gửi {sender} trước {until} {gather}./."
    )


def _counted(lines: Iterable[UrgingLine], on: dt.date) -> str:
    """«3 nhiệm vụ đã quá hạn, 1 nhiệm vụ sắp đến hạn»."""
    counts = Counter(_state(line, on) for line in lines)
    return ", ".join(f"{counts[state]} nhiệm vụ {state}" for state in _STATES if counts[state])


_LATE, _SOON, _NOT_TAKEN, _RUNNING = "đã quá hạn", "sắp đến hạn", "chưa tiếp nhận", "đang thực hiện"
_STATES = (_LATE, _SOON, _NOT_TAKEN, _RUNNING)


def _state(line: UrgingLine, on: dt.date) -> str:
    if line.due_on is not None and line.due_on < on:
        return _LATE
    if line.due_on is not None and (line.due_on - on).days <= DUE_SOON_DAYS:
        return _SOON
    return _NOT_TAKEN if line.execution == Execution.NOT_RECEIVED else _RUNNING


def _table(lines: Sequence[UrgingLine], on: dt.date) -> Table:
    return Table(_COLUMNS, tuple(_row(number, line, on) for number, line in enumerate(lines, start=1)))


def _table_of_all(facts: LetterFacts) -> Table:
    rows: list[Row] = []
    for place, (agency, lines) in enumerate(facts.bodies, start=1):
        rows.append(Row((str(place), agency.name), style=RowStyle.GROUP))
        rows += [_row(f"{place}.{number}", line, facts.on) for number, line in enumerate(lines, start=1)]
    return Table(_COLUMNS, tuple(rows))


def _row(number: int | str, line: UrgingLine, on: dt.date) -> Row:
    assignment, state = line.assignment, _state(line, on)
    period = f" (kỳ {assignment.instance.period})" if assignment.instance else ""
    due = vn_date(line.due_on) if line.due_on else assignment.task.time_frame_text or _DOTS
    words = state[:1].upper() + state[1:]
    if line.execution == Execution.NOT_RECEIVED:
        words = words if state == _NOT_TAKEN else f"{words}, chưa tiếp nhận"
    else:
        words += f"; tiến độ {line.progress} %"
    role = AssignmentRole(assignment.role).label
    return Row((str(number), f"[{assignment.task.code}] {one_line(assignment.task.text)}{period}", role, due, words))


def _paper_short(plan: Plan) -> str:
    paper = plan.directive
    kind = paper.doc_type or "văn bản"
    return f"{kind} số {paper.number}" if paper.number else kind


def _paper(plan: Plan, committee: str) -> str:
    """«Kế hoạch số 501/KH-UBND ngày 17 tháng 02 năm 2025 của … về …», as far as it is known."""
    paper = plan.directive
    words = _paper_short(plan)
    if paper.issued_on:
        words += f" {long_date(paper.issued_on)}"
    words += f" của {paper.issuer or _issuer(plan.territory)}"
    title = one_line(paper.title)
    if not title:
        return words
    title = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return f"{words} {title}" if fold(title).startswith(("ve ", "thuc hien", "trien khai")) else f"{words} về {title}"


def _issuer(territory: Unit) -> str:
    return f"Ủy ban nhân dân {territory.name[:1].lower()}{territory.name[1:]}"
