"""Hand-over: nobody who works alone leaves open work behind without a receiver."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mangnon.accounts.public import Role
from mangnon.agencies.models import Post
from mangnon.audit.models import AuditRow
from mangnon.kernel.refusals import NotAllowed
from mangnon.people.errors import NeedsReceiver
from mangnon.people.handing_over import change_role, end_post, leaving, possible_receivers, receive_hand_over
from mangnon.people.models import HandOver
from mangnon.people.open_work import open_work
from mangnon.people.selectors import hand_overs, waiting_hand_overs
from mangnon.plans.models import Assignment
from mangnon.plans.public import accept_assignment, raise_difficulty
from mangnon.reporting.public import open_period, set_up_regimes
from tests.harness.queries import assert_constant_queries
from tests.people.office import TODAY, Office, actor, agency, office, person, post_of
from tests.plans import made

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def found() -> Office:
    return office()


def _kinds(post: Post) -> list[str]:
    return [str(item.kind) for item in open_work(post)]


def test_all_open_work_of_the_role_is_found(found: Office) -> None:
    lead, officer = actor(found.lead), actor(found.officer)
    own = Assignment.objects.get(task__plan=found.plan, task__code="I.2", agency=agency("SO_TP"))
    assert own.due_on == dt.date(2025, 5, 19)
    other = Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency=agency("SO_TP"))
    accept_assignment(actor=officer, assignment_id=other.pk)
    raise_difficulty(actor=officer, assignment_id=other.pk, text="Thiếu kinh phí mẫu")
    regime = set_up_regimes(actor=lead, plan=found.plan)[0]
    open_period(actor=lead, regime=regime, code="2025H1")
    reading = made.reading()
    reading.source.territory_code = made.PROVINCE
    reading.source.save()
    assert _kinds(post_of(found.officer)) == ["to_accept", "running", "late", "report_owed"]
    assert set(_kinds(post_of(found.lead))) == {"to_accept", "late", "report_owed", "to_answer", "reading"}
    work = open_work(post_of(found.officer))
    assert work[2].reference == "Kế hoạch 99/KH-UBND, nhiệm vụ I.2"
    assert (work[2].due_on, work[1].state_words) == (own.due_on, "Đang thực hiện, tiến độ 0 %")


def test_a_reader_has_no_work_to_hand_over(found: Office) -> None:
    reader = person("nguoidoc", "Lê Mẫu", "SO_TP", Role.READER)
    assert open_work(post_of(reader)) == []
    assert end_post(actor=found.admin, post_id=post_of(reader).pk, last_day=TODAY, reason="Thôi") is None


def test_the_last_writer_needs_a_receiver(found: Office) -> None:
    post = post_of(found.officer)
    before = AuditRow.objects.count()
    with pytest.raises(NeedsReceiver, match="Sở Tư pháp không còn ai"):
        end_post(actor=found.admin, post_id=post.pk, last_day=TODAY, reason="Nghỉ hưu")
    post.refresh_from_db()
    assert (post.valid_to, AuditRow.objects.count()) == (None, before)


def test_a_colleague_receives_and_the_record_keeps_the_words(found: Office) -> None:
    colleague = person("dongnghiep", "Võ Văn Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)
    post = post_of(found.officer)
    assert not leaving(post, after=TOMORROW).needs_receiver
    before = AuditRow.objects.count()
    made_one = end_post(
        actor=found.admin, post_id=post.pk, last_day=TODAY, reason="Nghỉ hưu", receiver_id=post_of(colleague).pk
    )
    assert made_one is not None
    assert AuditRow.objects.count() == before + 1
    assert made_one.acting_post is None
    assert [item.order for item in made_one.items.all()] == [1, 2, 3]
    assert "Trần Văn Mẫu Ánh" in made_one.giver_words
    assert list(waiting_hand_overs(actor(colleague))) == [made_one]
    with pytest.raises(NotAllowed):
        receive_hand_over(actor=found.admin, hand_over_id=made_one.pk)
    receive_hand_over(actor=actor(colleague), hand_over_id=made_one.pk)
    receive_hand_over(actor=actor(colleague), hand_over_id=made_one.pk)
    assert not waiting_hand_overs(actor(colleague))
    assert AuditRow.objects.filter(act="receive_hand_over").count() == 1


def test_a_receiver_of_the_superior_body_acts_here_from_the_next_day(found: Office) -> None:
    superior = person("vanphong", "Bùi Mẫu", "VP_UBND", Role.DEPARTMENT_OFFICER)
    post = post_of(found.officer)
    assert post_of(superior) in possible_receivers(post, after=TOMORROW)
    made_one = end_post(
        actor=found.admin, post_id=post.pk, last_day=TODAY, reason="Chuyển", receiver_id=post_of(superior).pk
    )
    assert made_one is not None
    acting = made_one.acting_post
    assert acting is not None
    assert (acting.kind, acting.role, acting.agency, acting.valid_from) == (
        "acting",
        "department_officer",
        agency("SO_TP"),
        TOMORROW,
    )


def test_a_receiver_elsewhere_or_made_up_is_refused(found: Office) -> None:
    elsewhere = person("nonghiep", "Cao Mẫu", "SO_NV", Role.DEPARTMENT_OFFICER)
    for receiver in (post_of(elsewhere).pk, post_of(found.officer).pk, 0):
        with pytest.raises(NeedsReceiver):
            end_post(
                actor=found.admin,
                post_id=post_of(found.officer).pk,
                last_day=TODAY,
                reason="x",
                receiver_id=receiver,
            )
    assert not HandOver.objects.exists()


def test_a_change_of_role_that_leaves_the_work_alone_needs_a_receiver_too(found: Office) -> None:
    post = post_of(found.officer)
    with pytest.raises(NeedsReceiver):
        change_role(actor=found.admin, post_id=post.pk, role=Role.READER, title="", from_day=TOMORROW, reason="Đổi")
    post.refresh_from_db()
    assert (post.valid_to, Post.objects.filter(user=found.officer).count()) == (None, 1)


def test_who_may_read_a_hand_over(found: Office) -> None:
    colleague = person("dongnghiep", "Võ Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)
    end_post(
        actor=found.admin,
        post_id=post_of(found.officer).pk,
        last_day=TODAY,
        reason="Nghỉ",
        receiver_id=post_of(colleague).pk,
    )
    for user, seen in ((found.administrator, 1), (found.officer, 1), (colleague, 1), (found.lead, 0)):
        assert hand_overs(actor(user)).count() == seen, user


def test_open_work_costs_the_same_for_much_and_little(found: Office) -> None:
    numbers = itertools.count(1)

    def more() -> None:
        made.adopted(code=f"{next(numbers)}-KH-UBND")

    post = Post.objects.select_related("agency", "user").get(user=found.officer)
    assert_constant_queries(add_row=more, read=lambda: open_work(post))
