"""Acts on assignments as POST: the same services as the pages call, told with the version acted on."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from ninja import Router, Status

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.acting import Act, Answer, Record, agency_ids, register
from mangnon.exchange.rest.answering import acts
from mangnon.exchange.rest.assignments import assignment_or_missing, told_with_version
from mangnon.exchange.rest.plans import task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import (
    AcceptSent,
    AnswerSent,
    CompleteSent,
    DelegateSent,
    DifficultySent,
    ExtensionSent,
    FeedbackSent,
    GiveSent,
    GrantSent,
    NothingSent,
    ProgressSent,
    ReasonSent,
    ReassignSent,
    RemarkSent,
    TakeBackSent,
)
from mangnon.exchange.rest.shapes import AssignmentOut, DifficultyOut
from mangnon.exchange.rest.telling import assignment_told, difficulty_told
from mangnon.kernel import clock
from mangnon.plans.public import (
    accept_assignment,
    accept_assignments,
    accept_return,
    ask_extension,
    ask_return,
    confirm_complete,
    delegate_assignment,
    every_assignment,
    give_assignment,
    grant_extension,
    raise_difficulty,
    reassign_assignment,
    recall_assignment,
    record_progress,
    refuse_extension,
    refuse_return,
    report_complete,
    send_back,
)

router = Router(tags=["Việc với phân công"])


def _new_told(actor: Actor, row_ids: list[int]) -> list[dict[str, Any]]:
    rows = every_assignment(actor).filter(pk__in=row_ids).order_by("pk")
    now = clock.now()
    return [assignment_told(row, now) for row in rows]


_ASSIGNMENT: Final = Record(
    "assignment_id", "assignments", AssignmentOut, assignment_or_missing, told_with_version, _new_told
)

# Each is one declaration: where, which service, what is sent, how it is told.
ACTS: Final = (
    Act("accept", "api_accept", accept_assignment, NothingSent, "Tiếp nhận", "The agency takes the assignment on."),
    Act(
        "progress",
        "api_progress",
        record_progress,
        ProgressSent,
        "Ghi tiến độ",
        "The agency says what was done and how far it is.",
    ),
    Act(
        "report-complete",
        "api_report_complete",
        report_complete,
        CompleteSent,
        "Báo hoàn thành",
        "The agency says that it is done.",
    ),
    Act(
        "confirm-complete",
        "api_confirm_complete",
        confirm_complete,
        RemarkSent,
        "Nghiệm thu",
        "The body that gave it takes the result.",
    ),
    Act(
        "send-back",
        "api_send_back",
        send_back,
        FeedbackSent,
        "Yêu cầu làm lại",
        "The body that gave it says what is missing.",
    ),
    Act(
        "ask-extension",
        "api_ask_extension",
        ask_extension,
        ExtensionSent,
        "Xin gia hạn",
        "The agency asks for a later day.",
    ),
    Act(
        "grant-extension",
        "api_grant_extension",
        grant_extension,
        GrantSent,
        "Đồng ý gia hạn",
        "The body that gave it grants a later day.",
    ),
    Act(
        "refuse-extension",
        "api_refuse_extension",
        refuse_extension,
        AnswerSent,
        "Không đồng ý gia hạn",
        "The body that gave it says no, and why.",
    ),
    Act(
        "ask-return",
        "api_ask_return",
        ask_return,
        ReasonSent,
        "Đề nghị trả lại",
        "The agency says that it is not its task.",
    ),
    Act(
        "accept-return",
        "api_accept_return",
        accept_return,
        TakeBackSent,
        "Nhận lại nhiệm vụ",
        "The body that gave it takes it back.",
    ),
    Act(
        "refuse-return",
        "api_refuse_return",
        refuse_return,
        AnswerSent,
        "Không nhận lại nhiệm vụ",
        "The body that gave it leaves it where it is, and says why.",
    ),
    Act("recall", "api_recall", recall_assignment, ReasonSent, "Thu hồi", "The body that gave it calls it back."),
    Act(
        "reassign",
        "api_reassign",
        reassign_assignment,
        ReassignSent,
        "Giao cho cơ quan khác",
        "The body that gave it gives it to another body. Answers the assignment of that body.",
        Answer.THE_MADE,
    ),
    Act(
        "delegate",
        "api_delegate",
        delegate_assignment,
        DelegateSent,
        "Giao cho cấp dưới",
        "The agency gives parts of it to bodies below. Answers their assignments.",
        Answer.ALL_MADE,
    ),
)
register(router, _ASSIGNMENT, ACTS, module=__name__)


@router.post(
    "/tasks/{int:task_id}/assignments", response=acts(AssignmentOut, 201), url_name="api_give", summary="Giao nhiệm vụ"
)
def api_give(request: HttpRequest, task_id: int, payload: GiveSent) -> Status[dict[str, Any]]:
    """The plan's lead agency gives a task to a body. Answers the new assignment."""
    actor = viewer_of_plans(request)
    task_or_missing(actor, task_id)
    agency_id = agency_ids([payload.agency])[0]
    given = give_assignment(
        actor=actor,
        task_id=task_id,
        agency_id=agency_id,
        role=payload.role,
        due_on=payload.due_on,
        reason=payload.reason,
    )
    return Status(201, told_with_version(request, actor, given.pk))


@router.post(
    "/assignments/accept", response=acts(list[AssignmentOut]), url_name="api_accept_several", summary="Tiếp nhận nhiều"
)
def api_accept_several(request: HttpRequest, payload: AcceptSent) -> list[dict[str, Any]]:
    """Take several assignments on as one act: all or none. Those already taken on are passed over."""
    actor = viewer_of_plans(request)
    ids = set(payload.assignments)
    if every_assignment(actor).filter(pk__in=ids).count() != len(ids):
        raise missing()
    taken = accept_assignments(actor=actor, assignment_ids=ids)
    return _new_told(actor, [row.pk for row in taken])


@router.post(
    "/assignments/{int:assignment_id}/difficulties",
    response=acts(DifficultyOut, 201),
    url_name="api_raise_difficulty",
    summary="Nêu khó khăn, vướng mắc",
)
def api_raise_difficulty(request: HttpRequest, assignment_id: int, payload: DifficultySent) -> Status[dict[str, Any]]:
    """The agency says what stands in the way. No `If-Match`: it changes nothing of the assignment."""
    actor = viewer_of_plans(request)
    assignment_or_missing(actor, assignment_id)
    raised = raise_difficulty(actor=actor, assignment_id=assignment_id, text=payload.text, proposal=payload.proposal)
    return Status(201, difficulty_told(raised))
