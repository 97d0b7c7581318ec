"""Setting up a province's agencies and what they carry."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.catalogue import first_functions, load_catalogue
from mangnon.agencies.errors import NOTHING_CHANGED, EventsRefused, UnknownProvince
from mangnon.agencies.making import body_of, committee_of, function_rows, rows_of
from mangnon.agencies.models import Agency, AgencyFunction
from mangnon.agencies.policies import check_may_administer
from mangnon.agencies.posts import appoint, end_post
from mangnon.audit.public import record
from mangnon.territory.public import Unit, communes_of, districts_of, province

__all__ = ["UnknownProvince", "appoint", "draft_agency", "end_post", "ensure_agency", "ensure_functions"]
__all__ += ["set_up_province"]


@transaction.atomic
def set_up_province(*, actor: Actor, province_code: str, on: dt.date) -> int:
    """Create the agencies every province has on a day, from the catalogue, and its districts' or communes' committees.

    Each gets the functions it carries on the day. Bodies that only some provinces have come when a paper names them
    (`ensure_agency`). All stay open until an event closes them. Idempotent; returns how many were created.
    Raises UnknownProvince, NotAllowed, EventsRefused (`not_yet_reorganised`).
    """
    check_may_administer(actor)
    unit = _province_or_refuse(province_code, on)
    own = list(Agency.objects.filter(code__startswith=f"{province_code}.").select_related("territory"))
    _check_reorganised(own, unit, on)
    taken = {agency.code for agency in own}
    have = {agency.catalogue_code for agency in own if agency.territory_id == unit.pk and agency.level == "province"}
    new = [
        body_of(entry, unit, taken=taken)
        for entry in load_catalogue().agencies
        if entry.level == "province" and entry.uniform and entry.is_valid_on(on) and entry.code not in have
    ]
    committees = [committee_of(each, unit) for each in (*districts_of(unit, on=on), *communes_of_from(unit, on))]
    new += [agency for agency in committees if agency.code not in taken]
    created = Agency.objects.bulk_create(new)
    AgencyFunction.objects.bulk_create([row for agency in created for row in function_rows(agency, on)])
    ensure_functions(province_code)
    if created:
        record(
            actor=actor,
            act="set_up_province",
            object_type="Agency",
            object_id=province_code,
            details={"created": len(created), "on": on.isoformat()},
        )
    return len(created)


def communes_of_from(unit: Unit, on: dt.date) -> list[Unit]:
    """The communes whose committees answer to the province directly: those of a day without districts."""
    return [] if districts_of(unit, on=on) else communes_of(unit, on)


def _check_reorganised(own: list[Agency], unit: Unit, on: dt.date) -> None:
    """A province that is a new unit cannot be set up beside bodies of the old one that no event has closed."""
    left = [
        agency
        for agency in own
        if agency.level == "province"
        and agency.territory_id != unit.pk
        and agency.valid_to is None
        and agency.territory.valid_to is not None
        and agency.territory.valid_to < on
    ]
    if left:
        raise EventsRefused(
            f"{left[0].territory.name} còn {len(left)} cơ quan chưa được sắp xếp sang {unit.name} từ "
            f"{unit.valid_from:%d/%m/%Y}. {NOTHING_CHANGED} Hãy áp dụng đợt sắp xếp trước.",
            code="not_yet_reorganised",
        )


def ensure_functions(province_code: str) -> int:
    """Write what a province's bodies carry at the beginning where nothing is written yet; idempotent.

    For databases older than the table. Returns how many rows were written. Runs in the caller's transaction.
    """
    own = list(Agency.objects.filter(code__startswith=f"{province_code}.", valid_to__isnull=True))
    written = set(AgencyFunction.objects.filter(agency__in=own).values_list("agency_id", flat=True))
    carried = first_functions([(agency.catalogue_code, agency.level) for agency in own])
    rows = [
        row
        for agency, functions in zip(own, carried, strict=True)
        if agency.pk not in written and agency.began_by_id is None
        for row in rows_of(agency, functions)
    ]
    return len(AgencyFunction.objects.bulk_create(rows))


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
        AgencyFunction.objects.bulk_create(function_rows(agency, on))
        record(
            actor=actor,
            act="ensure_agency",
            object_type="Agency",
            object_id=agency.code,
            details={"named_in": named_in},
        )
    return agency


def draft_agency(*, province_code: str, catalogue_code: str, on: dt.date, named_in: str) -> Agency | None:
    """What `ensure_agency` would give, without writing: the agency in force on the day, or an unsaved one.

    Raises UnknownProvince.
    """
    own = list(Agency.objects.filter(code__startswith=f"{province_code}.", catalogue_code=catalogue_code))
    existing = next((agency for agency in own if agency.is_in_force(on)), None)
    entry = load_catalogue().agency(catalogue_code)
    if existing is not None or entry is None or entry.level != "province" or not entry.is_valid_on(on):
        return existing
    agency = body_of(entry, _province_or_refuse(province_code, on), taken={agency.code for agency in own})
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
