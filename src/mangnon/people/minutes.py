"""Biên bản bàn giao công việc as an official Word document (NĐ 30/2020/NĐ-CP), from the record of a hand-over."""

from __future__ import annotations

from mangnon.agencies.public import full_name_of, governing_body_of, symbol_letters
from mangnon.documents.official import (
    Block,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    Signer,
    Table,
    document_kind,
    write_docx,
)
from mangnon.kernel import clock
from mangnon.kernel.dates import long_date, vn_date
from mangnon.people.models import HandOver

_MINUTES = document_kind("bien-ban")


def minutes_file(hand_over: HandOver, *, sample_notice: str | None = None) -> bytes:
    """The record as .docx: who gives, who receives, why, every piece of work in its words, two places to sign."""
    return write_docx(minutes(hand_over, sample_notice=sample_notice))


def minutes(hand_over: HandOver, *, sample_notice: str | None = None) -> OfficialDocument:
    """The record as an official paper: who gives signs on the left, who receives on the right."""
    agency = hand_over.agency
    return OfficialDocument(
        kind=_MINUTES,
        agency=full_name_of(agency),
        parent_agency=governing_body_of(agency) or None,
        symbol=_MINUTES.symbol(symbol_letters(agency)),
        subject="Bàn giao công việc",
        signer=Signer(("BÊN TIẾP NHẬN",)),
        co_signer=Signer(("BÊN BÀN GIAO",)),
        place=agency.territory.proper_name,
        body=tuple(_body(hand_over)),
        issued_on=clock.local_day(hand_over.made_at),
        recipients=("Bên bàn giao", "Bên tiếp nhận", "Lưu: VT"),
        sample_notice=sample_notice,
    )


def _body(hand_over: HandOver) -> list[Block]:
    items = list(hand_over.items.all())
    received = hand_over.received_at
    rows = [
        Row(
            (
                item.order,
                item.get_kind_display(),
                item.reference,
                f"{item.words.rstrip(' .;,')}. {item.state_words}" if item.state_words else item.words,
                vn_date(item.due_on) if item.due_on else "chưa định hạn",
            )
        )
        for item in items
    ]
    columns = (
        Column("STT", 0.5, "center"),
        Column("Loại việc", 1.6),
        Column("Ký hiệu", 1.8),
        Column("Nội dung, tình trạng", 4.0),
        Column("Hạn", 1.1, "center"),
    )
    body: list[Block] = [
        Paragraph(
            f"Hôm nay, {long_date(clock.local_day(hand_over.made_at))}, tại {hand_over.agency.name}, "
            "chúng tôi lập biên bản bàn giao công việc như sau:"
        ),
        Heading(1, "I. THÀNH PHẦN"),
        Paragraph(f"1. Bên bàn giao: {hand_over.giver_words}."),
        Paragraph(f"2. Bên tiếp nhận: {hand_over.receiver_words or 'Các đồng nghiệp cùng vai trò tại cơ quan'}."),
        Heading(1, "II. NỘI DUNG"),
        Paragraph(f"1. Lý do bàn giao: {hand_over.reason}."),
        Paragraph(f"2. Người bàn giao giữ vị trí đến hết ngày {vn_date(hand_over.last_day)}."),
    ]
    if rows:
        body.append(Paragraph(f"3. Công việc đang mở được bàn giao gồm {len(rows)} việc:"))
        body.append(Table(columns, tuple(rows)))
    else:
        body.append(Paragraph("3. Không có công việc đang mở tại thời điểm bàn giao."))
    if received is not None:
        body.append(Paragraph(f"4. Bên tiếp nhận đã xác nhận ngày {vn_date(clock.local_day(received))}."))
    body.append(
        Paragraph("Biên bản được các bên đọc lại, thống nhất nội dung và ký tên dưới đây; mỗi bên giữ một bản./.")
    )
    return body
