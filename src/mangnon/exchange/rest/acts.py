"""Every act on an assignment as a POST: the same services as the pages call, told with the version acted on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.rest.answering import acts
from mangnon.exchange.rest.assignments import assignment_or_missing, told_with_version
from mangnon.exchange.rest.doorway import version_changed, version_wanted
from mangnon.exchange.rest.plans import task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import Problem, missing
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
from mangnon.kernel.refusals import Stale
from mangnon.plans.public import (
    accept_assignment,
    accept_assignments,
    accept_return,
    answer_difficulty,
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
    seen_difficulties,
    send_back,
)

router = Router(tags=["Việc với phân công"])


def agency_ids(codes: list[str]) -> list[int]:
    """Ids of bodies that stand today, by their codes, in that order. One statement. Raises Problem 422."""
    found = dict(Agency.objects.on(clock.today()).filter(code__in=codes).values_list("code", "pk"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        said = f"Không có cơ quan đang hoạt động với mã {unknown[0]}. Không có gì bị thay đổi."
        raise Problem(422, "unknown_agency", said, errors=[{"field": "body", "code": "unknown", "detail": said}])
    return [found[code] for code in codes]


def _act(request: HttpRequest, assignment_id: int, do: Callable[[Actor, int | None], object]) -> dict[str, Any]:
    """Do it on the version the program has seen, and tell the assignment as it is then."""
    actor = viewer_of_plans(request)
    version = version_wanted(request, assignment_or_missing(actor, assignment_id).version)
    try:
        do(actor, version)
    except Stale:
        raise version_changed() from None
    return told_with_version(request, actor, assignment_id)


def _route(act: str, name: str, summary: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return router.post(
        f"/assignments/{{int:assignment_id}}/{act}", response=acts(AssignmentOut), url_name=name, summary=summary
    )


@_route("accept", "api_accept", "Tiếp nhận")
def api_accept(request: HttpRequest, assignment_id: int, payload: NothingSent) -> dict[str, Any]:
    """The agency takes the assignment on."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: accept_assignment(actor=actor, assignment_id=assignment_id, version=version),
    )


@_route("progress", "api_progress", "Ghi tiến độ")
def api_progress(request: HttpRequest, assignment_id: int, payload: ProgressSent) -> dict[str, Any]:
    """The agency says what was done and how far it is."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: record_progress(
            actor=actor,
            assignment_id=assignment_id,
            progress=payload.progress,
            text=payload.text,
            version=version,
        ),
    )


@_route("report-complete", "api_report_complete", "Báo hoàn thành")
def api_report_complete(request: HttpRequest, assignment_id: int, payload: CompleteSent) -> dict[str, Any]:
    """The agency says that it is done."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: report_complete(
            actor=actor, assignment_id=assignment_id, reason=payload.reason, version=version
        ),
    )


@_route("confirm-complete", "api_confirm_complete", "Nghiệm thu")
def api_confirm_complete(request: HttpRequest, assignment_id: int, payload: RemarkSent) -> dict[str, Any]:
    """The body that gave it takes the result."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: confirm_complete(
            actor=actor, assignment_id=assignment_id, remark=payload.remark, version=version
        ),
    )


@_route("send-back", "api_send_back", "Yêu cầu làm lại")
def api_send_back(request: HttpRequest, assignment_id: int, payload: FeedbackSent) -> dict[str, Any]:
    """The body that gave it says what is missing."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: send_back(
            actor=actor, assignment_id=assignment_id, feedback=payload.feedback, version=version
        ),
    )


@_route("ask-extension", "api_ask_extension", "Xin gia hạn")
def api_ask_extension(request: HttpRequest, assignment_id: int, payload: ExtensionSent) -> dict[str, Any]:
    """The agency asks for a later day."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: ask_extension(
            actor=actor,
            assignment_id=assignment_id,
            wanted_on=payload.wanted_on,
            reason=payload.reason,
            version=version,
        ),
    )


@_route("grant-extension", "api_grant_extension", "Đồng ý gia hạn")
def api_grant_extension(request: HttpRequest, assignment_id: int, payload: GrantSent) -> dict[str, Any]:
    """The body that gave it grants a later day."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: grant_extension(
            actor=actor,
            assignment_id=assignment_id,
            granted_on=payload.granted_on,
            answer=payload.answer,
            version=version,
        ),
    )


@_route("refuse-extension", "api_refuse_extension", "Không đồng ý gia hạn")
def api_refuse_extension(request: HttpRequest, assignment_id: int, payload: AnswerSent) -> dict[str, Any]:
    """The body that gave it says no, and why."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: refuse_extension(
            actor=actor, assignment_id=assignment_id, answer=payload.answer, version=version
        ),
    )


@_route("ask-return", "api_ask_return", "Đề nghị trả lại")
def api_ask_return(request: HttpRequest, assignment_id: int, payload: ReasonSent) -> dict[str, Any]:
    """The agency says that it is not its task."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: ask_return(
            actor=actor, assignment_id=assignment_id, reason=payload.reason, version=version
        ),
    )


@_route("accept-return", "api_accept_return", "Nhận lại nhiệm vụ")
def api_accept_return(request: HttpRequest, assignment_id: int, payload: TakeBackSent) -> dict[str, Any]:
    """The body that gave it takes it back."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: accept_return(
            actor=actor,
            assignment_id=assignment_id,
            to_agency_id=agency_ids([payload.to_agency])[0] if payload.to_agency else None,
            answer=payload.answer,
            version=version,
        ),
    )


@_route("refuse-return", "api_refuse_return", "Không nhận lại nhiệm vụ")
def api_refuse_return(request: HttpRequest, assignment_id: int, payload: AnswerSent) -> dict[str, Any]:
    """The body that gave it leaves it where it is, and says why."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: refuse_return(
            actor=actor, assignment_id=assignment_id, answer=payload.answer, version=version
        ),
    )


@_route("recall", "api_recall", "Thu hồi")
def api_recall(request: HttpRequest, assignment_id: int, payload: ReasonSent) -> dict[str, Any]:
    """The body that gave it calls it back."""
    return _act(
        request,
        assignment_id,
        lambda actor, version: recall_assignment(
            actor=actor, assignment_id=assignment_id, reason=payload.reason, version=version
        ),
    )


def _new_told(request: HttpRequest, actor: Actor, row_ids: list[int]) -> list[dict[str, Any]]:
    rows = every_assignment(actor).filter(pk__in=row_ids).order_by("pk")
    now = clock.now()
    return [assignment_told(row, now) for row in rows]


@router.post(
    "/assignments/{int:assignment_id}/reassign",
    response=acts(AssignmentOut),
    url_name="api_reassign",
    summary="Giao cho cơ quan khác",
)
def api_reassign(request: HttpRequest, assignment_id: int, payload: ReassignSent) -> dict[str, Any]:
    """The body that gave it gives it to another body. Answers the assignment of that body."""
    made = [0]

    def do(actor: Actor, version: int | None) -> None:
        made[0] = reassign_assignment(
            actor=actor,
            assignment_id=assignment_id,
            to_agency_id=agency_ids([payload.to_agency])[0],
            reason=payload.reason,
            due_on=payload.due_on,
            version=version,
        ).pk

    _act(request, assignment_id, do)
    return told_with_version(request, viewer_of_plans(request), made[0])


@router.post(
    "/assignments/{int:assignment_id}/delegate",
    response=acts(list[AssignmentOut]),
    url_name="api_delegate",
    summary="Giao tiếp xuống dưới",
)
def api_delegate(request: HttpRequest, assignment_id: int, payload: DelegateSent) -> list[dict[str, Any]]:
    """The agency gives parts of it to bodies below. Answers their assignments."""
    made: list[Any] = []

    def do(actor: Actor, version: int | None) -> None:
        made.extend(
            delegate_assignment(
                actor=actor,
                assignment_id=assignment_id,
                agency_ids=agency_ids(payload.agencies),
                due_on=payload.due_on,
                text=payload.text,
                version=version,
            )
        )

    _act(request, assignment_id, do)
    request.version_told = None  # type: ignore[attr-defined]
    return _new_told(request, viewer_of_plans(request), [row.pk for row in made])


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
    return _new_told(request, actor, [row.pk for row in taken])


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


@router.post(
    "/difficulties/{int:difficulty_id}/answer",
    response=acts(DifficultyOut),
    url_name="api_answer_difficulty",
    summary="Trả lời khó khăn, vướng mắc",
)
def api_answer_difficulty(request: HttpRequest, difficulty_id: int, payload: AnswerSent) -> dict[str, Any]:
    """The body that gave the task answers, or the one above it was passed on to."""
    actor = viewer_of_plans(request)
    if not seen_difficulties(actor).filter(pk=difficulty_id).exists():
        raise missing()
    return difficulty_told(answer_difficulty(actor=actor, difficulty_id=difficulty_id, answer=payload.answer))
