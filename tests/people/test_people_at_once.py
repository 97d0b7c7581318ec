"""Two administrators at the same moment: the province keeps one, a body keeps a writer, a code works once."""

from __future__ import annotations

import pytest

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.agencies.models import Post
from mangnon.people.handing_over import end_post
from mangnon.people.importing import import_people
from mangnon.people.invitations import accept_invitation, invite_again, invite_person
from mangnon.people.rules import code_key
from mangnon.people.selectors import waiting_hand_overs
from mangnon.people.services import begin_post, disable_account
from mangnon.people.workbook import read_people
from tests.people.office import TODAY, actor, agency, office, person, post_of
from tests.people.test_people_file import LAN, workbook
from tests.reporting.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_end_each_other_and_one_stays() -> None:
    found = office()
    first, second = found.admin, actor(found.second)
    outcomes = at_once(
        lambda: end_post(actor=first, post_id=post_of(found.second).pk, last_day=TODAY, reason="x", receiver_id=None),
        lambda: disable_account(actor=second, user_id=found.administrator.pk, reason="y"),
    )
    assert sorted(outcomes) == ["done", "last_administrator"]
    able = User.objects.filter(is_active=True, posts__role="administrator", posts__valid_to__isnull=True)
    assert able.count() >= 1


def test_the_last_two_writers_do_not_both_leave() -> None:
    found = office()
    colleague = person("dongnghiep", "Võ Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)
    admin, second = found.admin, actor(found.second)
    posts = [post_of(found.officer).pk, post_of(colleague).pk]
    outcomes = at_once(
        lambda: end_post(actor=admin, post_id=posts[0], last_day=TODAY, reason="x"),
        lambda: end_post(actor=second, post_id=posts[1], last_day=TODAY, reason="y"),
    )
    assert sorted(outcomes) == ["done", "needs_receiver"]
    assert Post.objects.filter(pk__in=posts, valid_to__isnull=True).count() == 1


def test_clashing_posts_given_at_once_leave_one() -> None:
    found = office()
    newcomer = person("moi", "Hồ Mẫu", "SO_NV", Role.READER)
    admin, second = found.admin, actor(found.second)
    both = {"user_id": newcomer.pk, "agency_id": agency("SO_NV").pk, "valid_from": TODAY}
    outcomes = at_once(
        lambda: begin_post(actor=admin, role=Role.AUDITOR, **both),
        lambda: begin_post(actor=second, role=Role.ADMINISTRATOR, **both),
    )
    assert sorted(outcomes) == ["clash", "done"]


def test_one_code_sets_one_password() -> None:
    found = office()
    issued = invite_person(
        actor=found.admin, full_name="Lê Đào", agency_id=agency("SO_TP").pk, role=Role.READER, valid_from=TODAY
    )
    key = code_key(issued.code)
    outcomes = at_once(
        lambda: accept_invitation(key=key, password="Cây-Tre-Trăm-Đốt-1"),
        lambda: accept_invitation(key=key, password="Cây-Tre-Trăm-Đốt-2"),
    )
    assert sorted(outcomes) == ["done", "invitation_used"]


def test_two_codes_asked_at_once_leave_one_open() -> None:
    found = office()
    admin, second = found.admin, actor(found.second)
    outcomes = at_once(
        lambda: invite_again(actor=admin, user_id=found.officer.pk),
        lambda: invite_again(actor=second, user_id=found.officer.pk),
    )
    assert outcomes == ["done", "done"]
    assert not waiting_hand_overs(admin)


def test_the_same_file_by_two_administrators_makes_each_person_once() -> None:
    found = office()
    named = ("Nguyễn Thị Lan", "lannt", *LAN[2:])
    rows = read_people(workbook(named))
    admin, second = found.admin, actor(found.second)
    at_once(
        lambda: import_people(actor=admin, rows=rows, today=TODAY),
        lambda: import_people(actor=second, rows=rows, today=TODAY),
    )
    assert User.objects.filter(full_name="Nguyễn Thị Lan").count() == 1
    assert Post.objects.filter(user__username="lannt").count() == 1
