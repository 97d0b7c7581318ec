"""Answering a called report, and what all bodies answered as one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Answer, Period, Question, Report, ReportVersion
from mangnon.reporting.periods.board import Board, BoardRow, board
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.rules import Move
from mangnon.reporting.rules.answers import Read, read_answer, shown_number
from mangnon.reporting.rules.tables import Column, columns_from, out_of_bounds, read_table, shown_rows, sums_of
from mangnon.reporting.terms import AnswerState, QuestionKind, ReportState
from mangnon.reporting.writing.met_entries import standing_answers
from mangnon.reporting.writing.sending import check_may_write, locked_report, move_report, store_sending

_SAID = {AnswerState.NONE: "Không có", AnswerState.NOT_COLLECTED: "Không thu thập được", AnswerState.EMPTY: ""}


@dataclass(frozen=True, slots=True)
class Given:
    """What a form gives for one question: what was typed (of a table its `cells`, row by row), or a mark (`none`,
    `not_collected`) instead."""

    typed: str = ""
    mark: str = ""
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether anything was typed."""
        return bool(self.typed.strip()) or any(cell.strip() for row in self.cells for cell in row)


def answers_of(report: Report | None) -> dict[int, Answer]:
    """What a report says so far, by question id."""
    return {answer.question_id: answer for answer in report.answers.all()} if report is not None else {}


def revision_of(answers: Mapping[int, Answer]) -> int:
    """A number that grows with every save of any answer of a report."""
    return sum(answer.revision for answer in answers.values())


@transaction.atomic
def save_answers(*, actor: Actor, report_id: int, revision: int, given: Mapping[int, Given]) -> int:
    """Save a form of answers whole; answers the new revision. A question that is not in `given` stays as it is.

    Raises NotAllowed, ReportLocked, Stale (somebody else saved since `revision`), NotComplete naming what cannot be
    kept and why: then nothing is saved.
    """
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.SAVE)
    present = answers_of(report)
    if revision_of(present) != revision:
        raise Stale(
            "Người khác vừa lưu câu trả lời của báo cáo này. Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình; "
            "hãy mở lại trang để xem bản mới."
        )
    changed, wrong = [], []
    now = clock.now()
    for question in questions_of(report.period):
        if question.pk not in given:
            continue
        state, text, why = read_given(question, given[question.pk])
        if why:
            wrong.append(f"câu {question.order}: {why}")
            continue
        answer = present.get(question.pk) or Answer(report=report, question=question, saved_at=now)
        is_new = question.pk not in present
        if is_new and state == AnswerState.EMPTY:
            continue
        if is_new or (answer.state, answer.text) != (state, text):
            answer.state, answer.text = state, text
            answer.revision += 1
            answer.saved_at, answer.saved_by_id = now, actor.user_id
            changed.append(answer)
    if wrong:
        raise NotComplete(f"Chưa lưu: {'; '.join(wrong)}. Nội dung bạn nhập vẫn còn trên màn hình.", code="bad_answer")
    for answer in changed:
        answer.save()
    if changed:
        details = {"answers": sorted(answer.question.order for answer in changed)}
        record(actor=actor, act="save_answers", object_type="Report", object_id=report.pk, details=details)
    return revision_of(answers_of(report))


def read_given(question: Question, given: Given) -> tuple[AnswerState, str, str]:
    """What a form gives for a question, as it is kept: state and text; or why it cannot be, in words."""
    if given.mark in (AnswerState.NONE, AnswerState.NOT_COLLECTED):
        if given.is_typed:
            return AnswerState.EMPTY, "", "vừa có nội dung vừa đánh dấu «Không có» hoặc «Không thu thập được»"
        return AnswerState(given.mark), "", ""
    if question.kind == QuestionKind.TABLE:
        typed = [[nfc(cell) for cell in row] for row in given.cells]
        read = read_table(columns_from(question.columns), typed, question.rows)
    else:
        read = read_answer(question.kind, nfc(given.typed), question.choices)
    if question.kind == QuestionKind.NUMBER and read.text and not read.wrong:
        read = Read(read.text, out_of_bounds(read.text, question.lowest, question.highest))
    if read.wrong:
        return AnswerState.EMPTY, "", read.wrong
    return (AnswerState.VALUE if read.text else AnswerState.EMPTY), read.text, ""


@dataclass(frozen=True, slots=True)
class HowFar:
    """How complete a form is: `missing` must be answered before it can be sent, `open` may stay unanswered."""

    asked: int
    missing: tuple[Question, ...]
    open: tuple[Question, ...]

    @property
    def told(self) -> int:
        """How many of the questions that must be answered are."""
        return self.asked - len(self.missing)


def how_far(questions: Collection[Question], answers: Mapping[int, Answer]) -> HowFar:
    """What a form still needs: the same rule as `submit_answers`."""
    must = [question for question in questions if question.is_required]
    silent = [question for question in questions if not _says(answers.get(question.pk))]
    return HowFar(
        len(must),
        tuple(question for question in silent if question.is_required),
        tuple(question for question in silent if not question.is_required),
    )


@transaction.atomic
def submit_answers(*, actor: Actor, report_id: int) -> ReportVersion:
    """Send a called report; what is sent is kept as a version. Raises NotAllowed, ReportLocked, NotComplete naming
    the questions that must be answered and are not."""
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.SUBMIT)
    answers, questions = answers_of(report), questions_of(report.period)
    silent = [str(question.order) for question in how_far(questions, answers).missing]
    if silent:
        raise NotComplete(
            f"Chưa gửi được: câu {', '.join(silent)} chưa trả lời. Nội dung đã nhập vẫn còn. Hãy trả lời, hoặc đánh "
            "dấu «Không có», «Không thu thập được»."
        )
    if not any(_says(answer) for answer in answers.values()):
        raise NotComplete("Chưa gửi được: chưa trả lời câu hỏi nào. Hãy trả lời ít nhất một câu.")
    said = [
        {"question": question.pk, "state": str(answers[question.pk].state), "text": answers[question.pk].text}
        for question in questions
        if question.pk in answers
    ]
    stands = standing_answers(report)
    now = {row["question"]: (row["state"], row["text"]) for row in said if row["state"] != AnswerState.EMPTY}
    if stands and now == {pk: each for pk, each in stands.items() if each[0] != AnswerState.EMPTY}:
        raise NotComplete(
            "Bản sửa đổi chưa khác bản đã được chấp nhận nên chưa gửi. Hãy sửa câu trả lời rồi gửi, hoặc bỏ bản sửa "
            "đổi.",
            code="nothing_amended",
        )
    return store_sending(actor, report, {"entries": [], "answers": said})


def _says(answer: Answer | None) -> bool:
    return answer is not None and answer.state != AnswerState.EMPTY


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One body in the table of answers. `cells` are in the order of the questions; empty while nothing was sent."""

    row: BoardRow
    cells: tuple[str, ...]

    @property
    def state(self) -> str:
        """How the report stands, in words; empty while there is none."""
        return self.row.report.get_state_display() if self.row.report is not None else ""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """What was sent, body by body. `totals`: of each question with numbers their sum, how many gave one, else empty.

    `returned`: how many were sent back as wrong; they stand in their rows and are in no sum.
    """

    board: Board
    questions: tuple[Question, ...]
    rows: tuple[AnswerRow, ...]
    totals: tuple[str, ...]
    returned: int = 0


def answer_table(viewer: Actor, period: Period) -> AnswerTable:
    """The answers of every body that sent them, for the recipient. Raises NotAllowed. As many queries for one body as
    for three thousand."""
    check_review_reports(viewer, recipient_id=recipient_of(period.regime, clock.today()).pk)
    state = board(viewer, period)
    questions = questions_of(period)
    sent = {
        version.report_id: {row["question"]: row for row in version.content.get("answers", [])}
        for version in ReportVersion.objects.filter(report__period=period).order_by("number")
    }
    rows = []
    for row in state.rows:
        said = sent.get(row.report.pk, {}) if row.report is not None else {}
        rows.append(AnswerRow(row, tuple(_cell(question, said.get(question.pk)) for question in questions)))
    wrong = {row.report.pk for row in state.rows if row.report and row.report.state == ReportState.RETURNED}
    counted = [said for pk, said in sent.items() if pk not in wrong]
    totals = tuple(_total(question, counted, len(state.rows)) for question in questions)
    return AnswerTable(state, tuple(questions), tuple(rows), totals, len(wrong & sent.keys()))


def _cell(question: Question, said: Mapping[str, str] | None) -> str:
    if said is None:
        return ""
    if said["state"] != AnswerState.VALUE:
        return _SAID[AnswerState(said["state"])]
    if question.kind == QuestionKind.TABLE:
        rows = shown_rows(columns_from(question.columns), said["text"])
        names = [f"{name}: " for name in question.rows] or [""] * len(rows)
        return "\n".join(
            f"{name}{'; '.join(cell or '…' for cell in row)}" for name, row in zip(names, rows, strict=False)
        )
    return shown_number(said["text"]) if question.kind == QuestionKind.NUMBER else said["text"]


def _total(question: Question, sent: Collection[Mapping[int, Mapping[str, str]]], bodies: int) -> str:
    """The sum of a question's figures; «ít nhất» while a body is silent or could not collect its figure."""
    if question.kind == QuestionKind.TABLE:
        return _sums(question, sent, bodies)
    if question.kind != QuestionKind.NUMBER:
        return ""
    found = [said[question.pk] for said in sent if question.pk in said]
    known = [row for row in found if row["state"] in (AnswerState.VALUE, AnswerState.NONE)]
    if not known:
        return "chưa có"
    total = sum((Decimal(row["text"]) for row in known if row["state"] == AnswerState.VALUE), Decimal(0))
    words = shown_number(format(total, "f"))
    return words if len(known) == bodies else f"ít nhất {words} ({len(known)}/{bodies} cơ quan)"


def _sums(question: Question, sent: Collection[Mapping[int, Mapping[str, str]]], bodies: int) -> str:
    """The sum of each column of numbers of a table, said as one figure's is."""
    columns = columns_from(question.columns)
    found = [said[question.pk] for said in sent if question.pk in said]
    known = [row for row in found if row["state"] in (AnswerState.VALUE, AnswerState.NONE)]
    sums = sums_of(columns, [row["text"] for row in known if row["state"] == AnswerState.VALUE])
    lead = "" if len(known) == bodies else "ít nhất "
    parts = [
        f"{column.name}: {lead}{shown_number(format(total, 'f'))}"
        for column, total in zip(columns, sums, strict=True)
        if total is not None
    ]
    return "\n".join(parts)


def rows_of_tables(viewer: Actor, period: Period) -> list[tuple[Question, list[tuple[str, tuple[str, ...]]]]]:
    """Of each table of a call every row that was sent, with the body's name and, where rows are fixed, the row's first.

    Raises NotAllowed.
    """
    check_review_reports(viewer, recipient_id=recipient_of(period.regime, clock.today()).pk)
    tables = [question for question in questions_of(period) if question.kind == QuestionKind.TABLE]
    last: dict[int, ReportVersion] = {}
    versions = ReportVersion.objects.filter(report__period=period).select_related("report__agency")
    for version in versions.order_by("report__agency__code", "number"):
        last[version.report_id] = version
    found = []
    for question in tables:
        columns = columns_from(question.columns)
        lines: list[tuple[str, tuple[str, ...]]] = []
        for version in last.values():
            said = next((a for a in version.content.get("answers", []) if a["question"] == question.pk), None)
            if said is None or said["state"] != AnswerState.VALUE:
                continue
            for at, row in enumerate(shown_rows(columns, said["text"])):
                name = (question.rows[at],) if question.rows else ()
                lines.append((version.report.agency.name, (*name, *row)))
        found.append((question, lines))
    return found


def own_answers(period: Period, agency: Agency) -> tuple[Report | None, dict[int, Answer]]:
    """A body's report of a called period and what it says so far."""
    report = Report.objects.filter(period=period, agency=agency).first()
    return report, answers_of(report)


def last_answers(report: Report) -> dict[int, tuple[str, str]]:
    """What the last sending answers, by question: state and text."""
    version = report.versions.order_by("-number").first()
    rows = version.content.get("answers", []) if version is not None else []
    return {row["question"]: (row["state"], row["text"]) for row in rows}


def shown_cells(question: Question, text: str) -> list[list[str]]:
    """A kept answer as cells to show: of a table its rows, else the answer alone."""
    if question.kind == QuestionKind.TABLE:
        return shown_rows(columns_from(question.columns), text)
    return [[shown_number(text) if question.kind == QuestionKind.NUMBER and text else text]] if text else []


def answer_columns(question: Question) -> list[Column]:
    """The columns of a table; none for any other question."""
    return columns_from(question.columns) if question.kind == QuestionKind.TABLE else []


def words_of_version(period: Period, content: Mapping[str, object]) -> list[tuple[Question, str]]:
    """What one sending says to each question, in words; none for a report of tasks."""
    rows = content.get("answers")
    said = {row["question"]: row for row in rows} if isinstance(rows, list) else {}
    return [(question, _cell(question, said.get(question.pk))) for question in questions_of(period)]
