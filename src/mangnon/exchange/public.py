"""The door of `exchange`: what the daily round calls, and what ends with an account."""

from mangnon.exchange.answers import prune_answers
from mangnon.exchange.others_keys import end_keys

__all__ = ["end_keys", "prune_answers"]
