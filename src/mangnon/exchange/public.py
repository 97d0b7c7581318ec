"""The door of `exchange`: what the daily round calls."""

from mangnon.exchange.answers import prune_answers

__all__ = ["prune_answers"]
