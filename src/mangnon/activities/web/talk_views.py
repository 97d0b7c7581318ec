"""Trao đổi, đóng góp: what is said of a task, and what coordinators contribute."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from mangnon.accounts.web.access import actor_of, requires
from mangnon.activities.policies import can_comment, can_see_activities, check_write_for
from mangnon.activities.selectors import activities_of_task, people_to_mention
from mangnon.activities.talking import (
    answer_contribution,
    edit_comment,
    offer_contribution,
    withdraw_comment,
    write_comment,
)
from mangnon.activities.web.finding import (
    comment_or_404,
    contribution_or_404,
    task_address,
    task_or_404,
    writable_assignment,
)
from mangnon.activities.web.forms import AnswerForm, CommentForm, ContributionForm, ReasonForm, number
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.public import Task, assignments
from mangnon.plans.terms import AssignmentRole
from mangnon.ui.web.form_pages import FormPage, form_page


def _page(task: Task, title: str, button: str, done: str, part: str = "trao-doi", about: str = "") -> FormPage:
    return FormPage(title, button, done, task_address(task, part), f"Nhiệm vụ {task.code}", about or task.text)


@requires(can_comment)
@require_http_methods(["GET", "HEAD", "POST"])
def new_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a task."""
    task = task_or_404(request, pk)
    form = CommentForm(request.POST or None, people=people_to_mention(actor_of(request), task))
    return form_page(
        request,
        form,
        _page(task, "Gửi ý kiến trao đổi", "Gửi ý kiến", "Đã gửi ý kiến."),
        lambda data: write_comment(
            actor=actor_of(request), task_id=pk, text=data["text"], people=[int(each) for each in data["people"]]
        ),
    )


@requires(can_comment)
@require_http_methods(["GET", "HEAD", "POST"])
def change_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own words; the earlier ones stay readable."""
    comment = comment_or_404(request, pk)
    if comment.made_by_id != actor_of(request).user_id:
        raise NotAllowed("Chỉ người viết được sửa hoặc rút ý kiến của mình. Không có gì bị thay đổi.")
    initial = {
        "text": comment.text,
        "version": comment.version,
        "people": [str(each.person_id) for each in comment.mentions.all()],
    }
    form = CommentForm(request.POST or None, initial=initial, people=people_to_mention(actor_of(request), comment.task))
    return form_page(
        request,
        form,
        _page(comment.task, "Sửa ý kiến", "Lưu", "Đã lưu ý kiến; nội dung cũ vẫn xem được."),
        lambda data: edit_comment(
            actor=actor_of(request),
            comment_id=pk,
            text=data["text"],
            people=[int(each) for each in data["people"]],
            version=data["version"] or 0,
        ),
    )


@requires(can_comment)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own words back."""
    comment = comment_or_404(request, pk)
    if comment.made_by_id != actor_of(request).user_id:
        raise NotAllowed("Chỉ người viết được sửa hoặc rút ý kiến của mình. Không có gì bị thay đổi.")
    return form_page(
        request,
        ReasonForm(request.POST or None),
        _page(comment.task, "Rút ý kiến", "Rút ý kiến", "Đã rút ý kiến.", about=comment.text),
        lambda data: withdraw_comment(actor=actor_of(request), comment_id=pk, reason=data["reason"]),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """What a coordinating agency contributed."""
    assignment = writable_assignment(request, pk)
    found = activities_of_task(actor_of(request), assignment.task).filter(assignment__role=AssignmentRole.LEAD)
    choices = [(each.pk, each.text[:90]) for each in found]
    return form_page(
        request,
        ContributionForm(request.POST or None, activities=choices),
        _page(
            assignment.task,
            "Gửi đóng góp cho cơ quan chủ trì",
            "Gửi đóng góp",
            "Đã gửi đến cơ quan chủ trì.",
            "dong-gop",
        ),
        lambda data: offer_contribution(
            actor=actor_of(request), assignment_id=pk, text=data["text"], activity_id=number(data["activity"])
        ),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_to_contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead takes note of it, or says what is missing."""
    row = contribution_or_404(request, pk)
    if request.method != "POST":
        lead = assignments(actor_of(request)).filter(task=row.assignment.task, role=AssignmentRole.LEAD).first()
        check_write_for(actor_of(request), agency_id=lead.agency_id if lead else 0)
    return form_page(
        request,
        AnswerForm(request.POST or None),
        _page(
            row.assignment.task,
            "Trả lời phần đóng góp",
            "Gửi trả lời",
            "Đã trả lời cơ quan phối hợp.",
            "dong-gop",
            about=f"{row.assignment.agency.name}: {row.text}",
        ),
        lambda data: answer_contribution(
            actor=actor_of(request), contribution_id=pk, is_taken=data["is_taken"] == "co", answer=data["answer"]
        ),
    )
