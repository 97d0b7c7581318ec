"""What the pages of recommendations show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from mangnon.plans.public import Plan, Task
from mangnon.plans.terms import AssignmentRole, DeadlineState
from mangnon.recommendations.answers import Answer, TaskAnswer
from mangnon.recommendations.catalogue import cluster_named, clusters, rights
from mangnon.recommendations.models import CommitteeDocument, Recommendation
from mangnon.recommendations.selectors import Asked

COLUMNS = [
    {"label": "Đoạn"},
    {"label": "Khuyến nghị"},
    {"label": "Quyền liên quan"},
    {"label": "Nhiệm vụ trả lời", "numeric": True},
]
TASK_COLUMNS = [
    {"label": "Nhiệm vụ"},
    {"label": "Chủ trì"},
    {"label": "Tình trạng"},
    {"label": "Thời hạn"},
    {"label": "Ai chậm"},
    {"label": "Liên kết"},
]
ANSWERED = [("co", "Đã có nhiệm vụ"), ("chua", "Chưa có nhiệm vụ nào")]
URGENCY = [("1", "Cần hành động khẩn")]
_MOST_LATE_NAMES = 3


def asked(query: QueryDict) -> Asked:
    """What an address asks of the list; what it does not understand it does not ask."""
    cluster, right = query.get("cum", ""), query.get("quyen", "")
    answered = query.get("tra-loi", "")
    return Asked(
        cluster=cluster if cluster in clusters() or cluster == "-" else "",
        right=int(right) if right.isdecimal() and len(right) < 4 and int(right) in rights() else 0,
        urgent=query.get("khan", "") == "1",
        answered=answered if answered in dict(ANSWERED) else "",
        text=query.get("tim", "")[:200],
    )


def asks(wanted: Asked) -> bool:
    """Whether anything is asked."""
    return wanted != Asked()


def by_cluster(rows: Iterable[Recommendation]) -> list[dict[str, Any]]:
    """Paragraphs under their clusters, in the Committee's order; those without one last."""
    order = {code: place for place, code in enumerate(clusters())}

    def key(row: Recommendation) -> tuple[int, str]:
        return (order.get(row.cluster, len(order) + (not row.cluster)), row.cluster)

    found = []
    for (_, code), each in groupby(sorted(rows, key=lambda row: (*key(row), row.number, row.sub)), key=key):
        members = list(each)
        known = clusters().get(code)
        found.append(
            {
                "code": code or "-",
                "name": cluster_named(code),
                "articles": known.articles if known else "",
                "rows": [_row(row) for row in members],
                "unanswered": sum(not getattr(row, "task_count", 0) for row in members),
            }
        )
    return found


def _row(row: Recommendation) -> dict[str, Any]:
    return {"row": row, "rights": right_names(row), "tasks": getattr(row, "task_count", 0), "excerpt": excerpt(row)}


def excerpt(row: Recommendation) -> str:
    """The first words of a paragraph: its topic, else its text."""
    words = row.topic or row.text or row.text_en
    return words if len(words) <= 240 else words[:240].rsplit(" ", 1)[0] + " …"


def right_names(row: Recommendation) -> list[dict[str, Any]]:
    """The rights a paragraph touches: {article, name}."""
    known = rights()
    return [
        {"article": each.article, "name": known[each.article].name if each.article in known else ""}
        for each in row.rights.all()
    ]


def tiles(document: CommitteeDocument, rows: Sequence[Recommendation]) -> list[dict[str, Any]]:
    """How many paragraphs, urgent ones, answered ones, and those nobody answers yet; each leads to just those."""
    address = reverse("committee_document", args=[document.code])
    urgent = sum(row.is_urgent for row in rows)
    answered = sum(bool(getattr(row, "task_count", 0)) for row in rows)
    note = f"trên {len(rows)} đoạn"
    return [
        {"value": len(rows), "label": "Đoạn trong danh mục", "url": address, "note": "", "tone": ""},
        {"value": urgent, "label": "Cần hành động khẩn", "url": f"{address}?khan=1", "note": note, "tone": ""},
        {
            "value": answered,
            "label": "Đã có nhiệm vụ trả lời",
            "url": f"{address}?tra-loi=co",
            "note": note,
            "tone": "good" if answered else "",
        },
        {
            "value": len(rows) - answered,
            "label": "Chưa có nhiệm vụ nào",
            "url": f"{address}?tra-loi=chua",
            "note": note,
            "tone": "soon" if answered < len(rows) else "",
        },
    ]


def cluster_options(rows: Iterable[Recommendation]) -> list[tuple[str, str]]:
    """The clusters that paragraphs are in, with how many."""
    counts = Counter(row.cluster for row in rows)
    found = [(code, f"{cluster.code}. {cluster.name} ({counts[code]})") for code, cluster in clusters().items()]
    return [each for each in found if counts[each[0]]] + ([("-", f"Chưa xếp cụm ({counts['']})")] if counts[""] else [])


def right_options(rows: Iterable[Recommendation]) -> list[tuple[str, str]]:
    """The rights that paragraphs touch."""
    counts = Counter(each.article for row in rows for each in row.rights.all())
    return [
        (str(article), f"Điều {article}. {right.name} ({counts[article]})")
        for article, right in rights().items()
        if counts[article]
    ]


def cells_tiles(answer: Answer) -> list[dict[str, Any]]:
    """The four official cells over the leads of the linked tasks, and what has no deadline."""
    cells = answer.cells
    note = f"trên {cells.total} nhiệm vụ"
    told = (
        (cells.done_on_time, "Xong đúng hạn", "good"),
        (cells.done_late, "Xong quá hạn", "soon"),
        (cells.not_done_in_time, "Còn trong hạn", "progress"),
        (cells.not_done_overdue, "Đã quá hạn", "late"),
        (cells.no_deadline, "Không có hạn cụ thể", ""),
    )
    return [
        {"value": value, "label": label, "note": note, "tone": tone if value else ""} for value, label, tone in told
    ]


def rates(answer: Answer) -> list[dict[str, Any]]:
    """Both overdue rates with their denominators."""
    return [
        {"label": "trên nhiệm vụ đến hạn", "rate": answer.cells.overdue_of_due},
        {"label": "trên mọi nhiệm vụ", "rate": answer.cells.overdue_of_all},
    ]


def task_rows(answer: Answer) -> list[dict[str, Any]]:
    """The tasks that answer a paragraph, with who leads, how it stands and who is late."""
    return [_task_row(each) for each in answer.tasks]


def _task_row(each: TaskAnswer) -> dict[str, Any]:
    lead = each.lead
    late = [
        f"{row.agency.short_name or row.agency.name}{' (chủ trì)' if row.role == AssignmentRole.LEAD else ''}"
        for row in each.late
    ]
    return {
        "task": each.task,
        "plan": each.task.plan,
        "link": each.link,
        "lead": lead,
        "state": lead.execution if lead else "",
        "word": lead.get_execution_display() if lead else "chưa giao",
        "deadline": DeadlineState(each.deadline),
        "late": late[:_MOST_LATE_NAMES],
        "more_late": max(len(late) - _MOST_LATE_NAMES, 0),
    }


def notes(answer: Answer) -> list[dict[str, Any]]:
    """What the bodies said of their progress, for the time line."""
    return [
        {
            "sentence": f"{note.assignment.agency.name}, nhiệm vụ {note.assignment.task.code}: "
            f"«{note.text}» ({note.progress} %)",
            "at": note.noted_at,
            "url": reverse("task", args=[note.assignment.task.plan.code, note.assignment.task.code]),
        }
        for note in answer.notes
    ]


def choices(tasks: Iterable[Task], linked: set[int]) -> list[dict[str, Any]]:
    """The province's tasks by plan, to choose from; those linked already are left out."""
    plans: dict[int, tuple[Plan, list[Task]]] = {}
    for task in tasks:
        rows = plans.setdefault(task.plan_id, (task.plan, []))[1]
        if task.pk not in linked:
            rows.append(task)
    return [{"plan": plan, "tasks": rows} for plan, rows in plans.values()]


def neighbours(row: Recommendation, every: Sequence[Recommendation]) -> dict[str, Recommendation | None]:
    """The paragraph before and the one after."""
    places = [each.pk for each in every]
    at = places.index(row.pk) if row.pk in places else -1
    return {
        "before": every[at - 1] if at > 0 else None,
        "after": every[at + 1] if 0 <= at < len(every) - 1 else None,
    }
