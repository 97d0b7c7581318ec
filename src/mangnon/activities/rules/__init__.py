"""Decisions on plain values: money, what counts once, mentions, dates. Pure."""

from mangnon.activities.rules.doubles import Suspicion, Work, counted_once, suspected_doubles
from mangnon.activities.rules.mentions import Mentions, mentions_in
from mangnon.activities.rules.money import LARGEST_AMOUNT, Amounts, Line, amount_of, is_overspent, totals_by
from mangnon.activities.rules.states import check_days, state_after

__all__ = [
    "LARGEST_AMOUNT",
    "Amounts",
    "Line",
    "Mentions",
    "Suspicion",
    "Work",
    "amount_of",
    "check_days",
    "counted_once",
    "is_overspent",
    "mentions_in",
    "state_after",
    "suspected_doubles",
    "totals_by",
]
