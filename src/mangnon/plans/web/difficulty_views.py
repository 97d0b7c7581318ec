"""«Khó khăn, vướng mắc»: the board, and the page of one with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.training import sample_notice
from mangnon.plans.difficulties.answering import LONGEST_PAPER
from mangnon.plans.difficulties.board import (
    WAITING,
    BoardRow,
    Possible,
    adjustment_words,
    board_rows,
    filtered,
    possible_acts,
    seen_difficulties,
)
from mangnon.plans.difficulties.services import (
    adjust_for_difficulty,
    answer_difficulty,
    escalate_difficulty,
    nobody_answers,
    reopen_difficulty,
)
from mangnon.plans.models import Difficulty
from mangnon.plans.policies import can_see_plans
from mangnon.plans.terms import Adjustment, DifficultyAct, DifficultyState
from mangnon.plans.web.refusing import status_of
from mangnon.ui.days import DayField

_A_PAGE = 50
_AGES = {
    "tre": ("late", "Quá hạn trả lời"),
    "con-han": ("in_time", "Còn hạn trả lời"),
    "thang": ("month", "Nêu đã hơn 30 ngày"),
}
_TONES = {"raised": "wait", "answered": "good", "escalated": "soon", "adjusted": "good"}
_ACT_TONES = {"raise": "soon", "answer": "good", "escalate": "soon", "adjust": "good", "reopen": "soon"}
_ON_PAPER = (
    "{body} chưa có ai trả lời được trên hệ thống. Hãy gửi văn bản báo cáo; khi có trả lời, cơ quan đã chuyển nhập câu "
    "trả lời tại trang này kèm số, ngày văn bản."
)
_TEXT = forms.Textarea(attrs={"rows": 3})


class AnswerForm(forms.Form):
    """The answer."""

    answer = forms.CharField(
        label="Trả lời",
        widget=_TEXT,
        error_messages={"required": "Chưa có nội dung trả lời. Hãy nhập câu trả lời."},
    )
    paper = forms.CharField(
        label="Số, ký hiệu văn bản trả lời của cấp trên",
        max_length=LONGEST_PAPER,
        required=False,
        help_text="Chỉ ghi khi nhập thay câu trả lời mà cấp trên đã gửi bằng văn bản. Ví dụ: 1234/UBND-KGVX.",
    )
    paper_on = DayField(label="Ngày văn bản trả lời", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, possible: Possible, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not possible.for_above:
            del self.fields["paper"], self.fields["paper_on"]


class EscalateForm(forms.Form):
    """To whom, and why."""

    to_agency = forms.ChoiceField(label="Chuyển đến", required=False)
    to_words = forms.CharField(
        label="Hoặc cơ quan khác (bộ, ngành)", max_length=200, required=False, help_text="Ví dụ: Bộ Y tế."
    )
    reason = forms.CharField(
        label="Lý do, nội dung báo cáo",
        widget=_TEXT,
        error_messages={"required": "Chưa nêu lý do chuyển cấp trên. Hãy ghi lý do."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, possible: Possible, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Chọn cơ quan"), *((str(pk), name) for pk, name in possible.bodies_above)]


class AdjustForm(forms.Form):
    """Which change of the plan answers it: one choice of what was decided already, or words."""

    change = forms.ChoiceField(
        label="Điều chỉnh đã quyết định",
        error_messages={"required": "Chưa chọn điều chỉnh nào.", "invalid_choice": "Hãy chọn lại điều chỉnh."},
    )
    words = forms.CharField(label="Nội dung, văn bản điều chỉnh", max_length=500, required=False, widget=_TEXT)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, possible: Possible, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["change"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            *((f"extension:{pk}", f"Gia hạn {words}") for pk, words in possible.extensions),
            *((f"reassignment:{pk}", f"Giao cho {name}") for pk, name in possible.reassignments),
            ("task_change:0", "Thay đổi nội dung nhiệm vụ (ghi rõ bên dưới)"),
        ]


class ReopenForm(forms.Form):
    """Why it is not solved."""

    reason = forms.CharField(
        label="Vì sao chưa giải quyết được",
        widget=_TEXT,
        error_messages={"required": "Chưa nêu lý do. Hãy ghi vì sao câu trả lời chưa giải quyết được."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@requires(can_see_plans)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every difficulty that concerns the viewer, by filters of the address; also as a file."""
    actor, asked = actor_of(request), request.GET
    every = seen_difficulties(actor)
    state, age = asked.get("tinh-trang", ""), asked.get("tuoi", "")
    plan, body = asked.get("ke-hoach", "")[:60], asked.get("co-quan", "")[:60]
    age_code = _AGES[age][0] if age in _AGES else ""
    rows = board_rows(actor, filtered(every, state=state, age=age_code, plan_code=plan, agency_code=body))
    mine_only = asked.get("luot") == "toi"
    rows = [row for row in rows if row.is_mine] if mine_only else rows
    file = table_answer(request, lambda: _sheet(rows), name="kho-khan-vuong-mac")
    if file is not None:
        return file
    page = Paginator(rows, _A_PAGE).get_page(asked.get("trang"))
    plans = every.order_by().values_list("assignment__task__plan__code", "assignment__task__plan__directive__number")
    bodies = every.order_by().values_list("assignment__agency__code", "assignment__agency__name")
    context = {
        "page": page,
        "total": len(rows),
        "mine": sum(row.is_mine for row in rows),
        "late": sum(row.is_late for row in rows),
        "waiting": sum(row.is_waiting for row in rows),
        "state": state,
        "states": [(each.value, each.label) for each in DifficultyState],
        "age": age,
        "ages": [(key, words) for key, (_, words) in _AGES.items()],
        "plan": plan,
        "plans": sorted({(code, number or code) for code, number in plans}),
        "body": body,
        "bodies": sorted(set(bodies), key=lambda pair: pair[1]),
        "turn": "toi" if mine_only else "",
        "turns": [("toi", "Tới lượt cơ quan tôi")],
        "tones": _TONES,
        "today": clock.today(),
        "columns": [
            {"label": "Khó khăn, vướng mắc"},
            {"label": "Cơ quan, nhiệm vụ"},
            {"label": "Tình trạng"},
            {"label": "Đến lượt"},
            {"label": "Trả lời chậm nhất"},
        ],
    }
    return render(request, "plans/difficulty_board.html", context)


@requires(can_see_plans)
@require_safe
def difficulty_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One difficulty: what was said and done, and what may be done now."""
    return _render(request, _found(request, pk))


@requires(can_see_plans)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it."""
    form = AnswerForm(request.POST, possible=possible_acts(actor_of(request), _found(request, pk)))
    return _act(
        request,
        pk,
        "answer",
        form,
        lambda said: answer_difficulty(
            actor=actor_of(request),
            difficulty_id=pk,
            answer=said["answer"],
            paper=said.get("paper", ""),
            paper_on=said.get("paper_on"),
            version=said["version"],
        ),
        "Đã trả lời. Cơ quan nêu khó khăn thấy câu trả lời ngay.",
    )


@requires(can_see_plans)
@require_POST
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass it on to the body above."""
    found = _found(request, pk)
    form = EscalateForm(request.POST, possible=possible_acts(actor_of(request), found))
    return _act(
        request,
        pk,
        "escalate",
        form,
        lambda said: escalate_difficulty(
            actor=actor_of(request),
            difficulty_id=pk,
            to_words=said["to_words"],
            to_agency_id=int(said["to_agency"]) if said["to_agency"] else None,
            reason=said["reason"],
            version=said["version"],
        ),
        "Đã chuyển cấp trên. Thời hạn trả lời tính lại từ hôm nay.",
    )


@requires(can_see_plans)
@require_POST
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Link it to a change of the plan."""
    found = _found(request, pk)
    form = AdjustForm(request.POST, possible=possible_acts(actor_of(request), found))

    def do(said: dict[str, Any]) -> Difficulty:
        kind, _, key = said["change"].partition(":")
        return adjust_for_difficulty(
            actor=actor_of(request),
            difficulty_id=pk,
            adjustment=Adjustment(kind),
            words=said["words"],
            extension_id=int(key) if kind == Adjustment.EXTENSION else None,
            assignment_id=int(key) if kind == Adjustment.REASSIGNMENT else None,
            version=said["version"],
        )

    return _act(request, pk, "adjust", form, do, "Đã gắn khó khăn với điều chỉnh kế hoạch.")


@requires(can_see_plans)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise it again."""
    form = ReopenForm(request.POST)
    return _act(
        request,
        pk,
        "reopen",
        form,
        lambda said: reopen_difficulty(
            actor=actor_of(request), difficulty_id=pk, reason=said["reason"], version=said["version"]
        ),
        "Đã nêu lại. Cơ quan giao nhiệm vụ sẽ trả lời tiếp.",
    )


def _act(
    request: HttpRequest, pk: int, name: str, form: forms.Form, do: Callable[[dict[str, Any]], Difficulty], done: str
) -> HttpResponse:
    found, status = _found(request, pk), 422
    if form.is_valid():
        try:
            changed = do(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            messages.success(request, done)
            if nobody_answers(changed):
                messages.warning(request, _ON_PAPER.format(body=changed.passed_to_words))
            return redirect("difficulty", pk=pk)
    return _render(request, found, status=status, **{name: form})


def _found(request: HttpRequest, pk: int) -> Difficulty:
    found = seen_difficulties(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404("no such difficulty for the viewer")
    return found


def _render(request: HttpRequest, difficulty: Difficulty, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    actor = actor_of(request)
    possible, version = possible_acts(actor, difficulty), {"version": difficulty.version}
    adjusting = AdjustForm(initial=version, possible=possible)
    escalating = EscalateForm(initial=version, possible=possible)
    sent: list[tuple[str, bool, str, str, forms.Form]] = [
        ("answer", possible.answer, "Trả lời", "Gửi câu trả lời", AnswerForm(initial=version, possible=possible)),
        ("reopen", possible.reopen, "Nêu lại", "Nêu lại khó khăn", ReopenForm(initial=version)),
        ("adjust", possible.adjust, "Điều chỉnh kế hoạch", "Gắn điều chỉnh", adjusting),
        ("escalate", possible.escalate, "Chuyển cấp trên", "Chuyển cấp trên", escalating),
    ]
    acts = [
        {"name": name, "url": f"difficulty_{name}", "title": title, "button": button, "form": typed.get(name, form)}
        for name, may, title, button, form in sent
        if may or name in typed
    ]
    row = board_rows(actor, seen_difficulties(actor).filter(pk=difficulty.pk))[0]
    context = {
        "difficulty": difficulty,
        "row": row,
        "tone": _TONES[difficulty.state],
        "adjustment": adjustment_words(difficulty),
        "acts": acts,
        "on_paper": _ON_PAPER.format(body=difficulty.passed_to_words) if possible.nobody_above else "",
        "steps": [
            # A day by which to answer is told while it is waited for: after the answer it reads like a threat.
            _step(each, is_waiting=number == 0 and difficulty.state in WAITING)
            for number, each in enumerate(difficulty.steps.select_related("by").order_by("-at", "-pk"))
        ],
        "today": clock.today(),
    }
    return render(request, "plans/difficulty.html", context, status=status)


def _step(step: Any, *, is_waiting: bool) -> dict[str, Any]:
    words = DifficultyAct(step.act).label + (f": {step.to_words}" if step.to_words else "")
    who = f"Người thực hiện: {step.by.full_name}." if step.by else "Hệ thống ghi."
    said = step.text if step.text.endswith((".", "!", "?")) else f"{step.text}."
    until = f" Trả lời chậm nhất ngày {vn_date(step.answer_by)}." if is_waiting and step.answer_by else ""
    return {"sentence": f"{words}.", "at": step.at, "tone": _ACT_TONES[step.act], "note": f"{said} {who}{until}"}


def _sheet(rows: list[BoardRow]) -> Sheet:
    columns = (
        *("Nêu ngày", "Cơ quan", "Kế hoạch", "Nhiệm vụ", "Khó khăn, vướng mắc", "Đề xuất", "Tình trạng"),
        *("Đến lượt", "Trả lời chậm nhất", "Trả lời"),
    )
    cells = tuple(
        Row(
            (
                clock.local_day(each.difficulty.raised_at),
                each.difficulty.assignment.agency.name,
                each.difficulty.assignment.task.plan.code,
                each.difficulty.assignment.task.code,
                each.difficulty.text,
                each.difficulty.proposal or None,
                each.difficulty.get_state_display(),
                each.turn_words or None,
                each.difficulty.answer_by,
                each.difficulty.answer or None,
            )
        )
        for each in rows
    )
    table = Table(tuple(Column(title) for title in columns), cells)
    return Sheet("Khó khăn", ("KHÓ KHĂN, VƯỚNG MẮC",), table, sample_notice=sample_notice())
