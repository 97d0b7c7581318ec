"""Act × state of the thing: who has the right is still refused when the thing is not in a state that takes the act.

A row names the state, the person who has the right, the act and the answer; an act that goes through leaves evidence,
one that is refused leaves none. A state is put into the database directly: the table asks the doors alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Difficulty
from mangnon.reporting.models import Consolidation, Report, ReportEntry, ReportVersion
from tests.documents.made_jobs import reading_job
from tests.journeys.provinces import World, first_passage

DONE, LOCKED, GONE, TAKEN = 302, 422, 404, 409


@dataclass(frozen=True)
class Case:
    """One cell of the table. `args` and `data` are asked after `put`."""

    thing: str
    state: str
    act: str
    person: str
    answer: int
    put: Callable[[World], None]
    args: Callable[[World], list[Any]]
    data: dict[str, Any]


def _assignment(state: str) -> Callable[[World], None]:
    def put(found: World) -> None:
        now = clock.now()
        Assignment.objects.filter(pk=found.assignments["own"].pk).update(
            execution=state,
            review={"reported_complete": "waiting", "complete": "met"}.get(state, "none"),
            accepted_at=None if state == "not_received" else now,
            completed_at=now if state in ("reported_complete", "complete") else None,
            version=2,
        )

    return put


def _assignment_cases() -> list[Case]:
    def args(found: World) -> list[Any]:
        return [found.assignments["own"].pk]

    acts: dict[str, tuple[dict[str, Any], set[str]]] = {
        "accept_assignment": ({}, {"not_received"}),
        "record_progress": ({"progress": "40", "text": "Đã làm", "version": "2"}, {"in_progress"}),
        "report_complete": ({"reason": "Chưa có ý kiến phối hợp"}, {"in_progress"}),
        "raise_difficulty": (
            {"text": "Thiếu xe mẫu"},
            {"not_received", "in_progress", "reported_complete", "complete"},
        ),
    }
    of_department = [
        Case("Phân công", state, act, "department", DONE if state in fits else LOCKED, _assignment(state), args, data)
        for act, (data, fits) in acts.items()
        for state in ("not_received", "in_progress", "reported_complete", "complete")
    ]
    return of_department + _moves_of_assignment(args)


def _moves_of_assignment(args: Callable[[World], list[Any]]) -> list[Case]:
    """What the agency asks for and what the body that gave it decides; requests that wait: test_official_acts."""
    why = {"reason": "Theo chỉ đạo mẫu"}
    acts: dict[str, tuple[str, dict[str, Any], set[str]]] = {
        "ask_return": ("department", why, {"not_received", "in_progress"}),
        "ask_extension": ("department", {**why, "wanted_on": "31/07/2025"}, {"in_progress"}),
        "delegate_assignment": (
            "department",
            {"receivers": "UBND huyện Mẫu 1", "text": "Thực hiện tại huyện"},
            {"in_progress"},
        ),
        "confirm_complete": ("lead", {}, {"reported_complete"}),
        "send_back": ("lead", {"feedback": "Còn thiếu số liệu"}, {"reported_complete"}),
        "recall_assignment": ("lead", why, {"not_received", "in_progress", "reported_complete"}),
        "reassign_assignment": ("lead", {**why, "receiver": "Sở Nội vụ"}, {"not_received", "in_progress"}),
    }
    return [
        Case("Phân công", state, act, person, DONE if state in fits else LOCKED, _assignment(state), args, data)
        for act, (person, data, fits) in acts.items()
        for state in ("not_received", "in_progress", "reported_complete", "complete")
    ]


def _report(state: str) -> Callable[[World], None]:
    def put(found: World) -> None:
        report = found.period.reports.get(agency__code="90.SO_TP")
        if state == "none":
            ReportEntry.objects.filter(report=report).delete()
            ReportVersion.objects.filter(report=report).delete()
            report.delete()
            return
        Report.objects.filter(pk=report.pk).update(
            state=state,
            return_reason="Thiếu số" if state == "returned" else "",
            resubmit_by=clock.today() if state == "returned" else None,
            accepted_at=clock.now() if state == "accepted" else None,
            accepted_version=F("version") if state == "accepted" else 0,
        )

    return put


def _report_cases() -> list[Case]:
    def period(found: World) -> list[Any]:
        return [found.regime.code, found.period.code]

    def of_department(found: World) -> list[Any]:
        return [*period(found), "90.SO_TP"]

    states = ("none", "draft", "submitted", "returned", "accepted")
    entry = {"task": "0", "version": "0", "results": "Đã làm"}
    answers: dict[tuple[str, str], int] = {
        ("report_entry_save", "none"): DONE,
        ("report_entry_save", "draft"): DONE,
        ("report_entry_save", "returned"): DONE,
        ("report_submit", "draft"): DONE,
        ("report_submit", "returned"): DONE,
        ("report_accept", "submitted"): DONE,
        ("report_return", "submitted"): DONE,
    }
    acts: list[tuple[str, str, Callable[[World], list[Any]], dict[str, Any]]] = [
        ("report_entry_save", "department", period, entry),
        ("report_submit", "department", period, {}),
        ("report_accept", "lead", of_department, {}),
        ("report_return", "lead", of_department, {"reason": "Thiếu số", "resubmit_by": "02/06/2025"}),
    ]
    return [
        Case("Báo cáo", state, act, person, answers.get((act, state), LOCKED), _report(state), args, data)
        for act, person, args, data in acts
        for state in states
    ]


def _reading(state: str) -> Callable[[World], None]:
    def put(found: World) -> None:
        row = found.adopted if state == "adopted" else found.in_review
        found.in_review = DirectiveReading.objects.get(pk=row.pk)

    return put


def _reading_cases() -> list[Case]:
    def args(found: World) -> list[Any]:
        return [found.in_review.pk]

    acts: dict[str, dict[str, Any]] = {
        "correct_document": {"muc": "header", "number": "7/KH-UBND"},
        "confirm_document": {"muc": "header"},
        "adopt_reading": {"plan_code": "MOI"},
    }
    cases = []
    for act, data in acts.items():
        for state, answer, version in (("in_review", DONE, "1"), ("adopted", TAKEN, "2")):
            told = {**data, "version": version}
            cases.append(Case("Bản đọc", state, act, "lead", answer, _reading(state), args, told))
    return cases


def _reading_job_cases() -> list[Case]:
    acts = {"cancel_reading_job": {"waiting", "running", "stopped"}, "retry_reading_job": {"stopped"}}

    def args(state: str) -> Callable[[World], list[Any]]:
        return lambda found: [reading_job(found.users["lead"], state).pk]

    return [
        Case("Lượt đọc tệp", state, act, "lead", DONE if state in fits else LOCKED, lambda found: None, args(state), {})
        for act, fits in acts.items()
        for state in ("waiting", "running", "stopped", "refused", "cancelled")
    ]


def _difficulty_cases() -> list[Case]:
    def put(state: str) -> Callable[[World], None]:
        def inner(found: World) -> None:
            if state == "answered":
                Difficulty.objects.update(state="answered", answer="Đã trả lời", answered_at=clock.now())
            if state == "escalated":
                above = found.actor("leader").agency_id
                Difficulty.objects.update(state="escalated", passed_to=above, passed_to_words="Ủy ban nhân dân tỉnh")

        return inner

    def args(found: World) -> list[Any]:
        return [found.difficulty.pk if found.difficulty else 0]

    def case(state: str, answer: int) -> Case:
        return Case("Khó khăn, vướng mắc", state, "answer_difficulty", "lead", answer, put(state), args, {})

    # What was passed up is answered by the leader of the body above.
    said = {"answer": "Đồng ý bố trí"}
    above = Case("Khó khăn, vướng mắc", "escalated", "difficulty_answer", "leader", DONE, put("escalated"), args, said)
    return [case("raised", DONE), case("answered", LOCKED), above]


def _passage_cases() -> list[Case]:
    def older(found: World) -> None:
        last = found.consolidation
        Consolidation.objects.create(
            period=found.period, number=last.number + 1, made_at=clock.now(), summary=last.summary
        )

    def args(found: World) -> list[Any]:
        return [found.regime.code, found.period.code, first_passage(found).pk]

    data = {"text": "Sửa lại", "version": "0"}
    return [
        Case("Đoạn tổng hợp", "last", "passage_edit", "lead", DONE, lambda found: None, args, data),
        Case("Đoạn tổng hợp", "older", "passage_edit", "lead", 409, older, args, data),
    ]


CASES = [
    *_assignment_cases(),
    *_report_cases(),
    *_reading_cases(),
    *_reading_job_cases(),
    *_difficulty_cases(),
    *_passage_cases(),
]
