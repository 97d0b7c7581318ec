"""Setting up a province's agencies and posts."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor, Permission, Role, User
from mangnon.agencies.catalogue import CatalogueAgency, load_catalogue
from mangnon.agencies.models import Agency, Post
from mangnon.audit.public import record
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.territory.public import Unit, districts_of, province

_DISTRICT_COMMITTEE = "UBND"


class UnknownProvince(Refusal):
    """No province has the code on the day."""

    code = "unknown_province"


def _check_may_administer(actor: Actor) -> None:
    if not actor.may(Permission.ADMINISTER_ORGANISATION):
        raise NotAllowed(
            "Chỉ người quản trị được thay đổi danh mục cơ quan và vị trí công tác. Không có dữ liệu nào bị thay đổi."
        )


@transaction.atomic
def set_up_province(*, actor: Actor, province_code: str, on: dt.date) -> int:
    """Create the agencies every province has on a day, from the catalogue, and its districts' committees; idempotent.

    Bodies that only some provinces have come when a paper names them (`ensure_agency`). All stay open until a
    reorganisation event closes them. Returns how many were created.
    Raises UnknownProvince, NotAllowed.
    """
    _check_may_administer(actor)
    unit = _province_or_refuse(province_code, on)
    have = set(Agency.objects.filter(code__startswith=f"{province_code}.").values_list("code", flat=True))
    new = [
        _agency_from(entry, unit, province_code)
        for entry in load_catalogue().agencies
        if entry.level == "province" and entry.uniform and entry.is_valid_on(on)
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


def _agency_from(entry: CatalogueAgency, unit: Unit, province_code: str) -> Agency:
    return Agency(
        code=f"{province_code}.{entry.code}",
        catalogue_code=entry.code,
        name=entry.name,
        short_name=entry.short,
        kind=entry.kind,
        level=entry.level,
        territory=unit,
        basis=(entry.basis or entry.source or "")[:300],
        is_verified=entry.tag in ("V", "S"),
    )


@transaction.atomic
def ensure_agency(
    *, actor: Actor, province_code: str, catalogue_code: str, on: dt.date, named_in: str
) -> Agency | None:
    """The province's agency of a kind that only some provinces have, created because a paper of the province names it.

    None when the catalogue has no such provincial body on the day. Raises UnknownProvince.
    """
    agency = draft_agency(province_code=province_code, catalogue_code=catalogue_code, on=on, named_in=named_in)
    if agency is not None and agency._state.adding:
        try:
            with transaction.atomic():
                agency.save()
        except IntegrityError:  # another paper named it in the same second: theirs stands
            return Agency.objects.get(code=agency.code)
        record(
            actor=actor,
            act="ensure_agency",
            object_type="Agency",
            object_id=agency.code,
            details={"named_in": named_in},
        )
    return agency


def draft_agency(*, province_code: str, catalogue_code: str, on: dt.date, named_in: str) -> Agency | None:
    """What `ensure_agency` would give, without writing: the agency there is, or an unsaved one.

    Raises UnknownProvince.
    """
    existing = Agency.objects.filter(code=f"{province_code}.{catalogue_code}").first()
    entry = load_catalogue().agency(catalogue_code)
    if existing is not None or entry is None or entry.level != "province" or not entry.is_valid_on(on):
        return existing
    agency = _agency_from(entry, _province_or_refuse(province_code, on), province_code)
    agency.basis, agency.is_verified = f"Được nêu tên trong {named_in}"[:300], True
    return agency


def _province_or_refuse(province_code: str, on: dt.date) -> Unit:
    unit = province(province_code, on=on)
    if unit is None:
        raise UnknownProvince(
            f"Không có tỉnh, thành phố nào mang mã «{province_code}» tại ngày {on:%d/%m/%Y}. Chưa có gì được tạo. "
            "Hãy kiểm tra mã trong danh mục đơn vị hành chính."
        )
    return unit


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
