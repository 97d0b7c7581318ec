"""Posts: given, ended, moved with their bodies; the actor they make."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role, User
from mangnon.agencies.errors import EventsRefused, PostRefused, UndoRefused
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for, appoint, end_post, undo_events
from mangnon.agencies.terms import PostKind
from mangnon.kernel.refusals import NotAllowed
from tests.agencies.conftest import JULY, MARCH, ON
from tests.agencies.test_applying import apply, apply_text, everything
from tests.agencies.test_event_file import a_file, event

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def person(name: str) -> User:
    """A synthetic person."""
    return User.objects.create_user(username=name, password="mot-hai-ba-bon", full_name=f"Người Mẫu {name}")


def body(code: str) -> Agency:
    """A body by its code."""
    return Agency.objects.get(code=code)


def test_the_same_post_twice_is_one_and_an_overlapping_one_is_refused(kon_tum: None) -> None:
    user, agency = person("mot"), body("62.SO_YT")
    post = appoint(actor=SYSTEM, user=user, agency=agency, role=Role.DEPARTMENT_OFFICER)
    assert appoint(actor=SYSTEM, user=user, agency=agency, role=Role.DEPARTMENT_OFFICER) == post
    with pytest.raises(PostRefused) as refusal:
        appoint(actor=SYSTEM, user=user, agency=agency, role=Role.DEPARTMENT_OFFICER, valid_from=MARCH)
    assert refusal.value.code == "overlap"
    end_post(actor=SYSTEM, post_id=post.pk, last_day=MARCH - DAY, reason="Chuyển công tác")
    again = appoint(actor=SYSTEM, user=user, agency=agency, role=Role.DEPARTMENT_OFFICER, valid_from=MARCH)
    assert again != post


def test_clashing_roles_are_refused_only_on_the_same_days(kon_tum: None) -> None:
    user = person("hai")
    held = appoint(actor=SYSTEM, user=user, agency=body("62.SO_YT"), role=Role.DEPARTMENT_OFFICER, valid_to=MARCH)
    with pytest.raises(PostRefused, match="không thể cùng ngày") as refusal:
        appoint(actor=SYSTEM, user=user, agency=body("62.THANH_TRA"), role=Role.INSPECTOR, valid_from=MARCH)
    assert refusal.value.code == "clash"
    appoint(actor=SYSTEM, user=user, agency=body("62.THANH_TRA"), role=Role.INSPECTOR, valid_from=MARCH + DAY)
    assert Post.objects.filter(user=user).order_by("pk")[0] == held


def test_a_post_lies_within_its_bodys_validity(kon_tum: None) -> None:
    apply("2025-03-01", "62")
    user = person("ba")
    for code, dates in (
        ("62.SO_LDTBXH", {}),
        ("62.SO_LDTBXH", {"valid_from": MARCH}),
        ("62.SO_NNMT", {"valid_from": ON}),
        ("62.SO_YT", {"valid_from": MARCH, "valid_to": ON}),
    ):
        with pytest.raises(PostRefused):
            appoint(actor=SYSTEM, user=user, agency=body(code), role=Role.READER, **dates)
    assert not Post.objects.filter(user=user).exists()
    new = appoint(actor=SYSTEM, user=user, agency=body("62.SO_NNMT"), role=Role.READER)
    assert new.valid_from == MARCH


def test_a_post_ends_once_with_a_reason_and_takes_its_cover_with_it(kon_tum: None) -> None:
    absent, deputy = person("vang"), person("thay")
    post = appoint(actor=SYSTEM, user=absent, agency=body("62.SO_YT"), role=Role.DEPARTMENT_OFFICER, valid_from=ON)
    cover = _cover(deputy, post)
    with pytest.raises(PostRefused, match="lý do"):
        end_post(actor=SYSTEM, post_id=post.pk, last_day=MARCH, reason=" ")
    with pytest.raises(PostRefused, match="trước ngày bắt đầu"):
        end_post(actor=SYSTEM, post_id=post.pk, last_day=ON - DAY, reason="Nghỉ hưu")
    end_post(actor=SYSTEM, post_id=post.pk, last_day=MARCH, reason="Nghỉ hưu")
    cover.refresh_from_db()
    assert cover.valid_to == MARCH
    with pytest.raises(PostRefused, match="đã kết thúc"):
        end_post(actor=SYSTEM, post_id=post.pk, last_day=MARCH, reason="Nghỉ hưu")


def _cover(deputy: User, post: Post, **more: dt.date) -> Post:
    return appoint(
        actor=SYSTEM,
        user=deputy,
        agency=post.agency,
        role=Role(post.role),
        kind=PostKind.COVER,
        covers=post,
        valid_from=more.get("valid_from", ON),
        valid_to=more.get("valid_to"),
    )


def test_a_cover_acts_for_the_absent_person(kon_tum: None) -> None:
    absent, deputy = person("vang"), person("thay")
    post = appoint(actor=SYSTEM, user=absent, agency=body("62.SO_YT"), role=Role.DEPARTMENT_OFFICER)
    own = appoint(actor=SYSTEM, user=deputy, agency=body("62.SO_TP"), role=Role.DEPARTMENT_OFFICER)
    cover = _cover(deputy, post)
    first = actor_for(deputy, on=MARCH)
    chosen = actor_for(deputy, on=MARCH, post_id=cover.pk, origin="127.0.0.1")
    assert first is not None
    assert chosen is not None
    assert (first.post_id, first.agency_code, first.acts_for) == (own.pk, "62.SO_TP", "")
    assert (chosen.post_id, chosen.agency_code, chosen.acts_for) == (cover.pk, "62.SO_YT", absent.full_name)
    assert (chosen.label, chosen.origin) == (deputy.full_name, "127.0.0.1")
    assert actor_for(deputy, on=MARCH, post_id=post.pk) == first, "another person's post cannot be chosen"


@pytest.mark.parametrize("fault", ["self", "role", "nothing", "second", "longer"])
def test_a_cover_that_cannot_be_is_refused(kon_tum: None, fault: str) -> None:
    absent, deputy, third = person("vang"), person("thay"), person("khac")
    post = appoint(actor=SYSTEM, user=absent, agency=body("62.SO_YT"), role=Role.DEPARTMENT_OFFICER, valid_to=JULY)
    user, role, covers, last = deputy, Role.DEPARTMENT_OFFICER, post, JULY
    if fault == "self":
        user = absent
    elif fault == "role":
        role = Role.LEADER
    elif fault == "longer":
        last = JULY + DAY
    elif fault == "second":
        user, covers = third, _cover(deputy, post, valid_to=JULY)
    with pytest.raises(PostRefused) as refusal:
        appoint(
            actor=SYSTEM,
            user=user,
            agency=post.agency,
            role=role,
            kind=PostKind.COVER,
            covers=None if fault == "nothing" else covers,
            valid_from=ON,
            valid_to=last,
        )
    assert refusal.value.code == "cover"


def test_only_keepers_of_the_province_give_and_end_posts(kon_tum: None) -> None:
    user = person("bon")
    post = appoint(actor=SYSTEM, user=user, agency=body("62.SO_YT"), role=Role.READER)
    for actor in (
        Actor(1, "Chuyên viên", Role.DEPARTMENT_OFFICER, territory_code="62"),
        Actor(1, "Quản trị tỉnh khác", Role.ADMINISTRATOR, territory_code="51"),
    ):
        with pytest.raises(NotAllowed):
            appoint(actor=actor, user=user, agency=body("62.SO_TP"), role=Role.READER)
        with pytest.raises(NotAllowed):
            end_post(actor=actor, post_id=post.pk, last_day=MARCH, reason="Thử")
    assert Post.objects.get(user=user).valid_to is None


def test_posts_go_with_their_body_to_its_one_successor(kon_tum: None) -> None:
    user = person("nam")
    post = appoint(actor=SYSTEM, user=user, agency=body("62.SO_KHDT"), role=Role.DEPARTMENT_OFFICER, title="Phó phòng")
    applied = apply("2025-03-01", "62")
    (move,) = applied.posts_moved
    assert (move.old, move.new.agency.code, move.new.role) == (post, "62.SO_TC", Role.DEPARTMENT_OFFICER)
    assert (move.new.title, move.new.valid_from) == ("Phó phòng", MARCH)
    before, after = actor_for(user, on=MARCH - DAY), actor_for(user, on=MARCH)
    assert before is not None
    assert after is not None
    assert (before.agency_code, after.agency_code) == ("62.SO_KHDT", "62.SO_TC")


def test_posts_at_a_split_body_are_left_and_listed_unless_chosen(kon_tum: None) -> None:
    user, other = person("sau"), person("bay")
    post = appoint(actor=SYSTEM, user=user, agency=body("62.SO_LDTBXH"), role=Role.PROVINCIAL_LEAD)
    chosen = appoint(actor=SYSTEM, user=other, agency=body("62.SO_LDTBXH"), role=Role.DEPARTMENT_OFFICER)
    applied = apply("2025-03-01", "62", post_choices={chosen.pk: "62.SO_YT"})
    (left,) = applied.posts_left
    assert (left.post, left.reason) == (post, "nhiều cơ quan kế tiếp")
    assert {agency.catalogue_code for agency in left.candidates} == {"SO_YT", "SO_NV", "SO_NNMT", "SO_GDDT", "CONG_AN"}
    assert actor_for(user, on=MARCH) is None
    moved = actor_for(other, on=MARCH)
    assert moved is not None
    assert moved.agency_code == "62.SO_YT"


@pytest.mark.parametrize(("key", "code"), [(0, "62.SO_YT"), (1, "62.SO_TP"), (1, "62.KHONG_CO")])
def test_a_choice_for_a_post_that_does_not_fit_is_refused(kon_tum: None, key: int, code: str) -> None:
    held = appoint(actor=SYSTEM, user=person("nham"), agency=body("62.SO_LDTBXH"), role=Role.READER)
    before = everything()
    with pytest.raises(EventsRefused) as refusal:
        apply("2025-03-01", "62", post_choices={held.pk * key: code})
    assert refusal.value.code == "unknown_choice"
    assert everything() == before


def test_roles_that_clash_with_each_other_on_other_days_do_not_hinder_a_third(kon_tum: None) -> None:
    user, place = person("lauluot"), body("62.SO_KHDT")
    first, last = dt.date(2025, 1, 1), dt.date(2025, 1, 31)
    appoint(actor=SYSTEM, user=user, agency=place, role=Role.AUDITOR, valid_from=first, valid_to=last)
    day = dt.date(2025, 2, 1)
    appoint(actor=SYSTEM, user=user, agency=place, role=Role.LEADER, valid_from=day, valid_to=dt.date(2025, 2, 28))
    assert appoint(
        actor=SYSTEM, user=user, agency=place, role=Role.READER, valid_from=first, valid_to=dt.date(2025, 2, 28)
    ).pk


def test_a_cover_goes_with_the_post_it_covers(kon_tum: None) -> None:
    absent, deputy = person("vang"), person("thay")
    post = appoint(actor=SYSTEM, user=absent, agency=body("62.SO_KHDT"), role=Role.DEPARTMENT_OFFICER)
    _cover(deputy, post, valid_to=dt.date(2025, 4, 30))
    apply("2025-03-01", "62")
    actor = actor_for(deputy, on=MARCH)
    assert actor is not None
    assert (actor.agency_code, actor.acts_for) == ("62.SO_TC", absent.full_name)
    assert actor_for(deputy, on=dt.date(2025, 5, 1)) is None


def test_posts_go_through_every_event_of_one_file_and_come_back(kon_tum: None) -> None:
    user, deputy = person("qua"), person("thay")
    held = appoint(actor=SYSTEM, user=user, agency=body("62.SO_CT"), role=Role.DEPARTMENT_OFFICER)
    appoint(
        actor=SYSTEM,
        user=deputy,
        agency=body("62.SO_CT"),
        role=Role.DEPARTMENT_OFFICER,
        kind=PostKind.COVER,
        covers=held,
        valid_to=dt.date(2025, 10, 31),
    )
    before = everything()["Post"]
    own = {"code": "SO_KT", "name": "Sở Kinh tế", "short": "Sở KT", "kind": "department", "tag": "S"}
    first = event(effective_on="2025-04-01", sources=["SO_CT"], targets=[{"body": "SO_KT"}])
    second = event(effective_on="2025-05-01", sources=["SO_KT"], targets=[{"body": "SO_TC"}])
    applied = apply_text(a_file(first, second, bodies=[own]), "62")
    assert not applied.posts_left
    for day, code in ((3, "62.SO_CT"), (4, "62.SO_KT"), (6, "62.SO_TC")):
        actor = actor_for(user, on=dt.date(2025, day, 15))
        assert actor is not None
        assert actor.agency_code == code
    standing_in = actor_for(deputy, on=dt.date(2025, 10, 1))
    assert standing_in is not None
    assert (standing_in.agency_code, standing_in.acts_for) == ("62.SO_TC", user.full_name)
    assert not Post.objects.filter(valid_to__isnull=True, agency__valid_to__isnull=False).exists()
    undo_events(actor=SYSTEM, reorganisation=applied.reorganisation, reason="Nhầm")
    assert everything()["Post"] == before


def test_a_post_given_after_the_event_day_is_left_and_told(kon_tum: None) -> None:
    late = appoint(
        actor=SYSTEM, user=person("muon"), agency=body("62.SO_KHDT"), role=Role.READER, valid_from=dt.date(2025, 3, 15)
    )
    applied = apply("2025-03-01", "62")
    assert [left.post for left in applied.posts_left] == [late]
    late.refresh_from_db()
    assert late.valid_to is None


def test_after_the_merger_a_person_sees_what_both_provinces_had(kon_tum: None) -> None:
    user = person("tam")
    appoint(actor=SYSTEM, user=user, agency=body("62.SO_YT"), role=Role.DEPARTMENT_OFFICER)
    apply("2025-03-01", "62")
    apply("2025-07-01", "62")
    before, after = actor_for(user, on=JULY - DAY), actor_for(user, on=JULY)
    assert before is not None
    assert after is not None
    assert (before.territory_code, before.territory_codes) == ("62", frozenset({"62"}))
    assert (after.territory_code, after.territory_codes) == ("51", frozenset({"51", "62"}))
    assert (after.agency_code, after.agency_level) == ("51.SO_YT", "province")


def test_undone_posts_are_as_they_were_and_changed_ones_hold_the_undoing_back(kon_tum: None) -> None:
    user = person("chin")
    post = appoint(actor=SYSTEM, user=user, agency=body("62.SO_KHDT"), role=Role.READER, valid_to=JULY)
    applied = apply("2025-03-01", "62")
    undo_events(actor=SYSTEM, reorganisation=applied.reorganisation, reason="Nhầm")
    assert Post.objects.get() == post
    post.refresh_from_db()
    assert (post.valid_to, post.ended_by, post.end_reason) == (JULY, None, "")
    again = apply("2025-03-01", "62")
    end_post(actor=SYSTEM, post_id=again.posts_moved[0].new.pk, last_day=MARCH, reason="Nghỉ việc")
    with pytest.raises(UndoRefused, match="vị trí công tác"):
        undo_events(actor=SYSTEM, reorganisation=again.reorganisation, reason="Nhầm")


def test_a_post_at_a_new_body_holds_the_undoing_back(kon_tum: None) -> None:
    applied = apply("2025-03-01", "62")
    appoint(actor=SYSTEM, user=person("muoi"), agency=body("62.SO_NNMT"), role=Role.READER)
    with pytest.raises(UndoRefused, match="1 vị trí công tác đã được giao sau đó"):
        undo_events(actor=SYSTEM, reorganisation=applied.reorganisation, reason="Nhầm")
