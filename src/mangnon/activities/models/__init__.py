"""What agencies plan, do, spend, prove and say under their tasks."""

from mangnon.activities.models.evidence import Evidence
from mangnon.activities.models.money import BudgetLine, DoubleVerdict, LinkedProgramme
from mangnon.activities.models.talk import Comment, CommentMention, CommentVersion, Contribution
from mangnon.activities.models.work import Activity, ActivityNote, ActivityTask, AgencyPlan

__all__ = [
    "Activity",
    "ActivityNote",
    "ActivityTask",
    "AgencyPlan",
    "BudgetLine",
    "Comment",
    "CommentMention",
    "CommentVersion",
    "Contribution",
    "DoubleVerdict",
    "Evidence",
    "LinkedProgramme",
]
