"""Walks through every door as everybody: who gets in, who is refused, and only a permitted act leaves evidence.

What was met is written into docs/rights.md (MANGNON_UPDATE_RIGHTS=1 rewrites it).
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from django.urls import reverse

from mangnon.audit.models import AuditRow
from tests.architecture.walls import REPOSITORY, url_patterns
from tests.journeys.doors import ELSEWHERE, OWN, READ_AS_EVIDENCE, Door, expected
from tests.journeys.every_door import GETS, POSTS_OF_FORMS
from tests.journeys.provinces import POSTS, world
from tests.journeys.states import CASES, DONE


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["stranger", "without_post", *POSTS])
def test_each_door_opens_to_whom_it_should(person: str) -> None:
    found = world()
    client = found.client(person)
    wrong = []
    for method, doors in (("get", GETS), ("post", POSTS_OF_FORMS)):
        for name, door in doors.items():
            with transaction.atomic():
                address, data = reverse(name, args=door.args(found)), door.data(found) if door.data else {}
                before = AuditRow.objects.count()  # what a door makes for itself is not the request's evidence
                answer = getattr(client, method)(address, data)
                grown = AuditRow.objects.count() > before
                transaction.set_rollback(True)
            if person == "stranger":
                if answer.status_code != 302 or not answer["Location"].startswith(reverse("sign_in")) or grown:
                    wrong.append(f"{method} {name}: {answer.status_code}, a stranger is led to the sign-in page")
                continue
            if answer.status_code != expected(door, person):
                wrong.append(f"{method} {name}: {answer.status_code}, not {expected(door, person)}")
            leaves_evidence = door.is_act if method == "post" else name in READ_AS_EVIDENCE
            should_grow = leaves_evidence and person in door.allowed
            if grown != should_grow:
                wrong.append(f"{method} {name}: evidence was {'written' if grown else 'not written'}")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def test_the_matrix_has_every_address() -> None:
    known = set(GETS) | set(POSTS_OF_FORMS)
    # Programs come in by doors of their own, walked through in tests/exchange.
    apart = {"public", "interface"}
    names = {pattern.name for _, pattern in url_patterns() if getattr(pattern.callback, "access", "") not in apart}
    assert names == known, "enter the new address above: who may open it?"


RIGHTS = REPOSITORY / "docs" / "rights.md"
_HEAD = """# Rights: who gets in where

Generated from the tables of `tests/journeys/doors.py` after a test has walked through every address as everybody and
met these answers; not written by hand (`MANGNON_UPDATE_RIGHTS=1`). Everything the addresses name belongs to the first
province. What a role allows is in `src/mangnon/accounts/data/roles.json`; place and state are each app's `policies`.

● gets in or may act · – is refused (403) · ∅ is told that there is nothing (404: even that it is there is not theirs to
know) · ! may enter the room but is refused in this state (422) · ↩ is led back with a message. A stranger is led to
the sign-in page by every address, and a person without a post is refused at every one but those of the own sign-in.
"""

_BY_STATE = """\
By the person who has the right (`tests/journeys/states.py`): ● goes through · ! is refused and nothing changes.

| thing | act | states |
|---|---|---|"""


def _sign(door: Door, person: str) -> str:
    if person in door.allowed or (person in ELSEWHERE and door.elsewhere == 0 and expected(door, person) == door.ok):
        return "●"
    return {403: "–", 404: "∅", 422: "!", 302: "↩", 409: "!"}[expected(door, person)]


def _rights_page() -> str:
    people = [*sorted(OWN, key=list(POSTS).index), *sorted(ELSEWHERE, key=list(POSTS).index)]
    addresses = {pattern.name: address for address, pattern in url_patterns()}
    lines = [_HEAD, "## The people of the tables", "| column | role | body | province |", "|---|---|---|---|"]
    for number, person in enumerate(people, 1):
        _, body, role = POSTS[person]
        place = "own" if person in OWN else "another"
        lines.append(f"| {number} | {role.label} | `{body}` | {place} |")
    for title, doors in (("Reading", GETS), ("Acting", POSTS_OF_FORMS)):
        lines += ["", f"## {title}", "| address | " + " | ".join(str(n) for n in range(1, len(people) + 1)) + " |"]
        lines.append("|---|" + ":-:|" * len(people))
        for name, door in sorted(doors.items(), key=lambda item: addresses[item[0]]):
            signs = " | ".join(_sign(door, person) for person in people)
            lines.append(f"| `{addresses[name]}` | {signs} |")
    lines += ["", "## Acting, by the state of the thing", _BY_STATE]
    for thing, act in dict.fromkeys((case.thing, case.act) for case in CASES):
        cells = [f"{'●' if case.answer == DONE else '!'} {case.state}" for case in CASES if case.act == act]
        lines.append(f"| {thing} | `{addresses[act]}` | {' · '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_matrix_in_the_docs_is_the_one_walked() -> None:
    page = _rights_page()
    if os.environ.get("MANGNON_UPDATE_RIGHTS") == "1":
        RIGHTS.write_text(page, encoding="utf-8")
    assert RIGHTS.read_text(encoding="utf-8") == page, "run this test once with MANGNON_UPDATE_RIGHTS=1"
