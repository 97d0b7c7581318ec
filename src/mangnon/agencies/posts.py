"""Posts: given, ended, and moved with the bodies they are at."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from mangnon.accounts.public import Actor, Role, User, clashing_roles
from mangnon.agencies.errors import NOTHING_CHANGED, PostRefused
from mangnon.agencies.making import later, province_code_of
from mangnon.agencies.models import Agency, Post, SuccessionEvent
from mangnon.agencies.policies import check_may_keep_posts
from mangnon.agencies.rules.events import refused
from mangnon.agencies.terms import PostKind
from mangnon.audit.public import record
from mangnon.kernel.dates import vn_date

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PostMove:
    """A post that ended with its body and goes on at the successor."""

    old: Post
    new: Post


@dataclass(frozen=True, slots=True)
class PostLeft:
    """A post of an ended body that no single successor takes over: `candidates` are the bodies a person may choose."""

    post: Post
    reason: str
    candidates: tuple[Agency, ...]


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    user: User,
    agency: Agency,
    role: Role,
    title: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    kind: PostKind = PostKind.REGULAR,
    covers: Post | None = None,
) -> Post:
    """Give a person a post at an agency, from a day to a last day; asked for again as it stands, it is the same post.

    Raises NotAllowed; PostRefused: `dates`, `agency_not_in_force`, `overlap`, `clash`, `cover`.
    """
    check_may_keep_posts(actor, province_code_of(agency))
    # Read again behind the lock: a reorganisation that was being applied may have ended the body meanwhile.
    agency = Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two clerks appointing one person wait for each other
    held = list(Post.objects.filter(user=user).select_related("agency"))
    new = Post(user=user, agency=agency, role=role, title=title.strip(), kind=kind, covers=covers, valid_to=valid_to)
    new.valid_from = valid_from or agency.valid_from
    same = next((post for post in held if _is_same(post, new)), None)
    if same is not None:
        return same
    _check_post(new, held)
    new.save()
    record(
        actor=actor,
        act="appoint",
        object_type="Post",
        object_id=new.pk,
        details={
            "user": user.pk,
            "agency": agency.code,
            "agency_name": agency.name,
            "role": role.value,
            "kind": str(kind),
            "valid_from": new.valid_from.isoformat() if new.valid_from else None,
            "valid_to": valid_to.isoformat() if valid_to else None,
            "covers": covers.pk if covers else None,
        },
    )
    return new


@transaction.atomic
def end_post(*, actor: Actor, post_id: int, last_day: dt.date, reason: str) -> Post:
    """End a post after its last day; who covers it ends with it. Raises NotAllowed, PostRefused (`dates`, `reason`)."""
    post = Post.objects.select_for_update(of=("self",)).select_related("agency").get(pk=post_id)
    check_may_keep_posts(actor, province_code_of(post.agency))
    if not reason.strip():
        raise PostRefused(f"Cần ghi lý do thôi giữ vị trí. {NOTHING_CHANGED} Hãy ghi lý do.", code="reason")
    if post.valid_to is not None and post.valid_to <= last_day:
        raise PostRefused(
            f"Vị trí này đã kết thúc từ ngày {vn_date(post.valid_to)}. {NOTHING_CHANGED} Hãy tải lại trang.",
            code="dates",
        )
    if post.valid_from is not None and last_day < post.valid_from:
        raise PostRefused(
            f"Ngày cuối cùng trước ngày bắt đầu ({vn_date(post.valid_from)}). {NOTHING_CHANGED} Hãy sửa lại ngày.",
            code="dates",
        )
    covering = list(Post.objects.select_for_update().filter(covers=post).filter(_beyond(last_day)))
    before = {each.pk: each.valid_to.isoformat() if each.valid_to else None for each in (post, *covering)}
    for each in (post, *covering):
        starts = each.valid_from
        each.valid_to = later(last_day, starts) if starts and starts > last_day else last_day
        each.end_reason = reason.strip()[:300]
        each.save(update_fields=["valid_to", "end_reason"])
    record(
        actor=actor,
        act="end_post",
        object_type="Post",
        object_id=post.pk,
        details={"before": before, "last_day": last_day.isoformat()},
        reason=reason.strip(),
    )
    return post


def _beyond(day: dt.date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def _is_same(post: Post, new: Post) -> bool:
    names = ("agency_id", "role", "kind", "covers_id", "valid_from", "valid_to")
    return all(getattr(post, name) == getattr(new, name) for name in names)


def _overlap(one: Post, other: Post) -> bool:
    first, last = later(one.valid_from, other.valid_from), _earlier(one.valid_to, other.valid_to)
    return first is None or last is None or first <= last


def _earlier(*days: dt.date | None) -> dt.date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None


def _check_post(new: Post, held: Sequence[Post]) -> None:
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise PostRefused(f"Ngày kết thúc trước ngày bắt đầu. {NOTHING_CHANGED} Hãy sửa lại ngày.", code="dates")
    agency = new.agency
    begins_early = agency.valid_from is not None and (new.valid_from is None or new.valid_from < agency.valid_from)
    ends_late = agency.valid_to is not None and (new.valid_to is None or new.valid_to > agency.valid_to)
    if begins_early or ends_late:
        until = f" đến hết {vn_date(agency.valid_to)}" if agency.valid_to else ""
        since = f" từ {vn_date(agency.valid_from)}" if agency.valid_from else ""
        raise PostRefused(
            f"{agency.name} chỉ có hiệu lực{since}{until}. {NOTHING_CHANGED} "
            "Hãy chọn cơ quan đang hoạt động hoặc sửa lại ngày.",
            code="agency_not_in_force",
        )
    _check_cover(new)
    beside = [post for post in held if _overlap(post, new)]
    twin = next((post for post in beside if (post.agency_id, post.role) == (new.agency_id, new.role)), None)
    if twin is not None:
        raise PostRefused(
            f"{new.user.full_name} đã giữ vai trò {Role(new.role).label} tại {agency.name} trong những ngày này. "
            f"{NOTHING_CHANGED} Hãy kết thúc vị trí cũ trước hoặc chọn ngày khác.",
            code="overlap",
        )
    # Only with the new one: posts that were given one after the other may lie beside a longer third.
    pairs = (clashing_roles([Role(post.role), Role(new.role)]) for post in beside)
    clash = next((pair for pair in pairs if pair is not None), None)
    if clash is not None:
        raise PostRefused(
            f"Một người không thể cùng ngày giữ vai trò {clash[0].label} và {clash[1].label}. {NOTHING_CHANGED} "
            "Hãy chọn người khác hoặc kết thúc vị trí kia trước.",
            code="clash",
        )


def _check_cover(new: Post) -> None:
    covered = new.covers
    if (covered is None) != (new.kind != PostKind.COVER):
        raise PostRefused(f"Làm thay phải nêu vị trí được làm thay. {NOTHING_CHANGED} Hãy chọn vị trí.", code="cover")
    if covered is None:
        return
    if covered.user_id == new.user_id or (covered.agency_id, covered.role) != (new.agency_id, new.role):
        raise PostRefused(
            f"Làm thay là giữ đúng cơ quan và vai trò của người khác. {NOTHING_CHANGED} Hãy chọn lại vị trí.",
            code="cover",
        )
    if covered.kind == PostKind.COVER:
        raise PostRefused(
            f"Vị trí này cũng đang là làm thay. {NOTHING_CHANGED} Hãy chọn vị trí của người vắng.", code="cover"
        )
    if covered.valid_to is not None and (new.valid_to is None or new.valid_to > covered.valid_to):
        raise PostRefused(
            f"Vị trí được làm thay kết thúc ngày {vn_date(covered.valid_to)}. {NOTHING_CHANGED} Hãy sửa lại ngày.",
            code="cover",
        )


@dataclass(frozen=True, slots=True)
class Closing:
    """A body that an event closed, and the bodies that took it over."""

    agency: Agency
    event: SuccessionEvent
    heirs: tuple[Agency, ...]


def move_posts(
    closings: Sequence[Closing], choices: Mapping[int, str]
) -> tuple[list[PostMove], list[PostLeft], dict[str, str]]:
    """End the posts of closed bodies the day before; one successor, or the chosen one, gets them with the same role.

    `choices`: post id → code of one of the successors (a body that only begins has a code before it has an id). A cover
    goes with the post it covers. Also returned: the last days that ended posts had before, where they had one (for
    undoing).
    """
    by_agency = {closing.agency.pk: closing for closing in closings}
    found = Post.objects.select_for_update(of=("self",)).filter(agency__in=by_agency).select_related("agency", "user")
    # Whoever covers comes after those who are covered: a cover goes where that post went.
    posts = sorted(found.order_by("pk"), key=lambda post: (post.kind == PostKind.COVER, post.pk))
    waiting = deque(posts)
    moves: dict[int, PostMove] = {}
    left: list[PostLeft] = []
    last_days: dict[str, str] = {}
    while waiting:
        post = waiting.popleft()
        closing = by_agency[post.agency_id]
        last_day = closing.event.effective_on - _DAY
        if post.valid_to is not None and post.valid_to <= last_day:
            continue
        if post.valid_from is not None and post.valid_from > last_day:
            left.append(PostLeft(post, "bắt đầu sau ngày sắp xếp; hãy kết thúc và giao lại", closing.heirs))
            continue
        heir = _heir(post, closing, choices)
        covered = moves.get(post.covers_id) if post.covers_id is not None else None
        if post.valid_to is not None:
            last_days[str(post.pk)] = post.valid_to.isoformat()
        if heir is not None and (post.covers_id is None or (covered is not None and covered.new.agency_id == heir.pk)):
            moves[post.pk] = PostMove(post, _moved(post, heir, closing.event, covered))
            _go_on(moves[post.pk].new, waiting, posts, by_agency)
        else:
            reason = "nhiều cơ quan kế tiếp" if len(closing.heirs) > 1 else "chưa rõ cơ quan kế tiếp"
            left.append(PostLeft(post, reason, closing.heirs))
        post.valid_to, post.ended_by = last_day, closing.event
        post.end_reason = closing.event.reorganisation.title[:300]
    _check_choices(choices, posts, by_agency)
    Post.objects.bulk_update(
        [post for post in posts if post.ended_by_id is not None], ["valid_to", "ended_by", "end_reason"], batch_size=200
    )
    return list(moves.values()), left, last_days


def _check_choices(choices: Mapping[int, str], posts: Sequence[Post], by_agency: Mapping[int, Closing]) -> None:
    """Raise EventsRefused (`unknown_choice`) for a choice of a post that does not move, or of no heir."""
    heirs = {post.pk: {heir.code for heir in by_agency[post.agency_id].heirs} for post in posts}
    for key, code in choices.items():
        if code not in heirs.get(key, ()):
            raise refused(
                "unknown_choice",
                f"Lựa chọn cho vị trí công tác số {key} không khớp: vị trí không phải chuyển, hoặc «{code[:60]}» không "
                "kế thừa cơ quan của vị trí ấy",
                "Hãy xem lại bản xem trước rồi chọn lại.",
            )


def _go_on(post: Post, waiting: deque[Post], posts: list[Post], by_agency: Mapping[int, Closing]) -> None:
    """A post that came to a body which a later event of the same file closes goes on from there."""
    if post.agency_id not in by_agency or any(each.pk == post.pk for each in posts):
        return
    posts.append(post)
    if post.kind == PostKind.COVER:
        waiting.append(post)
    else:
        waiting.appendleft(post)


def _heir(post: Post, closing: Closing, choices: Mapping[int, str]) -> Agency | None:
    chosen = choices.get(post.pk)
    if chosen is not None:
        return next((heir for heir in closing.heirs if heir.code == chosen), None)
    return closing.heirs[0] if len(closing.heirs) == 1 else None


def _moved(post: Post, heir: Agency, event: SuccessionEvent, covered: PostMove | None) -> Post:
    """The post at the successor; the one the person holds there already, when there is one."""
    already = Post.objects.on(event.effective_on).filter(user=post.user_id, agency=heir, role=post.role).first()
    if already is not None:
        return already
    return Post.objects.create(
        user=post.user,
        agency=heir,
        role=post.role,
        title=post.title,
        kind=post.kind,
        covers=covered.new if covered else None,
        valid_from=event.effective_on,
        valid_to=post.valid_to,
        began_by=event,
    )
