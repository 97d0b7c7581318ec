"""Refusals of activities."""

from mangnon.kernel.refusals import Refusal

NOT_SAVED = "Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình."


class Closed(Refusal):
    """The assignment was recalled or has ended: nothing more is written under it."""

    code = "closed_assignment"


class BadActivity(Refusal):
    """An activity that cannot be recorded as it is."""

    code = "bad_activity"


class BadMoney(Refusal):
    """Amounts that cannot be recorded."""

    code = "bad_money"


class BadComment(Refusal):
    """A comment, a mention or a contribution that cannot be recorded."""

    code = "bad_comment"


class BadEvidence(Refusal):
    """Evidence without what it needs."""

    code = "bad_evidence"


class BadAgencyPlan(Refusal):
    """A plan of an agency's own that cannot be recorded."""

    code = "bad_agency_plan"
