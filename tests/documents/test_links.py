"""Papers that name each other: stored with the reading, resolved when asked, never across provinces."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.public import set_up_province
from mangnon.documents.links import cited_by, links_of
from mangnon.documents.models import CitedPaper, DirectiveReading
from mangnon.documents.services import correct_field
from mangnon.territory.models import Unit
from tests.harness.queries import assert_constant_queries
from tests.plans import made

OTHER = "91"


@pytest.fixture
def viewer(db: None) -> Actor:
    made.province()
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def _stranger() -> Actor:
    Unit.objects.create(code=OTHER, name="Tỉnh Khác", level="province", kind="Tỉnh")
    set_up_province(actor=SYSTEM, province_code=OTHER, on=made.ISSUED_ON)
    return Actor(user_id=99, label="Người tỉnh khác", role=Role.PROVINCIAL_LEAD, territory_code=OTHER)


def _citing(*links: dict[str, object], province_code: str = made.PROVINCE, **more: object) -> DirectiveReading:
    return made.reading(made.result(number="7/CV-SYT", links=list(links), **more), province_code=province_code)


def _known(viewer: Actor, reading: DirectiveReading) -> list[int | None]:
    return [link.known.reading_id if link.known else None for link in links_of(viewer, reading)]


def test_a_paper_received_later_is_found_without_anything_being_written(viewer: Actor) -> None:
    row = _citing(made.link("continues", "99/KH-UBND", "2025-02-17", title="về hoạt động mẫu"))
    assert _known(viewer, row) == [None]
    later = made.reading(province_code=made.PROVINCE)
    assert _known(viewer, row) == [later.pk]
    mention = cited_by(viewer, later)[0]
    assert (mention.by.reading_id, mention.cited.kind, mention.cited.first_line) == (row.pk, "continues", 3)
    known = links_of(viewer, row)[0].known
    assert known is not None
    assert (known.doc_type, known.number, known.issued_on) == ("Kế hoạch", "99/KH-UBND", made.ISSUED_ON)


def test_a_corrected_number_is_found_under_its_new_number(viewer: Actor) -> None:
    target = made.reading(made.result(number="9/KH"), province_code=made.PROVINCE)
    row = _citing(made.link("replaces", "99/KH-UBND", "2025-02-17"))
    assert _known(viewer, row) == [None]
    correct_field(actor=viewer, reading_id=target.pk, version=1, path="number", value="99/KH-UBND")
    assert _known(viewer, row) == [target.pk]
    correct_field(actor=viewer, reading_id=target.pk, version=2, path="date", value="18/02/2025")
    assert _known(viewer, row) == [None]
    assert DirectiveReading.objects.get(pk=target.pk).issued_on == dt.date(2025, 2, 18)


def test_what_is_said_of_others_is_rewritten_with_the_reading(viewer: Actor) -> None:
    row = _citing(made.link("continues", "99/KH-UBND", "2025-02-17"), made.link("basis", "1/QĐ-TTg"))
    row.result["links"] = row.result["links"][1:]
    row.save()
    correct_field(actor=viewer, reading_id=row.pk, version=1, path="place", value="Nơi khác")
    assert list(row.cited_papers.values_list("order", "kind", "number_key")) == [(0, "basis", "1/qdttg")]


def test_no_paper_of_another_province_is_revealed(viewer: Actor) -> None:
    stranger = _stranger()
    theirs = made.reading(province_code=OTHER)
    own = _citing(made.link("continues", "99/KH-UBND", "2025-02-17"))
    assert _known(viewer, own) == [None]
    assert links_of(stranger, own) == []
    assert cited_by(stranger, theirs) == []
    assert cited_by(viewer, theirs) == []
    central = made.reading(made.result(number="99/KH-UBND"))
    assert _known(viewer, own) == [central.pk]
    assert cited_by(stranger, central) == []


def test_a_paper_of_the_own_province_is_meant_before_one_of_the_province_it_was_formed_with(viewer: Actor) -> None:
    both = Actor(
        user_id=viewer.user_id,
        label="Tỉnh mới",
        role=Role.PROVINCIAL_LEAD,
        territory_code="92",
        territory_codes=frozenset({"92", made.PROVINCE, OTHER}),
    )
    theirs = made.reading(made.result(issuer="Ủy ban nhân dân tỉnh Khác"), province_code=OTHER)
    own = made.reading(province_code=made.PROVINCE)
    link = made.link("continues", "99/KH-UBND", "2025-02-17", issuer="Ủy ban nhân dân tỉnh")
    assert _known(both, _citing(link)) == [own.pk]
    assert _known(both, _citing(link, province_code=OTHER)) == [theirs.pk]
    assert len(cited_by(both, own)) == len(cited_by(both, theirs)) == 1


def test_more_links_and_more_mentions_cost_no_more_queries(viewer: Actor) -> None:
    target = made.reading(province_code=made.PROVINCE)
    assert_constant_queries(
        add_row=lambda: _citing(made.link("continues", "99/KH-UBND", "2025-02-17")),
        read=lambda: cited_by(viewer, target),
    )
    row = _citing()

    def add() -> None:
        number = row.cited_papers.count() + 1
        made.reading(made.result(number=f"{number}/KH-UBND"), province_code=made.PROVINCE)
        CitedPaper.objects.create(
            reading=row, order=number, kind="cites", number_key=f"{number}/khubnd", issued_on=made.ISSUED_ON
        )

    assert_constant_queries(add_row=add, read=lambda: links_of(viewer, row))
    assert None not in _known(viewer, row)
