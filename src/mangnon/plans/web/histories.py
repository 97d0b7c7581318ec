"""What happened to assignments, in sentences from their log; beside it what stands only in the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.audit.public import history_of
from mangnon.kernel.dates import vn_date
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, Task
from mangnon.plans.terms import MoveKind

LONGEST_HISTORY = 60
_TONES = {
    MoveKind.GIVE: "neutral",
    MoveKind.ACCEPT: "progress",
    MoveKind.ASK_RETURN: "soon",
    MoveKind.ACCEPT_RETURN: "progress",
    MoveKind.REFUSE_RETURN: "neutral",
    MoveKind.RECORD_PROGRESS: "progress",
    MoveKind.REPORT_COMPLETE: "good",
    MoveKind.CONFIRM_COMPLETE: "good",
    MoveKind.SEND_BACK: "soon",
    MoveKind.ASK_EXTENSION: "soon",
    MoveKind.GRANT_EXTENSION: "good",
    MoveKind.REFUSE_EXTENSION: "neutral",
    MoveKind.RECALL: "closed",
    MoveKind.REASSIGN: "progress",
    MoveKind.DELEGATE: "progress",
    MoveKind.AMEND: "progress",
    MoveKind.UNDO: "neutral",
}
_SENTENCES = {
    MoveKind.ACCEPT: "{name} tiếp nhận nhiệm vụ.",
    MoveKind.ASK_RETURN: "{name} đề nghị trả lại nhiệm vụ.",
    MoveKind.ACCEPT_RETURN: "Cơ quan giao nhận lại nhiệm vụ của {name}.",
    MoveKind.REFUSE_RETURN: "Cơ quan giao không nhận lại nhiệm vụ của {name}.",
    MoveKind.RECORD_PROGRESS: "{name} ghi tiến độ {progress} %{before}.",
    MoveKind.REPORT_COMPLETE: "{name} báo đã hoàn thành.",
    MoveKind.CONFIRM_COMPLETE: "Kết quả của {name} được nghiệm thu: đạt yêu cầu.",
    MoveKind.SEND_BACK: "Kết quả của {name} chưa đạt, phải làm lại.",
    MoveKind.ASK_EXTENSION: "{name} xin gia hạn.",
    MoveKind.GRANT_EXTENSION: "Hạn của {name} được gia hạn đến ngày {due}.",
    MoveKind.REFUSE_EXTENSION: "Đề nghị gia hạn của {name} không được đồng ý.",
    MoveKind.RECALL: "Thu hồi nhiệm vụ của {name}.",
    MoveKind.REASSIGN: "Nhiệm vụ của {name} được giao cho cơ quan khác.",
    MoveKind.DELEGATE: "{name} giao nhiệm vụ cho cấp dưới.",
    MoveKind.AMEND: "Phân công của {name} thay đổi theo văn bản sửa đổi, bổ sung.",
    MoveKind.UNDO: "{name} hoàn tác việc vừa làm.",
}
_BESIDE_THE_LOG = {
    "raise_difficulty": ("{name} nêu khó khăn, vướng mắc.", "soon"),
    "answer_difficulty": ("Cơ quan đầu mối trả lời khó khăn của {name}.", "good"),
    "escalate_difficulty": ("Khó khăn của {name} được chuyển lên cấp trên.", "soon"),
    "adjust_for_difficulty": ("Kế hoạch được điều chỉnh theo khó khăn của {name}.", "good"),
    "reopen_difficulty": ("{name} nêu lại khó khăn, vướng mắc.", "soon"),
    "urge": ("{name} được đôn đốc bằng công văn.", "soon"),
    "choose_successor": ("Chọn cơ quan kế tục phân công của {name}.", "progress"),
}


def history(viewer: Actor, task: Task, assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    """What happened to a task, newest first; the adoption of its plan is the last. Three queries."""
    by_id = {row.pk: row for row in assignments}
    return [*history_of_rows(viewer, by_id, with_adoption=False), adoption_of(task.plan)]


def history_of_rows(viewer: Actor, rows: dict[int, Assignment], *, with_adoption: bool = True) -> list[dict[str, Any]]:
    """What happened to some assignments, newest first, without what was given with the plan when that is told apart."""
    found = AssignmentEvent.objects.filter(assignment__in=rows, copied_from__isnull=True)
    if not with_adoption:
        found = found.exclude(move=MoveKind.GIVE, assignment__given_at__isnull=True)
    events = list(found.select_related("by").order_by("-at", "-pk")[:LONGEST_HISTORY])
    told = [
        (event.at, event.pk, _entry(event, rows[event.assignment_id], _before(events, at)))
        for at, event in enumerate(events)
    ]
    evidence = history_of(viewer, object_type="Assignment", object_ids=[str(pk) for pk in rows])
    for row in evidence.filter(act__in=_BESIDE_THE_LOG)[:LONGEST_HISTORY]:
        sentence, tone = _BESIDE_THE_LOG[row.act]
        name = rows[int(row.object_id)].agency.name
        note = f"Người thực hiện: {row.actor_label}"
        told.append((row.at, 0, {"sentence": sentence.format(name=name), "at": row.at, "tone": tone, "note": note}))
    told.sort(key=lambda each: each[:2], reverse=True)
    return [entry for _, _, entry in told[:LONGEST_HISTORY]]


def _before(events: list[AssignmentEvent], at: int) -> int | None:
    """The progress before an event, where the event before it was read too."""
    earlier = (each for each in events[at + 1 :] if each.assignment_id == events[at].assignment_id)
    return next((each.progress for each in earlier), None)


def _entry(event: AssignmentEvent, row: Assignment, before: int | None) -> dict[str, Any]:
    move = MoveKind(event.move)
    if move == MoveKind.GIVE:
        due = f", hạn {vn_date(event.due_on)}" if event.due_on else ""
        sentence = f"Giao {row.agency.name} ({row.get_role_display().lower()}){due}."
    else:
        sentence = _SENTENCES[move].format(
            name=row.agency.name,
            progress=event.progress,
            before=f" (trước đó {before} %)" if before is not None else "",
            due=vn_date(event.due_on) if event.due_on else "…",
        )
    who = f"Người thực hiện: {event.by.full_name}" if event.by else "Hệ thống ghi"
    said = event.reason.rstrip()
    closed = said if said.endswith((".", "!", "?", "…")) else f"{said}."
    note = f"{closed} {who}." if said else who
    return {"sentence": sentence, "at": event.at, "tone": _TONES[move], "note": note}


def adoption_of(plan: Plan) -> dict[str, Any]:
    """The entry that a task was given with its plan."""
    return {
        "sentence": f"Nhiệm vụ được giao khi kế hoạch {plan.code} được duyệt.",
        "at": plan.adopted_at,
        "tone": "neutral",
        "note": "",
    }
