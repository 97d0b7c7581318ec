"""The door of `activities`."""

from mangnon.activities.errors import BadActivity, BadAgencyPlan, BadComment, BadEvidence, BadMoney, Closed
from mangnon.activities.models import Activity, AgencyPlan, BudgetLine, Comment, CommentMention, Contribution, Evidence
from mangnon.activities.planning import keep_agency_plan, withdraw_agency_plan
from mangnon.activities.policies import can_comment, can_see_activities, can_see_money, can_write_for
from mangnon.activities.proving import add_evidence, withdraw_evidence
from mangnon.activities.rules import Amounts, Suspicion
from mangnon.activities.selectors import (
    activities,
    activities_of_agency,
    activities_of_task,
    activity_by_id,
    agency_plan_by_id,
    agency_plans,
    comments_of_task,
    contributions_of_task,
    evidence,
    evidence_by_id,
    evidence_of_task,
    mentions_for,
)
from mangnon.activities.spending import (
    judge_double,
    keep_budget_line,
    link_programme,
    remove_budget_line,
    unlink_programme,
)
from mangnon.activities.talking import (
    answer_contribution,
    edit_comment,
    offer_contribution,
    withdraw_comment,
    write_comment,
)
from mangnon.activities.totals import Row, Totals, totals
from mangnon.activities.working import (
    add_activity,
    change_activity,
    drop_activity,
    record_activity,
    resume_activity,
    serve_task,
    stop_serving_task,
)

__all__ = [
    "Activity",
    "AgencyPlan",
    "Amounts",
    "BadActivity",
    "BadAgencyPlan",
    "BadComment",
    "BadEvidence",
    "BadMoney",
    "BudgetLine",
    "Closed",
    "Comment",
    "CommentMention",
    "Contribution",
    "Evidence",
    "Row",
    "Suspicion",
    "Totals",
    "activities",
    "activities_of_agency",
    "activities_of_task",
    "activity_by_id",
    "add_activity",
    "add_evidence",
    "agency_plan_by_id",
    "agency_plans",
    "answer_contribution",
    "can_comment",
    "can_see_activities",
    "can_see_money",
    "can_write_for",
    "change_activity",
    "comments_of_task",
    "contributions_of_task",
    "drop_activity",
    "edit_comment",
    "evidence",
    "evidence_by_id",
    "evidence_of_task",
    "judge_double",
    "keep_agency_plan",
    "keep_budget_line",
    "link_programme",
    "mentions_for",
    "offer_contribution",
    "record_activity",
    "remove_budget_line",
    "resume_activity",
    "serve_task",
    "stop_serving_task",
    "totals",
    "unlink_programme",
    "withdraw_agency_plan",
    "withdraw_comment",
    "withdraw_evidence",
    "write_comment",
]
