"""Acts on one record, each declared in one line of a table: address, service, what is sent, how it is told.

What is sent has the names of the service's own words; codes of bodies become their ids. Every such act needs
`If-Match`, and its answer is the record as it is afterwards.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.http import HttpRequest
from ninja import Router

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.rest.answering import acts
from mangnon.exchange.rest.doorway import version_changed, version_wanted
from mangnon.exchange.rest.plans import viewer_of_plans
from mangnon.exchange.rest.problems import Problem
from mangnon.exchange.rest.shapes import Change, Sent
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale

# The mark by which the description knows that an act needs If-Match; it takes it away.
NEEDS_VERSION: Final = "x-needs-version"


class Answer(Enum):
    """What an act answers: the record it was done to, the one it made, or those it made."""

    ITSELF = "itself"
    THE_MADE = "the_made"
    ALL_MADE = "all_made"


@dataclass(frozen=True, slots=True)
class Record:
    """Records of one kind. `of`: `{assignment_id}` in the address, and the service's word. `find` raises Problem when
    the viewer may not see it; `told` reads it anew and notes its version; `tell_all` tells several."""

    of: str
    address: str
    shape: type
    find: Callable[[Actor, int], Any]
    told: Callable[[HttpRequest, Actor, int], Any]
    tell_all: Callable[[Actor, list[int]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the end of its address, its name, the service, what is sent, a summary in Vietnamese, a sentence."""

    path: str
    name: str
    service: Callable[..., Any]
    sent: type[Sent]
    summary: str
    sentence: str
    answer: Answer = Answer.ITSELF


def agency_ids(codes: list[str]) -> list[int]:
    """Ids of bodies that stand today, by their codes, in that order. One statement. Raises Problem 422."""
    found = dict(Agency.objects.on(clock.today()).filter(code__in=codes).values_list("code", "pk"))
    unknown = [code for code in codes if code not in found]
    if unknown:
        said = f"Không có cơ quan đang hoạt động với mã {unknown[0]}. Không có gì bị thay đổi."
        raise Problem(422, "unknown_agency", said, errors=[{"field": "body", "code": "unknown", "detail": said}])
    return [found[code] for code in codes]


def words_of(sent: Sent) -> dict[str, Any]:
    """What was sent, as the words of a service; of a `Change` only what was sent. Raises Problem."""
    words = sent.dict(exclude_unset=isinstance(sent, Change))
    if "to_agency" in words:
        code = words.pop("to_agency")
        words["to_agency_id"] = agency_ids([code])[0] if code else None
    if "agencies" in words:
        words["agency_ids"] = agency_ids(words.pop("agencies"))
    return words


def register(router: Router, record: Record, table: Iterable[Act], *, module: str) -> None:
    """Put the acts of a table on a router. `module` is where the table stands: names of operations begin with it."""
    for act in table:
        shape: Any = record.shape
        if act.answer is Answer.ALL_MADE:
            shape = list[shape]
        put = router.post(
            f"/{record.address}/{{int:{record.of}}}/{act.path}",
            response=acts(shape),
            url_name=act.name,
            summary=act.summary,
            openapi_extra={NEEDS_VERSION: True},
        )
        put(_route(record, act, module))


def _route(record: Record, act: Act, module: str) -> Callable[..., Any]:
    def route(request: HttpRequest, **given: Any) -> Any:
        return _do(request, record, act, given[record.of], given["payload"])

    kind = inspect.Parameter.KEYWORD_ONLY
    route.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest),
            inspect.Parameter(record.of, kind, annotation=int),
            inspect.Parameter("payload", kind, annotation=act.sent),
        ]
    )
    route.__name__ = route.__qualname__ = act.name
    route.__module__, route.__doc__ = module, act.sentence
    return route


def _do(request: HttpRequest, record: Record, act: Act, pk: int, sent: Sent) -> Any:
    """Do it on the version the program has seen, and tell the record as it is then."""
    actor = viewer_of_plans(request)
    version = version_wanted(request, record.find(actor, pk).version)
    try:
        made = act.service(actor=actor, version=version, **{record.of: pk}, **words_of(sent))
    except Stale:
        raise version_changed() from None
    if act.answer is Answer.ALL_MADE and record.tell_all is not None:
        return record.tell_all(actor, [row.pk for row in made])
    return record.told(request, actor, made.pk if act.answer is Answer.THE_MADE else pk)
