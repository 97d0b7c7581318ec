"""Comments with the people they call, and what coordinators contribute."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from mangnon.accounts.public import Actor, User
from mangnon.activities.errors import NOT_SAVED, BadComment
from mangnon.activities.models import Activity, Comment, CommentMention, CommentVersion, Contribution
from mangnon.activities.place import open_assignment, why_closed
from mangnon.activities.policies import check_comment, check_write_for
from mangnon.activities.rules import mentions_in
from mangnon.activities.selectors import names_to_mention, people_to_mention
from mangnon.activities.terms import ContributionState
from mangnon.activities.working import clean_words
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.kernel.text import fold
from mangnon.plans.public import Task, assignments, plans
from mangnon.plans.terms import AssignmentRole


@transaction.atomic
def write_comment(
    *, actor: Actor, task_id: int, text: str, people: Collection[int] = (), activity_id: int | None = None
) -> Comment:
    """Say something of a task, or of an activity under it. Who is meant: `people` (ids), and names behind «@».

    Raises NotAllowed, BadComment, BadActivity.
    """
    check_comment(actor)
    task = Task.objects.filter(plan__in=plans(actor), pk=task_id).select_related("plan").first()
    if task is None:
        raise NotAllowed("Không có nhiệm vụ này. Không có gì bị thay đổi.")
    words = clean_words(text, "ý kiến")
    if activity_id is not None and not Activity.objects.filter(pk=activity_id, assignment__task=task).exists():
        raise BadComment(f"Hoạt động này không thuộc nhiệm vụ. {NOT_SAVED}", code="unknown_activity")
    called = _called(actor, task, words, people)
    now = clock.now()
    comment = Comment.objects.create(
        task=task,
        activity_id=activity_id,
        agency_id=actor.agency_id,
        text=words,
        made_at=now,
        made_by_id=actor.user_id,
    )
    _mention(comment, called)
    record(
        actor=actor,
        act="write_comment",
        object_type="Comment",
        object_id=comment.pk,
        details={"task": task.code, "plan": task.plan.code, "mentions": len(called)},
    )
    return comment


def _called(
    actor: Actor, task: Task, words: str, people: Collection[int], *, before: Comment | None = None
) -> frozenset[int]:
    """Everybody the words and the choice call; whom a comment called `before` it is changed may have left since.

    Raises BadComment.
    """
    names = names_to_mention(actor, task.plan)
    if before is not None:
        for person in User.objects.filter(mentions__comment=before):
            names.setdefault(fold(person.full_name), frozenset({person.pk}))
    known = {pk for ids in names.values() for pk in ids}
    known |= {post.user_id for _, posts in people_to_mention(actor, task) for post in posts}
    if not set(people) <= known:
        raise BadComment(
            f"Có người được chọn không giữ vị trí nào ở các cơ quan của kế hoạch. {NOT_SAVED} Hãy chọn lại.",
            code="unknown_person",
        )
    meant = mentions_in(words, names)
    for name in meant.several:
        # Chosen from the list, one of them is meant.
        if not names_by(names, name) & set(people):
            raise BadComment(
                f"Có nhiều người tên «{name}» trong kế hoạch. {NOT_SAVED} Hãy chọn đúng người ở danh sách «Nhắc đến».",
                code="several_people",
            )
    if meant.unknown:
        raise BadComment(
            f"Không có người nào tên «{meant.unknown[0][:60]}» ở các cơ quan của kế hoạch. {NOT_SAVED} Hãy ghi đủ họ "
            "tên sau dấu @, hoặc chọn người ở danh sách «Nhắc đến».",
            code="unknown_person",
        )
    return meant.people | frozenset(people)


def chosen_people(actor: Actor, comment: Comment) -> frozenset[int]:
    """Whom a comment calls though its words do not name them: chosen from the list. A program that changes the words
    alone keeps them."""
    names = names_to_mention(actor, comment.task.plan)
    called = User.objects.filter(mentions__comment=comment)
    for person in called:
        names.setdefault(fold(person.full_name), frozenset({person.pk}))
    return frozenset(person.pk for person in called) - mentions_in(comment.text, names).people


def names_by(names: dict[str, frozenset[int]], name: str) -> frozenset[int]:
    """The people of a name as it is typed."""
    return names.get(fold(name), frozenset())


def _mention(comment: Comment, people: Collection[int]) -> None:
    now = clock.now()
    already = set(comment.mentions.values_list("person_id", flat=True))
    comment.mentions.exclude(person_id__in=list(people)).delete()
    CommentMention.objects.bulk_create(
        CommentMention(comment=comment, person_id=pk, mentioned_at=now) for pk in sorted(set(people) - already)
    )


def _own(actor: Actor, comment_id: int) -> Comment:
    comment = Comment.objects.select_for_update(of=("self",)).select_related("task__plan").filter(pk=comment_id).first()
    if comment is None or not plans(actor).filter(pk=comment.task.plan_id).exists():
        raise NotAllowed("Không có ý kiến này. Không có gì bị thay đổi.")
    if comment.made_by_id != actor.user_id:
        raise NotAllowed("Chỉ người viết được sửa hoặc rút ý kiến của mình. Không có gì bị thay đổi.")
    check_comment(actor)
    if comment.withdrawn_at is not None:
        raise BadComment(f"Ý kiến này đã được rút. {NOT_SAVED}", code="withdrawn")
    return comment


@transaction.atomic
def edit_comment(*, actor: Actor, comment_id: int, text: str, version: int, people: Collection[int] = ()) -> Comment:
    """Change one's own comment; the earlier words stay readable. Raises NotAllowed, Stale, BadComment, BadActivity."""
    comment = _own(actor, comment_id)
    if comment.version != version:
        raise Stale(f"Ý kiến này vừa được sửa ở nơi khác. {NOT_SAVED} Hãy xem bản mới rồi gửi lại.")
    words = clean_words(text, "ý kiến")
    called = _called(actor, comment.task, words, people, before=comment)
    called_before = frozenset(comment.mentions.values_list("person_id", flat=True))
    if words == comment.text and called == called_before:
        return comment
    _mention(comment, called)
    if words != comment.text:
        now = clock.now()
        CommentVersion.objects.create(comment=comment, number=comment.version, text=comment.text, until=now)
        comment.text, comment.edited_at = words, now
        comment.version += 1
        comment.save(update_fields=["text", "edited_at", "version"])
    record(
        actor=actor,
        act="edit_comment",
        object_type="Comment",
        object_id=comment.pk,
        details={"version": comment.version, "mentions": len(called)},
    )
    return comment


@transaction.atomic
def withdraw_comment(*, actor: Actor, comment_id: int, reason: str = "") -> Comment:
    """Take one's own comment back: its place stays, its words are no longer shown, the record keeps them.

    Raises NotAllowed, BadComment, BadActivity.
    """
    comment = _own(actor, comment_id)
    comment.withdrawn_reason = clean_words(reason, "lý do rút", most=500, must=False)
    comment.withdrawn_at = clock.now()
    comment.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        actor=actor,
        act="withdraw_comment",
        object_type="Comment",
        object_id=comment.pk,
        reason=comment.withdrawn_reason,
    )
    return comment


@transaction.atomic
def offer_contribution(*, actor: Actor, assignment_id: int, text: str, activity_id: int | None = None) -> Contribution:
    """A coordinating agency says what it contributed to the lead's task, or to one of the lead's activities.

    Raises NotAllowed, Closed, BadComment, BadActivity.
    """
    assignment = open_assignment(actor, assignment_id)
    if assignment.role == AssignmentRole.LEAD:
        raise BadComment(
            f"Cơ quan chủ trì ghi việc của mình ở hoạt động, không gửi đóng góp. {NOT_SAVED}", code="is_lead"
        )
    words = clean_words(text, "nội dung đóng góp")
    if (
        activity_id is not None
        and not Activity.objects.filter(pk=activity_id, assignment__task=assignment.task_id).exists()
    ):
        raise BadComment(f"Hoạt động này không thuộc nhiệm vụ. {NOT_SAVED}", code="unknown_activity")
    offered = Contribution.objects.create(
        assignment=assignment,
        activity_id=activity_id,
        text=words,
        offered_at=clock.now(),
        offered_by_id=actor.user_id,
    )
    record(
        actor=actor,
        act="offer_contribution",
        object_type="Contribution",
        object_id=offered.pk,
        details={"task": assignment.task.code, "plan": assignment.task.plan.code},
    )
    return offered


@transaction.atomic
def answer_contribution(*, actor: Actor, contribution_id: int, is_taken: bool, answer: str = "") -> Contribution:
    """The lead of the task takes note of a contribution, or says what is missing. Raises NotAllowed, BadComment,
    BadActivity."""
    found = Contribution.objects.select_for_update(of=("self",)).select_related("assignment__task__plan")
    row = found.filter(pk=contribution_id).first()
    if row is None or not plans(actor).filter(pk=row.assignment.task.plan_id).exists():
        raise NotAllowed("Không có phần đóng góp này. Không có gì bị thay đổi.")
    lead = assignments(actor).filter(task=row.assignment.task, role=AssignmentRole.LEAD).first()
    if lead is None or why_closed(lead) is not None:
        raise NotAllowed("Nhiệm vụ hiện không có cơ quan chủ trì. Không có gì bị thay đổi.")
    check_write_for(actor, agency_id=lead.agency_id)
    if row.state != ContributionState.OFFERED:
        raise BadComment("Phần đóng góp này đã được trả lời. Không có gì bị thay đổi.", code="answered")
    row.answer = clean_words(answer, "điều còn thiếu", must=not is_taken)
    row.state = ContributionState.TAKEN if is_taken else ContributionState.DECLINED
    row.answered_at, row.answered_by_id = clock.now(), actor.user_id
    row.save(update_fields=["answer", "state", "answered_at", "answered_by"])
    record(
        actor=actor,
        act="answer_contribution",
        object_type="Contribution",
        object_id=row.pk,
        details={"state": str(ContributionState(row.state).label)},
    )
    return row
