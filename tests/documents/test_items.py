"""Putting in what the reader missed and taking out what it invented."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.accounts.public import Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents import item_rules
from mangnon.documents.items import add_report, add_task, correct_report, put_back, remove_item
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import Correction
from mangnon.documents.rules import BadCorrection
from mangnon.kernel.refusals import NotAllowed, Stale
from tests.plans import made


@pytest.fixture
def reviewer(db: None) -> Actor:
    made.province()
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def _texts(result: dict) -> list[str]:
    return [task["text"] for task in result["tasks"]]


def test_a_missed_task_is_put_in_where_it_stands(reviewer: Actor) -> None:
    row = made.reading(confirmed=["header", "tasks.0", "tasks.2"])
    before = _texts(row.result)
    done = add_task(
        actor=reviewer,
        reading_id=row.pk,
        version=1,
        place=1,
        values={"text": "Việc bị sót", "lead": "Sở Nội vụ", "due": "Quý II/2026"},
    )
    assert _texts(done.reading.result) == [before[0], "Việc bị sót", *before[1:]]
    task = done.reading.result["tasks"][1]
    assert task["lead"] == ["Sở Nội vụ"]
    assert task["due"]["kind"] == "quarter"
    assert task["group"] == row.result["tasks"][0]["group"]
    assert task["code"] not in [other["code"] for other in row.result["tasks"]]
    assert done.reading.confirmed == ["header", "tasks.0", "tasks.3"]
    assert done.reading.version == 2
    assert AuditRow.objects.filter(act="add_item").count() == 1


def test_an_invented_task_is_taken_out_and_can_be_put_back(reviewer: Actor) -> None:
    row = made.reading(confirmed=["tasks.0", "tasks.1", "tasks.2"])
    before = copy.deepcopy(row.result)
    done = remove_item(actor=reviewer, reading_id=row.pk, version=1, item="tasks.1")
    assert _texts(done.reading.result) == [_texts(before)[0], _texts(before)[2]]
    assert done.reading.confirmed == ["tasks.0", "tasks.1"]
    back = put_back(actor=reviewer, reading_id=row.pk, version=2, correction_id=done.corrections[0].pk)
    assert back.reading.result == before
    assert back.reading.confirmed == ["tasks.0", "tasks.2"]
    with pytest.raises(BadCorrection) as refused:
        put_back(actor=reviewer, reading_id=row.pk, version=3, correction_id=done.corrections[0].pk)
    assert refused.value.code == "nothing_removed"
    row.refresh_from_db()
    assert row.first_result == before
    assert Correction.objects.count() == 2


def test_reports_are_added_corrected_and_removed(reviewer: Actor) -> None:
    row = made.reading()
    count = len(row.result["reporting"])
    values = {"kind": "annual", "due_day": "15", "due_month": "12", "recipient": "Sở Y tế"}
    added = add_report(actor=reviewer, reading_id=row.pk, version=1, values=values).reading
    item = f"reporting.{count}"
    assert item_rules.item_at(added.result, item)["due_day"] == 15
    changed = correct_report(actor=reviewer, reading_id=row.pk, version=2, item=item, values={"due_day": "20"})
    assert (changed.corrections[0].before["due_day"], changed.corrections[0].after["due_day"]) == (15, 20)
    same = correct_report(actor=reviewer, reading_id=row.pk, version=3, item=item, values={"due_day": "20"})
    assert same.corrections == []
    gone = remove_item(actor=reviewer, reading_id=row.pk, version=3, item=item).reading
    assert len(gone.result["reporting"]) == count


@pytest.mark.parametrize(
    "values",
    [{"kind": "weekly"}, {"due_day": "32"}, {"due_month": "0"}, {"due_day": "mười"}, {"text": "x" * 1001}],
)
def test_a_report_that_cannot_be_is_refused(reviewer: Actor, values: dict[str, str]) -> None:
    row = made.reading()
    with pytest.raises(BadCorrection, match="vẫn được giữ"):
        add_report(actor=reviewer, reading_id=row.pk, version=1, values=values)
    row.refresh_from_db()
    assert row.version == 1


def test_a_task_without_words_is_none(reviewer: Actor) -> None:
    row = made.reading()
    with pytest.raises(BadCorrection):
        add_task(actor=reviewer, reading_id=row.pk, version=1, place=0, values={"text": "  ", "lead": "Sở Y tế"})


@pytest.mark.parametrize("item", ["tasks.99", "header", "tasks.-1", "duties.0", "tasks.1.text"])
def test_what_is_not_there_cannot_be_removed(reviewer: Actor, item: str) -> None:
    row = made.reading()
    with pytest.raises(BadCorrection):
        remove_item(actor=reviewer, reading_id=row.pk, version=1, item=item)


def test_old_pages_and_other_people_are_refused(reviewer: Actor) -> None:
    row = made.reading()
    with pytest.raises(Stale):
        remove_item(actor=reviewer, reading_id=row.pk, version=7, item="tasks.0")
    outsider = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        remove_item(actor=outsider, reading_id=row.pk, version=1, item="tasks.0")


@given(st.integers(0, 6), st.sets(st.integers(0, 5)))
def test_confirmations_follow_their_tasks(place: int, confirmed: set[int]) -> None:
    """What was confirmed before is what is confirmed after, wherever a task is put in or taken out."""
    names = [f"việc {number}" for number in range(6)]
    marked = {names[number] for number in confirmed}
    place = min(place, len(names))
    grown = [*names[:place], "mới", *names[place:]]
    moved = item_rules.moved([f"tasks.{number}" for number in confirmed], f"tasks.{place}", 1)
    assert {grown[int(item.removeprefix("tasks."))] for item in moved} == marked
    shrunk = item_rules.moved(moved, f"tasks.{place}", -1)
    assert {names[int(item.removeprefix("tasks."))] for item in shrunk} == marked


def _with_links() -> dict:
    basis = {"number": "11/QĐ-TTg", "date": "2025-01-03", "issuer": "Thủ tướng Chính phủ", "title": None}
    other = {"number": "12/NQ-CP", "date": "2025-02-03", "issuer": "Chính phủ", "title": None}
    links = [
        made.link("basis", "11/QĐ-TTg", "2025-01-03"),
        made.link("replaces", "98/KH-UBND", "2024-02-17"),
        made.link("basis", "12/NQ-CP", "2025-02-03"),
    ]
    return made.result(links=links, legal_bases=[basis, other])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_wrong_link_is_taken_out_with_its_legal_basis_and_can_be_put_back(reviewer: Actor, place: int) -> None:
    row = made.reading(_with_links())
    before = copy.deepcopy(row.result)
    gone = before["links"][place]["number"]
    done = remove_item(actor=reviewer, reading_id=row.pk, version=1, item=f"links.{place}")
    assert gone not in [link["number"] for link in done.reading.result["links"]]
    assert gone not in [basis["number"] for basis in done.reading.result["legal_bases"]]
    assert [(cited.order, cited.number) for cited in done.reading.cited_papers.all()] == [
        (order, link["number"]) for order, link in enumerate(done.reading.result["links"])
    ]
    assert AuditRow.objects.filter(act="remove_item").count() == 1
    back = put_back(actor=reviewer, reading_id=row.pk, version=2, correction_id=done.corrections[0].pk)
    assert back.reading.result == before
    assert [cited.number for cited in back.reading.cited_papers.all()] == [link["number"] for link in before["links"]]


def test_a_link_names_its_own_place_whatever_stands_before_it(reviewer: Actor) -> None:
    row = made.reading(made.result(links=[made.link("cites", None), made.link("replaces", "98/KH-UBND", "2024-02-17")]))
    write_cited_papers(row)
    assert [cited.order for cited in row.cited_papers.all()] == [1]
    done = remove_item(actor=reviewer, reading_id=row.pk, version=1, item="links.1")
    assert [link["number"] for link in done.reading.result["links"]] == [None]
    with pytest.raises(BadCorrection):
        remove_item(actor=reviewer, reading_id=row.pk, version=2, item="links.1")
