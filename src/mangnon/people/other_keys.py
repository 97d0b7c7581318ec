"""Other ways into an account: keys of programs, addresses of calendars. Apps above keep them and say here how they end.

When an account's own key is taken away (reset by a code, second factor reset, new password ordered, account closed),
whoever took it may have made such a key too: all of them end in the same transaction. A lock that failures bring ends
none: while it lasts nothing opens, and a stranger could else end them by typing wrong passwords.
"""

from __future__ import annotations

from collections.abc import Callable

from mangnon.accounts.public import Actor

KeyEnder = Callable[[Actor, int], object]
_enders: dict[str, KeyEnder] = {}


def register_key_ender(name: str, ender: KeyEnder) -> None:
    """What ends such keys of a person (actor, user id), with its evidence. The same name again replaces it."""
    _enders[name] = ender


def end_other_keys(*, actor: Actor, user_id: int) -> None:
    """End every other key of a person, in the caller's transaction."""
    for ender in _enders.values():
        ender(actor, user_id)
