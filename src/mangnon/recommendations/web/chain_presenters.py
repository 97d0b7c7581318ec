"""Nodes of the chain page: words, address, state. Every node that leads somewhere is a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from mangnon.kernel.dates import vn_date
from mangnon.plans.public import Plan
from mangnon.plans.terms import AssignmentRole, DeadlineState, Execution
from mangnon.recommendations.chains import BodyLink, PaperLink, TaskLink, Upward
from mangnon.recommendations.models import AnsweringPaper, CommitteeDocument, Recommendation
from mangnon.recommendations.web.presenters import excerpt
from mangnon.recommendations.work import WorkItem

_MOST_BODIES = 12
# On the page of a whole plan: all its tasks together, and each in any case.
_BODIES_OF_A_PLAN = 120
_FEWEST_BODIES = 2
_DONE = (Execution.REPORTED_COMPLETE, Execution.COMPLETE)


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the chain: `kind` in words, where it leads, how it stands, what is below it."""

    kind: str
    label: str
    url: str = ""
    note: str = ""
    tone: str = ""
    word: str = ""
    is_current: bool = False
    children: tuple[Node, ...] = ()


def document_node(document: CommitteeDocument) -> Node:
    """A document of a Committee."""
    day = f"thông qua ngày {vn_date(document.adopted_on)}" if document.adopted_on else ""
    return Node("Văn bản khuyến nghị", document.symbol, reverse("committee_document", args=[document.code]), day)


def paragraph_node(row: Recommendation, *, current: bool = False) -> Node:
    """A paragraph."""
    address = "" if current else reverse("recommendation", args=[row.document.code, row.paragraph])
    words = excerpt(row) or "chưa có nguyên văn"
    urgent = "cần hành động khẩn" if row.is_urgent else ""
    return Node("Khuyến nghị", f"Đoạn {row.words}. {words}", address, urgent, is_current=current)


def paper_node(paper: AnsweringPaper, children: tuple[Node, ...] = ()) -> Node:
    """A decision of the central level: it leads to the document it answers."""
    day = f" ngày {vn_date(paper.issued_on)}" if paper.issued_on else ""
    issuer = f" của {paper.issuer}" if paper.issuer else ""
    address = reverse("committee_document", args=[paper.document.code]) + "#van-ban-thuc-hien"
    return Node("Quyết định", f"{paper.number}{day}{issuer}", address, paper.title, children=children)


def above(upward: Upward) -> list[Node]:
    """Paragraphs with their documents, then decisions; those of the tasks before those of the plan as a whole."""
    documents = {row.document_id: row.document for row in upward.recommendations}
    documents |= {paper.document_id: paper.document for paper in upward.papers}
    found = []
    for document in documents.values():
        rows = [row for row in upward.recommendations if row.document_id == document.pk]
        node = document_node(document)
        children = tuple(paragraph_node(row) for row in rows)
        found.append(Node(node.kind, node.label, node.url, node.note, children=children))
    return found + [paper_node(paper) for paper in upward.papers]


def below_paragraph(papers: Iterable[PaperLink]) -> list[Node]:
    """Decisions with plans with tasks; plans that rest on no known decision stand by themselves."""
    found: list[Node] = []
    for each in papers:
        nodes = tuple(plan_node(link.plan, link.tasks) for link in each.plans)
        found += [paper_node(each.paper, nodes)] if each.paper is not None else list(nodes)
    return found


def plan_node(plan: Plan, below: Sequence[TaskLink], *, current: bool = False) -> Node:
    """A plan."""
    directive = plan.directive
    day = f" ngày {vn_date(directive.issued_on)}" if directive.issued_on else ""
    address = "" if current else reverse("plan", args=[plan.code])
    children = tuple(task_node(each) for each in below)
    return Node("Kế hoạch", f"{directive}{day}", address, directive.title, is_current=current, children=children)


def task_nodes(links: list[TaskLink]) -> list[Node]:
    """The tasks of a plan. The more there are, the fewer bodies each shows, so that the page stays light."""
    most = min(_MOST_BODIES, max(_FEWEST_BODIES, _BODIES_OF_A_PLAN // max(len(links), 1)))
    return [task_node(each, most=most) for each in links]


def task_node(link: TaskLink, *, current: bool = False, alone: bool = False, most: int = 0) -> Node:
    """A task with its bodies below it; `alone` leaves them out. Paragraphs it answers are named.
    `most`: how many bodies at the most; 0: all that have something to show."""
    task = link.task
    address = "" if current else reverse("task", args=[task.plan.code, task.code])
    note = ", ".join(f"đoạn {each.recommendation.words}" for each in link.answers)
    children = () if alone else tuple(body_nodes(link, most))
    words = f"{task.code}. {task.text}"
    return Node("Nhiệm vụ", words, address, f"Trả lời {note}" if note else "", is_current=current, children=children)


def body_nodes(link: TaskLink, most: int = 0) -> list[Node]:
    """The bodies of a task: those that have something to show first, many others counted in one line."""
    shown = [
        each
        for each in link.bodies
        if each.assignment.role == AssignmentRole.LEAD
        or each.work
        or each.assignment.progress
        or each.deadline == DeadlineState.OVERDUE
    ]
    rest = [each for each in link.bodies if each not in shown]
    if most and len(shown) > most:
        shown.sort(key=lambda each: (each.assignment.role != AssignmentRole.LEAD, not each.work))
        shown, rest = shown[:most], [*shown[most:], *rest]
    room = max((most or _MOST_BODIES) - len(shown), 0)
    nodes = [_body(each) for each in (*shown, *rest[:room])]
    if len(rest) > room:
        task = link.task
        address = reverse("task", args=[task.plan.code, task.code]) + "#phan-cong"
        nodes.append(Node("Cơ quan", f"và {len(rest) - room} cơ quan khác", address))
    return nodes


def _body(each: BodyLink) -> Node:
    row = each.assignment
    state = DeadlineState(each.deadline)
    is_late = state == DeadlineState.OVERDUE
    children = [_work(item) for item in each.work]
    task = row.task
    address = reverse("task", args=[task.plan.code, task.code])
    if row.execution in _DONE and row.completed_at is not None:
        children.append(Node("Kết quả", f"{row.get_execution_display()}, {row.progress} %", f"{address}#tien-do"))
    elif row.progress:
        children.append(Node("Tiến độ", f"{row.progress} %", f"{address}#tien-do"))
    return Node(
        str(row.get_role_display()),
        row.agency.name,
        f"{address}#phan-cong",
        tone="late" if is_late else row.execution,
        word=str(state.label) if is_late else str(row.get_execution_display()),
        children=tuple(children),
    )


def _work(item: WorkItem) -> Node:
    address = reverse(item.route, args=item.args)
    return Node(item.kind, item.label, address, item.note, children=tuple(_work(each) for each in item.below))
