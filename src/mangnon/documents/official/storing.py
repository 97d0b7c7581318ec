"""An official document as plain data and back: what is kept until it gets its number.

The data hold JSON values only. What was written by an older version is read as far as its fields are still known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mangnon.documents.official.kinds import document_kind
from mangnon.documents.official.model import (
    Annex,
    Block,
    Bullet,
    CellValue,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Picture,
    Row,
    RowStyle,
    Signer,
    SourceNote,
    Table,
)

FORM = 1


def document_data(document: OfficialDocument) -> dict[str, Any]:
    """The document as plain data."""
    return {
        "form": FORM,
        "kind": document.kind.code,
        "agency": document.agency,
        "symbol": document.symbol,
        "subject": document.subject,
        "signer": _signer_data(document.signer),
        "body": [_block_data(block) for block in document.body],
        "parent_agency": document.parent_agency,
        "number": document.number,
        "place": document.place,
        "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        "addressees": list(document.addressees),
        "legal_bases": list(document.legal_bases),
        "recipients": list(document.recipients),
        "annexes": [
            {
                "title": annex.title,
                "subtitle": annex.subtitle,
                "landscape": annex.landscape,
                "blocks": [_block_data(block) for block in annex.blocks],
            }
            for annex in document.annexes
        ],
        "sources": [[note.mark, note.text] for note in document.sources],
        "with_sources": document.with_sources,
        "draft": document.draft,
        "sample_notice": document.sample_notice,
        "urgency": document.urgency,
        "co_signer": _signer_data(document.co_signer) if document.co_signer else None,
    }


def document_from_data(data: Mapping[str, Any]) -> OfficialDocument:
    """The document that `document_data` made data of. Raises ValueError for data of another form."""
    try:
        if data["form"] != FORM:
            raise ValueError(f"unknown form {data['form']!r}")
        return OfficialDocument(
            kind=document_kind(data["kind"]),
            agency=data["agency"],
            symbol=data["symbol"],
            subject=data["subject"],
            signer=_signer(data["signer"]),
            body=_blocks(data["body"]),
            parent_agency=data["parent_agency"],
            number=data["number"],
            place=data["place"],
            issued_on=dt.date.fromisoformat(data["issued_on"]) if data["issued_on"] else None,
            addressees=tuple(data["addressees"]),
            legal_bases=tuple(data["legal_bases"]),
            recipients=tuple(data["recipients"]),
            annexes=tuple(
                Annex(each["title"], _blocks(each["blocks"]), each["subtitle"], each["landscape"])
                for each in data["annexes"]
            ),
            sources=tuple(SourceNote(mark, text) for mark, text in data["sources"]),
            with_sources=data["with_sources"],
            draft=data["draft"],
            sample_notice=data["sample_notice"],
            urgency=data.get("urgency", ""),
            co_signer=_signer(data["co_signer"]) if data.get("co_signer") else None,
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("not the data of an official document") from error


def _signer_data(signer: Signer) -> dict[str, Any]:
    return {"capacity": list(signer.capacity), "name": signer.name}


def _signer(data: Mapping[str, Any]) -> Signer:
    return Signer(tuple(data["capacity"]), data["name"])


def _block_data(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"heading": block.text, "level": block.level}
        case Paragraph():
            return {"paragraph": block.text, "marks": list(block.source_marks)}
        case Bullet():
            return {"bullet": block.text, "marks": list(block.source_marks), "level": block.level}
        case Picture():
            return {"picture": block.svg, "words": block.words, "caption": block.caption}
        case Table():
            return {
                "caption": block.caption,
                "columns": [[c.title, c.weight, c.align, c.group, c.decimals] for c in block.columns],
                "rows": [_row_data(row) for row in block.rows],
            }


def _row_data(row: Row) -> list[Any]:
    cells = [_cell_data(value) for value in row.cells]
    return [cells, row.style.value, list(row.source_marks), row.marked_cell]


def _blocks(data: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(each) for each in data)


def _block(data: Mapping[str, Any]) -> Block:
    if "heading" in data:
        return Heading(data["level"], data["heading"])
    if "paragraph" in data:
        return Paragraph(data["paragraph"], tuple(data["marks"]))
    if "bullet" in data:
        return Bullet(data["bullet"], tuple(data["marks"]), data["level"])
    if "picture" in data:
        return Picture(data["picture"], data["words"], data["caption"])
    columns = tuple(
        Column(title, weight, align, group, decimals) for title, weight, align, group, decimals in data["columns"]
    )
    rows = tuple(
        Row(tuple(_cell(value) for value in cells), RowStyle(style), tuple(marks), marked)
        for cells, style, marks, marked in data["rows"]
    )
    return Table(columns, rows, data["caption"])


def _cell_data(value: CellValue) -> Any:
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case dt.date():
            return {"day": value.isoformat()}
        case dt.time():
            return {"time": value.isoformat()}
        case _:
            return value


def _cell(data: Any) -> CellValue:
    if isinstance(data, dict):
        if "time" in data:
            return dt.time.fromisoformat(data["time"])
        return Decimal(data["decimal"]) if "decimal" in data else dt.date.fromisoformat(data["day"])
    if data is None or isinstance(data, str | int | float):
        return data
    raise TypeError("no value of a cell")
