"""Decisions on plain values: numbers, states, words of templates."""

from mangnon.outgoing.rules.lifecycle import MOVES, is_fully_signed, latest_issue_day, may_move, why_not
from mangnon.outgoing.rules.numbering import (
    LARGEST_NUMBER,
    RegisterFault,
    faults_of,
    number_text,
    overlaps,
    register_for,
    symbol_of,
    why_not_numbered,
)
from mangnon.outgoing.rules.receivers import names_nobody
from mangnon.outgoing.rules.symbols import symbol_fault
from mangnon.outgoing.rules.when import LEEWAY, counted_instant, doubts_of_instant
from mangnon.outgoing.rules.whose import doubts_of

__all__ = [
    "LARGEST_NUMBER",
    "LEEWAY",
    "MOVES",
    "RegisterFault",
    "counted_instant",
    "doubts_of",
    "doubts_of_instant",
    "faults_of",
    "is_fully_signed",
    "latest_issue_day",
    "may_move",
    "names_nobody",
    "number_text",
    "overlaps",
    "register_for",
    "symbol_fault",
    "symbol_of",
    "why_not",
    "why_not_numbered",
]
