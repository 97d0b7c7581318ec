"""One act on several assignments, each with words of its own: what can be done is done, and each is told by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Field, Router, Schema

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.answering import acts
from mangnon.exchange.rest.plans import viewer_of_plans
from mangnon.exchange.rest.problems import Problem, missing
from mangnon.exchange.rest.sent import ExtensionSent, ProgressSent
from mangnon.exchange.rest.shapes import Number, Sent
from mangnon.kernel.refusals import Refusal, Stale
from mangnon.plans.public import accept_assignment, ask_extension, every_assignment, record_progress

router = Router(tags=["Việc với nhiều phân công"])
MOST: int = 200


class AcceptItem(Sent):
    """`version`: the one the program has seen; null for whichever it has."""

    assignment: Number
    version: Number | None = None


class ProgressItem(ProgressSent):
    """The same, with how far this one is."""

    assignment: Number
    version: Number | None = None


class ExtensionItem(ExtensionSent):
    """The same, with the day wanted for this one."""

    assignment: Number
    version: Number | None = None


class SeveralAcceptSent(Sent):
    """At most 200, each assignment once."""

    items: Annotated[list[AcceptItem], Field(min_length=1, max_length=MOST)]


class SeveralProgressSent(Sent):
    """At most 200, each assignment once."""

    items: Annotated[list[ProgressItem], Field(min_length=1, max_length=MOST)]


class SeveralExtensionSent(Sent):
    """At most 200, each assignment once."""

    items: Annotated[list[ExtensionItem], Field(min_length=1, max_length=MOST)]


class ItemOut(Schema):
    """What became of one: its new version, or the refusal's code and sentence."""

    assignment: int
    is_done: bool
    version: int | None
    code: str
    detail: str


class SeveralOut(Schema):
    """What became of each, in the order in which they were sent."""

    done: int
    refused: int
    items: list[ItemOut]


def _each(
    request: HttpRequest, items: Sequence[Any], service: Callable[..., Any], words: Sequence[str] = ()
) -> dict[str, Any]:
    """Do it to each in a transaction of its own within the request's; by id, so that two programs never lock crosswise.

    Raises Problem: 404 when none of them is seen, 422 when the same is named twice or nothing at all could be done.
    """
    actor = viewer_of_plans(request)
    ids = [item.assignment for item in items]
    if len(set(ids)) != len(ids):
        raise Problem(422, "named_twice", "Có phân công được nêu hai lần. Không có gì bị thay đổi. Hãy bỏ bớt.")
    seen = set(every_assignment(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    if not seen:
        raise missing()
    told = {
        item.assignment: _one(actor, item, service, words, is_seen=item.assignment in seen)
        for item in sorted(items, key=lambda each: each.assignment)
    }
    ordered = [told[pk] for pk in ids]
    done = sum(each["is_done"] for each in ordered)
    if not done:
        raise Problem(
            422,
            "nothing_done",
            "Không phân công nào thực hiện được; lý do nêu ở từng dòng. Không có gì bị thay đổi.",
            errors=[
                {"field": f"body.items.{place}", "code": each["code"], "detail": each["detail"]}
                for place, each in enumerate(ordered)
            ],
        )
    return {"done": done, "refused": len(ordered) - done, "items": ordered}


def _one(
    actor: Actor, item: Any, service: Callable[..., Any], words: Sequence[str], *, is_seen: bool
) -> dict[str, Any]:
    told = {"assignment": item.assignment, "is_done": False, "version": None, "code": "", "detail": ""}
    if not is_seen:
        return {**told, "code": "not_found", "detail": missing().detail}
    try:
        with transaction.atomic():
            service(
                actor=actor,
                assignment_id=item.assignment,
                version=item.version,
                **{name: getattr(item, name) for name in words},
            )
    except Stale as refusal:
        return {**told, "code": "version_changed", "detail": refusal.message}
    except Refusal as refusal:
        return {**told, "code": refusal.code, "detail": refusal.message}
    version = every_assignment(actor).values_list("version", flat=True).get(pk=item.assignment)
    return {**told, "is_done": True, "version": version}


@router.post(
    "/assignments/several/accept",
    response=acts(SeveralOut),
    url_name="api_several_accept",
    summary="Tiếp nhận nhiều, báo từng dòng",
)
def api_several_accept(request: HttpRequest, payload: SeveralAcceptSent) -> dict[str, Any]:
    """Take several on; those that cannot be are told with their reason. (`/assignments/accept`: all or none.)"""
    return _each(request, payload.items, accept_assignment)


@router.post(
    "/assignments/several/progress",
    response=acts(SeveralOut),
    url_name="api_several_progress",
    summary="Ghi tiến độ nhiều, báo từng dòng",
)
def api_several_progress(request: HttpRequest, payload: SeveralProgressSent) -> dict[str, Any]:
    """Say how far several are, each with its own words."""
    return _each(request, payload.items, record_progress, ("progress", "text"))


@router.post(
    "/assignments/several/ask-extension",
    response=acts(SeveralOut),
    url_name="api_several_extension",
    summary="Xin gia hạn nhiều, báo từng dòng",
)
def api_several_extension(request: HttpRequest, payload: SeveralExtensionSent) -> dict[str, Any]:
    """Ask for a later day for several, each with its own day and reason."""
    return _each(request, payload.items, ask_extension, ("wanted_on", "reason"))
