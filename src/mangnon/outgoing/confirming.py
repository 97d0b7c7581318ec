"""What its owner wants a person to have seen before a paper goes on: told, confirmed by that person, kept on record.

Nothing here stops a paper: what is wrong with it may be known and meant. What was seen is named by a seal over its
words, so that nobody confirms a list that has changed since it was shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mangnon.outgoing.errors import BadPaper
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.owners import owner_of


def concerns_of_paper(paper: OutgoingPaper) -> tuple[str, ...]:
    """What the owner of a draft's words has to say of them as they stand now; empty for a paper without an owner."""
    owner = owner_of(paper.source_kind)
    return tuple(owner.concerns(paper.source_key)) if owner is not None else ()


def seal_of(concerns: Sequence[str]) -> str:
    """What stands for a list that somebody saw; empty for an empty one."""
    return hashlib.sha256("\n".join(concerns).encode()).hexdigest()[:20] if concerns else ""


def check_confirmed(concerns: Sequence[str], confirmed: str) -> None:
    """Raises BadPaper (`unconfirmed`) naming what was not confirmed, or not as it stands now."""
    if seal_of(concerns) == confirmed or not concerns:
        return
    raise BadPaper(
        f"Có {len(concerns)} điều cần xem trước: {' '.join(concerns)} Chưa có gì bị thay đổi. Hãy xem danh sách, "
        "đánh dấu xác nhận rồi làm lại.",
        code="unconfirmed",
    )
