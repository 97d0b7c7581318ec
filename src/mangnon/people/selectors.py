"""Reads of people. The list is for administrators, each of their own province (docs/decisions/0017)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from mangnon.accounts.public import Actor, Role, User, behind_wall
from mangnon.agencies.public import Agency, Post
from mangnon.agencies.terms import PostKind
from mangnon.kernel.text import fold
from mangnon.people import rules
from mangnon.people.models import HandOver, Invitation
from mangnon.people.policies import can_administer_people, check_administer_people
from mangnon.people.terms import AccountState, ReviewReason

_HAS_PASSWORD = ExpressionWrapper(~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX), output_field=BooleanField())
_sort_key = lru_cache(maxsize=65536)(rules.name_key)
_folded = lru_cache(maxsize=65536)(fold)


def _of_provinces(codes: Collection[str], path: str) -> Q:
    return reduce(or_, (Q(**{f"{path}__startswith": f"{code}."}) for code in sorted(codes)), Q(pk__in=[]))


def posts(viewer: Actor) -> QuerySet[Post]:
    """Every post, past and to come, at bodies of the viewer's province. Raises NotAllowed."""
    check_administer_people(viewer)
    found = Post.objects.select_related("user", "agency", "covers__user")
    return found if viewer.is_system else found.filter(_of_provinces(viewer.territory_codes, "agency__code"))


def agencies_to_staff(viewer: Actor, *, on: dt.date) -> list[Agency]:
    """The bodies of the viewer's province in force on a day, by Vietnamese name. Raises NotAllowed."""
    check_administer_people(viewer)
    found = Agency.objects.on(on)
    if not viewer.is_system:
        found = found.filter(_of_provinces(viewer.territory_codes, "code"))
    return sorted(found, key=lambda agency: (agency.level != "province", _sort_key(agency.name)))


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What is asked of the list: words of name, user name or address; codes; the quarterly review."""

    text: str = ""
    agency: str = ""
    role: str = ""
    state: str = ""
    to_review: bool = False


@dataclass(slots=True)
class PersonPost:
    """A post in the list."""

    agency_code: str
    agency_name: str
    role: Role
    kind: PostKind
    title: str
    first: dt.date | None
    last: dt.date | None
    agency_last: dt.date | None

    def on(self, day: dt.date) -> bool:
        """Whether it is held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


@dataclass(slots=True)
class PersonRow:
    """A person in the list: today's posts, and those to come."""

    user_id: int
    full_name: str
    username: str
    email: str
    is_active: bool
    has_password: bool
    last_login: dt.datetime | None
    joined: dt.datetime
    posts: list[PersonPost] = field(default_factory=list)
    state: AccountState = AccountState.WORKING
    reasons: list[ReviewReason] = field(default_factory=list)


def people(viewer: Actor, *, wanted: PeopleFilter, now: dt.datetime, today: dt.date) -> list[PersonRow]:
    """The people of the viewer's province by given name, as asked: two queries however many they are.

    Raises NotAllowed.
    """
    rows = _all_people(viewer)
    expired = _with_expired_invitation(viewer, now=now)
    for row in rows.values():
        row.state = account_state(row, today=today)
        row.reasons = review_reasons(row, has_expired=row.user_id in expired, now=now, today=today)
        row.posts = [post for post in row.posts if post.last is None or post.last >= today]
    chosen = [row for row in rows.values() if _is_wanted(row, wanted, today)]
    return sorted(chosen, key=lambda row: (_sort_key(row.full_name), row.user_id))


def _all_people(viewer: Actor) -> dict[int, PersonRow]:
    rows: dict[int, PersonRow] = {}
    found = posts(viewer).annotate(has_password=_HAS_PASSWORD).order_by("valid_from", "pk")
    person = ("user_id", "user__full_name", "user__username", "user__email", "user__is_active", "has_password")
    instants = ("user__last_login", "user__date_joined")
    place = ("agency__code", "agency__name", "role", "kind", "title", "valid_from", "valid_to", "agency__valid_to")
    for value in found.values_list(*person, *instants, *place):
        row = rows.get(value[0])
        if row is None:
            row = rows[value[0]] = PersonRow(*value[:8])
        code, name, role, kind, title, first, last, agency_last = value[8:]
        row.posts.append(PersonPost(code, name, Role(role), PostKind(kind), title, first, last, agency_last))
    return rows


def _with_expired_invitation(viewer: Actor, *, now: dt.datetime) -> set[int]:
    with behind_wall(viewer):
        found = Invitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__lte=now)
        return set(found.order_by().values_list("user_id", flat=True))


def account_state(row: PersonRow, *, today: dt.date) -> AccountState:
    """Whether the person can sign in and act today."""
    if not row.is_active:
        return AccountState.DISABLED
    if not row.has_password and row.last_login is None:
        return AccountState.INVITED
    return AccountState.WORKING if any(post.on(today) for post in row.posts) else AccountState.WITHOUT_POST


def review_reasons(row: PersonRow, *, has_expired: bool, now: dt.datetime, today: dt.date) -> list[ReviewReason]:
    """Why the quarterly review should look at a person; nothing when all is well."""
    open_posts = [post for post in row.posts if post.last is None or post.last >= today]
    found = []
    if not row.is_active:
        return [ReviewReason.DISABLED_IN_POST] if open_posts else []
    if not open_posts:
        found.append(ReviewReason.POSTS_ENDED)
    invited = account_state(row, today=today) == AccountState.INVITED
    if invited and has_expired:
        found.append(ReviewReason.NEVER_USED)
    # A person who has not come yet is judged from the day the account was made.
    if not invited and now - (row.last_login or row.joined) > dt.timedelta(days=rules.UNUSED_DAYS):
        found.append(ReviewReason.UNUSED)
    if any(post.agency_last is not None and post.agency_last < today for post in open_posts):
        found.append(ReviewReason.AGENCY_ENDED)
    long_ago = today - dt.timedelta(days=rules.LONG_ACTING_DAYS)
    if any(post.kind == PostKind.ACTING and post.first is not None and post.first < long_ago for post in open_posts):
        found.append(ReviewReason.LONG_ACTING)
    return found


def _is_wanted(row: PersonRow, wanted: PeopleFilter, today: dt.date) -> bool:
    if wanted.state and row.state != wanted.state:
        return False
    if wanted.to_review and not row.reasons:
        return False
    if wanted.agency and not any(post.agency_code == wanted.agency for post in row.posts):
        return False
    if wanted.role and not any(post.role == wanted.role for post in row.posts):
        return False
    words = fold(wanted.text).split()
    if not words:
        return True
    heard = f"{_folded(row.full_name)} {fold(row.username)} {fold(row.email)}"
    return all(word in heard for word in words)


def person_by_id(viewer: Actor, user_id: int) -> User | None:
    """A person with a post, past, present or to come, in the viewer's province. Raises NotAllowed."""
    return User.objects.filter(pk__in=posts(viewer).filter(user_id=user_id).values("user_id")).first()


def posts_of(viewer: Actor, user_id: int) -> QuerySet[Post]:
    """A person's posts in the viewer's province, newest first, with whose post is covered. Raises NotAllowed."""
    found = posts(viewer).filter(user_id=user_id).select_related("hand_over")
    return found.order_by("-valid_from", "-pk")


def post_by_id(viewer: Actor, post_id: int) -> Post | None:
    """One post of the viewer's province. Raises NotAllowed."""
    return posts(viewer).filter(pk=post_id).first()


def invitations_of(viewer: Actor, user_id: int) -> list[Invitation]:
    """A person's invitations, newest first. Raises NotAllowed."""
    check_administer_people(viewer)
    with behind_wall(viewer):
        return list(Invitation.objects.filter(user_id=user_id).select_related("issued_by", "revoked_by")[:20])


def hand_overs(viewer: Actor) -> QuerySet[HandOver]:
    """Hand-overs one may read: administrators those of their province, everybody those given or received."""
    found = HandOver.objects.select_related("agency", "giver__user", "receiver__user", "receiver__agency", "made_by")
    if viewer.is_system:
        return found
    own = Q(giver__user_id=viewer.user_id) | Q(receiver__user_id=viewer.user_id)
    if can_administer_people(viewer):
        own |= _of_provinces(viewer.territory_codes, "agency__code")
    return found.filter(own)


def hand_over_by_id(viewer: Actor, hand_over_id: int) -> HandOver | None:
    """One of them, with its items."""
    return hand_overs(viewer).filter(pk=hand_over_id).prefetch_related("items").first()


def waiting_hand_overs(viewer: Actor) -> QuerySet[HandOver]:
    """What has been handed to the viewer and waits to be received, the oldest first."""
    if viewer.user_id is None:
        return HandOver.objects.none()
    found = HandOver.objects.filter(receiver__user_id=viewer.user_id, received_at__isnull=True)
    return found.select_related("agency").order_by("made_at", "pk")
