"""What the pages of activities show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.activities.models import Activity, BudgetLine, Comment, Contribution, Evidence
from mangnon.activities.policies import can_open_withdrawn, can_see_money
from mangnon.activities.rules import Amounts, Suspicion
from mangnon.activities.terms import ActivityState, ContributionState, DoubleReason
from mangnon.activities.totals import Row, Totals
from mangnon.audit.public import history_of, sentence_of
from mangnon.files.terms import DRAWN
from mangnon.kernel.dates import vn_date

_TONES = {
    ActivityState.PLANNED: "neutral",
    ActivityState.RUNNING: "progress",
    ActivityState.DONE: "good",
    ActivityState.DROPPED: "closed",
}
_ANSWER_TONES = {
    ContributionState.OFFERED: "wait",
    ContributionState.TAKEN: "good",
    ContributionState.DECLINED: "closed",
}
AGENCY_COLUMN = {"label": "Cơ quan"}
ACTIVITY_COLUMNS = [
    {"label": "Hoạt động"},
    AGENCY_COLUMN,
    {"label": "Phụ trách"},
    {"label": "Thời gian"},
    {"label": "Tình trạng"},
    {"label": "Bằng chứng", "numeric": True},
]
_LONGEST_HISTORY = 60
_MONEY_ACTS = {"keep_budget_line", "remove_budget_line"}


def days_of(activity: Activity) -> str:
    """«01/05/2025 – 30/06/2025», «đến 30/06/2025», or empty."""
    if activity.starts_on and activity.due_on:
        return f"{vn_date(activity.starts_on)} – {vn_date(activity.due_on)}"
    if activity.due_on:
        return f"đến {vn_date(activity.due_on)}"
    return f"từ {vn_date(activity.starts_on)}" if activity.starts_on else ""


def owner_of(activity: Activity) -> str:
    """Who answers for it: the person, and the words beside."""
    named = [activity.owner.full_name] if activity.owner else []
    return ", ".join([*named, *([activity.owner_words] if activity.owner_words else [])])


def activity_rows(
    found: Iterable[Activity], evidence: Iterable[Evidence], *, task_id: int | None = None
) -> list[dict[str, Any]]:
    """Rows of a table of activities; `task_id`: activities of other tasks are marked as serving this one."""
    counts = Counter(row.activity_id for row in evidence if row.withdrawn_at is None)
    return [
        {
            "activity": each,
            "agency": each.assignment.agency,
            "task": each.assignment.task,
            "is_from_elsewhere": task_id is not None and each.assignment.task_id != task_id,
            "owner": owner_of(each),
            "days": days_of(each),
            "tone": _TONES[ActivityState(each.state)],
            "word": each.get_state_display(),
            "evidence": counts[each.pk],
        }
        for each in found
    ]


def evidence_rows(found: Iterable[Evidence], viewer: Actor, *, may_withdraw: set[int]) -> list[dict[str, Any]]:
    """Cards of evidence; `may_withdraw`: ids of the assignments whose evidence the viewer may withdraw."""
    return [
        {
            "evidence": each,
            "where": each.activity.text[:80]
            if each.activity
            else "Ghi nhận tiến độ"
            if each.note_id
            else "Cả nhiệm vụ",
            "size": size_words(each.file.size),
            "kind": each.file.get_kind_display(),
            "is_drawn": each.file.kind in DRAWN and each.withdrawn_at is None,
            "may_open": each.withdrawn_at is None or can_open_withdrawn(viewer, agency_id=each.assignment.agency_id),
            "may_withdraw": each.assignment_id in may_withdraw and each.withdrawn_at is None,
        }
        for each in found
    ]


def size_words(size: int) -> str:
    """«1,4 MB», «12 kB»."""
    if size >= 1_048_576:
        return f"{size / 1_048_576:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1024))} kB"


def comment_rows(found: Iterable[Comment], viewer: Actor) -> list[dict[str, Any]]:
    """What was said, first to last."""
    return [
        {
            "comment": each,
            "who": each.made_by.full_name if each.made_by else "Hệ thống",
            "called": [mention.person.full_name for mention in each.mentions.all()],
            "versions": list(each.versions.all()),
            "is_own": each.made_by_id == viewer.user_id and each.withdrawn_at is None,
        }
        for each in found
    ]


def contribution_rows(found: Iterable[Contribution], *, may_answer: bool) -> list[dict[str, Any]]:
    """What coordinators contributed."""
    return [
        {
            "contribution": each,
            "tone": _ANSWER_TONES[ContributionState(each.state)],
            "may_answer": may_answer and each.state == ContributionState.OFFERED,
        }
        for each in found
    ]


def money(amount: int | None) -> str:
    """«12.500.000»; «…» for what is not known."""
    return "…" if amount is None else f"{amount:,}".replace(",", ".")


def line_rows(lines: Iterable[BudgetLine]) -> list[dict[str, Any]]:
    """Lines of an activity's budget."""
    return [
        {
            "line": line,
            "planned": money(line.planned),
            "allocated": money(line.allocated),
            "spent": money(line.spent),
            "is_over": line.spent is not None and line.allocated is not None and line.spent > line.allocated,
        }
        for line in lines
    ]


def amounts_row(amounts: Amounts) -> dict[str, Any]:
    """Sums, with how many lines leave each open."""
    unknown = [
        f"{words} {count} dòng"
        for words, count in (
            ("dự kiến", amounts.planned_unknown),
            ("được giao", amounts.allocated_unknown),
            ("đã chi", amounts.spent_unknown),
        )
        if count
    ]
    return {
        "planned": _known(amounts.planned, amounts.planned_unknown, amounts.lines),
        "allocated": _known(amounts.allocated, amounts.allocated_unknown, amounts.lines),
        "spent": _known(amounts.spent, amounts.spent_unknown, amounts.lines),
        "unknown": "; ".join(unknown),
        "lines": amounts.lines,
    }


def _known(amount: int, unknown: int, lines: int) -> str:
    """A sum; «…» where nothing of it is known: that is not nought."""
    return money(None if lines and unknown == lines else amount)


def total_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows of a table of money."""
    return [
        {"key": row.key, "label": row.label, "activities": row.activities, **amounts_row(row.amounts)} for row in rows
    ]


def remainder_rows(found: Totals) -> list[dict[str, Any]]:
    """What is told beside a total: first what is not in it, then what is in it and deserves a look."""
    beside = [
        ("Không cộng: hoạt động đã kết luận là kê hai lần, tính ở lần kê kia (có thể của cơ quan khác)", found.twice),
        ("Không cộng: hoạt động tính ở kế hoạch khác, cùng phục vụ kế hoạch này", found.elsewhere),
        ("Đang cộng: phần nghi trùng, chờ kết luận", found.suspected),
        ("Đang cộng: hoạt động không thực hiện", found.dropped),
    ]
    return [{"label": label, **amounts_row(amounts)} for label, amounts in beside if amounts.lines]


def suspicion_rows(
    found: Sequence[Suspicion], known: dict[int, Activity], may_judge: set[tuple[int, int]]
) -> list[dict[str, Any]]:
    """Pairs that may be one, side by side."""
    return [
        {
            "first": known[pair.first],
            "second": known[pair.second],
            "because": str(DoubleReason(pair.because).label),
            "likeness": pair.likeness,
            "may_judge": (pair.first, pair.second) in may_judge,
        }
        for pair in found
        if pair.first in known and pair.second in known
    ]


def history(viewer: Actor, activity: Activity, evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """What happened to an activity and to its evidence, in sentences, newest first. Two queries."""
    rows = [
        *history_of(viewer, object_type="Activity", object_ids=[str(activity.pk)])[:_LONGEST_HISTORY],
        *history_of(viewer, object_type="Evidence", object_ids=[str(each.pk) for each in evidence])[:_LONGEST_HISTORY],
    ]
    rows = [row for row in rows if row.act not in _MONEY_ACTS or can_see_money(viewer)]
    rows.sort(key=lambda row: row.pk, reverse=True)
    return [
        {
            "sentence": f"{row.agency_name or row.actor_label}: {sentence_of(row)}.",
            "at": row.at,
            "tone": "closed" if row.act in ("drop_activity", "withdraw_evidence") else "neutral",
            "note": f"Người thực hiện: {row.actor_label}" + (f". Lý do: {row.reason}" if row.reason else ""),
        }
        for row in rows[:_LONGEST_HISTORY]
    ]


def note_rows(activity: Activity) -> list[dict[str, Any]]:
    """Progress of an activity as a time line, newest first."""
    return [
        {
            "sentence": f"{note.progress} %",
            "at": note.noted_at,
            "tone": "good" if note.progress == 100 else "progress",
            "note": note.text,
        }
        for note in activity.notes.all()
    ]


def state_of(activity: Activity) -> dict[str, str]:
    """The look of an activity's state."""
    return {"tone": _TONES[ActivityState(activity.state)], "word": str(activity.get_state_display())}
