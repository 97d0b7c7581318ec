"""Việc của tôi: every open assignment once, filters and totals that agree, acts on many and back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.desk.bulk import BulkWords, act_on_many, undo_bulk
from mangnon.desk.errors import BulkRefused, CannotUndoBulk
from mangnon.desk.models import BulkAct, SavedFilter
from mangnon.desk.my_work import open_work
from mangnon.desk.terms import BulkKind
from mangnon.desk.work_filters import DeadlineFilter, WorkFilter, filtered_work
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.errors import CannotUndo
from mangnon.plans.models import Assignment, AssignmentEvent, Extension, ProgressNote, RecurrenceRule
from mangnon.plans.public import (
    accept_assignment,
    ask_return,
    deadline_state,
    every_assignment,
    log_disagreements,
    make_instances,
    record_progress,
)
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World, world
from tests.plans import made

PAGE = "/viec-cua-toi/"


@pytest.fixture
def scene(db: None) -> World:
    return world()


def _row(found: World, code: str, agency: str = "90.SO_TP") -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code=code, agency__code=agency)


def _waiting(found: World) -> list[int]:
    return [_row(found, "I.1").pk, _row(found, "I.3").pk]


def _page(found: World, person: str = "department", query: str = "?loc=tat-ca") -> str:
    answer = found.client(person).get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _ids(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="ids" value="(\d+)"', page)]


def test_every_open_assignment_of_the_body_is_there_once(scene: World) -> None:
    shown = _ids(_page(scene))
    assert sorted(shown) == sorted([*_waiting(scene), scene.assignments["own"].pk])
    assert shown[0] == scene.assignments["own"].pk, "what is due first stands first"


@pytest.mark.parametrize("query", ["?han=qua-han", "?tinh-trang=chua-tiep-nhan", "?vai-tro=chu-tri", "?tim=I.3"])
def test_totals_are_those_of_the_filter(scene: World, query: str) -> None:
    page = _page(scene, query=query)
    shown = _ids(page)
    assert 0 < len(shown) < 3
    assert f"{len(shown)} phân công theo bộ lọc" in page
    assert re.findall(r'tile__value"[^>]*>(\d+)<', page)[0] == str(len(shown))


def test_a_filter_means_what_the_rule_of_deadlines_says(scene: World) -> None:
    now, days = clock.now(), [None, -40, -1, 0, 1, 7, 8, 30]
    rows = list(every_assignment(scene.actor("lead")).order_by("pk"))
    for number, row in enumerate(rows):
        day = days[number % len(days)]
        due = clock.today() + dt.timedelta(days=day) if day is not None else None
        done = clock.last_minute(due) + dt.timedelta(seconds=number % 2) if due and number % 3 == 0 else None
        Assignment.objects.filter(pk=row.pk).update(due_on=due, completed_at=done)
    every = list(every_assignment(scene.actor("lead")).order_by("pk"))
    for state in DeadlineFilter:
        found = filtered_work(every_assignment(scene.actor("lead")), WorkFilter(deadline=state.value), now=now)
        said = [
            row.pk
            for row in every
            if deadline_state(due_on=row.due_on, completed_at=row.completed_at, now=now) == state.value
        ]
        assert sorted(found.values_list("pk", flat=True)) == said, state


def test_a_recurring_task_is_shown_by_its_period_and_not_twice(scene: World) -> None:
    RecurrenceRule.objects.create(
        task=_row(scene, "I.1").task, frequency="yearly", from_on=dt.date(2025, 1, 1), made_at=clock.now()
    )
    make_instances(actor=SYSTEM, on=clock.today(), plan=scene.plan)
    rows = open_work(scene.actor("department")).filter(task__code="I.1")
    assert [row.instance is not None for row in rows] == [True]
    assert [row.instance.period for row in rows if row.instance] == ["2025"]


def test_taking_many_on_and_back(scene: World) -> None:
    client, ids = scene.client("department"), _waiting(scene)
    versions = {f"pb-{pk}": str(Assignment.objects.get(pk=pk).version) for pk in ids}
    answer = client.post(f"{PAGE}?vai-tro=phoi-hop", {"viec": "accept", "ids": ids, **versions})
    assert answer["Location"] == f"{PAGE}?vai-tro=phoi-hop"
    assert set(Assignment.objects.filter(pk__in=ids).values_list("execution", flat=True)) == {"in_progress"}
    page = client.get(answer["Location"]).content.decode()
    assert "Đã tiếp nhận 2 phân công. Hoàn tác được trong 10 phút." in page
    act = BulkAct.objects.get()
    back = client.post(reverse("undo_rows", args=[act.pk]) + "?vai-tro=phoi-hop")
    assert back["Location"] == PAGE + "?vai-tro=phoi-hop", "the filter stays"
    rows = Assignment.objects.filter(pk__in=ids)
    assert set(rows.values_list("execution", "accepted_at", "version")) == {("not_received", None, 3)}
    assert list(AssignmentEvent.objects.filter(assignment=ids[0]).order_by("pk").values_list("move", flat=True)) == [
        "give",
        "accept",
        "undo",
    ]
    assert AuditRow.objects.filter(act="undo_move").count() == 2
    assert log_disagreements(scene.actor("lead")) == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (BulkKind.PROGRESS, BulkWords(text="Đã họp mẫu", progress=30)),
        (BulkKind.EXTENSION, BulkWords(text="Chờ kinh phí mẫu", wanted_on=dt.date(2025, 7, 1))),
        (BulkKind.COMPLETE, BulkWords(text="Sở Y tế đã gửi văn bản riêng")),
    ],
)
def test_each_act_on_many_is_undone_without_deleting(scene: World, kind: BulkKind, words: BulkWords) -> None:
    actor, row = scene.actor("department"), scene.assignments["own"]
    row.refresh_from_db()
    before = (row.execution, row.review, row.progress, row.due_on, row.completed_at, row.accepted_at)
    act = act_on_many(actor=actor, kind=kind, assignment_ids=[row.pk], words=words)
    undo_bulk(actor=actor, bulk_id=act.pk)
    row.refresh_from_db()
    assert (row.execution, row.review, row.progress, row.due_on, row.completed_at, row.accepted_at) == before
    if kind == BulkKind.PROGRESS:
        assert [note.progress for note in ProgressNote.objects.order_by("pk")] == [30, 0]
    if kind == BulkKind.EXTENSION:
        assert Extension.objects.get().state == "closed"
    assert AssignmentEvent.objects.filter(assignment=row, move="undo").count() == 1
    assert log_disagreements(actor) == []


def test_one_row_that_cannot_holds_all_back_and_says_why(scene: World) -> None:
    client, own = scene.client("department"), scene.assignments["own"]
    ids = [*_waiting(scene), own.pk]
    rows = AuditRow.objects.count()
    answer = client.post(f"{PAGE}?loc=tat-ca", {"viec": "accept", "ids": ids})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Có 1 trên 3 dòng không làm được" in page
    assert "work-refused__why" in page
    ticked = set(re.findall(r'value="(\d+)" id="chon-\d+"[^>]* checked', page))
    assert ticked == {str(pk) for pk in _waiting(scene)}
    assert AuditRow.objects.count() == rows
    assert set(Assignment.objects.filter(pk__in=_waiting(scene)).values_list("execution", flat=True)) == {
        "not_received"
    }


def test_what_was_typed_stays(scene: World) -> None:
    answer = scene.client("department").post(
        f"{PAGE}?loc=tat-ca", {"viec": "progress", "ids": _waiting(scene), "progress": "40", "done": "Đã làm mẫu"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Đã làm mẫu" in page
    assert 'value="40"' in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"viec": "accept"},
        {"viec": "khac", "ids": ["1"]},
        {"viec": "accept", "ids": ["999999999999999999999", "-1", "abc"]},
        {"viec": "progress", "ids": ["1"], "progress": "mười"},
        {"viec": "extension", "ids": ["1"], "wanted_on": "31/02/2025"},
        {"viec": "accept", "ids": [str(n) for n in range(1, 300)]},
    ],
)
def test_forms_with_nonsense_are_told_so(scene: World, data: dict[str, Any]) -> None:
    rows = AuditRow.objects.count()
    assert scene.client("department").post(f"{PAGE}?loc=tat-ca", data).status_code == 422
    assert AuditRow.objects.count() == rows


def test_two_people_on_one_list(scene: World) -> None:
    ids = _waiting(scene)
    seen = {pk: Assignment.objects.get(pk=pk).version for pk in ids}
    accept_assignment(actor=scene.actor("department"), assignment_id=ids[0])
    with pytest.raises(BulkRefused) as refused:
        act_on_many(
            actor=scene.actor("department"),
            kind=BulkKind.PROGRESS,
            assignment_ids=ids[:1],
            words=BulkWords(text="x", progress=10, versions=seen),
        )
    assert "vừa cập nhật" in refused.value.rows[ids[0]]


def test_undo_has_its_limits(scene: World) -> None:
    actor, ids = scene.actor("department"), _waiting(scene)
    act = act_on_many(actor=actor, kind=BulkKind.ACCEPT, assignment_ids=ids)
    with pytest.raises(CannotUndoBulk):
        undo_bulk(actor=scene.actor("lead"), bulk_id=act.pk)
    with clock.frozen(clock.now() + dt.timedelta(minutes=10, seconds=1)), pytest.raises(CannotUndoBulk):
        undo_bulk(actor=actor, bulk_id=act.pk)
    record_progress(actor=actor, assignment_id=ids[1], progress=5, text="Đã bắt đầu")
    with pytest.raises(CannotUndo):
        undo_bulk(actor=actor, bulk_id=act.pk)
    assert set(Assignment.objects.filter(pk__in=ids).values_list("execution", flat=True)) == {"in_progress"}
    assert BulkAct.objects.get().undone_at is None


def test_undone_once(scene: World) -> None:
    actor = scene.actor("department")
    act = act_on_many(actor=actor, kind=BulkKind.ACCEPT, assignment_ids=_waiting(scene))
    undo_bulk(actor=actor, bulk_id=act.pk)
    with pytest.raises(CannotUndoBulk):
        undo_bulk(actor=actor, bulk_id=act.pk)


def test_what_waits_to_be_taken_back_is_left_to_its_own_page(scene: World) -> None:
    actor, ids = scene.actor("department"), _waiting(scene)
    ask_return(actor=actor, assignment_id=ids[0], reason="Không thuộc chức năng")
    with pytest.raises(BulkRefused) as refused:
        act_on_many(actor=actor, kind=BulkKind.ACCEPT, assignment_ids=ids)
    assert list(refused.value.rows) == ids[:1]


def test_who_only_reads_does_nothing_to_many(scene: World) -> None:
    assert "Việc với các dòng đã chọn" not in _page(scene, "leader")
    refused = scene.client("leader").post(PAGE, {"viec": "accept", "ids": _waiting(scene)})
    assert refused.status_code == 403
    with pytest.raises((NotAllowed, BulkRefused)):
        act_on_many(actor=scene.actor("leader"), kind=BulkKind.ACCEPT, assignment_ids=_waiting(scene))


def test_a_filter_is_kept_under_a_name_and_opened_first(scene: World) -> None:
    client = scene.client("department")
    client.post(reverse("keep_filter"), {"ten": " Quá  hạn ", "loc": "han=qua-han&khac=1", "mo-dau": "1"})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query, kept.is_default) == ("Quá hạn", "han=qua-han", True)
    assert client.get(PAGE)["Location"] == f"{PAGE}?han=qua-han"
    assert client.get(f"{PAGE}?loc=tat-ca").status_code == 200
    client.post(reverse("keep_filter"), {"ten": "Chủ trì", "loc": "vai-tro=chu-tri", "mo-dau": "1"})
    assert list(SavedFilter.objects.filter(is_default=True).values_list("name", flat=True)) == ["Chủ trì"]
    other = scene.client("local")
    assert other.get(PAGE).status_code == 200
    other.post(reverse("forget_filter", args=[kept.pk]))
    assert SavedFilter.objects.filter(pk=kept.pk).exists(), "another person's filter stays"
    client.post(reverse("forget_filter", args=[kept.pk]))
    assert not SavedFilter.objects.filter(pk=kept.pk).exists()


def test_the_file_has_the_rows_of_the_page(scene: World) -> None:
    answer = scene.client("department").get(f"{PAGE}?vai-tro=chu-tri&tep=du-lieu")
    assert answer.content.decode("utf-8-sig").count("99-KH-UBND") == 1


@pytest.mark.parametrize("address", [PAGE + "?loc=tat-ca", "/co-quan/", "/co-quan/90.SO_TP/"])
def test_more_rows_cost_no_more_statements(scene: World, address: str) -> None:
    client, number = scene.client("department"), iter(range(100))
    assert_constant_queries(add_row=lambda: made.adopted(code=f"M-{next(number)}"), read=lambda: client.get(address))


def test_the_page_of_a_body_and_who_is_late(scene: World) -> None:
    page = scene.client("leader").get("/co-quan/90.SO_TP/").content.decode()
    assert "3 phân công đang mở, 1 quá hạn" in page
    assert page.index("I.2.") < page.index("I.1."), "late first"
    late = scene.client("leader").get("/co-quan/?ke-hoach=99-KH-UBND").content.decode()
    assert late.index("Sở Tư pháp") < late.index("Sở Y tế")
    row = html.document_fromstring(late).xpath("//tr[contains(., 'Sở Tư pháp')]")[0]
    links = row.xpath(".//td[@data-label='Chưa xong, quá hạn']/a")
    assert [link.text_content().strip() for link in links] == ["1"]
    counted = scene.client("leader").get(links[0].get("href")).content.decode()
    assert "1 trên" in " ".join(html.document_fromstring(counted).text_content().split())
    assert scene.client("other_leader").get("/co-quan/90.SO_TP/").status_code == 404
    assert scene.client("leader").get("/co-quan/90.KHONG/").status_code == 404
    assert scene.client("other_leader").get("/co-quan/?ke-hoach=99-KH-UBND").status_code == 404


@pytest.mark.parametrize("person", ["lead", "department", "local"])
def test_the_counts_of_the_desk_lead_to_exactly_these_rows(scene: World, person: str) -> None:
    client = scene.client(person)
    desk = client.get("/ban-lam-viec/").content.decode()
    links = re.findall(r'href="(/viec-cua-toi/\?[^"]+)">Mở (\d+) phân công', desk)
    assert links
    for address, count in links:
        assert len(_ids(client.get(address).content.decode())) == int(count), address


def test_what_is_kept_is_the_filter_of_the_rows_on_screen(scene: World) -> None:
    """The filters change the rows only; the name is given to what they show, on paper too."""
    asks = {"HX-Request": "true", "HX-Target": "viec"}
    part = scene.client("department").get(f"{PAGE}?vai-tro=phoi-hop", headers=asks)
    drawn = html.fromstring(part.content.decode())
    assert drawn.xpath("//input[@name='loc' and @form='luu-bo-loc']/@value") == ["vai-tro=phoi-hop"]
    assert "vai trò «Phối hợp»" in drawn.xpath("string(//p[contains(@class, 'print-only')])")
    whole = html.fromstring(_page(scene))
    assert whole.xpath("//form[@id='luu-bo-loc']")
    assert not whole.xpath("//form[@id='luu-bo-loc']//input[@name='loc']")
