"""The tiers on the page of a report: what of the tier below stands in the way, why something is locked, by whom."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.reporting.review.ageing import waiting
from mangnon.reporting.review.reading import SentSheet
from mangnon.reporting.review.tiers import Child, children_of, is_receiver, why_locked_by_tiers
from mangnon.reporting.terms import MissingReason, ReportState, Stage
from mangnon.reporting.web import presenters

_STAGES = {"": Stage.NOT_STARTED, "draft": Stage.WRITING}


def tier_context(actor: Actor, sheet: SentSheet) -> dict[str, Any]:
    """What the page of a report says of tiers: the reports below, why the report is locked, with whom it waits."""
    period, agency = sheet.period, sheet.agency
    below = children_of(period, agency.pk)
    may_name = bool(below) and is_receiver(actor, period, below[0].expected.agency_id)
    is_open = sheet.report is None or sheet.report.state != ReportState.ACCEPTED
    waits = [item for item in waiting(actor, period=period) if item.agency.pk == agency.pk]
    return {
        "below": [_line(sheet, child) for child in below],
        "below_open": sum(not child.is_settled for child in below),
        "may_name": may_name and is_open,
        "missing_reasons": MissingReason.choices,
        "locked_by_tiers": why_locked_by_tiers(sheet.report) if sheet.report is not None else "",
        "waits": presenters.waits_words(waits[0]) if waits else "",
    }


def _line(sheet: SentSheet, child: Child) -> dict[str, Any]:
    stage = _STAGES.get(child.state) or Stage(child.state)
    place = [sheet.period.regime.code, sheet.period.code, child.expected.agency.code]
    reason = ""
    if child.named is not None:
        label = str(MissingReason(child.named.reason_code).label)
        reason = f"{label}: {child.named.words}" if child.named.words else label
    return {
        "code": child.expected.agency.code.replace(".", "-"),
        "name": child.expected.agency.name,
        "url": reverse("report_view", args=place),
        "name_url": reverse("report_name_missing", args=place),
        "stage": stage,
        "word": stage.label,
        "tone": presenters.STAGE_TONES[stage],
        "reason": reason,
        "may_be_named": child.state != ReportState.ACCEPTED,
    }
