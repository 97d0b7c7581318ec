"""People from a file: what would be done, then all of it or nothing. The same file again makes nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor, Role, User, behind_wall
from mangnon.agencies.public import Agency, Post, match_agency
from mangnon.agencies.terms import PostKind
from mangnon.audit.public import record
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold
from mangnon.people import rules
from mangnon.people.errors import BadPeopleFile
from mangnon.people.invitations import Issued, issue, make_user, taken_usernames, tidy_email, tidy_name, tidy_username
from mangnon.people.policies import check_administer_people, is_of_own_province
from mangnon.people.selectors import agencies_to_staff
from mangnon.people.services import give_post, province_of
from mangnon.people.terms import InvitationKind
from mangnon.people.workbook import FileRow


class Verdict(Enum):
    """What a line of the file leads to."""

    NEW_PERSON = "Người mới"
    NEW_POST = "Thêm vị trí"
    UNCHANGED = "Đã có, không đổi"
    WRONG = "Cần sửa"


@dataclass(slots=True)
class PlannedRow:
    """A line with what it leads to. `username` is what it will be; `user` who is there already."""

    row: FileRow
    verdict: Verdict = Verdict.WRONG
    agency: Agency | None = None
    role: Role | None = None
    user: User | None = None
    username: str = ""
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every line with its verdict; nothing can be applied while one is wrong."""

    rows: list[PlannedRow]

    def count(self, verdict: Verdict) -> int:
        """How many lines have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def is_applicable(self) -> bool:
        """Whether no line is wrong and something is new."""
        new = self.count(Verdict.NEW_PERSON) + self.count(Verdict.NEW_POST)
        return new > 0 and not self.count(Verdict.WRONG)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has done: a code for each new person, and how many posts began."""

    issued: list[Issued]
    posts: int


def plan_import(actor: Actor, rows: Sequence[FileRow], *, today: dt.date) -> ImportPlan:
    """What the lines would lead to, written nowhere. Raises NotAllowed."""
    check_administer_people(actor)
    known = _Known(actor, rows, today)
    return ImportPlan([known.planned(row) for row in rows])


def import_people(*, actor: Actor, rows: Sequence[FileRow], today: dt.date) -> Imported:
    """Make every new person, post and invitation of the lines in one transaction; all or nothing.

    It is planned again first: what somebody else did meanwhile counts. Raises NotAllowed, BadPeopleFile, and what the
    services of single people raise.
    """
    with behind_wall(actor):
        planned = plan_import(actor, rows, today=today)
        if planned.count(Verdict.WRONG):
            raise BadPeopleFile(
                f"{planned.count(Verdict.WRONG)} dòng cần sửa nên chưa có gì được nhập. Hãy sửa trong tệp rồi gửi lại.",
                code="rows_to_correct",
            )
        there = [each.user.pk for each in planned.rows if each.user is not None]
        list(
            User.objects.select_for_update(no_key=True).filter(pk__in=there).order_by("pk").values_list("pk", flat=True)
        )
        issued: list[Issued] = []
        made: dict[str, User] = {}
        posts = 0
        for each in planned.rows:
            if each.verdict == Verdict.UNCHANGED or each.agency is None or each.role is None:
                continue
            known = each.user or made.get(each.username)
            is_new = known is None
            user, post = _person_and_post(actor, known, each)
            made[each.username] = user
            posts += 1
            if is_new:
                territory = province_of(each.agency)
                issued.append(
                    issue(actor=actor, user=user, territory_code=territory, kind=InvitationKind.FIRST, post=post)
                )
        record(
            actor=actor,
            act="import_people",
            object_type="User",
            object_id="",
            details={"rows": len(rows), "people": len(issued), "posts": posts},
        )
        return Imported(issued, posts)


def _person_and_post(actor: Actor, known: User | None, planned: PlannedRow) -> tuple[User, Post]:
    """The person of a line, made where new, and the post given. Raises BadPeopleFile that names the line."""
    try:
        user = known or make_user(
            username=planned.username,
            full_name=tidy_name(planned.row.full_name),
            email=tidy_email(planned.row.email),
        )
        return user, _post(actor, user, planned)
    except Refusal as refusal:
        raise BadPeopleFile(
            f"Dòng {planned.row.number}: {refusal.message} Cả tệp chưa được nhập.", code="row_refused"
        ) from refusal


def _post(actor: Actor, user: User, planned: PlannedRow) -> Post:
    assert planned.agency is not None  # noqa: S101 - narrows the type; a wrong line never comes here
    assert planned.role is not None  # noqa: S101 - the same
    assert planned.row.valid_from is not None  # noqa: S101 - the same
    with transaction.atomic():
        return give_post(
            actor=actor,
            user=user,
            agency=planned.agency,
            role=planned.role,
            title=planned.row.title,
            kind=PostKind.REGULAR,
            valid_from=planned.row.valid_from,
            valid_to=planned.row.valid_to,
        )


class _Known:
    """What is there before the file: bodies, people, posts. Six queries, however long the file."""

    def __init__(self, actor: Actor, rows: Sequence[FileRow], today: dt.date) -> None:
        self.actor, self.today = actor, today
        self.agencies = agencies_to_staff(actor, on=today)
        self.by_code = {agency.code.lower(): agency for agency in self.agencies}
        self.by_name = _by_names(self.agencies)
        self.by_catalogue = {agency.catalogue_code: agency for agency in self.agencies if agency.level == "province"}
        self.roles = {fold(str(role.label)): role for role in Role if role != Role.SYSTEM}
        self.roles |= {role.value: role for role in Role if role != Role.SYSTEM}
        self.taken = set(taken_usernames())
        users = User.objects.only("id", "username", "full_name", "email", "is_active")
        wanted = {row.username.lower() for row in rows} | {row.email.lower() for row in rows}
        self.users = {user.username.lower(): user for user in users if user.username.lower() in wanted}
        self.by_email = {user.email.lower(): user for user in users if user.email and user.email.lower() in wanted}
        self.posts = self._posts()
        known = {user.pk for user in (*self.users.values(), *self.by_email.values())}
        places = set(Post.objects.filter(user__in=known).values_list("user_id", "agency__code"))
        self.placed = {user_id for user_id, _ in places}
        self.of_ours = {user_id for user_id, code in places if is_of_own_province(actor, agency_code=code)}
        self.planned_users: dict[str, str] = {}
        self.planned_emails: dict[str, str] = {}
        self.planned_posts: set[tuple[str, int, str]] = set()

    def _posts(self) -> dict[tuple[str, int, str], list[Post]]:
        found: dict[tuple[str, int, str], list[Post]] = {}
        for post in Post.objects.filter(agency__in=self.agencies).select_related("user"):
            found.setdefault((fold(post.user.full_name), post.agency_id, post.role), []).append(post)
        return found

    def planned(self, row: FileRow) -> PlannedRow:
        """One line with its verdict."""
        planned = PlannedRow(row, messages=[f"{heading}: {sentence}." for heading, sentence in row.faults])
        planned.agency = self._agency(planned)
        planned.role = self._role(planned)
        self._check_words(planned)
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            planned.messages.append("Đến hết ngày: trước «Từ ngày».")
        if planned.messages or planned.agency is None or planned.role is None:
            return planned
        self._find_person(planned)
        if planned.messages:
            return planned
        planned.verdict = self._verdict(planned, planned.agency, planned.role)
        return planned

    def _agency(self, planned: PlannedRow) -> Agency | None:
        words = planned.row.agency
        if not words:
            return None
        found = self.by_code.get(words.lower()) or self.by_name.get(fold(words))
        if found is not None:
            return found
        match = match_agency(words, on=self.today)
        guess = self.by_catalogue.get(match.code) if match is not None else None
        if guess is not None and match is not None and match.how == "exact":
            return guess
        hint = f"; có phải «{guess.name}»?" if guess is not None else ""
        planned.messages.append(f"Cơ quan: không nhận ra «{words[:80]}» trong các cơ quan của tỉnh{hint}")
        return None

    def _role(self, planned: PlannedRow) -> Role | None:
        words = planned.row.role
        found = self.roles.get(fold(words)) or self.roles.get(words.lower()) if words else None
        if words and found is None:
            planned.messages.append(f"Vai trò: không có vai trò «{words[:60]}»; hãy chọn trong trang «Danh mục».")
        return found

    def _check_words(self, planned: PlannedRow) -> None:
        row = planned.row
        for heading, tidy, value in (
            ("Họ và tên", tidy_name, row.full_name),
            ("Tên đăng nhập", tidy_username, row.username),
            ("Thư điện tử", tidy_email, row.email),
        ):
            try:
                if value:
                    tidy(value)
            except Refusal as refusal:
                planned.messages.append(f"{heading}: {refusal.message.partition('.')[0]}.")
        if len(row.title) > 120:
            planned.messages.append("Chức danh: dài quá 120 ký tự.")

    def _find_person(self, planned: PlannedRow) -> None:
        """Who the line is about: by user name, by address, by the very post; otherwise somebody new."""
        row = planned.row
        by_name, by_email = self.users.get(row.username.lower()), self.by_email.get(row.email.lower())
        found = by_name or by_email
        if found is None and not row.username and not row.email:
            found = self._in_the_very_post(planned)
        if by_name is not None and by_email is not None and by_name.pk != by_email.pk:
            planned.messages.append("Thư điện tử: thuộc một tài khoản khác với tên đăng nhập.")
        elif found is not None and fold(found.full_name) != fold(row.full_name):
            heading = "Tên đăng nhập" if by_name is not None else "Thư điện tử"
            planned.messages.append(f"{heading}: đã thuộc một người khác họ tên.")
        elif found is not None and not found.is_active:
            planned.messages.append("Tên đăng nhập: tài khoản này đang ngừng hoạt động; hãy mở lại trước.")
        elif found is not None and self._is_elsewhere(found):
            planned.messages.append("Tên đăng nhập: tài khoản này do tỉnh khác quản lý.")
        elif found is not None and found.pk == self.actor.user_id and (row.username or row.email):
            planned.messages.append("Họ và tên: không ai tự giao vị trí cho chính mình.")
        planned.user = found
        if found is None and not planned.messages:
            self._name_the_new(planned)

    def _in_the_very_post(self, planned: PlannedRow) -> User | None:
        """Who holds, or is to hold, just this post under this name: the same file again makes nobody."""
        assert planned.agency is not None  # noqa: S101 - narrows the type; a wrong line never comes here
        assert planned.role is not None  # noqa: S101 - the same
        same = self.posts.get((fold(planned.row.full_name), planned.agency.pk, planned.role.value), [])
        found = next((post.user for post in same if _is_there(post, planned.row)), None)
        if same and found is None:
            planned.messages.append(
                "Họ và tên: đã có người cùng họ tên từng giữ đúng vị trí này "
                f"(tên đăng nhập «{same[0].user.username}»); hãy ghi tên đăng nhập để rõ là ai."
            )
        return found

    def _is_elsewhere(self, user: User) -> bool:
        """Whether all the posts somebody ever held are of other provinces: one asks there, as with single people."""
        return not self.actor.is_system and user.pk in self.placed and user.pk not in self.of_ours

    def _name_the_new(self, planned: PlannedRow) -> None:
        row = planned.row
        key = row.username.lower() or row.email.lower()
        known = self.planned_users.get(row.username.lower()) or self.planned_emails.get(row.email.lower())
        if key and known is not None:
            if fold(known.partition("|")[2]) != fold(row.full_name):
                planned.messages.append("Họ và tên: hai dòng cùng tên đăng nhập hoặc thư điện tử nhưng khác họ tên.")
            planned.username = known.partition("|")[0]
            return
        wanted = row.username.lower()
        planned.username = wanted or rules.proposed_username(row.full_name, self.taken)
        self.taken.add(planned.username)
        self.planned_users[planned.username] = f"{planned.username}|{row.full_name}"
        if row.email:
            self.planned_emails[row.email.lower()] = f"{planned.username}|{row.full_name}"

    def _verdict(self, planned: PlannedRow, agency: Agency, role: Role) -> Verdict:
        row = planned.row
        name = planned.user.username if planned.user is not None else planned.username
        key = (name, agency.pk, role.value)
        if planned.user is None and not row.username and not row.email:
            twin = (fold(row.full_name), agency.pk, role.value)
            if twin in self.planned_posts:
                planned.messages.append("Họ và tên: hai dòng giống hệt nhau; nếu là hai người, hãy ghi tên đăng nhập.")
                return Verdict.WRONG
            self.planned_posts.add(twin)
        if key in self.planned_posts:
            planned.messages.append("Vị trí: dòng này trùng một dòng ở trên.")
            return Verdict.WRONG
        self.planned_posts.add(key)
        if planned.user is None:
            return Verdict.NEW_PERSON
        held = [
            post
            for post in self.posts.get((fold(planned.user.full_name), agency.pk, role.value), [])
            if post.user_id == planned.user.pk
        ]
        return Verdict.UNCHANGED if any(_is_there(post, row) for post in held) else Verdict.NEW_POST


def _is_there(post: Post, row: FileRow) -> bool:
    """Whether the post of a line is held on its first day already."""
    begins = post.valid_from is None or (row.valid_from is not None and post.valid_from <= row.valid_from)
    return begins and (post.valid_to is None or (row.valid_from is not None and row.valid_from <= post.valid_to))


def _by_names(agencies: Iterable[Agency]) -> Mapping[str, Agency]:
    """Names, short names and other names that mean one body only."""
    found: dict[str, Agency | None] = {}
    for agency in agencies:
        for name in {agency.name, agency.short_name, *agency.aliases}:
            key = fold(name)
            found[key] = None if found.get(key, agency) is not agency else agency
    return {key: agency for key, agency in found.items() if agency is not None}


def rows_as_data(rows: Sequence[FileRow]) -> list[list[Any]]:
    """Lines as plain values, to be signed and carried by the page between preview and import."""
    return [
        [
            row.number,
            row.full_name,
            row.username,
            row.email,
            row.agency,
            row.role,
            row.title,
            row.valid_from.isoformat() if row.valid_from else None,
            row.valid_to.isoformat() if row.valid_to else None,
        ]
        for row in rows
    ]


def rows_from_data(data: Sequence[Sequence[Any]]) -> list[FileRow]:
    """The lines again, of what `rows_as_data` gave; they had no faults."""
    return [
        FileRow(
            number=number,
            full_name=full_name,
            username=username,
            email=email,
            agency=agency,
            role=role,
            title=title,
            valid_from=dt.date.fromisoformat(first) if first else None,
            valid_to=dt.date.fromisoformat(last) if last else None,
        )
        for number, full_name, username, email, agency, role, title, first, last in data
    ]
