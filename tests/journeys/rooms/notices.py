"""Doors of reminding: everybody in a post has their own; the log is of who urges, oversees, inspects."""

from __future__ import annotations

from typing import Any

from mangnon.kernel import clock
from mangnon.notices.rules import Content
from mangnon.notices.services import store_digests
from tests.journeys.doors import ELSEWHERE, OWN, Door
from tests.journeys.provinces import World

_LINE = {"words": "Việc mẫu", "address": "/", "due": "", "note": ""}


def _digest(found: World) -> list[str]:
    """Everybody has a digest of today: whose is shown is decided by who asks."""
    content = Content({"waiting": 1}, {"waiting": [_LINE]})
    everybody = {user.pk: content for person, user in found.users.items() if person != "without_post"}
    store_digests(on=clock.today(), contents=everybody, by_mail=set())
    return [clock.today().isoformat()]


def _nothing(found: World) -> dict[str, Any]:
    return {}


_LOG = {"lead", "leader", "district_leader", "inspector", "other_lead", "other_leader"}
GETS: dict[str, Door] = {
    "reminders": Door(OWN, elsewhere=0, to_auditors=True),
    "digest": Door(OWN, elsewhere=0, args=_digest, to_auditors=True),
    "reminder_log": Door(_LOG, elsewhere=403, to_auditors=True),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "reminders_read": Door(OWN, 302, _nothing, elsewhere=0, to_auditors=True, is_act=False),
    "reminders_mail": Door({*OWN, *ELSEWHERE}, 302, _nothing, elsewhere=0, to_auditors=True),
}
