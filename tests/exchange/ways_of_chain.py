"""Routes × people: the registry kept by lists of paragraphs, the portfolio, what takes a plan's place."""

from __future__ import annotations

from collections.abc import Callable

from mangnon.recommendations.public import receive_list, rows_of_cells
from tests.exchange.ways import _KEEPERS, _READ_EVERYWHERE, READERS, Way
from tests.journeys.doors import REVIEWERS
from tests.journeys.provinces import World
from tests.journeys.rooms import recommendations as recommended
from tests.plans import made

_NEW = "100-KH-UBND"
_LIST = {"paragraphs": [{"paragraph": "31", "topic": "Chủ đề mẫu"}]}


def _lists(found: World) -> str:
    return f"/api/recommendation-documents/{recommended._thirty(found).document.code}/lists"


def _sent(found: World) -> str:
    """A list of the lead officer's own."""
    document = recommended._thirty(found).document
    rows = rows_of_cells([{"paragraph": "31", "topic": "Chủ đề mẫu"}])
    received = receive_list(actor=found.actor("lead"), document=document, name="Mẫu", rows=rows)
    return f"{_lists(found)}/{received.pk}"


def _plan(tail: str) -> Callable[[World], str]:
    return lambda found: f"/api/plans/{found.plan.code}/{tail}"


def _with_new(tail: str) -> Callable[[World], str]:
    """With a second plan of the province, which could take the first one's place."""

    def address(found: World) -> str:
        made.adopted(made.result(number="100/KH-UBND", date="2025-04-01"), code=_NEW)
        return _plan(tail)(found)

    return address


# Another keeper's list is not there for them.
_NOT_SENT = dict.fromkeys(_KEEPERS - {"lead"}, 404)

WAYS: dict[str, Way] = {
    "api_recommendation_terms": Way(lambda found: "/api/recommendation-terms", _READ_EVERYWHERE, is_national=True),
    "api_record_committee_document": Way(
        lambda found: "/api/recommendation-documents",
        _KEEPERS,
        {"committee": "Ủy ban mẫu", "symbol": "MAU/1"},
        ok=201,
        is_national=True,
    ),
    # What is previewed is written nowhere: no evidence.
    "api_receive_paragraphs": Way(_lists, _KEEPERS, _LIST, ok=201, is_national=True, does_nothing=True),
    "api_paragraph_list": Way(_sent, {"lead"}, is_national=True, special=_NOT_SENT),
    "api_apply_paragraphs": Way(
        lambda found: f"{_sent(found)}/apply", {"lead"}, {}, is_national=True, special=_NOT_SENT
    ),
    "api_recommendation_suggestions": Way(
        lambda found: _lists(found).replace("/lists", "/suggestions"), _KEEPERS, is_national=True
    ),
    # ---- portfolio, papers, replacement ----
    "api_portfolio": Way(lambda found: "/api/portfolio", READERS, is_list=True),
    "api_plan_paper": Way(_plan("paper"), READERS),
    "api_plan_recommendations": Way(_plan("recommendations"), READERS),
    "api_plan_replacement": Way(_with_new(f"replacement?by={_NEW}"), REVIEWERS),
    "api_replace_plan": Way(_with_new("replace"), REVIEWERS, {"by": _NEW, "moves": [], "reason": "Mẫu"}),
    "api_waiting": Way(lambda found: "/api/waiting", READERS, is_list=True),
}
