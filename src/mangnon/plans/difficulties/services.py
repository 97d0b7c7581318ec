"""What stands in the way of an assignment: raised, answered, passed on to the body above, turned into a change of the
plan, raised again. Reads for pages: difficulty_board.py."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, has_people
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.kernel.text import one_line, typed_words
from mangnon.plans.assignments.carried import carrying, lineage_of
from mangnon.plans.assignments.giving import giving_agencies
from mangnon.plans.assignments.locking import check_holder, locked_assignment
from mangnon.plans.difficulties.answering import answer_of_paper
from mangnon.plans.errors import BadDifficulty, WrongState
from mangnon.plans.models import Assignment, AssignmentSuccession, Difficulty, DifficultyStep, Extension
from mangnon.plans.policies import ANSWERS_ABOVE, can_answer_difficulties, can_answer_from_above, can_direct
from mangnon.plans.rules.difficulties import Turn, answer_day, next_difficulty_state, turn_of
from mangnon.plans.terms import Adjustment, DifficultyAct, DifficultyState, ExtensionState

_Act = DifficultyAct
_REFUSED: dict[str, str] = {
    _Act.ANSWER: "Khó khăn này đã được trả lời. Nội dung bạn nhập chưa được lưu; hãy tải lại trang để xem.",
    _Act.ESCALATE: (
        "Khó khăn này đã được giải quyết bằng điều chỉnh kế hoạch, không chuyển cấp trên nữa. Không có gì bị thay đổi. "
        "Cơ quan thực hiện có thể nêu lại nếu chưa giải quyết được."
    ),
    _Act.ADJUST: "Khó khăn này đã được gắn với một điều chỉnh kế hoạch. Không có gì bị thay đổi.",
    _Act.REOPEN: (
        "Khó khăn này còn đang chờ trả lời nên chưa nêu lại được. Nội dung bạn nhập chưa được lưu. "
        "Có thể nêu một khó khăn mới."
    ),
}


def may_decide_on(actor: Actor, difficulty: Difficulty) -> bool:
    """Whether the actor answers for the body that gave the assignment: passes on, turns into a change of the plan."""
    assignment = difficulty.assignment
    givers = frozenset(agency.pk for agency in giving_agencies(assignment))
    if assignment.parent_id is not None:
        return can_direct(actor, giver_ids=givers, is_delegated=True)
    return any(can_answer_difficulties(actor, lead_agency_id=pk) for pk in givers)


def may_answer(actor: Actor, difficulty: Difficulty) -> bool:
    """The body that gave the assignment; while it waits above, also the body it was passed on to, by its leaders or its
    officers. Who passed it on may enter the answer that came on paper."""
    waits_above = difficulty.state == DifficultyState.ESCALATED
    above = waits_above and can_answer_from_above(actor, agency_id=difficulty.passed_to_id)
    return above or may_decide_on(actor, difficulty)


@transaction.atomic
def raise_difficulty(*, actor: Actor, assignment_id: int, text: str, proposal: str = "") -> Difficulty:
    """Tell the body that gave the task what stands in the way. Raises NotAllowed, NotInForce, BadDifficulty."""
    assignment = locked_assignment(assignment_id)
    check_holder(actor, assignment)
    text = typed_words(text)
    if not text:
        raise BadDifficulty("Chưa có nội dung khó khăn, vướng mắc. Chưa có gì được gửi. Hãy nêu vướng mắc rồi gửi lại.")
    difficulty = Difficulty(
        assignment=assignment,
        text=text,
        proposal=typed_words(proposal),
        raised_at=clock.now(),
        raised_by_id=actor.user_id,
    )
    difficulty.answer_by = _answer_day(DifficultyState.RAISED)
    difficulty.save(force_insert=True)
    _tell(actor, difficulty, _Act.RAISE, text=difficulty.text)
    return difficulty


@transaction.atomic
def answer_difficulty(
    *,
    actor: Actor,
    difficulty_id: int,
    answer: str,
    paper: str = "",
    paper_on: dt.date | None = None,
    version: int | None = None,
) -> Difficulty:
    """Answer it: the body that gave the task, or the one above it was passed on to. What that one answered on paper is
    entered with the paper's number (`paper`) and day.

    Raises NotAllowed, WrongState, BadDifficulty, Stale.
    """
    difficulty = _locked(difficulty_id, version)
    if not may_answer(actor, difficulty):
        raise NotAllowed(
            "Chỉ cơ quan đã giao nhiệm vụ, hoặc cấp trên đã nhận khó khăn này, được trả lời. Không có gì bị thay đổi."
        )
    answer = typed_words(answer)
    said = answer_of_paper(difficulty, answer, paper=paper, paper_on=paper_on)
    _move(difficulty, _Act.ANSWER)
    if not answer:
        raise BadDifficulty("Câu trả lời còn trống. Chưa có gì được gửi. Hãy nhập câu trả lời.")
    difficulty.answer = said
    difficulty.answered_at = clock.now()
    difficulty.answered_by_id = actor.user_id
    difficulty.save()
    _tell(actor, difficulty, _Act.ANSWER, text=difficulty.answer)
    return difficulty


@transaction.atomic
def escalate_difficulty(
    *,
    actor: Actor,
    difficulty_id: int,
    to_words: str,
    reason: str,
    to_agency_id: int | None = None,
    version: int | None = None,
) -> Difficulty:
    """Pass it on to a body above who gave the work (`bodies_above`), or to one outside the site named by words
    («Bộ Y tế»); its clock begins anew.

    Raises NotAllowed, WrongState, BadDifficulty (nobody named, `not_above`, no reason, the same body again), Stale.
    """
    difficulty = _locked(difficulty_id, version)
    _check_decides(actor, difficulty)
    agency = _above(difficulty, to_agency_id, one_line(to_words))
    words = agency.name if agency is not None else one_line(to_words)[:200]
    reason = typed_words(reason)
    if not words or not reason:
        raise BadDifficulty(
            "Cần nêu chuyển đến cơ quan nào và lý do. Chưa có gì được chuyển. Hãy bổ sung rồi gửi lại.",
            code="escalation_incomplete",
        )
    if difficulty.state == DifficultyState.ESCALATED and difficulty.passed_to_words == words:
        raise WrongState(f"Khó khăn này đang chờ {words}. Không có gì bị thay đổi. Hãy chọn cơ quan khác.")
    _move(difficulty, _Act.ESCALATE)
    difficulty.passed_to, difficulty.passed_to_words = agency, words
    difficulty.save()
    _tell(actor, difficulty, _Act.ESCALATE, text=reason, to_words=words)
    return difficulty


def is_heard_above(difficulty: Difficulty) -> bool:
    """Whether somebody of the body it was passed on to has an account and may answer here today. One query."""
    above = difficulty.passed_to_id
    return above is not None and has_people(above, ANSWERS_ABOVE, on=clock.today())


def nobody_answers(difficulty: Difficulty) -> bool:
    """Whether it waits above and nobody there can answer here: the body is outside the site, or has no open account.
    Its answer comes on paper then, and whoever passed it up enters it."""
    return difficulty.state == DifficultyState.ESCALATED and not is_heard_above(difficulty)


def bodies_above(difficulty: Difficulty) -> list[Agency]:
    """To whom it can be passed on: the bodies over those that gave the work, one above the other, and the committee of
    the plan's province; in force today, the nearest first. One query for each step."""
    givers = {agency.pk for agency in giving_agencies(difficulty.assignment)}
    there = Agency.objects.on(clock.today())
    found: dict[int, Agency] = {}
    step = set(there.filter(pk__in=givers, parent__isnull=False).values_list("parent_id", flat=True))
    while step:
        rows = list(there.filter(pk__in=step - set(found)).order_by("code"))
        found |= {row.pk: row for row in rows}
        step = {row.parent_id for row in rows if row.parent_id is not None} - set(found)
    plan = difficulty.assignment.task.plan
    committee = there.filter(territory=plan.territory_id, level="province", kind="peoples_committee")
    found |= {row.pk: row for row in committee.order_by("code")}
    return [row for pk, row in found.items() if pk not in givers]


def _above(difficulty: Difficulty, agency_id: int | None, words: str) -> Agency | None:
    """The body of the site that is meant; None where words name one outside it. Raises BadDifficulty."""
    possible = bodies_above(difficulty)
    if agency_id:
        found = next((agency for agency in possible if agency.pk == agency_id), None)
    else:
        found = next((agency for agency in possible if agency.name == words), None)
        of_province = f"{difficulty.assignment.task.plan.territory.code}."
        beside = Agency.objects.on(clock.today()).filter(name=words, code__startswith=of_province)
        if found is None and not beside.exists():
            return None
    if found is None:
        raise _no("not_above", "Cơ quan được chọn không phải là cấp trên của cơ quan đã giao nhiệm vụ.")
    return found


@transaction.atomic
def adjust_for_difficulty(
    *,
    actor: Actor,
    difficulty_id: int,
    adjustment: Adjustment,
    words: str = "",
    extension_id: int | None = None,
    assignment_id: int | None = None,
    version: int | None = None,
) -> Difficulty:
    """Say which change of the plan, already decided, answers it: a granted extension of the assignment, the assignment
    that another body got instead, or a change of the task in words (the paper that changes it).

    Raises NotAllowed, WrongState, BadDifficulty (`no_such_extension`, `no_such_assignment`, `no_words`), Stale.
    """
    difficulty = _locked(difficulty_id, version)
    _check_decides(actor, difficulty)
    _move(difficulty, _Act.ADJUST)
    difficulty.adjustment, difficulty.adjustment_words = adjustment, one_line(words)[:500]
    difficulty.extension = difficulty.new_assignment = None
    if adjustment == Adjustment.EXTENSION:
        difficulty.extension = granted_extensions(difficulty.assignment).filter(pk=extension_id or 0).first()
        if difficulty.extension is None:
            raise _no("no_such_extension", "Phân công này không có lần gia hạn nào như vậy đã được đồng ý.")
    elif adjustment == Adjustment.REASSIGNMENT:
        difficulty.new_assignment = given_instead(difficulty.assignment).filter(pk=assignment_id or 0).first()
        if difficulty.new_assignment is None:
            raise _no("no_such_assignment", "Nhiệm vụ này chưa được giao lại cho cơ quan khác như đã chọn.")
    elif not difficulty.adjustment_words:
        raise _no("no_words", "Chưa nêu nhiệm vụ thay đổi thế nào, theo văn bản nào.")
    difficulty.save()
    _tell(actor, difficulty, _Act.ADJUST, text=f"{adjustment.label}. {difficulty.adjustment_words}".strip(". ") + ".")
    return difficulty


@transaction.atomic
def reopen_difficulty(*, actor: Actor, difficulty_id: int, reason: str, version: int | None = None) -> Difficulty:
    """The agency in charge says why it is not solved; it waits for an answer again. What was answered stays on record.

    Raises NotAllowed, NotInForce, WrongState, BadDifficulty, Stale.
    """
    difficulty = _locked(difficulty_id, version)
    check_holder(actor, _held_now(actor, difficulty.assignment))
    _move(difficulty, _Act.REOPEN)
    reason = typed_words(reason)
    if not reason:
        raise BadDifficulty("Chưa nêu vì sao câu trả lời chưa giải quyết được. Chưa có gì được gửi. Hãy ghi lý do.")
    difficulty.passed_to, difficulty.passed_to_words = None, ""
    difficulty.adjustment = difficulty.adjustment_words = ""
    difficulty.extension = difficulty.new_assignment = None
    difficulty.save()
    _tell(actor, difficulty, _Act.REOPEN, text=reason)
    return difficulty


def granted_extensions(assignment: Assignment) -> QuerySet[Extension]:
    """The extensions that were granted to an assignment, or to those it carries on, newest first."""
    found = Extension.objects.filter(assignment__in=lineage_of(assignment.pk), state=ExtensionState.GRANTED)
    return found.order_by("-decided_at", "-pk")


def given_instead(assignment: Assignment) -> QuerySet[Assignment]:
    """The assignments by which a person gave the task to another body instead, newest first."""
    links = AssignmentSuccession.objects.filter(predecessor=assignment, event__isnull=True)
    return (
        Assignment.objects.filter(pk__in=links.values("successor_id")).select_related("agency", "task").order_by("-pk")
    )


def _held_now(actor: Actor, assignment: Assignment) -> Assignment:
    """The row by which the actor's agency carries the assignment now; the row itself where it does not."""
    rows = carrying(assignment.pk, on=clock.today())
    return next((row for row in rows if row.agency_id == actor.agency_id), assignment)


def _locked(difficulty_id: int, version: int | None) -> Difficulty:
    difficulty = (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("assignment__task__plan__lead_agency", "assignment__agency")
        .get(pk=difficulty_id)
    )
    if version is not None and difficulty.version != version:
        raise Stale(
            "Người khác vừa cập nhật khó khăn này. Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình; hãy xem "
            "bản mới rồi gửi lại."
        )
    return difficulty


def _check_decides(actor: Actor, difficulty: Difficulty) -> None:
    if not may_decide_on(actor, difficulty):
        raise NotAllowed(
            "Chỉ cơ quan đã giao nhiệm vụ được chuyển cấp trên hoặc điều chỉnh kế hoạch vì khó khăn này. "
            "Không có gì bị thay đổi."
        )


def _move(difficulty: Difficulty, act: DifficultyAct) -> None:
    after = next_difficulty_state(difficulty.state, act)
    if after is None:
        raise WrongState(_REFUSED[act])
    difficulty.state = DifficultyState(after)
    difficulty.version += 1
    difficulty.answer_by = _answer_day(after)


def _answer_day(state: str) -> dt.date | None:
    if turn_of(state) is Turn.NOBODY:
        return None
    numbers: dict[str, int] = settings.REMINDING
    return answer_day(
        state,
        on=clock.today(),
        days=working_days(),
        answer_days=numbers["answer_days"],
        above_days=numbers["answer_above_days"],
    )


def _no(code: str, what: str) -> BadDifficulty:
    return BadDifficulty(f"{what} Không có gì bị thay đổi. Hãy kiểm tra rồi chọn lại.", code=code)


def _tell(actor: Actor, difficulty: Difficulty, act: DifficultyAct, *, text: str, to_words: str = "") -> None:
    """The step, and the evidence (without the words, which the step keeps)."""
    DifficultyStep.objects.create(
        difficulty=difficulty,
        act=act,
        at=clock.now(),
        by_id=actor.user_id,
        text=text,
        state=difficulty.state,
        to_words=to_words,
        answer_by=difficulty.answer_by,
    )
    record(
        actor=actor,
        act=_EVIDENCE[act],
        object_type="Assignment",
        object_id=difficulty.assignment_id,
        details={"difficulty": difficulty.pk, **({"to": to_words} if to_words else {})},
    )


_EVIDENCE = {
    _Act.RAISE: "raise_difficulty",
    _Act.ANSWER: "answer_difficulty",
    _Act.ESCALATE: "escalate_difficulty",
    _Act.ADJUST: "adjust_for_difficulty",
    _Act.REOPEN: "reopen_difficulty",
}
