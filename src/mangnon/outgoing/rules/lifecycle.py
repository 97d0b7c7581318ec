"""The states of a paper as a table: which act leads where.

Source: the order of NĐ 30/2020/NĐ-CP, Articles 14-18 (check, number, sign and seal, issue). A number is never used
again: a cancelled paper keeps its number and says why. An issued paper is never changed: what is wrong in it is put
right by another paper (Article 18: form by công văn, content by a paper of the same kind).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from mangnon.kernel.working_days import WorkingDays
from mangnon.outgoing.terms import PaperState, SignatureKind

MOVES: dict[str, tuple[frozenset[str], str]] = {
    "number": (frozenset({PaperState.DRAFT}), PaperState.NUMBERED),
    "drop": (frozenset({PaperState.DRAFT}), PaperState.DROPPED),
    "sign": (frozenset({PaperState.NUMBERED}), PaperState.SIGNED),
    "issue": (frozenset({PaperState.SIGNED}), PaperState.ISSUED),
    "cancel": (frozenset({PaperState.NUMBERED, PaperState.SIGNED}), PaperState.CANCELLED),
    "withdraw": (frozenset({PaperState.ISSUED}), PaperState.WITHDRAWN),
}
_WORDS = {
    "number": "cấp số",
    "drop": "bỏ dự thảo",
    "sign": "ký",
    "issue": "ban hành",
    "cancel": "hủy số",
    "withdraw": "thu hồi",
    "edit": "sửa",
}


def may_move(state: str, act: str) -> bool:
    """Whether the act is possible in this state."""
    if act == "edit":
        return state == PaperState.DRAFT
    return state in MOVES[act][0]


def why_not(state: str, act: str) -> str:
    """One sentence for who tried: what the state is and what the act needs."""
    wanted = {PaperState.DRAFT} if act == "edit" else MOVES[act][0]
    names = " hoặc ".join(f"«{PaperState(each).label}»" for each in sorted(wanted))
    return f"Văn bản đang ở trạng thái «{PaperState(state).label}»; chỉ {_WORDS[act]} được khi {names}."


def is_fully_signed(kinds: Collection[str]) -> bool:
    """Whether a paper has what it needs: on paper one signature with the seal; electronically the person's and the
    agency's (NĐ 30/2020/NĐ-CP, Article 5: both make the file equal to the original)."""
    return SignatureKind.PAPER in kinds or {SignatureKind.PERSON, SignatureKind.AGENCY} <= set(kinds)


def latest_issue_day(signed_on: dt.date, days: WorkingDays) -> dt.date:
    """The last day for sending out a signed paper: the day itself, at the latest the next working day (Article 18)."""
    return days.add(signed_on, 1)
