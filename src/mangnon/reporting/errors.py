"""Refusals of reporting."""

from mangnon.kernel.refusals import Refusal


class NoSuchPeriod(Refusal):
    """The period's code does not fit the regime."""

    code = "no_such_period"


class ReportLocked(Refusal):
    """The report's state does not allow the act; the message says why."""

    code = "report_locked"


class NotComplete(Refusal):
    """Something that must be there is missing."""

    code = "not_complete"


class CannotConsolidate(Refusal):
    """The reports below are not yet fit to be consolidated."""

    code = "cannot_consolidate"


class BadReportUrging(Refusal):
    """Nothing was chosen that can be urged, or too much, or for a day that is past."""

    code = "bad_report_urging"


class ReportsStay(Refusal):
    """A reorganisation cannot be taken back: somebody has gone on with the reports it moved. The message says who."""

    code = "reports_stay"


class ImpossibleDates(Refusal):
    """The dates of a regime or a period contradict each other; the message says how and what would do."""

    code = "impossible_dates"


class RegimeRefused(Refusal):
    """A regime or a called report lacks something, or cannot be changed; the message says what."""

    code = "regime_refused"


class ListFrozen(Refusal):
    """Who must report can no longer be changed; the message says why."""

    code = "list_frozen"
