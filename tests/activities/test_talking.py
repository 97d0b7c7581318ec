"""Comments with the people they call, and what coordinators contribute."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.models import User
from mangnon.activities.errors import BadActivity, BadComment
from mangnon.activities.models import Comment
from mangnon.activities.public import (
    answer_contribution,
    chosen_people,
    comments_of_task,
    edit_comment,
    mentions_for,
    offer_contribution,
    withdraw_comment,
    write_comment,
)
from mangnon.agencies.models import Post
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from tests.activities.made import Scene


def test_comments_call_people_and_keep_their_history(scene: Scene) -> None:
    task, begun = scene.task(), clock.now()
    comment = write_comment(actor=scene.officer, task_id=task.pk, text="Nhờ xem giúp", people=[scene.lead.user_id or 0])
    assert [each.comment for each in mentions_for(scene.lead, since=begun)] == [comment]
    assert not mentions_for(scene.local, since=begun).exists()
    edit_comment(actor=scene.officer, comment_id=comment.pk, text="Nhờ Sở Y tế xem giúp", version=1)
    assert not mentions_for(scene.lead, since=begun).exists()
    shown = comments_of_task(scene.reader, task)[0]
    assert [version.text for version in shown.versions.all()] == ["Nhờ xem giúp"]
    with pytest.raises(NotAllowed, match="người viết"):
        edit_comment(actor=scene.lead, comment_id=comment.pk, text="Sửa hộ", version=2)
    with pytest.raises(Stale):
        edit_comment(actor=scene.officer, comment_id=comment.pk, text="Muộn", version=1)
    withdraw_comment(actor=scene.officer, comment_id=comment.pk)
    with pytest.raises(BadComment, match="đã được rút"):
        edit_comment(actor=scene.officer, comment_id=comment.pk, text="Lại", version=2)
    assert Comment.objects.get().text == "Nhờ Sở Y tế xem giúp"
    with pytest.raises(NotAllowed):
        write_comment(actor=scene.reader, task_id=task.pk, text="Tôi chỉ đọc")


def test_names_behind_the_sign_are_found_or_asked_for(scene: Scene) -> None:
    """Everybody of the scene has the same name: the list decides."""
    task = scene.task()
    with pytest.raises(BadComment, match="Có nhiều người tên"):
        write_comment(actor=scene.officer, task_id=task.pk, text="@Nguyễn Văn Mẫu xem giúp")
    write_comment(
        actor=scene.officer, task_id=task.pk, text="@Nguyễn Văn Mẫu xem giúp", people=[scene.lead.user_id or 0]
    )
    with pytest.raises(BadComment, match="Không có người nào tên"):
        write_comment(actor=scene.officer, task_id=task.pk, text="@Lê Thị Lạ xem giúp")
    with pytest.raises(BadComment, match="không giữ vị trí"):
        write_comment(actor=scene.officer, task_id=task.pk, text="Xem giúp", people=[10**9])
    assert Comment.objects.count() == 1


def test_who_has_left_since_is_still_called_by_the_words_that_called_them(scene: Scene) -> None:
    User.objects.filter(pk=scene.lead.user_id).update(full_name="Trần Thị Ngọc Mẫu")
    task = scene.task()
    comment = write_comment(actor=scene.officer, task_id=task.pk, text="Nhờ @Trần Thị Ngọc Mẫu xem")
    Post.objects.filter(user=scene.lead.user_id).update(valid_to=clock.today() - dt.timedelta(days=1))
    changed = edit_comment(actor=scene.officer, comment_id=comment.pk, text="@Trần Thị Ngọc Mẫu xem giúp", version=1)
    assert [each.person_id for each in changed.mentions.all()] == [scene.lead.user_id]
    with pytest.raises(BadComment, match="Không có người nào tên"):
        write_comment(actor=scene.officer, task_id=task.pk, text="Nhờ @Trần Thị Ngọc Mẫu xem")


def test_whom_a_comment_calls_is_never_changed_without_a_trace(scene: Scene) -> None:
    rows = AuditRow.objects.filter(act="edit_comment")
    comment = write_comment(actor=scene.officer, task_id=scene.task().pk, text="Nhờ xem giúp")
    same = {"actor": scene.officer, "comment_id": comment.pk, "text": "Nhờ xem giúp", "version": 1}
    edit_comment(**same)
    assert not rows.exists()
    edit_comment(**same, people=[scene.lead.user_id or 0])
    assert [row.details["mentions"] for row in rows] == [1]
    edit_comment(**same, people=[scene.lead.user_id or 0])
    assert rows.count() == 1
    assert not comment.versions.exists()


def test_a_coordinator_contributes_and_the_lead_answers(scene: Scene) -> None:
    with pytest.raises(BadComment, match="chủ trì"):
        offer_contribution(actor=scene.officer, assignment_id=scene.assignment().pk, text="Việc của chủ trì")
    offered = offer_contribution(
        actor=scene.officer, assignment_id=scene.assignment("I.1").pk, text="Góp tài liệu pháp luật"
    )
    with pytest.raises(NotAllowed):
        answer_contribution(actor=scene.local, contribution_id=offered.pk, is_taken=True)
    with pytest.raises(BadActivity, match="điều còn thiếu"):
        answer_contribution(actor=scene.lead, contribution_id=offered.pk, is_taken=False)
    assert answer_contribution(actor=scene.lead, contribution_id=offered.pk, is_taken=True).state == "taken"
    with pytest.raises(BadComment, match="đã được trả lời"):
        answer_contribution(actor=scene.lead, contribution_id=offered.pk, is_taken=True)


def test_who_was_chosen_from_the_list_is_told_from_who_is_named(scene: Scene) -> None:
    """A program that changes the words alone must not drop them."""
    chosen = scene.lead.user_id or 0
    User.objects.filter(pk=chosen).update(full_name="Trần Thị Ngọc Mẫu")
    comment = write_comment(actor=scene.officer, task_id=scene.task().pk, text="Xem giúp", people=[chosen])
    assert chosen_people(scene.officer, comment) == {chosen}
    named = write_comment(actor=scene.officer, task_id=scene.task().pk, text="@Trần Thị Ngọc Mẫu xem giúp")
    assert chosen_people(scene.officer, named) == frozenset()
