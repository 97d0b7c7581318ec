"""What the pages of versions show: a comparison row by row, the versions of a plan, the plan of a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.documents.terms import CitationKind
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.models import Assignment, Plan, PlanVersion, Task
from mangnon.plans.rules.versions import TaskFacts, changed_fields
from mangnon.plans.terms import TaskChangeKind, VersionKind
from mangnon.plans.versions.amending import PlanOnDay, versions_of
from mangnon.plans.versions.comparing import ADD, CHANGE, KEEP, WITHDRAW, Amendment, AmendmentRow
from mangnon.plans.versions.portfolio import Related
from mangnon.plans.versions.replacing import TaskGoes

CHOICES = {ADD: "Bổ sung", CHANGE: "Sửa đổi", WITHDRAW: "Bãi bỏ", KEEP: "Giữ nguyên"}
_SKIP = "Không bổ sung"
TONES = {ADD: "good", CHANGE: "soon", WITHDRAW: "closed", KEEP: "neutral"}
_KIND_TONES = {TaskChangeKind.ADDED: "good", TaskChangeKind.CHANGED: "soon", TaskChangeKind.WITHDRAWN: "closed"}
_FIELDS = {
    "text": "Nội dung",
    "group": "Nhóm",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "due_text": "Thời gian",
    "due_on": "Hạn",
}
COMPARED_COLUMNS = [{"label": "Nhiệm vụ"}, {"label": "Thay đổi"}, {"label": "Quyết định"}]
DAY_COLUMNS = [
    {"label": "Mã"},
    {"label": "Nội dung nhiệm vụ"},
    {"label": "Chủ trì"},
    {"label": "Phối hợp"},
    {"label": "Thời gian"},
]


def compared(amendment: Amendment, decisions: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a comparison, changes before what stays."""
    rows = [_row(row, decisions.get(row.key, row.suggested)) for row in amendment.rows]
    order = (CHANGE, ADD, WITHDRAW, KEEP)
    return sorted(rows, key=lambda each: order.index(each["row"].suggested))


def _row(row: AmendmentRow, chosen: str) -> dict[str, Any]:
    facts = row.after or row.before or TaskFacts()
    return {
        "row": row,
        "code": row.task.code if row.task else facts.code,
        "text": facts.text,
        "tone": TONES[row.suggested],
        "word": CHOICES[row.suggested],
        "changes": differences(row.before, row.after) if row.before and row.after else [],
        "facts": facts if row.before is None else None,
        "lead": row.lead.name if row.lead else "",
        "coordinators": [body.agency.name for body in row.coordinators or ()],
        "choices": [
            {"value": choice, "word": _SKIP if choice == KEEP and row.task is None else CHOICES[choice]}
            for choice in row.choices
        ],
        "chosen": chosen,
    }


def differences(before: TaskFacts, after: TaskFacts) -> list[dict[str, str]]:
    """What a task said and says, fact by fact."""
    names = changed_fields(before, after)
    return [
        {"name": label, "before": words_of(before, name), "after": words_of(after, name)}
        for name, label in _FIELDS.items()
        if name in names
    ]


def words_of(facts: TaskFacts, name: str) -> str:
    """One fact as it is read."""
    if name == "due_on":
        return vn_date(facts.due_day) if facts.due_day else ""
    value = getattr(facts, name)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def version_rows(versions: Iterable[PlanVersion]) -> list[dict[str, Any]]:
    """The versions of a plan, the newest first, each with what it did to which task."""
    found = []
    for version in versions:
        changes = [
            {
                "change": change,
                "task": change.task,
                "tone": _KIND_TONES[TaskChangeKind(change.kind)],
                "word": str(change.get_kind_display()),
                "facts": differences(TaskFacts.from_json(change.before), TaskFacts.from_json(change.after))
                if change.before and change.after
                else [],
            }
            for change in sorted(version.changes.all(), key=lambda each: each.task.order)
        ]
        counts = Counter(str(each["word"]) for each in changes)
        told = ", ".join(f"{word.lower()}: {count}" for word, count in counts.items())
        found.append({"version": version, "changes": changes, "told": told})
    return found[::-1]


def day_rows(found: PlanOnDay) -> list[dict[str, Any]]:
    """The tasks of a plan as it read on a day."""
    return [
        {
            "code": facts.code,
            "text": facts.text,
            "group": facts.group,
            "lead": "; ".join(facts.lead),
            "coordinating": "; ".join(facts.coordinating),
            "due": facts.due_text or words_of(facts, "due_on"),
        }
        for facts in found.tasks.values()
    ]


def to_change(related: Iterable[Related]) -> list[dict[str, Any]]:
    """The plans that a paper says to amend or replace, where they are known."""
    return [
        {"plan": each.plan, "is_replaced": each.relation.kind == CitationKind.REPLACES}
        for each in related
        if each.plan is not None
    ]


def move_rows(rows: Iterable[TaskGoes], new: Iterable[Task], matched: Mapping[int, int]) -> list[dict[str, Any]]:
    """The tasks of a plan that is replaced, each with the new plan's task it could go on in and the bodies whose open
    work would go on there or be recalled."""
    theirs = list(new)
    return [
        {
            "task": each.task,
            "options": theirs,
            "chosen": matched.get(each.task.pk, 0),
            "moved": [_holder(row) for row in each.moved],
            "recalled": [_holder(row) for row in each.recalled],
        }
        for each in rows
    ]


def _holder(row: Assignment) -> str:
    return f"{row.agency.name} ({row.get_role_display().lower()}, {row.progress} %)"


def versions_on_page(viewer: Actor, plan: Plan, day: dt.date | None) -> dict[str, Any]:
    """{version_words, closing}: which version the plan's page shows (empty for a plan that nothing ever changed), and
    what took the plan's place. One query."""
    every = list(versions_of(viewer, plan).prefetch_related(None).order_by("-number"))
    asked = day or clock.today()
    closing = next((each for each in every if each.kind == VersionKind.REPLACED), None)
    if not every:
        return {"version_words": "", "closing": None}
    current = next((each for each in every if each.began_on <= asked), None)
    when = f"vào ngày {vn_date(day)}" if day else "đang có"
    paper = f", theo {current.directive}" if current else ", như khi được duyệt"
    return {
        "version_words": f"Kế hoạch {when} là bản lần {current.number if current else 1}{paper}.",
        "closing": closing,
    }
