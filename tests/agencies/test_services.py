"""Setting up a province's bodies of state, and posts."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role, User
from mangnon.agencies.models import Agency
from mangnon.agencies.public import (
    actor_for,
    agencies_of_province,
    appoint,
    class_named,
    ensure_agency,
    members_of_class,
    set_up_province,
)
from mangnon.agencies.services import UnknownProvince
from mangnon.kernel.refusals import NotAllowed
from mangnon.territory.public import load_territory

pytestmark = pytest.mark.django_db
ON = dt.date(2025, 2, 17)


@pytest.fixture(autouse=True)
def _territory() -> None:
    load_territory(actor=SYSTEM)


def test_any_province_is_set_up_from_the_catalogue_with_its_districts() -> None:
    for code, districts in (("62", 10), ("01", 30)):
        assert set_up_province(actor=SYSTEM, province_code=code, on=ON) > 30
        assert set_up_province(actor=SYSTEM, province_code=code, on=ON) == 0
        agencies = agencies_of_province(code, on=ON)
        assert sum(agency.level == "district" for agency in agencies) == districts


def test_the_departments_are_those_of_the_day() -> None:
    set_up_province(actor=SYSTEM, province_code="62", on=ON)
    names = {agency.name for agency in agencies_of_province("62", on=ON)}
    assert "Sở Lao động - Thương binh và Xã hội" in names
    assert "Sở Nông nghiệp và Môi trường" not in names  # from 1 March 2025


def test_a_body_only_some_provinces_have_comes_when_a_paper_names_it() -> None:
    set_up_province(actor=SYSTEM, province_code="62", on=ON)
    assert not Agency.objects.filter(code="62.BAN_DT").exists()
    first = ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=ON, named_in="Kế hoạch số 1")
    again = ensure_agency(actor=SYSTEM, province_code="62", catalogue_code="BAN_DT", on=ON, named_in="Kế hoạch số 2")
    assert first == again
    assert first is not None
    assert "Kế hoạch số 1" in first.basis


def test_a_class_expands_to_the_district_committees() -> None:
    set_up_province(actor=SYSTEM, province_code="62", on=ON)
    districts = class_named("DISTRICT_COMMITTEES")
    assert districts is not None
    members = members_of_class(districts, agencies_of_province("62", on=ON))
    assert len(members) == 10
    assert "Ủy ban nhân dân thành phố Kon Tum" in {member.name for member in members}


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(UnknownProvince, match="99"):
        set_up_province(actor=SYSTEM, province_code="99", on=ON)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SYSTEM)])
def test_only_administrators_set_up_provinces_and_appoint(role: Role) -> None:
    actor = Actor(user_id=1, label="Người thử", role=role)
    with pytest.raises(NotAllowed):
        set_up_province(actor=actor, province_code="62", on=ON)
    assert not Agency.objects.exists()


def test_a_person_acts_in_the_post_in_force_today() -> None:
    set_up_province(actor=SYSTEM, province_code="62", on=ON)
    district = Agency.objects.filter(level="district").order_by("code").first()
    assert district is not None
    user = User.objects.create_user(username="thu", password="mot-hai-ba-bon", full_name="Người Thử Việc")
    post = appoint(actor=SYSTEM, user=user, agency=district, role=Role.LOCAL_OFFICER)
    assert appoint(actor=SYSTEM, user=user, agency=district, role=Role.LOCAL_OFFICER) == post
    post.valid_to = dt.date(2025, 4, 30)
    post.save()
    actor = actor_for(user, on=dt.date(2025, 4, 30))
    assert actor is not None
    assert (actor.role, actor.agency_id, actor.territory_code) == (Role.LOCAL_OFFICER, district.pk, "62")
    assert actor_for(user, on=dt.date(2025, 5, 1)) is None
