"""«Đôn đốc»: choose what is behind, make the letters, take them away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, polled, requires
from mangnon.jobs.public import OPEN_STATES, is_worker_alive
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.public import OutgoingPaper
from mangnon.outgoing.terms import PaperState
from mangnon.plans.models import Assignment, Plan, Urging, UrgingLetter
from mangnon.plans.rules import deadline_state
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import (
    assignments_behind,
    can_urge,
    letter_name,
    letters_in_one,
    overdue_of_plans,
    plans_to_urge,
    urge,
    urgings,
)
from mangnon.plans.urging.issuing import draft_letter_papers, number_letter_papers, papers_of_letters
from mangnon.plans.web.refusing import status_of
from mangnon.ui.days import DayField

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_USUAL = "qua-han"
_STATES = {
    _USUAL: ("late", "Đã quá hạn"),
    "sap-den-han": ("soon", "Sắp đến hạn"),
    "chua-tiep-nhan": ("untaken", "Chưa tiếp nhận"),
    "tat-ca": ("open", "Mọi việc chưa xong"),
}
_TONES: dict[str, str] = {
    PaperState.DRAFT: "neutral",
    PaperState.NUMBERED: "wait",
    PaperState.SIGNED: "progress",
    PaperState.ISSUED: "good",
}
_EARLIER = 15
_SHOWN = 500


class UrgingForm(forms.Form):
    """What the letters are to be."""

    shape = forms.ChoiceField(
        label="Hình thức",
        choices=[(str(value), str(label)) for value, label in UrgingShape.choices],
        initial=UrgingShape.EACH.value,
        error_messages={"required": "Chưa chọn hình thức công văn.", "invalid_choice": "Hãy chọn lại hình thức."},
    )
    report_by = DayField(
        label="Đề nghị báo cáo trước ngày",
        required=False,
        help_text="Để trống thì công văn để dấu chấm, điền tay sau.",
    )


@requires(can_urge)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What is behind in a plan, by filters of the address."""
    return _page(request, UrgingForm(), status=200)


@requires(can_urge)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """One act: the letters, the record, the notices."""
    actor, form, status = actor_of(request), UrgingForm(request.POST), 422
    plan = _plan(actor, request.POST.get("ke-hoach", ""))
    if plan is None:
        raise Http404("no such plan for the viewer")
    ids = {int(text) for text in request.POST.getlist("ids")[:5000] if text.isdecimal() and len(text) < 18}
    if form.is_valid():
        try:
            urging = urge(
                actor=actor,
                plan_id=plan.pk,
                assignment_ids=ids,
                shape=UrgingShape(form.cleaned_data["shape"]),
                report_by=form.cleaned_data["report_by"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = status_of(refusal)
        else:
            count = urging.letters.count()
            messages.success(request, f"Đã lập {count} công văn đôn đốc và báo cho cán bộ của các cơ quan.")
            return redirect("urging", pk=urging.pk)
    return _page(request, form, status=status, plan=plan, chosen=ids)


@requires(can_urge)
@polled
@require_safe
def urging_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of one act, how far they are, and to take them away."""
    urging = _urging(request, pk)
    letters = list(urging.letters.select_related("agency").defer("content").order_by("order"))
    written = sum(letter.written_at is not None for letter in letters)
    papers = papers_of_letters(actor_of(request), letters)
    lines: dict[int, int] = {}
    for letter_id in urging.letters.order_by().values_list("lines__letter_id", flat=True):
        lines[letter_id] = lines.get(letter_id, 0) + 1
    context = {
        "urging": urging,
        "rows": [
            {
                "letter": letter,
                "count": lines.get(letter.pk, 0),
                "name": letter_name(letter),
                "paper": papers.get(letter.pk),
                "tone": _TONES.get(papers[letter.pk].state, "closed") if letter.pk in papers else "",
            }
            for letter in letters
        ],
        **_next_acts(letters, papers),
        "columns": [
            {"label": "Số thứ tự", "numeric": True},
            {"label": "Nơi nhận"},
            {"label": "Số nhiệm vụ"},
            {"label": "Công văn"},
            {"label": "Văn bản đi"},
        ],
        "written": written,
        "total": len(letters),
        "is_running": urging.job is not None and urging.job.state in OPEN_STATES,
        "is_waiting_for_worker": urging.job is not None and urging.job.state in OPEN_STATES and not is_worker_alive(),
    }
    return render(request, "plans/urging.html", context)


def _next_acts(letters: list[UrgingLetter], papers: Mapping[int, OutgoingPaper]) -> dict[str, int]:
    """How many letters may be entered into the register, and how many of those there wait for a number."""
    given_up = (PaperState.CANCELLED, PaperState.WITHDRAWN)
    without = [each for each in letters if each.pk not in papers or papers[each.pk].state in given_up]
    return {
        "to_draft": sum(each.written_at is not None for each in without),
        "to_number": sum(paper.state == PaperState.DRAFT for paper in papers.values()),
    }


@requires(can_urge)
@require_POST
def draft_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the letters as drafts into the register of outgoing papers."""
    made = draft_letter_papers(actor=actor_of(request), urging_id=_urging(request, pk).pk)
    words = f"Đã lập {len(made)} dự thảo trong sổ văn bản đi." if made else "Các công văn đã có trong sổ văn bản đi."
    messages.success(request, words)
    return redirect("urging", pk=pk)


@requires(can_urge)
@require_POST
def number_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all drafts of the letters their numbers."""
    made = number_letter_papers(
        actor=actor_of(request), urging_id=_urging(request, pk).pk, unit=request.POST.get("don-vi", "")
    )
    messages.success(request, f"Đã cấp số cho {len(made)} công văn.")
    return redirect("urging", pk=pk)


@requires(can_urge)
@require_safe
def letter(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """One letter as a Word file."""
    found = _urging(request, pk).letters.filter(order=order, written_at__isnull=False).select_related("agency").first()
    if found is None or found.content is None:
        raise Http404("no such letter, or not written yet")
    return _file(bytes(found.content), _DOCX, letter_name(found))


@requires(can_urge)
@require_safe
def all_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """All letters as one compressed file."""
    urging = _urging(request, pk)
    return _file(letters_in_one(urging), "application/zip", f"cong-van-don-doc-{urging.pk}.zip")


def _page(
    request: HttpRequest, form: UrgingForm, *, status: int, plan: Plan | None = None, chosen: set[int] | None = None
) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    asked = request.GET if request.method in ("GET", "HEAD") else request.POST
    plans, overdue = list(plans_to_urge(actor)), overdue_of_plans(actor, on=today)
    # Nobody named a plan: the one with most that is past its day, the newest of those alike.
    most = max(plans, key=lambda each: overdue.get(each.pk, 0), default=None)
    plan = plan or _plan(actor, asked.get("ke-hoach", "")) or most
    state = asked.get("tinh-trang", "")
    state = state if state in _STATES else _USUAL
    rows: list[Assignment] = []
    agencies: list[tuple[str, str]] = []
    total, body = 0, asked.get("co-quan", "")[:60]
    if plan is not None:
        found = assignments_behind(actor, plan, on=today, state=_STATES[state][0])
        agencies = sorted(
            set(found.order_by().values_list("agency__code", "agency__name").distinct()), key=lambda pair: pair[1]
        )
        found = found.filter(agency__code=body) if body else found
        total, rows = found.count(), list(found[:_SHOWN])
    context = {
        "plans": plans,
        "plan_choices": [(each.code, _plan_words(each, overdue.get(each.pk, 0))) for each in plans],
        "plan": plan,
        "state": state,
        # What is overdue is asked for when nothing is: the list names it once.
        "states": [(key, words) for key, (_, words) in _STATES.items() if key != _USUAL],
        "agencies": agencies,
        "body": body,
        "rows": [_row(row, chosen) for row in rows],
        "total": total,
        "elsewhere": _elsewhere(actor, plan, state) if plan is not None and not rows else [],
        "form": form,
        "columns": [
            {"label": "Chọn"},
            {"label": "Cơ quan"},
            {"label": "Nhiệm vụ"},
            {"label": "Vai trò"},
            {"label": "Hạn"},
            {"label": "Tiến độ", "numeric": True},
        ],
        "earlier": list(urgings(actor)[:_EARLIER]),
        "today": today,
    }
    return render(request, "plans/urge.html", context, status=status)


def _plan_words(plan: Plan, overdue: int) -> str:
    words = plan.directive.number or str(plan.directive)
    return f"{words}: {overdue} quá hạn" if overdue else f"{words}: không có việc quá hạn"


def _elsewhere(actor: Actor, plan: Plan, state: str) -> list[dict[str, Any]]:
    """How much there is to urge in the other states of a plan, all bodies; those with nothing are left out."""
    counted = [
        {"key": key, "words": words, "count": assignments_behind(actor, plan, on=clock.today(), state=meant).count()}
        for key, (meant, words) in _STATES.items()
        if key != state
    ]
    return [each for each in counted if each["count"]]


def _row(row: Assignment, chosen: set[int] | None) -> dict[str, Any]:
    state = deadline_state(due_on=row.due_on, completed_at=None, now=clock.now())
    return {"row": row, "state": state, "is_chosen": chosen is None or row.pk in chosen}


def _plan(actor: Actor, code: str) -> Plan | None:
    return plans_to_urge(actor).filter(code=code[:60]).first() if code else None


def _urging(request: HttpRequest, pk: int) -> Urging:
    found = urgings(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404("no such urging for the viewer")
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, kind, headers={"Content-Disposition": disposition})
