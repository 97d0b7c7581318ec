"""Who carries on what a body had; whose past a body may see; statements do not grow with rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.agencies.models import Agency
from mangnon.agencies.public import (
    class_named,
    class_on,
    lineage_ids,
    responsible_agency,
    successors_in_bulk,
    successors_of,
)
from tests.agencies.conftest import JULY, MARCH
from tests.agencies.test_applying import apply

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def quang_ngai(kon_tum: None) -> None:
    """Kon Tum after both reorganisations."""
    apply("2025-03-01", "62")
    apply("2025-07-01", "62")


def _labour() -> Agency:
    return Agency.objects.get(code="62.SO_LDTBXH")


def test_a_body_in_force_answers_itself(quang_ngai: None) -> None:
    before = successors_of(_labour(), on=MARCH - DAY)
    assert [each.agency.code for each in before.successors] == ["62.SO_LDTBXH"]
    assert not before.successors[0].steps


def test_a_function_is_followed_through_both_reorganisations(quang_ngai: None) -> None:
    for on, codes in ((MARCH, ["62.SO_YT"]), (JULY - DAY, ["62.SO_YT"]), (JULY, ["51.SO_YT"])):
        found = successors_of(_labour(), function="child_affairs", on=on)
        assert [each.agency.code for each in found.successors] == codes
        assert not found.unresolved
    (heir,) = successors_of(_labour(), function="child_affairs", on=JULY).successors
    assert [step.event.document_number for step in heir.steps] == ["45/2025/NĐ-CP", "202/2025/QH15"]
    assert str(heir.steps[1]) == (
        "01/07/2025: Sở Y tế (Tỉnh Kon Tum) chuyển về Sở Y tế (Tỉnh Quảng Ngãi) theo 202/2025/QH15"
    )


def test_a_whole_body_becomes_several_and_what_is_lost_is_told(quang_ngai: None) -> None:
    found = successors_of(_labour(), on=JULY)
    assert {each.agency.code: each.functions for each in found.successors} == {
        "51.SO_YT": ("child_affairs", "social_protection", "social_evils"),
        "51.SO_NV": ("labour", "merit"),
        "51.SO_NNMT": ("poverty",),
        "51.SO_GDDT": ("vocational_training",),
        "51.CONG_AN": ("drug_rehabilitation",),
    }
    assert [(each.function, each.reason) for each in found.unresolved] == [
        ("gender_equality", "chưa biết cơ quan nào nhận")
    ]


def test_a_transferred_function_leaves_while_the_body_stays(quang_ngai: None) -> None:
    home = Agency.objects.get(code="62.SO_NV")
    assert [e.agency.code for e in successors_of(home, function="religion", on=MARCH).successors] == ["62.SO_DTTG"]
    assert [e.agency.code for e in successors_of(home, on=MARCH).successors] == ["62.SO_NV"]
    later = successors_of(home, function="religion", on=MARCH, since=MARCH)
    assert [each.agency.code for each in later.successors] == ["62.SO_NV"], "given after the event, it stays"


def test_a_district_becomes_the_communes_formed_from_it(quang_ngai: None) -> None:
    district = Agency.objects.get(name="Ủy ban nhân dân thành phố Kon Tum")
    found = successors_of(district, on=JULY)
    assert {each.agency.level for each in found.successors} == {"commune"}
    assert len(found.successors) == 6
    assert "Ủy ban nhân dân phường Kon Tum" in {each.agency.name for each in found.successors}


def test_both_can_see_the_past(quang_ngai: None) -> None:
    health = Agency.objects.get(code="51.SO_YT")
    past = set(Agency.objects.filter(pk__in=lineage_ids(health.pk, on=JULY)).values_list("code", flat=True))
    assert past == {"51.SO_YT", "62.SO_YT", "62.SO_LDTBXH"}
    assert lineage_ids(health.pk, on=JULY - DAY) == {health.pk}
    labour = _labour()
    assert lineage_ids(labour.pk, on=JULY) == {labour.pk}


def test_statements_do_not_grow_with_the_number_of_bodies(quang_ngai: None) -> None:
    ids = list(Agency.objects.filter(valid_to__isnull=False).order_by("pk").values_list("pk", flat=True))
    counts = []
    for several in (ids[:3], ids):
        with CaptureQueriesContext(connection) as one:
            found = successors_in_bulk([(pk, "") for pk in several], on=JULY)
        counts.append(len(one))
        assert all(each.successors or each.unresolved for each in found.values())
    assert counts[1] <= counts[0] <= 4
    with CaptureQueriesContext(connection) as past:
        lineage_ids(ids[0], on=JULY)
    assert len(past) == 1


def test_the_questions_for_a_province_take_few_statements(quang_ngai: None) -> None:
    for function in ("child_affairs", "justice", "gender_equality"):
        with CaptureQueriesContext(connection) as asked:
            responsible_agency(function=function, province_code="51", on=JULY)
        assert len(asked) <= 12


def test_words_for_districts_mean_communes_from_july() -> None:
    districts = class_named("DISTRICT_COMMITTEES")
    assert districts is not None
    assert class_on(districts, JULY - DAY) == districts
    assert class_on(districts, JULY).code == "COMMUNE_COMMITTEES"
