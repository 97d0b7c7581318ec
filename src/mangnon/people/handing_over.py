"""Somebody leaves a post: the post ends, its open work gets a receiver, and the record says who, what and to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor, Role, role_definitions
from mangnon.agencies.public import Agency, Post, appoint
from mangnon.agencies.terms import PostKind
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed
from mangnon.people.errors import BadPost, NeedsReceiver
from mangnon.people.models import HandOver, HandOverItem
from mangnon.people.open_work import WorkItem, open_work
from mangnon.people.policies import check_administer_people, check_not_oneself, check_own_province
from mangnon.people.remaining import (
    ROLES_THAT_ADMINISTER,
    WORK_PERMISSIONS,
    colleagues_after,
    lock_administrators,
    roles_that_may,
)
from mangnon.people.services import check_administrator_remains, give_post, province_of, tidy_reason

_NOTHING_CHANGED = "Không có gì bị thay đổi."
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What it takes to end a post: its open work, and whether somebody must be named to receive it."""

    post: Post
    work: list[WorkItem]
    needs_receiver: bool


def leaving(post: Post, *, after: dt.date) -> Leaving:
    """The open work of a post and whether anybody else could still do it on a day. The caller has checked who asks."""
    work = open_work(post)
    needed = {item.permission for item in work}
    alone = any(not colleagues_after(post, on=after, permission=each) for each in needed)
    return Leaving(post, work, alone)


def possible_receivers(post: Post, *, after: dt.date) -> list[Post]:
    """Posts in force on a day at the same body or the one above it, by able people, nearest first; not the leaver's."""
    places = [post.agency_id, *(agency.pk for agency in superior_bodies(post.agency, on=after))]
    workers = {role for permission in WORK_PERMISSIONS for role in roles_that_may(permission)}
    found = Post.objects.on(after).filter(agency_id__in=places, role__in=workers, user__is_active=True)
    found = found.exclude(user_id=post.user_id).exclude(kind=PostKind.COVER).select_related("user", "agency")
    return sorted(found.order_by("pk"), key=lambda each: places.index(each.agency_id))


def superior_bodies(agency: Agency, *, on: dt.date) -> list[Agency]:
    """The body above: the one it is attached to, otherwise the province's People's Committee and its office."""
    if agency.parent_id is not None:
        above = Agency.objects.on(on).filter(pk=agency.parent_id).first()
        return [above] if above is not None else []
    found = Agency.objects.on(on).filter(code__startswith=f"{province_of(agency)}.", level="province")
    above_all = found.filter(catalogue_code__in=("UBND_TINH", "VP_UBND")).exclude(pk=agency.pk)
    return list(above_all.order_by("catalogue_code"))


@transaction.atomic
def end_post(
    *, actor: Actor, post_id: int, last_day: dt.date, reason: str, receiver_id: int | None = None
) -> HandOver | None:
    """End a post after a day, and hand its open work over. None when there was nothing to hand over.

    Work that nobody else at the body could do must have a receiver: a post in force at the body, or at the one above,
    whose holder then also acts at this body. Posts that cover the ended one end with it. One row of evidence, and one
    more when the receiver gets a post here. Raises NotAllowed, Separation, BadPost, NeedsReceiver, LastAdministrator,
    PostRefused.
    """
    post = _locked_post(actor, post_id)
    words = tidy_reason(reason)
    _check_last_day(post, last_day)
    after = last_day + _ONE_DAY
    known = leaving(post, after=after)
    receiver = _receiver(post, receiver_id, after=after)
    close(actor, post, last_day=last_day, reason=words)
    if known.needs_receiver and receiver is None:
        raise NeedsReceiver(
            f"Sau ngày {vn_date(last_day)}, {post.agency.name} không còn ai làm được {len(known.work)} việc đang mở. "
            f"{_NOTHING_CHANGED} Hãy chọn người nhận bàn giao, hoặc giao vị trí cho người khác trước."
        )
    acting = _acting_post(actor, known, receiver, after=after)
    hand_over = _write(actor, known, receiver, acting, last_day=last_day, reason=words)
    record(
        actor=actor,
        act="hand_over" if hand_over else "end_post",
        object_type="Post",
        object_id=post.pk,
        details={
            "user": post.user_id,
            "agency": post.agency.code,
            "role": str(post.role),
            "last_day": last_day.isoformat(),
            "receiver": receiver.pk if receiver else None,
            "acting_post": acting.pk if acting else None,
            "items": len(known.work) if hand_over else 0,
            "hand_over": hand_over.pk if hand_over else None,
        },
        reason=words,
    )
    return hand_over


def close(actor: Actor, post: Post, *, last_day: dt.date, reason: str) -> None:
    """Write the end of a post locked by `_locked_post`, and of what covers it. Raises LastAdministrator."""
    codes = _provinces(actor, post.agency) if str(post.role) in ROLES_THAT_ADMINISTER else set()
    until = post.valid_to
    post.valid_to, post.end_reason = last_day, reason
    post.save(update_fields=["valid_to", "end_reason"])
    for cover in Post.objects.select_for_update().filter(covers=post).exclude(valid_to__lte=last_day):
        if cover.valid_from is not None and cover.valid_from > max(last_day, clock.today()):
            cover.delete()  # it has never begun
            continue
        cover.valid_to = max(last_day, cover.valid_from or last_day)
        cover.end_reason = reason
        cover.save(update_fields=["valid_to", "end_reason"])
    if codes and (until is None or until > last_day):
        check_administrator_remains(codes, on=last_day + _ONE_DAY, until=until)


def change_role(
    *,
    actor: Actor,
    post_id: int,
    role: Role,
    title: str,
    from_day: dt.date,
    reason: str,
    receiver_id: int | None = None,
) -> Post:
    """The same person at the same body in another role from a day on: the old post ends the day before.

    Raises what `end_post` and `begin_post` raise.
    """
    with transaction.atomic():
        old = _locked_post(actor, post_id)
        if old.kind == PostKind.COVER:
            raise BadPost(f"Vị trí làm thay không đổi vai trò được. {_NOTHING_CHANGED} Hãy kết thúc và giao lại.")
        if old.role == role:
            raise BadPost(f"Vai trò mới giống vai trò đang giữ. {_NOTHING_CHANGED} Hãy chọn vai trò khác.")
        last = old.valid_to
        _check_last_day(old, from_day - _ONE_DAY)
        # The new post is written first, closed for its rules only: its holder may go on doing the body's work.
        old.valid_to = from_day - _ONE_DAY
        old.save(update_fields=["valid_to"])
        new = give_post(
            actor=actor,
            user=old.user,
            agency=old.agency,
            role=role,
            title=title,
            kind=PostKind(old.kind),
            valid_from=from_day,
            valid_to=last,
        )
        old.valid_to = last
        old.save(update_fields=["valid_to"])
        end_post(actor=actor, post_id=old.pk, last_day=from_day - _ONE_DAY, reason=reason, receiver_id=receiver_id)
        return new


@transaction.atomic
def cancel_post(*, actor: Actor, post_id: int, reason: str) -> None:
    """Take back a post that has not begun. Raises NotAllowed, Separation, BadPost."""
    post = _locked_post(actor, post_id)
    words = tidy_reason(reason)
    if post.valid_from is None or post.valid_from <= clock.today():
        raise BadPost(f"Vị trí này đã bắt đầu nên không hủy được. {_NOTHING_CHANGED} Hãy kết thúc vị trí.")
    if post.covered_by.exists():
        raise BadPost(f"Đã có người được giao làm thay vị trí này. {_NOTHING_CHANGED} Hãy hủy việc làm thay trước.")
    details = {"user": post.user_id, "agency": post.agency.code, "role": str(post.role)}
    record(actor=actor, act="cancel_post", object_type="Post", object_id=post.pk, details=details, reason=words)
    post.delete()


@transaction.atomic
def receive_hand_over(*, actor: Actor, hand_over_id: int) -> HandOver:
    """The receiver confirms. Once; again changes nothing. Raises NotAllowed."""
    found = HandOver.objects.select_for_update(of=("self",)).select_related("receiver").filter(pk=hand_over_id).first()
    if found is None or found.receiver is None or found.receiver.user_id != actor.user_id:
        raise NotAllowed("Chỉ người được bàn giao xác nhận tiếp nhận. Không có gì bị thay đổi.")
    if found.received_at is None:
        found.received_at = clock.now()
        found.save(update_fields=["received_at"])
        record(actor=actor, act="receive_hand_over", object_type="Post", object_id=found.giver_id)
    return found


def _provinces(actor: Actor, agency: Agency) -> set[str]:
    """Whose administrators count: the body's province with those it is one with now."""
    return {province_of(agency)} if actor.is_system else {province_of(agency), *actor.territory_codes}


# ---- parts ---------------------------------------------------------------------------------------------------------


def _locked_post(actor: Actor, post_id: int) -> Post:
    """The post, locked after its body: two ends at one body wait for each other. Not one's own."""
    check_administer_people(actor)
    place = Post.objects.filter(pk=post_id).values_list("agency_id", "role").first()
    if place is None:
        raise BadPost(f"Không còn vị trí này. {_NOTHING_CHANGED}", code="unknown_post")
    agency = Agency.objects.select_for_update().get(pk=place[0])
    check_own_province(actor, agency_codes=[agency.code])
    if place[1] in ROLES_THAT_ADMINISTER:  # before the one post: all administrators are locked in one order
        lock_administrators(_provinces(actor, agency))
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("user", "covers__user").filter(pk=post_id).first()
    )
    if post is None:
        raise BadPost(f"Không còn vị trí này. {_NOTHING_CHANGED}", code="unknown_post")
    post.agency = agency
    check_not_oneself(actor, user_id=post.user_id)
    return post


def _check_last_day(post: Post, last_day: dt.date) -> None:
    if post.valid_to is not None and post.valid_to < clock.today():
        raise BadPost(f"Vị trí này đã kết thúc ngày {vn_date(post.valid_to)}. {_NOTHING_CHANGED}", code="already_ended")
    if post.valid_from is not None and last_day < post.valid_from:
        raise BadPost(
            f"Ngày cuối trước ngày bắt đầu {vn_date(post.valid_from)}. {_NOTHING_CHANGED} "
            "Hãy nhập lại ngày, hoặc hủy vị trí chưa bắt đầu."
        )
    if last_day < clock.today() - _ONE_DAY:
        raise BadPost(
            f"Ngày cuối đã qua: việc người này làm từ đó đến nay vẫn có hiệu lực. {_NOTHING_CHANGED} "
            "Hãy nhập hôm qua để thôi giữ ngay, hoặc một ngày sau đó.",
            code="past_last_day",
        )
    if post.valid_to is not None and last_day > post.valid_to:
        raise BadPost(
            f"Ngày cuối sau ngày {vn_date(post.valid_to)} đã định. {_NOTHING_CHANGED} Hãy nhập ngày sớm hơn.",
            code="longer_than_given",
        )


def _receiver(post: Post, receiver_id: int | None, *, after: dt.date) -> Post | None:
    if receiver_id is None:
        return None
    found = next((each for each in possible_receivers(post, after=after) if each.pk == receiver_id), None)
    if found is None:
        raise NeedsReceiver(
            f"Người nhận phải giữ vị trí làm việc tại {post.agency.name} hoặc cơ quan cấp trên sau ngày "
            f"{vn_date(after - _ONE_DAY)}. {_NOTHING_CHANGED} Hãy chọn trong danh sách.",
            code="wrong_receiver",
        )
    return found


def _acting_post(actor: Actor, known: Leaving, receiver: Post | None, *, after: dt.date) -> Post | None:
    """A receiver who could not do the work at this body gets the leaver's role there, as acting, from the next day."""
    post = known.post
    if receiver is None or not known.work:
        return None
    allowed = role_definitions()[Role(receiver.role)].permissions
    if receiver.agency_id == post.agency_id and {item.permission for item in known.work} <= allowed:
        return None
    check_not_oneself(actor, user_id=receiver.user_id)
    return appoint(
        actor=actor,
        user=receiver.user,
        agency=post.agency,
        role=Role(post.role),
        title=post.title,
        kind=PostKind.ACTING,
        valid_from=after,
        valid_to=post.agency.valid_to,
    )


def _write(
    actor: Actor, known: Leaving, receiver: Post | None, acting: Post | None, *, last_day: dt.date, reason: str
) -> HandOver | None:
    if receiver is None and not known.work:
        return None
    hand_over = HandOver.objects.create(
        giver=known.post,
        giver_words=post_words(known.post),
        receiver=receiver,
        receiver_words=post_words(receiver) if receiver else "",
        acting_post=acting,
        agency=known.post.agency,
        last_day=last_day,
        reason=reason,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    HandOverItem.objects.bulk_create(
        HandOverItem(
            hand_over=hand_over,
            order=order,
            kind=item.kind,
            reference=item.reference[:160],
            words=item.words,
            state_words=item.state_words[:120],
            due_on=item.due_on,
        )
        for order, item in enumerate(known.work, 1)
    )
    return hand_over


def post_words(post: Post) -> str:
    """«Nguyễn Thị Mẫu, Chuyên viên sở, ngành, Sở Y tế»: the title where there is one."""
    return f"{post.user.full_name}, {post.title or Role(post.role).label}, {post.agency.name}"[:400]
