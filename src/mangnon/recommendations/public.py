"""The door of `recommendations`."""

from mangnon.recommendations.answers import Answer, PaperAnswer, TaskAnswer, what_was_done
from mangnon.recommendations.catalogue import Cluster, Right, clusters, rights
from mangnon.recommendations.errors import BadDocument, BadLink, BadList
from mangnon.recommendations.importing import import_paragraphs
from mangnon.recommendations.models import AnsweringPaper, CommitteeDocument, Recommendation, RecommendationLink
from mangnon.recommendations.policies import can_keep_recommendations, can_see_recommendations
from mangnon.recommendations.selectors import (
    Asked,
    document_by_code,
    documents,
    links,
    live_links_to_plan,
    live_links_to_task,
    recommendation_by_paragraph,
    recommendations,
)
from mangnon.recommendations.services import (
    Ends,
    accept_suggestions,
    link_recommendation,
    record_committee_document,
    remove_link,
    set_up_recommendations,
)
from mangnon.recommendations.suggesting import Suggestion, suggestions

__all__ = [
    "Answer",
    "AnsweringPaper",
    "Asked",
    "BadDocument",
    "BadLink",
    "BadList",
    "Cluster",
    "CommitteeDocument",
    "Ends",
    "PaperAnswer",
    "Recommendation",
    "RecommendationLink",
    "Right",
    "Suggestion",
    "TaskAnswer",
    "accept_suggestions",
    "can_keep_recommendations",
    "can_see_recommendations",
    "clusters",
    "document_by_code",
    "documents",
    "import_paragraphs",
    "link_recommendation",
    "links",
    "live_links_to_plan",
    "live_links_to_task",
    "recommendation_by_paragraph",
    "recommendations",
    "record_committee_document",
    "remove_link",
    "rights",
    "set_up_recommendations",
    "suggestions",
    "what_was_done",
]
