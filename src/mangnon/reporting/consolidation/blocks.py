"""Blocks that official reports of a consolidation share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mangnon.documents.official import Block, Bullet, Paragraph
from mangnon.reporting.consolidation import prose


def named_bullet(name: str, lines: list[tuple[bool, str]], marks: tuple[str, ...]) -> Iterable[Block]:
    """«- Sở A: …», further lines as «+ …» below; the marks stand at the end."""
    rest = lines
    if lines[0][0]:
        yield Bullet(f"{name}:")
    else:
        yield Bullet(f"{name}: {lines[0][1]}", marks if len(lines) == 1 else ())
        rest = lines[1:]
    for index, (_, line) in enumerate(rest):
        yield Bullet(line, marks if index == len(rest) - 1 else (), level=2)


def with_reasons(what: str, rows: list[dict[str, Any]]) -> Iterable[Block]:
    """«Còn 3 cơ quan, đơn vị chưa gửi báo cáo: …», one reason for all or each its own; nothing for none."""
    if not rows:
        return
    reasons = prose.once(row["reason"].strip().rstrip(".") for row in rows)
    count = f"Còn {prose.counted(len(rows))} cơ quan, đơn vị {what}"
    if len(reasons) == 1:
        names = prose.listed([row["name"] for row in rows])
        yield Paragraph(f"{count}: {names}. Lý do: {prose.lower_first(prose.sentence(reasons[0]))}")
        return
    yield Paragraph(f"{count}:")
    for row in rows:
        yield Bullet(f"{row['name']}: {prose.lower_first(prose.sentence(row['reason']))}")
