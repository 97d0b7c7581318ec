"""Setting up a province's agencies and posts."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.models import Agency, Post
from mangnon.audit.public import record
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.territory.public import districts_of, province

_DISTRICT_COMMITTEE = "UBND"


class UnknownProvince(Refusal):
    """No province has the code on the day."""

    code = "unknown_province"


def _check_may_administer(actor: Actor) -> None:
    if actor.role not in (Role.ADMINISTRATOR, Role.SYSTEM):
        raise NotAllowed(
            "Chỉ người quản trị được thay đổi danh mục cơ quan và vị trí công tác. Không có dữ liệu nào bị thay đổi."
        )


@transaction.atomic
def set_up_province(*, actor: Actor, province_code: str, on: dt.date) -> int:
    """Create the agencies a province has on a day, from the catalogue and its districts; idempotent.

    They stay open until a reorganisation event closes them. Returns how many were created.
    Raises UnknownProvince, NotAllowed.
    """
    _check_may_administer(actor)
    unit = province(province_code, on=on)
    if unit is None:
        raise UnknownProvince(
            f"Không có tỉnh, thành phố nào mang mã «{province_code}» tại ngày {on:%d/%m/%Y}. Chưa có gì được tạo. "
            "Hãy kiểm tra mã trong danh mục đơn vị hành chính."
        )
    have = set(Agency.objects.filter(code__startswith=f"{province_code}.").values_list("code", flat=True))
    new = [
        Agency(
            code=f"{province_code}.{entry.code}",
            catalogue_code=entry.code,
            name=entry.name,
            short_name=entry.short,
            kind=entry.kind,
            level=entry.level,
            territory=unit,
            basis=entry.basis or entry.source,
            is_verified=entry.tag in ("V", "S"),
        )
        for entry in load_catalogue().agencies
        if entry.level == "province" and entry.is_valid_on(on)
    ]
    new += [
        Agency(
            code=f"{province_code}.{_DISTRICT_COMMITTEE}.{district.code}",
            catalogue_code=_DISTRICT_COMMITTEE,
            name=f"Ủy ban nhân dân {district.name[0].lower()}{district.name[1:]}",
            short_name=f"UBND {district.name[0].lower()}{district.name[1:]}",
            kind="peoples_committee",
            level="district",
            territory=district,
            basis="Danh mục đơn vị hành chính",
            is_verified=True,
        )
        for district in districts_of(unit, on=on)
    ]
    created = Agency.objects.bulk_create([agency for agency in new if agency.code not in have])
    if created:
        record(
            actor=actor,
            act="set_up_province",
            object_type="Agency",
            object_id=province_code,
            details={"created": len(created), "on": on.isoformat()},
        )
    return len(created)


@transaction.atomic
def appoint(*, actor: Actor, user: User, agency: Agency, role: Role, title: str = "") -> Post:
    """Give a person a post at an agency; the same post twice is one. Raises NotAllowed."""
    _check_may_administer(actor)
    post, created = Post.objects.get_or_create(user=user, agency=agency, role=role, defaults={"title": title})
    if created:
        record(
            actor=actor,
            act="appoint",
            object_type="Post",
            object_id=post.pk,
            details={"user": user.pk, "agency": agency.code, "role": role.value},
        )
    return post
