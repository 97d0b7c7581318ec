"""Each guard of domain.md, 4, violated through the page, the interface for programs and the workbook: told in the same
words, and nothing is written. A workbook has columns for four of the acts only (`IN_WORKBOOK`)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Actor, Role
from mangnon.agencies.public import actor_for
from mangnon.audit.models import AuditRow
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import issue_token
from mangnon.exchange.workbooks.issuing import issue_workbook
from mangnon.exchange.workbooks.receiving import receive_workbook
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans import public
from mangnon.plans.acts.acting import ACTS
from mangnon.plans.assignments.refusing import _DEADLINES, _GUARDS
from mangnon.plans.models import Assignment, AssignmentEvent, AssignmentReturn, Extension, Plan, ProgressNote
from mangnon.plans.rules import GIVER_MOVES, STATES, Move, Situation, why_refused
from tests.exchange.asking import Program
from tests.exchange.workbooks.files import filled, place
from tests.plans import made

pytestmark = pytest.mark.django_db
TODAY, DUE, LATER = dt.date(2025, 5, 20), dt.date(2025, 5, 19), dt.date(2025, 6, 10)
WHY = "Theo chỉ đạo mẫu."
Values = dict[str, Any]


@dataclass
class Doors:
    """The people, the row of Sở Tư pháp (it leads I.2, due yesterday), and its workbook as it was given out."""

    row: Assignment
    actors: dict[str, Actor]
    pages: dict[str, Client]
    programs: dict[str, Program]
    workbook: bytes
    wrong: list[str] = field(default_factory=list)

    @staticmethod
    def person(move: Move) -> str:
        """Who makes a move."""
        return "lead" if move in GIVER_MOVES else "officer"

    def state(self) -> tuple[object, ...]:
        """All that an act could have written."""
        counted = (AssignmentEvent, AuditRow, Extension, AssignmentReturn, ProgressNote, Assignment)
        row = Assignment.objects.values_list().get(pk=self.row.pk)
        return (row, *(model.objects.count() for model in counted))  # type: ignore[attr-defined]


@pytest.fixture
def doors(db: None) -> Doors:
    made.province()
    plan: Plan = made.adopted()
    row = Assignment.objects.get(task__plan=plan, task__code="I.2", role="lead")
    who = {"lead": ("SO_YT", Role.PROVINCIAL_LEAD), "officer": ("SO_TP", Role.DEPARTMENT_OFFICER)}
    actors, pages, programs = {}, {}, {}
    for name, post in who.items():
        user = made.user_at(*post)
        actor = actor_for(user, on=TODAY)
        assert actor is not None
        actors[name], pages[name] = actor, Client()
        pages[name].force_login(user)
        programs[name] = Program(issue_token(actor=actor, name="Mẫu", scope=TokenScope.WRITE, days=30)[1])
    content = issue_workbook(actor=actors["lead"], plan=plan, agency_id=row.agency_id).content
    return Doors(row, actors, pages, programs, content)


# ---- how the same is said at each door ---------------------------------------------------------------------------

# What an act takes, in the words of the service; the doors translate.
FITTING: dict[Move, Values] = {
    Move.ACCEPT: {},
    Move.ASK_RETURN: {"reason": WHY},
    Move.ACCEPT_RETURN: {"to": "SO_NV"},
    Move.REFUSE_RETURN: {"answer": WHY},
    Move.RECORD_PROGRESS: {"progress": 40, "text": "Đã làm mẫu."},
    Move.REPORT_COMPLETE: {"reason": WHY},
    Move.CONFIRM_COMPLETE: {},
    Move.SEND_BACK: {"feedback": "Thiếu số liệu mẫu."},
    Move.ASK_EXTENSION: {"wanted_on": LATER, "reason": WHY},
    Move.GRANT_EXTENSION: {"granted_on": LATER},
    Move.REFUSE_EXTENSION: {"answer": WHY},
    Move.RECALL: {"reason": WHY},
    Move.REASSIGN: {"to": "SO_NV", "reason": WHY},
    Move.DELEGATE: {"bodies": ["UBND.901"], "text": "Làm tại huyện mẫu."},
}
_NAMES = {"SO_NV": "Sở Nội vụ", "SO_TP": "Sở Tư pháp", "SO_YT": "Sở Y tế", "UBND.901": "UBND huyện Mẫu 1"}
# What a workbook has columns for.
IN_WORKBOOK = {Move.ACCEPT, Move.RECORD_PROGRESS, Move.REPORT_COMPLETE, Move.ASK_EXTENSION}


def _by_service(doors: Doors, move: Move, said: Values) -> Refusal | None:
    values = {name: value for name, value in said.items() if name not in ("to", "bodies")}
    if "to" in said:
        values["to_agency_id"] = made.agency(said["to"]).pk if said["to"] else None
    if "bodies" in said:
        values["agency_ids"] = [made.agency(code).pk for code in said["bodies"]]
    act = getattr(public, ACTS[move])
    try:
        with transaction.atomic():
            act(actor=doors.actors[doors.person(move)], assignment_id=doors.row.pk, **values)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal
    return None


def _by_page(doors: Doors, move: Move, said: Values) -> tuple[bool, str]:
    typed = {
        name: f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
        for name, value in said.items()
        if name not in ("to", "bodies")
    }
    if "to" in said:
        typed["receiver"] = _NAMES[said["to"]] if said["to"] else ""
    if "bodies" in said:
        typed["receivers"] = "; ".join(_NAMES[code] for code in said["bodies"])
    version = str(Assignment.objects.get(pk=doors.row.pk).version)
    address = reverse(ACTS[move], args=[doors.row.pk])
    answer = doors.pages[doors.person(move)].post(address, {**typed, "version": version})
    if answer.status_code == 302:
        return False, ""
    page = html.document_fromstring(answer.content.decode())
    return answer.status_code == 422, " ".join(" ".join(page.itertext()).split())


def _by_program(doors: Doors, move: Move, said: Values) -> tuple[bool, str]:
    sent = {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in said.items()
        if name not in ("to", "bodies")
    }
    if "to" in said:
        sent["to_agency"] = f"90.{said['to']}" if said["to"] else None
    if "bodies" in said:
        sent["agencies"] = [f"90.{code}" for code in said["bodies"]]
    tail = "progress" if move is Move.RECORD_PROGRESS else move.value.replace("_", "-")
    answer = doors.programs[doors.person(move)].post(f"/api/assignments/{doors.row.pk}/{tail}", sent, match="*")
    told = answer.json()
    words = f"{told.get('code')}: {told.get('detail')}"
    return answer.status_code == 422, " ".join(words.split())


def _by_workbook(doors: Doors, move: Move, said: Values) -> tuple[bool, str]:
    cells: dict[str, str | int | float] = {
        Move.ACCEPT: lambda: {"accept": "Đã tiếp nhận"},
        Move.RECORD_PROGRESS: lambda: {"progress": said["progress"], "done": said["text"]},
        Move.REPORT_COMPLETE: lambda: {"complete": "Đã hoàn thành", "silent_reason": said["reason"]},
        Move.ASK_EXTENSION: lambda: {"later": f"{said['wanted_on']:%d/%m/%Y}", "later_reason": said["reason"]},
    }[move]()
    content = filled(doors.workbook, {place(2, name): value for name, value in cells.items()})
    row = receive_workbook(actor=doors.actors["lead"], content=content).rows[1]
    told = " ".join([row.reason, *(fault.sentence for fault in row.faults)])
    return row.state is RowState.REFUSED, " ".join(told.split())


# ---- every guard of the table of moves ---------------------------------------------------------------------------


def _situations() -> Iterator[Situation]:
    for state, role, due, worked, asked, waits, extension, granted in itertools.product(
        STATES, ("lead", "monitor"), (DUE, None), *([(False, True)] * 4), (0, 2)
    ):
        if waits and not asked:
            continue
        if due is None and (extension or granted):
            continue
        if not worked and (extension or granted or state in ("reported_complete", "complete")):
            continue
        yield Situation(state, role, due, worked, asked, waits, extension, granted)


def _violations() -> list[tuple[Move, Situation, str]]:
    """For every move each way in which it is refused: of a wrong state every state, of a guard its first situation."""
    found: dict[tuple[Move, str, str], Situation] = {}
    for now in _situations():
        for move in Move:
            because = why_refused(now, move)
            if because:
                state = now.execution if because == "wrong_state" else ""
                found.setdefault((move, because, state), now)
    return [(move, now, because) for (move, because, _), now in found.items()]


def _put(row: Assignment, now: Situation) -> None:
    """The row as a situation has it."""
    at = clock.now()
    Assignment.objects.filter(pk=row.pk).update(
        execution=now.execution,
        role=now.role,
        due_on=now.due_on,
        original_due_on=now.due_on,
        review={"reported_complete": "waiting", "complete": "met"}.get(now.execution, "none"),
        accepted_at=None if now.execution == "not_received" else at,
        completed_at=at if now.execution in ("reported_complete", "complete") else None,
        ended_because="recalled" if now.execution == "recalled" else "",
        ended_on=TODAY if now.execution == "recalled" else None,
    )
    if now.return_waits or now.return_refused:
        state = {"state": "asked"} if now.return_waits else {"state": "refused", "answer": WHY, "decided_at": at}
        AssignmentReturn.objects.create(assignment=row, reason="Sai", asked_at=at, **state)
    for number in range(now.extensions_granted):
        days = {"due_before": DUE - dt.timedelta(days=9 - number), "wanted_on": DUE, "granted_on": DUE}
        Extension.objects.create(
            assignment=row, reason="Chờ", asked_at=at, state="granted", decided_at=at, answer="", **days
        )
    if now.extension_waits:
        Extension.objects.create(assignment=row, reason="Chờ", due_before=DUE, wanted_on=LATER, asked_at=at)
    if now.has_worked and now.execution in ("not_received", "in_progress"):
        ProgressNote.objects.create(assignment=row, progress=5, text="Đã làm", noted_at=at - dt.timedelta(days=400))


def _compare(doors: Doors, name: str, move: Move, said: Values, because: str) -> None:
    """One violation at all doors, each from the same state."""
    refusal = _by_service(doors, move, said)
    if refusal is None:
        doors.wrong.append(f"{name}: the service does it")
        return
    if because and refusal.code not in (because, "not_in_force"):
        doors.wrong.append(f"{name}: the service says {refusal.code}, not {because}")
    message = " ".join(refusal.message.split())
    ways: dict[str, Callable[[Doors, Move, Values], tuple[bool, str]]] = {"page": _by_page, "program": _by_program}
    if move in IN_WORKBOOK:
        ways["workbook"] = _by_workbook
    before = doors.state()
    for door, way in ways.items():
        with transaction.atomic():
            refused, told = way(doors, move, said)
            if doors.state() != before:
                doors.wrong.append(f"{name} by {door}: something was written")
            transaction.set_rollback(True)
        expected = f"{refusal.code}: {message}" if door == "program" else message
        if not refused or expected not in told:
            doors.wrong.append(f"{name} by {door}: «{told[:3000]}», not «{expected}»")


def test_every_move_that_does_not_fit_is_told_in_the_same_words(doors: Doors) -> None:
    cases = _violations()
    assert {because for _, _, because in cases} == {"wrong_state", *_GUARDS}, "each guard is violated"
    assert sum(because == "wrong_state" for *_, because in cases) == 14 * 5 - 22, "each empty cell of the table"
    for move, now, because in cases:
        with transaction.atomic():
            _put(doors.row, now)
            if move is Move.ACCEPT and now.execution == "in_progress":
                # A mark that is already true says nothing new in a workbook: nothing is done, nothing refused.
                evidence = AuditRow.objects.filter(act="accept_assignment").count()
                assert not _by_workbook(doors, move, {})[0]
                assert AuditRow.objects.filter(act="accept_assignment").count() == evidence
                transaction.set_rollback(True)
                continue
            _compare(doors, f"{move} in {now}", move, FITTING[move], because)
            transaction.set_rollback(True)
    assert not doors.wrong, "\n".join(doors.wrong)


# ---- what is said wrongly ----------------------------------------------------------------------------------------

_RUNNING = Situation("in_progress", due_on=DUE)
_EXTENSION = Situation("in_progress", due_on=DUE, has_worked=True, extension_waits=True)
_RETURN = Situation("in_progress", due_on=DUE, return_waits=True)
_FAR = dt.date(2060, 1, 1)
# state, move, what is said, the service's code
WRONG_WORDS: list[tuple[Situation, Move, Values, str]] = [
    (_RUNNING, Move.ASK_EXTENSION, {"wanted_on": DUE, "reason": WHY}, "not_later"),
    (_RUNNING, Move.ASK_EXTENSION, {"wanted_on": dt.date(2025, 5, 18), "reason": WHY}, "not_later"),
    (
        Situation("in_progress", due_on=dt.date(2025, 5, 1)),
        Move.ASK_EXTENSION,
        {"wanted_on": dt.date(2025, 5, 10), "reason": WHY},
        "day_is_over",
    ),
    (_RUNNING, Move.ASK_EXTENSION, {"wanted_on": _FAR, "reason": WHY}, "too_far"),
    (_EXTENSION, Move.GRANT_EXTENSION, {"granted_on": DUE}, "not_later"),
    (_EXTENSION, Move.GRANT_EXTENSION, {"granted_on": _FAR}, "too_far"),
    (_RETURN, Move.ACCEPT_RETURN, {"to": None}, "lead_needs_receiver"),
    (_RETURN, Move.ACCEPT_RETURN, {"to": "SO_TP"}, "bad_receiver"),
    (_RUNNING, Move.REASSIGN, {"to": "SO_TP", "reason": WHY}, "bad_receiver"),
    (_RUNNING, Move.REASSIGN, {"to": "SO_NV", "reason": WHY, "due_on": dt.date(2025, 5, 19)}, "day_is_over"),
    (_RUNNING, Move.REASSIGN, {"to": "SO_NV", "reason": WHY, "due_on": _FAR}, "too_far"),
    (
        _RUNNING,
        Move.DELEGATE,
        {"bodies": ["UBND.901"], "text": "Làm tại huyện mẫu.", "due_on": LATER},
        "after_parent",
    ),
    (_RUNNING, Move.REPORT_COMPLETE, {"reason": ""}, "coordinators_silent"),
]


def test_what_is_said_wrongly_is_told_in_the_same_words(doors: Doors) -> None:
    assert {code for *_, code in WRONG_WORDS} >= set(_DEADLINES), "each thing that is wrong with a deadline"
    for now, move, said, code in WRONG_WORDS:
        with transaction.atomic():
            _put(doors.row, now)
            _compare(doors, f"{move} with {said}", move, said, code)
            transaction.set_rollback(True)
    assert not doors.wrong, "\n".join(doors.wrong)


# Reasons that are mandatory, and words and figures that no form takes: each door tells its own field.
UNSAID: list[tuple[Situation, Move, Values]] = [
    (Situation("not_received", due_on=DUE), Move.ASK_RETURN, {"reason": " "}),
    (_RUNNING, Move.ASK_EXTENSION, {"wanted_on": LATER, "reason": "  "}),
    (_RUNNING, Move.RECORD_PROGRESS, {"progress": 101, "text": "Đã làm mẫu."}),
    (_RUNNING, Move.RECORD_PROGRESS, {"progress": -1, "text": "Đã làm mẫu."}),
    (_RUNNING, Move.RECORD_PROGRESS, {"progress": 40, "text": "  "}),
    (_RUNNING, Move.RECALL, {"reason": " "}),
    (_RUNNING, Move.REASSIGN, {"to": "SO_NV", "reason": " "}),
    (_RUNNING, Move.DELEGATE, {"bodies": ["UBND.901"], "text": " "}),
    (_RETURN, Move.REFUSE_RETURN, {"answer": " "}),
    (_EXTENSION, Move.REFUSE_EXTENSION, {"answer": " "}),
    (
        Situation("reported_complete", due_on=DUE, has_worked=True),
        Move.SEND_BACK,
        {"feedback": "\t"},
    ),
    # Signs that nobody sees are no words.
    (Situation("not_received", due_on=DUE), Move.ASK_RETURN, {"reason": "\u200b\u2060"}),
    (_RUNNING, Move.RECORD_PROGRESS, {"progress": 40, "text": "\ufeff \u200b"}),
    (_RETURN, Move.REFUSE_RETURN, {"answer": "\u202e\u200d"}),
    (_RUNNING, Move.ASK_EXTENSION, {"wanted_on": LATER, "reason": "x" * 5000}),
    (_RUNNING, Move.RECALL, {"reason": "x" * 5000}),
]


def test_what_must_be_said_is_asked_for_at_every_door(doors: Doors) -> None:
    for now, move, said in UNSAID:
        with transaction.atomic():
            _put(doors.row, now)
            assert _by_service(doors, move, said) is not None
            before = doors.state()
            for way in [_by_page, _by_program, *([_by_workbook] if move in IN_WORKBOOK else [])]:
                refused, told = way(doors, move, said)
                assert refused, (way.__name__, move, told[:300])
                assert told.strip()
            assert doors.state() == before
            transaction.set_rollback(True)


# ---- a recalled task whose extension was waiting -----------------------------------------------------------------


@pytest.mark.parametrize("by", ["page", "program"])
def test_a_recalled_task_with_a_waiting_extension(doors: Doors, by: str) -> None:
    """Recalled by either door, the request is closed; nobody can answer it, or ask again, by any door."""
    _put(doors.row, _RUNNING)
    public.ask_extension(actor=doors.actors["officer"], assignment_id=doors.row.pk, wanted_on=LATER, reason=WHY)
    recall = _by_page if by == "page" else _by_program
    assert recall(doors, Move.RECALL, {"reason": WHY})[0] is False
    doors.row.refresh_from_db()
    request = Extension.objects.get(assignment=doors.row)
    assert (doors.row.execution, doors.row.due_on, request.state) == ("recalled", DUE, "closed")
    assert request.decided_at == clock.now()
    for move, said in (
        (Move.GRANT_EXTENSION, {"granted_on": LATER}),
        (Move.REFUSE_EXTENSION, {"answer": WHY}),
        (Move.ASK_EXTENSION, {"wanted_on": LATER, "reason": WHY}),
    ):
        _compare(doors, f"{move} after recall", move, said, "")
    assert not doors.wrong, "\n".join(doors.wrong)
    assert public.requests_waiting_for(doors.actors["lead"]) == []
    waiting = doors.programs["officer"].get(f"/api/assignments/{doors.row.pk}/extensions").json()
    assert [each["state"] for each in waiting] == ["closed"]
