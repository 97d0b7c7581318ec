"""Posts: begun, covered, ended; clashing and overlapping ones refused; the last administrator stays."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.errors import PostRefused
from mangnon.agencies.models import Post
from mangnon.agencies.public import actor_in, appoint
from mangnon.agencies.terms import PostKind
from mangnon.audit.models import AuditRow
from mangnon.kernel.refusals import NotAllowed
from mangnon.people.errors import BadPerson, BadPost, LastAdministrator, Separation
from mangnon.people.handing_over import cancel_post, change_role, end_post
from mangnon.people.services import begin_post, cover_post, disable_account, enable_account
from mangnon.territory.models import Unit
from tests.people.office import TODAY, Office, actor, agency, office, person, post_of
from tests.plans import made

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def found() -> Office:
    return office()


def _begin(found: Office, **changes: object) -> Post:
    values: dict[str, object] = {
        "user_id": found.officer.pk,
        "agency_id": agency("SO_YT").pk,
        "role": Role.READER,
        "valid_from": TODAY,
        **changes,
    }
    return begin_post(actor=found.admin, **values)  # type: ignore[arg-type]


def test_a_post_begins_with_one_row_of_evidence(found: Office) -> None:
    before = AuditRow.objects.count()
    post = _begin(found, kind=PostKind.ACTING, valid_to=TODAY + DAY, title="  Phụ trách   phòng ")
    assert (post.kind, post.title) == ("acting", "Phụ trách phòng")
    assert AuditRow.objects.count() == before + 1
    row = AuditRow.objects.latest("pk")
    assert (row.act, row.details["role"], row.details["valid_to"]) == ("appoint", "reader", "2025-05-21")


def test_the_same_post_twice_on_a_common_day_is_refused(found: Office) -> None:
    _begin(found, valid_to=TODAY)
    with pytest.raises(PostRefused) as refused:
        _begin(found, valid_to=TODAY + DAY)
    assert refused.value.code == "overlap"
    assert _begin(found, valid_from=TODAY + DAY).pk


def test_clashing_roles_are_refused_only_on_common_days(found: Office) -> None:
    with pytest.raises(PostRefused, match="Chuyên viên sở, ngành") as refused:
        _begin(found, role=Role.AUDITOR)
    assert refused.value.code == "clash"
    end_post(
        actor=found.admin, post_id=post_of(found.officer).pk, last_day=TODAY, reason="Chuyển", receiver_id=_rec(found)
    )
    assert _begin(found, role=Role.AUDITOR, valid_from=TODAY + DAY).pk


def _rec(found: Office) -> int:
    return Post.objects.get(user=person("moi", "Hồ Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": TODAY - DAY},
        {"role": Role.SYSTEM},
        {"agency_id": 0},
        {"title": "x" * 121},
        {"kind": PostKind.COVER},
    ],
)
def test_what_cannot_be_is_refused(found: Office, changes: dict[str, object]) -> None:
    count = Post.objects.count()
    with pytest.raises((BadPost, PostRefused)):
        _begin(found, **changes)
    assert Post.objects.count() == count


def test_a_body_that_ends_takes_no_post_beyond_its_end(found: Office) -> None:
    body = agency("SO_YT")
    body.valid_to = TODAY + DAY
    body.save()
    with pytest.raises((BadPost, PostRefused)):
        _begin(found)
    with pytest.raises((BadPost, PostRefused)):
        _begin(found, valid_from=TODAY + 2 * DAY, valid_to=TODAY + 3 * DAY)
    assert _begin(found, valid_to=TODAY + DAY).pk


def test_nobody_gives_rights_to_oneself_and_only_administrators_give_them(found: Office) -> None:
    with pytest.raises(Separation):
        _begin(found, user_id=found.administrator.pk)
    with pytest.raises(Separation):
        change_role(
            actor=found.admin,
            post_id=post_of(found.administrator).pk,
            role=Role.LEADER,
            title="",
            from_day=TODAY + DAY,
            reason="x",
        )
    with pytest.raises(NotAllowed):
        begin_post(
            actor=actor(found.lead),
            user_id=found.officer.pk,
            agency_id=agency("SO_YT").pk,
            role=Role.READER,
            valid_from=TODAY,
        )


def test_another_province_is_out_of_reach(found: Office) -> None:
    Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    from mangnon.agencies.public import set_up_province

    set_up_province(actor=SYSTEM, province_code="91", on=made.ISSUED_ON)
    stranger = person("khac", "Lý Mẫu", "SO_YT", Role.DEPARTMENT_OFFICER, province="91")
    with pytest.raises(NotAllowed):
        _begin(found, agency_id=agency("SO_YT", province="91").pk)
    with pytest.raises(NotAllowed):
        _begin(found, user_id=stranger.pk)
    with pytest.raises(NotAllowed):
        disable_account(actor=found.admin, user_id=stranger.pk, reason="x")
    with pytest.raises(NotAllowed):
        end_post(actor=found.admin, post_id=post_of(stranger).pk, last_day=TODAY, reason="x")
    with pytest.raises(NotAllowed):
        cover_post(
            actor=found.admin,
            post_id=post_of(stranger).pk,
            user_id=found.officer.pk,
            valid_from=TODAY,
            valid_to=TODAY,
        )


def test_a_cover_lasts_as_long_as_the_absence_and_ends_with_the_post(found: Office) -> None:
    colleague = person("dongnghiep", "Võ Mẫu", "SO_YT", Role.DEPARTMENT_OFFICER)
    covered = post_of(found.lead)
    cover = cover_post(
        actor=found.admin, post_id=covered.pk, user_id=colleague.pk, valid_from=TODAY, valid_to=TODAY + 9 * DAY
    )
    assert (cover.role, cover.covers_id, cover.agency_id) == (covered.role, covered.pk, covered.agency_id)
    acting = actor_in(cover, on=TODAY)
    assert (acting.acts_for, acting.role) == ("Nguyễn Thị Mẫu An", Role.PROVINCIAL_LEAD)
    later = cover_post(
        actor=found.admin,
        post_id=covered.pk,
        user_id=colleague.pk,
        valid_from=TODAY + 10 * DAY,
        valid_to=TODAY + 12 * DAY,
    )
    heir = person("thaythe", "Vũ Mẫu", "SO_YT", Role.PROVINCIAL_LEAD)
    end_post(
        actor=found.admin, post_id=covered.pk, last_day=TODAY + DAY, reason="Nghỉ hưu", receiver_id=post_of(heir).pk
    )
    cover.refresh_from_db()
    assert cover.valid_to == TODAY + DAY
    assert not Post.objects.filter(pk=later.pk).exists()


def test_a_cover_without_an_end_ends_with_the_post(found: Office) -> None:
    covered = post_of(found.lead)
    stand_in = person("dongnghiep", "Võ Mẫu", "SO_YT", Role.DEPARTMENT_OFFICER)
    cover = appoint(
        actor=SYSTEM,
        user=stand_in,
        agency=covered.agency,
        role=Role(covered.role),
        kind=PostKind.COVER,
        covers=covered,
        valid_from=TODAY,
    )
    heir = person("thaythe", "Vũ Mẫu", "SO_YT", Role.PROVINCIAL_LEAD)
    end_post(
        actor=found.admin, post_id=covered.pk, last_day=TODAY + DAY, reason="Nghỉ hưu", receiver_id=post_of(heir).pk
    )
    cover.refresh_from_db()
    assert cover.valid_to == TODAY + DAY


def test_a_cover_outside_the_post_or_by_its_own_holder_is_refused(found: Office) -> None:
    covered = post_of(found.officer)
    with pytest.raises((BadPost, PostRefused)):
        cover_post(
            actor=found.admin,
            post_id=covered.pk,
            user_id=found.lead.pk,
            valid_from=dt.date(2024, 12, 1),
            valid_to=TODAY,
        )
    with pytest.raises((BadPost, PostRefused)):
        cover_post(actor=found.admin, post_id=covered.pk, user_id=found.officer.pk, valid_from=TODAY, valid_to=TODAY)
    with pytest.raises((BadPost, PostRefused)):
        cover_post(actor=found.admin, post_id=0, user_id=found.lead.pk, valid_from=TODAY, valid_to=TODAY)


def test_the_last_administrator_cannot_be_ended_nor_disabled(found: Office) -> None:
    first, second = post_of(found.administrator), post_of(found.second)
    end_post(actor=found.admin, post_id=second.pk, last_day=TODAY, reason="Chuyển công tác", receiver_id=first.pk)
    with pytest.raises(LastAdministrator):
        end_post(actor=SYSTEM, post_id=first.pk, last_day=TODAY, reason="x")
    second.valid_to = None
    second.save()
    disable_account(actor=found.admin, user_id=found.second.pk, reason="Nghi lộ mật khẩu")
    with pytest.raises(LastAdministrator):
        disable_account(actor=SYSTEM, user_id=found.administrator.pk, reason="x")
    first.refresh_from_db()
    found.administrator.refresh_from_db()
    assert (first.valid_to, found.administrator.is_active) == (None, True)


def test_an_invited_administrator_who_never_came_is_none(found: Office) -> None:
    found.second.set_unusable_password()
    found.second.save()
    with pytest.raises(LastAdministrator):
        end_post(actor=SYSTEM, post_id=post_of(found.administrator).pk, last_day=TODAY, reason="x")


def test_an_account_is_disabled_with_a_reason_and_opened_again(found: Office) -> None:
    with pytest.raises(BadPerson):
        disable_account(actor=found.admin, user_id=found.officer.pk, reason="  ")
    disable_account(actor=found.admin, user_id=found.officer.pk, reason="Nghỉ việc")
    with pytest.raises(BadPerson):
        _begin(found)
    with pytest.raises(BadPerson):
        disable_account(actor=found.admin, user_id=found.officer.pk, reason="Nghỉ việc")
    assert enable_account(actor=found.admin, user_id=found.officer.pk, reason="Đi làm lại").is_active
    with pytest.raises(Separation):
        disable_account(actor=found.admin, user_id=found.administrator.pk, reason="x")


@pytest.mark.parametrize(("days", "code"), [(-2, "past_last_day"), (-200, "bad_post")])
def test_a_post_is_not_ended_in_the_past(found: Office, days: int, code: str) -> None:
    with pytest.raises(BadPost) as refused:
        end_post(actor=found.admin, post_id=post_of(found.lead).pk, last_day=TODAY + days * DAY, reason="x")
    assert refused.value.code == code


def test_a_post_that_has_not_begun_is_cancelled_not_ended(found: Office) -> None:
    post = _begin(found, valid_from=TODAY + 5 * DAY)
    with pytest.raises((BadPost, PostRefused)):
        end_post(actor=found.admin, post_id=post.pk, last_day=TODAY, reason="x")
    cancel_post(actor=found.admin, post_id=post.pk, reason="Nhập nhầm")
    assert not Post.objects.filter(pk=post.pk).exists()
    with pytest.raises((BadPost, PostRefused)):
        cancel_post(actor=found.admin, post_id=post_of(found.officer).pk, reason="x")


def test_a_change_of_role_ends_one_post_and_begins_the_other(found: Office) -> None:
    old = post_of(found.officer)
    new = change_role(
        actor=found.admin,
        post_id=old.pk,
        role=Role.PROVINCIAL_LEAD,
        title="Chuyên viên chính",
        from_day=TODAY + DAY,
        reason="Phân công lại",
    )
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from, new.role) == (TODAY, TODAY + DAY, "provincial_lead")
    with pytest.raises((BadPost, PostRefused)):
        change_role(
            actor=found.admin, post_id=new.pk, role=Role.PROVINCIAL_LEAD, title="", from_day=TODAY + 2 * DAY, reason="x"
        )
