"""Who may use which door of exchange; the object's own policy is asked by its service."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.indicators.public import can_fill_forms
from mangnon.plans.public import can_see_plans


def can_exchange_workbooks(actor: Actor) -> bool:
    """The lead officers: for the plans that their agency leads (`plans.policies.can_act_on_behalf`)."""
    return actor.may(Permission.DIRECT_TASKS)


def can_exchange_report_forms(actor: Actor) -> bool:
    """Whose role reviews reports: for the periods whose reports their agency receives (`reporting.policies`)."""
    return actor.may(Permission.REVIEW_REPORTS)


def can_exchange_indicator_forms(actor: Actor) -> bool:
    """Whose role enters figures: of the own agency, and a province's lead officers for bodies without an account."""
    return can_fill_forms(actor)


def can_follow_calendar(actor: Actor) -> bool:
    """Everybody whose role reads plans: the feed shows the own agency's deadlines."""
    return can_see_plans(actor)
