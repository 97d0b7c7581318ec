"""The evidence as a table to take along: Excel or CSV. Taking it is itself an act."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

import xlsxwriter
from django.db import transaction

from mangnon.accounts.public import Actor, Role
from mangnon.audit.acts import sentence_of
from mangnon.audit.changes import changes_in_words
from mangnon.audit.errors import TooMuch
from mangnon.audit.models import AuditRow
from mangnon.audit.selectors import LogFilter, accounts_of, evidence
from mangnon.audit.services import record
from mangnon.audit.terms import EXPORT
from mangnon.kernel import clock

MOST_ROWS: Final = 50_000
_LONGEST_CELL: Final = 32_000  # Excel takes 32,767 signs
_HEAD: Final = (
    ("Dòng số", 10),
    ("Thời điểm", 18),
    ("Người thực hiện", 26),
    ("Vai trò", 26),
    ("Thay cho", 22),
    ("Cơ quan", 36),
    ("Việc đã làm", 60),
    ("Thay đổi", 50),
    ("Lý do", 36),
    ("Nơi thực hiện", 18),
    ("Mã băm", 68),
)


def export_evidence(*, actor: Actor, wanted: LogFilter, kind: str) -> bytes:
    """The rows that `actor` may read and asks for, newest first, as a file of `kind` «xlsx» or «csv».

    Raises TooMuch beyond MOST_ROWS; then nothing is written down either.
    """
    rows = list(evidence(actor, wanted)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise TooMuch(
            f"Có hơn {MOST_ROWS} dòng khớp bộ lọc, quá nhiều cho một tệp. Chưa có tệp nào được tạo. "
            "Hãy chọn khoảng ngày ngắn hơn rồi xuất lại."
        )
    accounts = accounts_of(rows)
    table = [_cells(row, accounts.get(row.pk, "")) for row in rows]
    with transaction.atomic():
        record(
            actor=actor,
            act=EXPORT,
            object_type="AuditLog",
            object_id=actor.territory_code or "*",
            details={
                "count": len(rows),
                "format": "Excel" if kind == "xlsx" else "CSV",
                "since": wanted.since,
                "until": wanted.until,
                "group": wanted.group,
                "object_type": wanted.object_type,
            },
        )
    return _workbook(table) if kind == "xlsx" else _csv(table)


def role_word(code: str) -> str:
    """The role as people say it; the code of a role that is no longer there."""
    return str(Role(code).label) if code in Role.values else code


def _cells(row: AuditRow, account: str) -> list[str]:
    at = row.at.astimezone(clock.VIETNAM)
    cells = (
        "" if row.sequence is None else str(row.sequence),
        f"{at:%d/%m/%Y %H:%M:%S}",
        row.actor_label,
        role_word(row.actor_role),
        row.acts_for,
        row.agency_name or row.agency_code,
        f"{sentence_of(row)}. {account}" if account else sentence_of(row),
        "; ".join(changes_in_words(row)),
        row.reason,
        row.origin,
        row.hash,
    )
    return [cell[:_LONGEST_CELL] for cell in cells]


def _workbook(table: Sequence[Sequence[str]]) -> bytes:
    """Every cell is text: nothing a row says is ever computed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Nhat ky")
    for column, (label, width) in enumerate(_HEAD):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, bold)
    for number, cells in enumerate(table, start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _csv(table: Sequence[Sequence[str]]) -> bytes:
    """With a mark by which spreadsheets know UTF-8; what they would compute is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([label for label, _ in _HEAD])
    for cells in table:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")
