"""Anchors: where the chain stood, as one line to print or send and to compare later.

The line is `mangnon-audit 1 DAY NUMBER HASH` with the hash in groups of eight, so that it can be read from paper.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from django.db import transaction

from mangnon.audit.models import Anchor, ChainHead
from mangnon.audit.services import anchor_head
from mangnon.audit.verification import KnownPoint, settle_chain
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal

_LINE: Final = re.compile(r"^mangnon-audit 1 (\d{4}-\d{2}-\d{2}) (\d{1,18}) ([0-9a-f]{64})$")


class UnreadableAnchor(Refusal):
    """A file of anchors does not hold what it should."""

    code = "unreadable_anchor"


@transaction.atomic
def anchor_chain() -> Anchor | None:
    """The anchor of where the chain stands now, made if need be; None for an empty chain."""
    settle_chain()
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None or head.sequence == 0:
        return None
    return anchor_head(head, today=clock.local_day(clock.real_now()))


def line_of(anchor: Anchor) -> str:
    """The anchor as a line."""
    groups = " ".join(anchor.hash[start : start + 8] for start in range(0, 64, 8))
    return f"mangnon-audit 1 {anchor.day.isoformat()} {anchor.sequence} {groups}"


def points_of(text: str, *, name: str) -> list[KnownPoint]:
    """The anchors of a file, told by its `name`. Empty lines and lines that begin with # are passed over.

    Raises UnreadableAnchor for any other line, and for a file without an anchor.
    """
    found = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        match = _LINE.match(" ".join(words[:4]) + " " + "".join(words[4:]).lower())
        try:
            day = dt.date.fromisoformat(match.group(1)) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            raise UnreadableAnchor(
                f"{name}, dòng {number}: không phải một mốc neo. Chưa kiểm tra gì. Hãy dùng tệp do "
                "«mangnon audit anchor» ghi ra, không sửa."
            )
        found.append(KnownPoint(int(match.group(2)), match.group(3), f"Tệp neo {name} (ngày {day:%d/%m/%Y})"))
    if not found:
        raise UnreadableAnchor(f"{name}: tệp không có mốc neo nào. Chưa kiểm tra gì. Hãy kiểm tra lại tệp.")
    return found
