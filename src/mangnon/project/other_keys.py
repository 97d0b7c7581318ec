"""Which apps above people keep other ways into an account, that end with it."""

from __future__ import annotations


def register() -> None:
    """Called once, by whatever starts the program; again it changes nothing."""
    from mangnon.exchange.public import end_keys
    from mangnon.people.public import register_key_ender

    register_key_ender("exchange", end_keys)
