"""The Excel form of a body's report, whichever kind it is: of a plan's tasks, or of the questions of a call."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.call_forms.issuing import call_form
from mangnon.exchange.call_forms.receiving import receive_call_form
from mangnon.exchange.locked_forms.reading import read_marks
from mangnon.exchange.report_forms.issuing import ReportForm, report_form
from mangnon.exchange.report_forms.receiving import ReceivedForm, place_of, receive_report_form
from mangnon.exchange.report_forms.signing import opened
from mangnon.reporting.public import Period, is_called


def form_of_body(*, actor: Actor, period: Period, agency: Agency) -> ReportForm:
    """The form of one body's report; raises as `report_form`, `call_form`."""
    if is_called(period):
        return call_form(actor=actor, period=period, agency=agency)
    return report_form(actor=actor, period=period, agency_id=agency.pk, agency_code=agency.code, name=agency.name)


def receive_form(*, actor: Actor, content: bytes, is_trial: bool = False) -> ReceivedForm:
    """Merge a form that came back. `is_trial`: told what would be merged and sent, and nothing is kept.

    Raises as `receive_report_form`.
    """
    with transaction.atomic():
        period, agency = place_of(actor, read_marks(content, opened))
        if is_called(period):
            received = receive_call_form(actor=actor, content=content, period=period, agency=agency)
        else:
            received = receive_report_form(actor=actor, content=content)
        if is_trial:
            transaction.set_rollback(True)
    return received
