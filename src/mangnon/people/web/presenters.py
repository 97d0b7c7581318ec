"""How people, posts and invitations look on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from mangnon.accounts.public import Role
from mangnon.agencies.public import Post
from mangnon.agencies.terms import PostKind
from mangnon.kernel.dates import vn_date
from mangnon.people.models import Invitation
from mangnon.people.selectors import PeopleFilter, PersonRow
from mangnon.people.terms import AccountState, InvitationState

STATE_TONES = {
    AccountState.WORKING: "good",
    AccountState.INVITED: "wait",
    AccountState.WITHOUT_POST: "soon",
    AccountState.DISABLED: "closed",
}
INVITATION_TONES = {
    InvitationState.OPEN: "wait",
    InvitationState.USED: "good",
    InvitationState.EXPIRED: "late",
    InvitationState.REVOKED: "closed",
}
LIST_COLUMNS = [
    {"label": "Họ và tên"},
    {"label": "Vị trí công tác"},
    {"label": "Tài khoản"},
    {"label": "Đăng nhập gần nhất"},
]
_AXIS = 1000
_ROOM = dt.timedelta(days=92)


def people_filter(query: QueryDict) -> PeopleFilter:
    """What the address asks for; unknown words ask for nothing."""
    role, state = query.get("vai-tro", ""), query.get("tinh-trang", "")
    return PeopleFilter(
        text=query.get("tim", "")[:120],
        agency=query.get("co-quan", "")[:60],
        role=role if role in Role.values else "",
        state=state if state in AccountState.values else "",
        to_review=query.get("ra-soat") == "1",
    )


def list_row(row: PersonRow, *, today: dt.date) -> dict[str, Any]:
    """One line of the list."""
    return {
        "row": row,
        "posts": [
            {
                "words": f"{post.title or post.role.label}",
                "role": post.role.label if post.title else "",
                "agency": post.agency_name,
                "note": _note(post.kind, post.first, post.last, today=today),
            }
            for post in row.posts
        ],
        "state": row.state.value,
        "state_word": row.state.label,
        "tone": STATE_TONES[row.state],
        "reasons": [reason.label for reason in row.reasons],
    }


def _note(kind: PostKind, first: dt.date | None, last: dt.date | None, *, today: dt.date) -> str:
    parts = [] if kind == PostKind.REGULAR else [str(kind.label).lower()]
    if first is not None and first > today:
        parts.append(f"từ {vn_date(first)}")
    if last is not None:
        parts.append(f"đến hết {vn_date(last)}")
    return ", ".join(parts)


def days_words(first: dt.date | None, last: dt.date | None) -> str:
    """«từ 01/03/2025 đến hết 30/06/2025»."""
    begins = f"từ {vn_date(first)}" if first else "từ trước"
    return f"{begins} đến hết {vn_date(last)}" if last else f"{begins}, chưa định ngày cuối"


def post_rows(posts: Sequence[Post], *, today: dt.date) -> dict[str, Any]:
    """A person's posts with bars on one time axis: `start`, `end`, `now` and for each row `x`, `width` of 1000."""
    days = [day for post in posts for day in (post.valid_from, post.valid_to) if day is not None]
    start, end = min([*days, today]), max([*days, today]) + _ROOM
    span = max((end - start).days, 1)

    def place(day: dt.date) -> int:
        return round(_AXIS * (day - start).days / span)

    rows = []
    for post in posts:
        left = place(post.valid_from) if post.valid_from else 0
        right = place(post.valid_to + dt.timedelta(days=1)) if post.valid_to else _AXIS
        begun = post.valid_from is None or post.valid_from <= today
        over = post.valid_to is not None and post.valid_to < today
        rows.append(
            {
                "post": post,
                "role": Role(post.role).label,
                "kind": PostKind(post.kind).label,
                "days": days_words(post.valid_from, post.valid_to),
                "x": left,
                "width": max(right - left, 8),
                "is_over": over,
                "is_to_come": not begun,
                "state_word": "Đã kết thúc" if over else "Đang giữ" if begun else "Chưa bắt đầu",
                "tone": "closed" if over else "good" if begun else "wait",
                "may_end": begun and not over,
                "may_cover": not over and post.kind != PostKind.COVER,
                "hand_over": getattr(post, "hand_over", None),
            }
        )
    return {"rows": rows, "start": start, "end": end, "now": place(today)}


def work_rows(items: Sequence[Any]) -> list[dict[str, Any]]:
    """Open work, or the words of it in a hand-over, one line each with its kind in words."""
    return [
        {
            "kind": item.kind.label if hasattr(item.kind, "label") else item.get_kind_display(),
            "reference": item.reference,
            "words": item.words,
            "state": item.state_words,
            "due_on": item.due_on,
        }
        for item in items
    ]


def invitation_row(invitation: Invitation, *, now: dt.datetime) -> dict[str, Any]:
    """An invitation with its state in words."""
    state = invitation.state(now)
    return {
        "invitation": invitation,
        "state": state.value,
        "word": state.label,
        "tone": INVITATION_TONES[state],
    }


WORK_COLUMNS = [
    {"label": "Loại việc"},
    {"label": "Ký hiệu"},
    {"label": "Nội dung"},
    {"label": "Tình trạng"},
    {"label": "Hạn"},
]
