"""One act on several assignments: all or none, and undone as one while nobody has built on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.desk.errors import BulkRefused, CannotUndoBulk
from mangnon.desk.models import BulkAct, BulkActRow
from mangnon.desk.terms import GIVER_KINDS, NOT_UNDONE, BulkKind
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans.public import (
    UNDO_MINUTES,
    Assignment,
    AssignmentReturn,
    DoneMove,
    Move,
    accept_assignment,
    ask_extension,
    confirm_complete,
    every_assignment,
    grant_extension,
    recall_assignment,
    record_progress,
    refuse_extension,
    report_complete,
    undo_moves,
)
from mangnon.plans.terms import ReturnState

MOST_ROWS: Final = 200
_MOVES: Final = {
    BulkKind.ACCEPT: Move.ACCEPT,
    BulkKind.PROGRESS: Move.RECORD_PROGRESS,
    BulkKind.EXTENSION: Move.ASK_EXTENSION,
    BulkKind.COMPLETE: Move.REPORT_COMPLETE,
    BulkKind.CONFIRM: Move.CONFIRM_COMPLETE,
    BulkKind.GRANT: Move.GRANT_EXTENSION,
    BulkKind.REFUSE: Move.REFUSE_EXTENSION,
}


@dataclass(frozen=True, slots=True)
class BulkWords:
    """What is said of all rows alike. `versions`: the version of each row as it was on screen, by assignment id."""

    text: str = ""
    progress: int | None = None
    wanted_on: dt.date | None = None
    versions: dict[int, int] | None = None


@transaction.atomic
def act_on_many(
    *, actor: Actor, kind: BulkKind, assignment_ids: Collection[int], words: BulkWords | None = None
) -> BulkAct:
    """Do one act on several assignments of the actor's agency, or that it gave: all of them, or none and each refused
    row says why. Who decides on what was given names the version of each row that was read.

    Every row passes the service of the single act, with its rights, guards, log and evidence. Raises BulkRefused.
    """
    told, ids = words or BulkWords(), sorted(set(assignment_ids))
    if not ids:
        raise BulkRefused("Chưa chọn dòng nào. Chưa có gì được thực hiện. Hãy chọn ít nhất một dòng.", code="no_rows")
    if len(ids) > MOST_ROWS:
        raise BulkRefused(
            f"Mỗi lần làm nhiều nhất {MOST_ROWS} dòng. Chưa có gì được thực hiện. Hãy chọn ít dòng hơn.",
            code="too_many_rows",
        )
    known = {row.pk: row for row in every_assignment(actor).filter(pk__in=ids)}
    returned = _asked_back(known)
    refused, versions = {}, {}
    for pk in ids:
        try:
            with transaction.atomic():
                _check_row(pk, known, returned)
                if kind in GIVER_KINDS and pk not in (told.versions or {}):
                    raise Refusal("Chưa nêu phiên bản đã xem của phân công này.", code="no_version")
                _do(actor, kind, pk, told)
                versions[pk] = Assignment.objects.values_list("version", flat=True).get(pk=pk)
        except Refusal as refusal:
            refused[pk] = refusal.message
    if refused:
        raise BulkRefused(
            f"Có {len(refused)} trên {len(ids)} dòng không làm được nên chưa dòng nào được thực hiện. "
            "Lý do ghi ở từng dòng; hãy bỏ chọn các dòng ấy rồi gửi lại.",
            rows=refused,
        )
    act = BulkAct.objects.create(user_id=actor.user_id, agency_id=actor.agency_id, kind=kind, made_at=clock.now())
    BulkActRow.objects.bulk_create(BulkActRow(act=act, assignment_id=pk, version=versions[pk]) for pk in ids)
    details = {"rows": len(ids), "kind": str(kind.label)}
    record(actor=actor, act="act_on_many", object_type="BulkAct", object_id=act.pk, details=details)
    return act


def _asked_back(known: dict[int, Assignment]) -> set[int]:
    """Those that their agency has asked to be taken back: working on them would withdraw that, unseen among many."""
    asked = AssignmentReturn.objects.filter(assignment__in=list(known), state=ReturnState.ASKED).order_by()
    return set(asked.values_list("assignment_id", flat=True))


def _check_row(pk: int, known: dict[int, Assignment], returned: set[int]) -> None:
    if pk not in known:
        raise Refusal("Không có phân công này trong các kế hoạch bạn được xem.", code="not_found")
    if pk in returned:
        raise Refusal("Cơ quan đã đề nghị trả lại nhiệm vụ này. Hãy mở nhiệm vụ để xử lý riêng.", code="return_waits")


def _do(actor: Actor, kind: BulkKind, pk: int, told: BulkWords) -> None:
    version = (told.versions or {}).get(pk)
    acts: dict[BulkKind, Callable[[], object]] = {
        BulkKind.ACCEPT: lambda: accept_assignment(actor=actor, assignment_id=pk, version=version),
        BulkKind.PROGRESS: lambda: record_progress(
            actor=actor,
            assignment_id=pk,
            progress=-1 if told.progress is None else told.progress,
            text=told.text,
            version=version,
        ),
        BulkKind.COMPLETE: lambda: report_complete(actor=actor, assignment_id=pk, reason=told.text, version=version),
        BulkKind.EXTENSION: lambda: ask_extension(
            actor=actor, assignment_id=pk, wanted_on=_wanted(told), reason=told.text, version=version
        ),
        BulkKind.CONFIRM: lambda: confirm_complete(actor=actor, assignment_id=pk, remark=told.text, version=version),
        BulkKind.GRANT: lambda: grant_extension(
            actor=actor, assignment_id=pk, granted_on=told.wanted_on, answer=told.text, version=version
        ),
        BulkKind.REFUSE: lambda: refuse_extension(actor=actor, assignment_id=pk, answer=told.text, version=version),
        BulkKind.RECALL: lambda: recall_assignment(actor=actor, assignment_id=pk, reason=told.text, version=version),
    }
    acts[kind]()


def _wanted(told: BulkWords) -> dt.date:
    if told.wanted_on is None:
        raise Refusal("Chưa nêu ngày đề nghị.", code="no_day")
    return told.wanted_on


def bulk_acts(viewer: Actor) -> QuerySet[BulkAct]:
    """What the viewer did to several at once for the body of their post, the newest first, with its rows."""
    if viewer.user_id is None or viewer.agency_id is None:
        return BulkAct.objects.none()
    own = BulkAct.objects.filter(user_id=viewer.user_id, agency_id=viewer.agency_id)
    return own.prefetch_related("rows").order_by("-pk")


@transaction.atomic
def undo_bulk(*, actor: Actor, bulk_id: int) -> BulkAct:
    """Take an act on several back: all rows or none, by whoever did it, within UNDO_MINUTES, as long as nothing has
    happened to any of them since. The log keeps the act and says that it was undone. Raises CannotUndoBulk,
    NotAllowed, NotInForce, CannotUndo.
    """
    act = BulkAct.objects.select_for_update().filter(pk=bulk_id, user_id=actor.user_id or 0).first()
    if act is None or act.agency_id != actor.agency_id:
        raise CannotUndoBulk("Không có việc này để hoàn tác. Không có gì bị thay đổi.", code="no_such_act")
    if act.undone_at is not None:
        raise CannotUndoBulk("Việc này đã được hoàn tác rồi. Không có gì bị thay đổi.", code="undone_before")
    if clock.now() - act.made_at > dt.timedelta(minutes=UNDO_MINUTES):
        raise CannotUndoBulk(
            f"Chỉ hoàn tác được trong {UNDO_MINUTES} phút. Không có gì bị thay đổi. Hãy xử lý ở từng nhiệm vụ.",
            code="too_late",
        )
    if act.kind in NOT_UNDONE:
        raise CannotUndoBulk(
            "Việc thu hồi không hoàn tác được. Không có gì bị thay đổi. Hãy giao lại ở từng nhiệm vụ.",
            code="not_undoable",
        )
    move = _MOVES[BulkKind(act.kind)]
    rows = list(act.rows.order_by("assignment_id"))
    undo_moves(actor=actor, done=[DoneMove(row.assignment_id, move, row.version) for row in rows])
    act.undone_at = clock.now()
    act.save(update_fields=["undone_at"])
    details = {"rows": len(rows), "kind": str(act.get_kind_display())}
    record(actor=actor, act="undo_bulk", object_type="BulkAct", object_id=act.pk, details=details)
    return act
