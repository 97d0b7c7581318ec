"""The door of `recommendations`."""

from mangnon.recommendations.answers import Answer, PaperAnswer, TaskAnswer, what_was_done
from mangnon.recommendations.catalogue import Cluster, Right, clusters, rights
from mangnon.recommendations.errors import BadDocument, BadLink, BadList
from mangnon.recommendations.importing import (
    ImportPreview,
    PlannedRow,
    apply_list,
    import_paragraphs,
    preview_list,
    receive_list,
)
from mangnon.recommendations.models import (
    AnsweringPaper,
    CommitteeDocument,
    ParagraphList,
    Recommendation,
    RecommendationLink,
)
from mangnon.recommendations.policies import (
    can_keep_recommendations,
    can_see_recommendations,
    check_keep_recommendations,
)
from mangnon.recommendations.selectors import (
    Asked,
    document_by_code,
    documents,
    links,
    list_by_id,
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
from mangnon.recommendations.sheets import MOST_ROWS as MOST_PARAGRAPHS
from mangnon.recommendations.sheets import rows_of_cells
from mangnon.recommendations.suggesting import Suggestion, suggestions

__all__ = [
    "MOST_PARAGRAPHS",
    "Answer",
    "AnsweringPaper",
    "Asked",
    "BadDocument",
    "BadLink",
    "BadList",
    "Cluster",
    "CommitteeDocument",
    "Ends",
    "ImportPreview",
    "PaperAnswer",
    "ParagraphList",
    "PlannedRow",
    "Recommendation",
    "RecommendationLink",
    "Right",
    "Suggestion",
    "TaskAnswer",
    "accept_suggestions",
    "apply_list",
    "can_keep_recommendations",
    "can_see_recommendations",
    "check_keep_recommendations",
    "clusters",
    "document_by_code",
    "documents",
    "import_paragraphs",
    "link_recommendation",
    "links",
    "list_by_id",
    "live_links_to_plan",
    "live_links_to_task",
    "preview_list",
    "receive_list",
    "recommendation_by_paragraph",
    "recommendations",
    "record_committee_document",
    "remove_link",
    "rights",
    "rows_of_cells",
    "set_up_recommendations",
    "suggestions",
    "what_was_done",
]
