"""Any order of acts, by anybody: the services agree with a model of domain.md §4, and the log with the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.plans import public as plans
from mangnon.plans.acts.acting import situation_of
from mangnon.plans.acts.undoing import UNDOABLE
from mangnon.plans.models import Assignment, AssignmentEvent, AssignmentReturn, Extension, Plan
from mangnon.plans.models.assignments import AssignmentQuerySet
from mangnon.plans.rules import GIVER_MOVES, Move, Situation, next_execution, why_refused
from tests.plans import made

BODIES = ("SO_TP", "SO_NV", "SO_YT")
TODAY = dt.date(2025, 5, 20)
# Where a walk begins: as it was given, or some acts on. Most acts end or refuse; without this few walks get far.
Steps = tuple[str, ...]
BEGUN: tuple[Steps, ...] = (
    (),
    ("accept",),
    ("accept", "note"),
    ("accept", "ask_extension"),
    ("accept", "ask_extension", "grant"),
    ("accept", "ask_extension", "grant", "ask_extension", "grant"),
    ("accept", "report"),
    ("accept", "delegate", "ask_extension", "grant"),
    ("accept", "delegate", "ask_extension", "grant", "the_part_below_moves_on"),
    ("ask_return",),
    ("ask_return", "refuse_return"),
)


@pytest.mark.django_db
def test_any_order_of_acts_keeps_to_the_table_and_the_log(plan: Plan) -> None:
    everything = list(HealthCheck)
    run_machine(
        plan, settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=everything)
    )


def run_machine(plan: Plan, how: settings, begun: tuple[Steps, ...] = BEGUN) -> None:
    """The machine over a plan; what fails in it is raised (`test_moves_machine_catches` breaks the services)."""

    class Machine(_Machine):
        pass

    Machine.plan, Machine.begun = plan, begun
    Machine.officers = {code: made.actor_at(code, Role.DEPARTMENT_OFFICER) for code in BODIES}
    Machine.lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    run_state_machine_as_test(Machine, settings=how)


def _refusal_of(act: Callable[[], object]) -> Refusal | None:
    try:
        with transaction.atomic():
            act()
    except Refusal as refusal:
        return refusal
    return None


class _Machine(RuleBasedStateMachine):
    """One lead's assignment through everything that can happen to it. `now` is what the domain says of it."""

    plan: Plan
    begun: tuple[Steps, ...]
    officers: dict[str, Actor]
    lead: Actor

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        row = Assignment.objects.get(task__plan=self.plan, task__code="I.2", role="lead")
        self.pk, self.holder, self.task_id = row.pk, "SO_TP", row.task_id
        self.now = Situation("not_received", due_on=row.due_on)
        self.version, self.evidence = row.version, AuditRow.objects.count()
        self.last: tuple[Move, int] | None = None
        for days, step in enumerate(data.draw(st.sampled_from(self.begun)), start=5):
            words: dict[str, dict[str, object]] = {
                "note": {"progress": 40},
                "ask_extension": {"days": days},
                "grant": {"days": None},
                # The very day that was granted above, two steps before.
                "the_part_below_moves_on": {"days": days - 2},
                "report": {"reason": "Chưa có ý kiến phối hợp."},
                "ask_return": {"reason": "Không thuộc chức năng."},
                "refuse_return": {"answer": "Đúng chức năng."},
            }
            getattr(self, step)(**words.get(step, {}))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def _try(self, move: Move, act: Callable[[], object], *, bad: bool = False, **after: object) -> bool:
        """Do an act; it goes through exactly when the model says so."""
        because = why_refused(self.now, move)
        before = self._state()
        refused = _refusal_of(act)
        if refused is not None:
            assert because or bad, f"{move} was refused: {refused.code}"
            assert refused.message.count(".") >= 2, "what happened, that nothing was lost, what to do"
            assert self._state() == before
            return False
        assert not because, f"{move} went through although {because}"
        assert not bad
        state = next_execution(self.now.execution, move) or ""
        self.now = replace(self.now, execution=state, **after)  # type: ignore[arg-type]
        row = Assignment.objects.get(pk=self.pk)
        assert row.version > self.version
        self.version = row.version
        self.last = (move, row.version)
        return True

    def _state(self) -> tuple[object, ...]:
        row = Assignment.objects.values_list().get(pk=self.pk)
        return (row, AssignmentEvent.objects.count(), Extension.objects.count(), AuditRow.objects.count())

    @property
    def _officer(self) -> Actor:
        return self.officers[self.holder]

    @rule()
    def accept(self) -> None:
        act = lambda: plans.accept_assignment(actor=self._officer, assignment_id=self.pk)  # noqa: E731
        self._try(Move.ACCEPT, act, return_waits=False)

    @rule(progress=st.integers(-5, 105))
    def note(self, progress: int) -> None:
        def act() -> object:
            return plans.record_progress(actor=self._officer, assignment_id=self.pk, progress=progress, text="Đã làm.")

        bad = not 0 <= progress <= 100
        self._try(Move.RECORD_PROGRESS, act, bad=bad, has_worked=True, return_waits=False)

    @rule(reason=st.sampled_from(["", "Chưa có ý kiến phối hợp."]))
    def report(self, reason: str) -> None:
        def act() -> object:
            return plans.report_complete(actor=self._officer, assignment_id=self.pk, reason=reason)

        # Nobody but the lead ever says anything here: as long as there is a coordinator it is silent.
        silent = Assignment.objects.open().filter(task_id=self.task_id, role="coordinator").exists()
        self._try(Move.REPORT_COMPLETE, act, bad=silent and not reason, has_worked=True, return_waits=False)

    @rule()
    def confirm(self) -> None:
        act = lambda: plans.confirm_complete(actor=self.lead, assignment_id=self.pk)  # noqa: E731
        self._try(Move.CONFIRM_COMPLETE, act, extension_waits=False, return_waits=False)

    @rule(feedback=st.sampled_from([" ", "Thiếu số liệu."]))
    def send_back(self, feedback: str) -> None:
        act = lambda: plans.send_back(actor=self.lead, assignment_id=self.pk, feedback=feedback)  # noqa: E731
        self._try(Move.SEND_BACK, act, bad=not feedback.strip())

    @rule(reason=st.sampled_from(["", "Không thuộc chức năng."]))
    def ask_return(self, reason: str) -> None:
        act = lambda: plans.ask_return(actor=self._officer, assignment_id=self.pk, reason=reason)  # noqa: E731
        self._try(Move.ASK_RETURN, act, bad=not reason, return_waits=True)

    @rule(to=st.sampled_from([None, *BODIES]))
    def accept_return(self, to: str | None) -> None:
        agency = made.agency(to).pk if to else None

        def act() -> object:
            return plans.accept_return(actor=self.lead, assignment_id=self.pk, to_agency_id=agency)

        if self._try(Move.ACCEPT_RETURN, act, bad=to in (None, self.holder)) and to:
            self._begin_anew(to)

    @rule(answer=st.sampled_from(["", "Đúng chức năng."]))
    def refuse_return(self, answer: str) -> None:
        act = lambda: plans.refuse_return(actor=self.lead, assignment_id=self.pk, answer=answer)  # noqa: E731
        self._try(Move.REFUSE_RETURN, act, bad=not answer, return_waits=False, return_refused=True)

    @rule(days=st.integers(-3, 40))
    def ask_extension(self, days: int) -> None:
        wanted = TODAY + dt.timedelta(days=days)

        def act() -> object:
            return plans.ask_extension(actor=self._officer, assignment_id=self.pk, wanted_on=wanted, reason="Chờ tiền.")

        bad = self.now.due_on is None or wanted <= self.now.due_on or days < 0
        self._try(Move.ASK_EXTENSION, act, bad=bad, extension_waits=True, has_worked=True, return_waits=False)

    @rule(days=st.none() | st.integers(-3, 60))
    def grant(self, days: int | None) -> None:
        asked = Extension.objects.filter(assignment=self.pk, state="asked").first()
        granted = TODAY + dt.timedelta(days=days) if days is not None else None
        new_on = granted or (asked.wanted_on if asked else None)

        def act() -> object:
            return plans.grant_extension(actor=self.lead, assignment_id=self.pk, granted_on=granted)

        bad = new_on is None or self.now.due_on is None or new_on <= self.now.due_on
        count = self.now.extensions_granted + 1
        self._try(Move.GRANT_EXTENSION, act, bad=bad, extension_waits=False, extensions_granted=count, due_on=new_on)

    @rule(answer=st.sampled_from(["", "Không lùi được."]))
    def refuse(self, answer: str) -> None:
        act = lambda: plans.refuse_extension(actor=self.lead, assignment_id=self.pk, answer=answer)  # noqa: E731
        self._try(Move.REFUSE_EXTENSION, act, bad=not answer, extension_waits=False)

    @rule(to=st.sampled_from(BODIES))
    def reassign(self, to: str) -> None:
        def act() -> object:
            return plans.reassign_assignment(
                actor=self.lead, assignment_id=self.pk, to_agency_id=made.agency(to).pk, reason="Theo chỉ đạo."
            )

        if self._try(Move.REASSIGN, act, bad=to == self.holder):
            self._begin_anew(to)

    @rule()
    def delegate(self) -> None:
        district = made.agency("UBND.901").pk
        there = Assignment.objects.open().filter(parent=self.pk).exists()

        def act() -> object:
            return plans.delegate_assignment(
                actor=self._officer, assignment_id=self.pk, agency_ids=[district], text="Làm tại huyện."
            )

        self._try(Move.DELEGATE, act, bad=there, return_waits=False)

    @rule(days=st.integers(1, 60))
    def the_part_below_moves_on(self, days: int) -> None:
        """The district takes up its part, asks for a later day and gets it, as far as the day above allows."""
        part = Assignment.objects.open().filter(parent=self.pk).first()
        if part is None:
            return
        local = made.actor_at("UBND.901", Role.LOCAL_OFFICER)
        wanted = TODAY + dt.timedelta(days=days)
        for act in (
            lambda: plans.accept_assignment(actor=local, assignment_id=part.pk),
            lambda: plans.ask_extension(actor=local, assignment_id=part.pk, wanted_on=wanted, reason="Chờ tiền."),
            lambda: plans.grant_extension(actor=self._officer, assignment_id=part.pk),
        ):
            _refusal_of(act)
        assert Assignment.objects.get(pk=self.pk).version == self.version, "a part's act is no act of the row above"

    @rule()
    def undo_the_last(self) -> None:
        """Who did the last act takes it back: the row is as before it, or nothing at all has changed."""
        if self.last is None:
            return
        move, version = self.last
        actor, before = self.lead if move in GIVER_MOVES else self._officer, self._state()
        done = [plans.DoneMove(self.pk, move, version)]
        refused = _refusal_of(lambda: plans.undo_moves(actor=actor, done=done))
        if refused is not None:
            assert self._state() == before
            assert move not in UNDOABLE or self._parts().exists() or move == Move.REFUSE_RETURN, refused.code
            return
        assert move in UNDOABLE
        row = Assignment.objects.get(pk=self.pk)
        assert row.version > version
        first, *_, last = AssignmentEvent.objects.filter(assignment=row).order_by("at", "pk")
        assert last.move == "undo", first
        self.version, self.last, self.now = row.version, None, situation_of(row)

    def _parts(self) -> AssignmentQuerySet:
        return Assignment.objects.filter(parent=self.pk)

    @invariant()
    def a_part_below_ends_no_later_than_what_it_was_given_from(self) -> None:
        due_on = Assignment.objects.get(pk=self.pk).due_on
        if due_on is not None:
            late = self._parts().open().filter(due_on__gt=due_on, ended_because="").exists()
            assert not late, "a part below ends later than what it was given from"

    @precondition(lambda self: self.now.execution != "recalled")
    @rule(reason=st.sampled_from(["", "Dừng thực hiện."]))
    def recall(self, reason: str) -> None:
        def act() -> object:
            return plans.recall_assignment(actor=self.lead, assignment_id=self.pk, reason=reason)

        self._try(Move.RECALL, act, bad=not reason, extension_waits=False, return_waits=False)

    @precondition(lambda self: self.now.execution == "recalled")
    @rule(to=st.sampled_from(BODIES))
    def give_again(self, to: str) -> None:
        there = Assignment.objects.open().filter(task_id=self.task_id, agency=made.agency(to), parent=None).exists()
        due = TODAY + dt.timedelta(days=20)
        try:
            with transaction.atomic():
                plans.give_assignment(
                    actor=self.lead,
                    task_id=self.task_id,
                    agency_id=made.agency(to).pk,
                    role="lead",
                    due_on=due,
                    reason="Giao lại.",
                )
        except Refusal:
            assert there
            return
        assert not there
        self._begin_anew(to)

    @rule(who=st.sampled_from(["SO_NV", "SO_TP", "SO_YT"]))
    def a_stranger_is_refused(self, who: str) -> None:
        if who == self.holder:
            return
        before = self._state()
        with pytest.raises(Refusal), transaction.atomic():
            plans.accept_assignment(actor=self.officers[who], assignment_id=self.pk)
        if who != "SO_YT":
            with pytest.raises(Refusal), transaction.atomic():
                plans.recall_assignment(actor=self.officers[who], assignment_id=self.pk, reason="x")
        assert self._state() == before

    def _begin_anew(self, to: str) -> None:
        old = Assignment.objects.get(pk=self.pk)
        row = Assignment.objects.open().get(task_id=self.task_id, role="lead")
        assert (row.agency.code, row.execution, row.progress) == (f"90.{to}", "not_received", 0)
        assert old.ended_because
        if old.ended_because != "recalled":
            assert (row.due_on, row.original_due_on) == (old.due_on, old.original_due_on)
        self.pk, self.holder, self.version = row.pk, to, row.version
        self.now, self.last = Situation("not_received", due_on=row.due_on), None

    @invariant()
    def the_log_says_what_the_rows_say(self) -> None:
        assert plans.log_disagreements(SYSTEM) == []

    @invariant()
    def requests_keep_to_their_limits(self) -> None:
        row = Assignment.objects.get(pk=self.pk)
        assert (row.execution, row.due_on) == (self.now.execution, self.now.due_on)
        states = list(Extension.objects.filter(assignment=self.pk).values_list("state", flat=True))
        assert states.count("granted") == self.now.extensions_granted <= 2
        assert states.count("asked") == self.now.extension_waits
        waits = AssignmentReturn.objects.filter(assignment=self.pk, state="asked").exists()
        assert waits == self.now.return_waits

    @invariant()
    def what_has_ended_waits_for_nothing(self) -> None:
        ended = Assignment.objects.exclude(ended_because="")
        assert not Extension.objects.filter(assignment__in=ended, state="asked").exists()
        assert not AssignmentReturn.objects.filter(assignment__in=ended, state="asked").exists()
        assert not Assignment.objects.open().filter(parent__in=ended).exclude(execution="complete").exists()

    @invariant()
    def every_act_leaves_evidence_and_a_task_one_lead(self) -> None:
        grown = AuditRow.objects.count()
        assert grown >= self.evidence
        self.evidence = grown
        leads = Assignment.objects.open().filter(task_id=self.task_id, role="lead").count()
        assert leads == (self.now.execution != "recalled")
        assert clock.today() == TODAY
