"""The letter that urges for reports (công văn đôn đốc gửi báo cáo), as an official document (NĐ 30/2020/NĐ-CP).

Number, date and signer stay dots until a person numbers and signs. It says what stood when it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from mangnon.agencies.public import full_name_of, governing_body_of, symbol_letters
from mangnon.documents.official import (
    LETTER,
    Annex,
    Block,
    Column,
    OfficialDocument,
    Paragraph,
    Row,
    Signer,
    Table,
    capacity_of,
)
from mangnon.kernel import clock
from mangnon.kernel.dates import long_date, vn_date
from mangnon.kernel.training import sample_notice
from mangnon.reporting.models import ReportUrging, ReportUrgingLine
from mangnon.reporting.terms import WaitState

_DOTS = "......"
_UNKNOWN_DAY = "ngày ....../....../......"
# More bodies than these are named in the annex alone.
_NAMED = 5
_COLUMNS = (
    Column("STT", weight=0.5, align="center"),
    Column("Cơ quan, đơn vị", weight=3.3),
    Column("Hạn gửi", weight=1.2, align="center"),
    Column("Tình trạng", weight=2.7),
)


def report_urging_letter(urging: ReportUrging, lines: Sequence[ReportUrgingLine]) -> OfficialDocument:
    """One letter to the bodies of some lines: to one in its text, to several with a list behind it."""
    sender = urging.agency
    place = sender.territory
    committee = f"Ủy ban nhân dân {place.name[:1].lower()}{place.name[1:]}"
    is_committee = sender.kind == "peoples_committee"
    many = len(lines) > 1
    names = tuple(dict.fromkeys(line.to_words for line in lines))
    addressees = names if len(names) <= _NAMED else ("Các cơ quan, đơn vị nêu tại Phụ lục kèm theo",)
    return OfficialDocument(
        kind=LETTER,
        agency=full_name_of(sender),
        symbol=LETTER.symbol(symbol_letters(sender), _DOTS),
        subject=f"đôn đốc gửi báo cáo {urging.period.words}",
        signer=Signer(capacity_of(sender.name)),
        body=tuple(_body(urging, lines, committee, is_committee=is_committee)),
        parent_agency=governing_body_of(sender) or None,
        place=place.proper_name,
        addressees=addressees,
        recipients=("Như trên", *(() if is_committee else (f"{committee} (để báo cáo)",)), "Lưu: VT"),
        annexes=(Annex("DANH SÁCH CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO", (_table(urging, lines),)),) if many else (),
        draft=True,
        sample_notice=sample_notice(),
    )


def _body(
    urging: ReportUrging, lines: Sequence[ReportUrgingLine], committee: str, *, is_committee: bool
) -> Iterator[Block]:
    sender, period, on = urging.agency.name, urging.period, clock.local_day(urging.made_at)
    begin = f"Thực hiện {_regime_words(urging)}, kỳ {period.words}; qua theo dõi đến {long_date(on)}, "
    if len(lines) > 1:
        who = "các cơ quan, đơn vị"
        late = sum(line.due_on < on for line in lines)
        counted = [f"{late} đã quá hạn gửi"] if late else []
        counted += [f"{len(lines) - late} chưa đến hạn gửi"] if len(lines) > late else []
        yield Paragraph(
            f"{begin}còn {len(lines)} cơ quan, đơn vị chưa gửi báo cáo ({', '.join(counted)}), danh sách tại "
            "Phụ lục kèm theo."
        )
    else:
        (line,) = lines
        who = line.to_words
        whose = "" if line.to_words == line.agency.name else f" của {line.agency.name}"
        state = state_words(line, on)
        state = state[:1].lower() + state[1:]
        yield Paragraph(f"{begin}báo cáo{whose} có hạn gửi ngày {vn_date(line.due_on)} {state}.")
    asks = "yêu cầu" if is_committee else "đề nghị"
    until = f"ngày {vn_date(urging.report_by)}" if urging.report_by else _UNKNOWN_DAY
    gather = "để theo dõi, chỉ đạo" if is_committee else f"để tổng hợp, báo cáo {committee}"
    yield Paragraph(
        f"{sender} {asks} {who} khẩn trương hoàn thành, gửi báo cáo trước {until} {gather}; trường hợp có khó khăn, "
        "vướng mắc, nêu rõ trong báo cáo hoặc thông báo ngay để phối hợp giải quyết./."
    )


def _regime_words(urging: ReportUrging) -> str:
    """«Báo cáo …» of the regime, with the paper that asks for it where there is one and the name does not say it."""
    regime = urging.period.regime
    words = regime.name[:1].lower() + regime.name[1:]
    words = f"chế độ {words}" if words.startswith("báo cáo") else words
    paper = regime.plan.directive if regime.plan is not None else None
    if paper is None or not paper.number or paper.number in words:
        return words
    dated = f" {long_date(paper.issued_on)}" if paper.issued_on else ""
    return f"{words} theo {paper.doc_type or 'văn bản'} số {paper.number}{dated}"


def _table(urging: ReportUrging, lines: Sequence[ReportUrgingLine]) -> Table:
    on = clock.local_day(urging.made_at)
    return Table(
        _COLUMNS,
        tuple(
            Row((str(number), _name(line), vn_date(line.due_on), state_words(line, on)))
            for number, line in enumerate(lines, start=1)
        ),
    )


def _name(line: ReportUrgingLine) -> str:
    return line.agency.name if line.to_words == line.agency.name else f"{line.agency.name} (nay: {line.to_words})"


def state_words(line: ReportUrgingLine, on: dt.date) -> str:
    """«Đã quá hạn, chưa gửi», as it stood on the day of the letter."""
    sent = "đã trả lại, chưa gửi lại" if line.state == WaitState.RETURNED else "chưa gửi"
    return f"Đã quá hạn, {sent}" if line.due_on < on else f"Chưa đến hạn, {sent}"
