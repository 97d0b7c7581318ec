"""Doors of papers: received, read, corrected, adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.made_jobs import reading_job
from tests.documents.test_bad_input import DIRECTIVE
from tests.journeys.doors import IN_PAPERS, REVIEWERS, Door
from tests.journeys.provinces import World


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _reading(found: World) -> list[Any]:
    return [found.in_review.pk]


def _reading_job(state: str) -> Callable[[World], list[Any]]:
    return lambda found: [reading_job(found.users["lead"], state).pk]


GETS: dict[str, Door] = {
    "documents": Door(IN_PAPERS, elsewhere=0),
    "document": Door(IN_PAPERS, args=_reading),
    "document_reading": Door(IN_PAPERS, args=_reading),
    "reading_progress": Door(REVIEWERS, args=_reading_job("waiting"), special={"other_leader": 403}),
    "draft_directive": Door({*REVIEWERS, "other_lead", "other_administrator"}, elsewhere=403),
    "empty_annex_file": Door({*REVIEWERS, "other_lead", "other_administrator"}, elsewhere=403),
    "reading_gold": Door(IN_PAPERS, args=_reading),
    # The reading of the journeys is of a text: it has no pages, which everybody who may see it is told by a 404.
    "page_image": Door(IN_PAPERS, 404, args=lambda found: [found.in_review.pk, 1]),
    "papers": Door(IN_PAPERS, args=_reading),
    "drafted_plan": Door(IN_PAPERS, args=_reading),
    "drafted_annex": Door(IN_PAPERS, args=_reading),
    "drafted_letter": Door(IN_PAPERS, args=_reading),
    # Who may not adopt at all is told so; who may, elsewhere, finds nothing.
    "adopt_reading": Door(REVIEWERS, args=_reading, special={"other_leader": 403}),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "documents": Door(
        {*REVIEWERS, "other_lead", "other_administrator"},
        302,
        lambda found: {"file": SimpleUploadedFile("mau.txt", DIRECTIVE.encode())},
        elsewhere=403,
    ),
    "draft_directive": Door(
        {*REVIEWERS, "other_lead", "other_administrator"},
        302,
        lambda found: {"cach": "bieu-mau", "title": "Về việc mới"},
        elsewhere=403,
    ),
    "cancel_reading_job": Door(REVIEWERS, 302, _nothing, args=_reading_job("waiting"), special={"other_leader": 403}),
    "retry_reading_job": Door(REVIEWERS, 302, _nothing, args=_reading_job("stopped"), special={"other_leader": 403}),
    "dismiss_reading_job": Door(
        REVIEWERS, 302, _nothing, args=_reading_job("refused"), special={"other_leader": 403}, is_act=False
    ),
    "add_task": Door(
        REVIEWERS,
        302,
        lambda found: {"them": "0", "version": "1", "text": "Việc thêm"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "save_report": Door(
        REVIEWERS,
        302,
        lambda found: {"bao-cao": "moi", "version": "1", "kind": "annual"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "remove_item": Door(
        REVIEWERS,
        302,
        lambda found: {"bo-muc": "tasks.0", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
    ),
    # Nothing was taken out, so nobody can put anything back; who may try is told so.
    "put_item_back": Door(
        REVIEWERS,
        422,
        lambda found: {"da-bo": "0", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "correct_document": Door(
        REVIEWERS,
        302,
        lambda found: {"muc": "header", "version": "1", "number": "7/KH-UBND"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "confirm_document": Door(
        REVIEWERS, 302, lambda found: {"muc": "header", "version": "1"}, args=_reading, special={"other_leader": 403}
    ),
    "apply_to_alike": Door(
        REVIEWERS,
        422,
        lambda found: {"giong": "1", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "adopt_reading": Door(
        REVIEWERS,
        302,
        lambda found: {"plan_code": "MOI", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
    ),
    # Every task of the reading names its lead: there is nothing to suggest.
    "give_to_addressees": Door(
        REVIEWERS,
        422,
        lambda found: {"version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
}
