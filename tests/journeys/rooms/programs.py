"""Doors of the keys by which programs work."""

from __future__ import annotations

from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import issue_token
from tests.journeys.doors import OWN, Door
from tests.journeys.provinces import World


def _token_of_local(found: World) -> list[int]:
    token, _ = issue_token(actor=found.actor("local"), name="Mẫu", scope=TokenScope.READ, days=10)
    return [token.pk]


def _local(found: World) -> list[int]:
    return [found.users["local"].pk]


def _token_sent(found: World) -> dict[str, int]:
    return {"ma": _token_of_local(found)[0]}


GETS: dict[str, Door] = {
    "own_tokens": Door(OWN, elsewhere=0, to_auditors=True),
    "person_keys": Door({"administrator"}, args=_local, elsewhere=403, special={"other_administrator": 404}),
}
POSTS_OF_FORMS: dict[str, Door] = {
    # Empty: nobody gets a key by it. A key of somebody else is not found, which is told by a message.
    "own_tokens": Door(OWN, 422, elsewhere=0, to_auditors=True, is_act=False),
    "person_keys": Door(
        {"administrator"}, 302, _token_sent, args=_local, elsewhere=403, special={"other_administrator": 404}
    ),
    "revoke_own_token": Door({"local"}, 302, args=_token_of_local, refused=302, elsewhere=302, to_auditors=True),
}
