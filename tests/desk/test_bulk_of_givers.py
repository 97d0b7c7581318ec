"""Who gave the work decides on several at once: results, later days, recalls; each on the version that was read."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.desk.bulk import BulkWords, act_on_many, undo_bulk
from mangnon.desk.errors import BulkRefused, CannotUndoBulk
from mangnon.desk.terms import BulkKind
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentEvent, Extension
from mangnon.plans.public import (
    accept_assignment,
    ask_extension,
    ask_return,
    delegate_assignment,
    log_disagreements,
    report_complete,
)
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World, world

LATER = dt.date(2030, 1, 31)


@pytest.fixture
def scene(db: None) -> World:
    return world()


def _rows(found: World) -> list[Assignment]:
    """Two assignments of the department, taken on, each with a day."""
    rows = Assignment.objects.filter(task__plan=found.plan, agency__code="90.SO_TP").order_by("pk")
    for row in rows.filter(execution="not_received"):
        accept_assignment(actor=found.actor("department"), assignment_id=row.pk)
    rows.filter(due_on=None).update(due_on=dt.date(2025, 12, 31), original_due_on=dt.date(2025, 12, 31))
    for row in rows:
        AssignmentEvent.objects.filter(assignment=row).update(due_on=row.due_on, original_due_on=row.original_due_on)
    return list(rows)


def _versions(ids: list[int]) -> dict[int, int]:
    return dict(Assignment.objects.filter(pk__in=ids).values_list("pk", "version"))


def _asked(found: World) -> list[int]:
    ids = [row.pk for row in _rows(found)][:2]
    for pk in ids:
        ask_extension(actor=found.actor("department"), assignment_id=pk, wanted_on=LATER, reason="Chờ kinh phí mẫu")
    return ids


def _reported(found: World) -> list[int]:
    ids = _asked(found)
    for pk in ids:
        report_complete(actor=found.actor("department"), assignment_id=pk, reason="Các cơ quan khác đã gửi riêng")
    return ids


def _state(ids: list[int]) -> list[tuple[object, ...]]:
    rows = Assignment.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.values_list("execution", "review", "progress", "due_on", "completed_at"))


def _requests() -> list[tuple[object, ...]]:
    return list(Extension.objects.order_by("pk").values_list("state", "granted_on", "answer", "decided_at"))


@pytest.mark.parametrize(
    ("kind", "words", "after"),
    [
        (BulkKind.GRANT, BulkWords(), {"granted"}),
        (BulkKind.GRANT, BulkWords(wanted_on=dt.date(2029, 6, 30), text="Đồng ý đến giữa năm mẫu"), {"granted"}),
        (BulkKind.REFUSE, BulkWords(text="Chưa đủ căn cứ mẫu"), {"refused"}),
        (BulkKind.CONFIRM, BulkWords(text="Đạt yêu cầu mẫu"), {"asked", "closed"}),
    ],
)
def test_several_decided_at_once_and_taken_back(
    scene: World, kind: BulkKind, words: BulkWords, after: set[str]
) -> None:
    lead = scene.actor("lead")
    ids = _reported(scene) if kind == BulkKind.CONFIRM else _asked(scene)
    before, asked, audited = _state(ids), _requests(), AuditRow.objects.count()
    words = BulkWords(text=words.text, wanted_on=words.wanted_on, versions=_versions(ids))
    act = act_on_many(actor=lead, kind=kind, assignment_ids=ids, words=words)
    assert {row[0] for row in _requests()} <= after
    assert AuditRow.objects.count() == audited + len(ids) + 1
    if kind == BulkKind.GRANT:
        assert {row[3] for row in _state(ids)} == {words.wanted_on or LATER}
    if kind == BulkKind.CONFIRM:
        assert {row[0] for row in _state(ids)} == {"complete"}
    undo_bulk(actor=lead, bulk_id=act.pk)
    assert _state(ids) == before
    assert _requests() == asked
    assert log_disagreements(lead) == []
    act_on_many(actor=lead, kind=kind, assignment_ids=ids, words=BulkWords(text="Lần hai mẫu", versions=_versions(ids)))


def test_decided_only_on_the_version_that_was_read(scene: World) -> None:
    ids = _asked(scene)
    before = _state(ids)
    for versions in (None, {ids[0]: _versions(ids)[ids[0]]}, {pk: number - 1 for pk, number in _versions(ids).items()}):
        with pytest.raises(BulkRefused) as refusal:
            act_on_many(
                actor=scene.actor("lead"), kind=BulkKind.GRANT, assignment_ids=ids, words=BulkWords(versions=versions)
            )
        assert refusal.value.rows
    assert _state(ids) == before


def test_who_did_not_give_it_does_not_decide(scene: World) -> None:
    ids = _reported(scene)
    for person in ("department", "leader", "other_lead"):
        with pytest.raises(BulkRefused) as refusal:
            act_on_many(
                actor=scene.actor(person),
                kind=BulkKind.CONFIRM,
                assignment_ids=ids,
                words=BulkWords(versions=_versions(ids)),
            )
        assert set(refusal.value.rows) == set(ids)


def test_a_request_to_return_is_decided_by_itself(scene: World) -> None:
    row = Assignment.objects.get(task__plan=scene.plan, task__code="I.1", agency__code="90.SO_TP")
    ask_return(actor=scene.actor("department"), assignment_id=row.pk, reason="Không đúng chức năng mẫu")
    words = BulkWords(text="Thu hồi mẫu", versions=_versions([row.pk]))
    with pytest.raises(BulkRefused) as refusal:
        act_on_many(actor=scene.actor("lead"), kind=BulkKind.RECALL, assignment_ids=[row.pk], words=words)
    assert "trả lại" in refusal.value.rows[row.pk]


def test_a_recall_of_several_needs_a_reason_and_stays(scene: World) -> None:
    ids, lead = _asked(scene), scene.actor("lead")
    with pytest.raises(BulkRefused):
        act_on_many(actor=lead, kind=BulkKind.RECALL, assignment_ids=ids, words=BulkWords(versions=_versions(ids)))
    words = BulkWords(text="Giao nhầm nhóm mẫu", versions=_versions(ids))
    act = act_on_many(actor=lead, kind=BulkKind.RECALL, assignment_ids=ids, words=words)
    assert {row[0] for row in _state(ids)} == {"recalled"}
    with pytest.raises(CannotUndoBulk, match="không hoàn tác"):
        undo_bulk(actor=lead, bulk_id=act.pk)


def test_a_decision_somebody_built_on_stays(scene: World) -> None:
    ids, lead = _asked(scene), scene.actor("lead")
    act = act_on_many(actor=lead, kind=BulkKind.GRANT, assignment_ids=ids, words=BulkWords(versions=_versions(ids)))
    report_complete(actor=scene.actor("department"), assignment_id=ids[0], reason="Cơ quan khác gửi riêng")
    after = _state(ids)
    with pytest.raises(Exception, match="không hoàn tác được nữa"):
        undo_bulk(actor=lead, bulk_id=act.pk)
    assert _state(ids) == after
    assert clock.now() >= act.made_at


PAGE = "/viec-da-giao/"


def _form(ids: list[int], **more: str) -> dict[str, object]:
    return {"ids": ids, **{f"pb-{pk}": str(version) for pk, version in _versions(ids).items()}, **more}


def test_the_page_decides_and_takes_back(scene: World) -> None:
    ids, client = _asked(scene), scene.client("lead")
    page = client.get(PAGE + "?xem=xin-gia-han").content.decode()
    assert sorted(int(pk) for pk in re.findall(r'name="ids" value="(\d+)"', page)) == sorted(ids)
    assert "Xin gia hạn đến 31/01/2030: Chờ kinh phí mẫu" in page
    answer = client.post(PAGE + "?xem=xin-gia-han", _form(ids, viec="grant", granted_on="30/6/2029"))
    assert answer["Location"] == PAGE + "?xem=xin-gia-han"
    assert {row[3] for row in _state(ids)} == {dt.date(2029, 6, 30)}
    page = client.get(PAGE + "?xem=xin-gia-han").content.decode()
    assert "Đã đồng ý gia hạn 2 phân công. Hoàn tác được trong 10 phút." in page
    back = client.post(re.findall(r'action="(/viec-da-giao/hoan-tac/\d+/[^"]*)"', page)[0])
    assert back["Location"] == PAGE + "?xem=xin-gia-han", "the filter stays"
    assert {row[0] for row in _requests()} == {"asked"}


def test_the_page_asks_once_more_before_it_calls_back(scene: World) -> None:
    ids, client = _asked(scene), scene.client("lead")
    unsure = client.post(PAGE, _form(ids, viec="recall", why_back="Giao nhầm mẫu"))
    assert unsure.status_code == 422
    assert "Giao nhầm mẫu" in unsure.content.decode()
    assert {row[0] for row in _state(ids)} == {"in_progress"}
    assert client.post(PAGE, _form(ids, viec="recall", why_back="Giao nhầm mẫu", is_sure="on")).status_code == 302
    assert {row[0] for row in _state(ids)} == {"recalled"}
    assert "hoan-tac" not in client.get(PAGE).content.decode()


def test_the_page_knows_no_acts_of_holders(scene: World) -> None:
    ids = _asked(scene)
    answer = scene.client("lead").post(PAGE, _form(ids, viec="accept"))
    assert answer.status_code == 422
    holder = scene.client("department").post("/viec-cua-toi/", _form(ids, viec="recall"))
    assert holder.status_code == 422
    assert {row[0] for row in _state(ids)} == {"in_progress"}


def test_the_page_asks_as_often_for_many_rows(scene: World) -> None:
    _asked(scene)
    client, rows = scene.client("lead"), list(Assignment.objects.exclude(agency__code="90.SO_YT"))

    def add_row() -> None:
        row = rows.pop()
        row.pk, row.agency_id = None, Agency.objects.exclude(pk__in=Assignment.objects.values("agency")).first().pk
        row.role, row.execution = "coordinator", "not_received"
        row.save()

    assert_constant_queries(add_row=add_row, read=lambda: client.get(PAGE))


def test_a_department_calls_back_on_the_page_what_it_gave_on_below(scene: World) -> None:
    row, committee = _rows(scene)[0], Agency.objects.get(code="90.UBND.901")
    department, client = scene.actor("department"), scene.client("department")
    assert PAGE not in client.get("/viec-cua-toi/").content.decode()
    (part,) = delegate_assignment(
        actor=department, assignment_id=row.pk, agency_ids=[committee.pk], text="Làm tại huyện mẫu."
    )
    assert PAGE in client.get("/viec-cua-toi/").content.decode()
    page = client.get(PAGE).content.decode()
    assert committee.name in page
    assert f'name="ids" value="{row.pk}"' not in page, "what it holds itself was given by another body"
    assert client.post(PAGE, _form([part.pk], viec="recall", why_back="Giao nhầm", is_sure="on")).status_code == 302
    part.refresh_from_db()
    assert part.execution == "recalled"
