"""Kinh phí: lines of an activity, programmes, the table of a plan, suspected doubles."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.activities.models import Activity, BudgetLine, LinkedProgramme
from mangnon.activities.policies import can_judge_doubles, can_see_activities, can_see_money
from mangnon.activities.rules import Amounts, Suspicion
from mangnon.activities.selectors import activities
from mangnon.activities.spending import (
    judge_double,
    keep_budget_line,
    link_programme,
    remove_budget_line,
    unlink_programme,
)
from mangnon.activities.totals import Totals, totals
from mangnon.activities.web import presenters
from mangnon.activities.web.finding import activity_address, activity_or_404, plan_or_404, writable_activity
from mangnon.activities.web.forms import BudgetForm, ProgrammeForm, VerdictForm, number
from mangnon.documents.official import Column, RowStyle, Sheet, Table
from mangnon.documents.official import Row as SheetRow
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import Plan, lead_agency_of
from mangnon.ui.web.form_pages import FormPage, form_page, press

_COLUMNS = [
    {"label": "Số hoạt động", "numeric": True},
    {"label": "Dự kiến (đồng)", "numeric": True},
    {"label": "Được giao (đồng)", "numeric": True},
    {"label": "Đã chi (đồng)", "numeric": True},
]
_FILE_COLUMNS = ("Nội dung", *(str(column["label"]) for column in _COLUMNS))
_MOST_PAIRS_SHOWN = 50


@requires(can_see_money)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down money of an activity; `?dong=` names the line to change."""
    activity = writable_activity(request, pk)
    line = BudgetLine.objects.filter(pk=number(request.GET.get("dong")) or 0, activity=activity).first()
    initial: dict[str, Any] = {"year": clock.today().year}
    if line is not None:
        initial = {
            "source": line.source,
            "programme": line.programme_id,
            "year": line.year,
            "note": line.note,
            "line": line.pk,
            "version": line.version,
            **{
                name: presenters.money(getattr(line, name))
                for name in ("planned", "allocated", "spent")
                if getattr(line, name) is not None
            },
        }
    programmes = [(each.pk, each.name) for each in activity.programmes.all()]
    return form_page(
        request,
        BudgetForm(request.POST or None, initial=initial, programmes=programmes),
        FormPage(
            title="Sửa dòng kinh phí" if line else "Ghi kinh phí",
            button="Lưu",
            done="Đã lưu dòng kinh phí.",
            back=activity_address(activity, "kinh-phi"),
            place="Hoạt động",
            about=activity.text,
        ),
        lambda data: keep_budget_line(
            actor=actor_of(request),
            activity_id=pk,
            source=data["source"],
            year=data["year"],
            planned=data["planned"],
            allocated=data["allocated"],
            spent=data["spent"],
            programme_id=number(data["programme"]),
            note=data["note"],
            line_id=data["line"],
            version=data["version"],
        ),
    )


@requires(can_see_money)
@require_POST
def drop_budget_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line away that was entered by mistake."""
    line = BudgetLine.objects.filter(pk=pk).first()
    if line is None:
        raise Http404("no such line")
    activity = activity_or_404(request, line.activity_id)
    typed = number(request.POST.get("version"))
    return press(
        request,
        lambda: remove_budget_line(actor=actor_of(request), line_id=pk, version=typed or 0),
        "Đã bỏ dòng kinh phí. Nhật ký vẫn giữ số tiền cũ.",
        activity_address(activity, "kinh-phi"),
    )


@requires(can_see_activities)
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The activity is integrated in a programme."""
    activity = writable_activity(request, pk)
    return form_page(
        request,
        ProgrammeForm(request.POST or None),
        FormPage(
            title="Lồng ghép chương trình, đề án",
            button="Ghi",
            done="Đã ghi chương trình lồng ghép.",
            back=activity_address(activity, "long-ghep"),
            place="Hoạt động",
            about=activity.text,
        ),
        lambda data: link_programme(actor=actor_of(request), activity_id=pk, name=data["name"], basis=data["basis"]),
    )


@requires(can_see_activities)
@require_POST
def drop_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not."""
    programme = LinkedProgramme.objects.filter(pk=pk).first()
    if programme is None:
        raise Http404("no such programme")
    activity = activity_or_404(request, programme.activity_id)
    return press(
        request,
        lambda: unlink_programme(actor=actor_of(request), programme_id=pk),
        "Đã bỏ chương trình lồng ghép.",
        activity_address(activity, "long-ghep"),
    )


@requires(can_see_money)
@require_safe
def plan_money(request: HttpRequest, code: str) -> HttpResponse:
    """Money of a plan by source, agency and year; `?nam=` one year."""
    actor, plan = actor_of(request), plan_or_404(request, code)
    year = number(request.GET.get("nam"))
    found = totals(actor, plan=plan, year=year)
    if answer := table_answer(request, lambda: _sheet(plan, year, found), name=f"kinh-phi-{plan.code}"):
        return answer
    shown = found.suspicions[:_MOST_PAIRS_SHOWN]
    ids = {pk for pair in shown for pk in (pair.first, pair.second)} | set(found.overspent)
    known = {each.pk: each for each in activities(actor).filter(pk__in=ids)}
    every_year = totals(actor, plan=plan).by_year if year is not None else found.by_year
    context = {
        "plan": plan,
        "year": year,
        "years": [(row.key, row.label) for row in every_year],
        "total": presenters.amounts_row(found.total),
        "count": found.activities,
        "tables": [
            ("Theo nguồn", presenters.total_rows(found.by_source), [{"label": "Nguồn"}, *_COLUMNS]),
            ("Theo cơ quan", _with_addresses(plan, found.by_agency), [{"label": "Cơ quan"}, *_COLUMNS]),
            ("Theo năm", presenters.total_rows(found.by_year), [{"label": "Năm"}, *_COLUMNS]),
        ],
        "remainders": presenters.remainder_rows(found),
        "over": [known[pk] for pk in found.overspent if pk in known],
        "pairs": presenters.suspicion_rows(shown, known, _may_judge(actor, plan, shown, known)),
        "more_pairs": len(found.suspicions) - len(shown),
        "is_all_compared": found.is_all_compared,
    }
    return render(request, "activities/plan_money.html", context)


def _sheet(plan: Plan, year: int | None, found: Totals) -> Sheet:
    """The three tables of the page, one below the other; what nobody knows stays empty."""
    parts = (("Theo nguồn", found.by_source), ("Theo cơ quan", found.by_agency), ("Theo năm", found.by_year))
    rows: list[SheetRow] = []
    for caption, part in parts:
        rows.append(SheetRow((caption,), style=RowStyle.GROUP))
        for row in part:
            rows.append(SheetRow((row.label, row.activities, *_amounts(row.amounts))))
        rows.append(SheetRow(("Cộng", found.activities, *_amounts(found.total)), style=RowStyle.TOTAL))
    columns = tuple(Column(title, align="left" if place == 0 else "right") for place, title in enumerate(_FILE_COLUMNS))
    of_year = f"(Năm {year})" if year is not None else "(Mọi năm)"
    title = (f"KINH PHÍ CỦA KẾ HOẠCH {plan.code}", of_year)
    return Sheet("Kinh phi", title, Table(columns, tuple(rows)), sample_notice=sample_notice())


def _amounts(found: Amounts) -> tuple[int | None, ...]:
    known = [(found.planned, found.planned_unknown), (found.allocated, found.allocated_unknown)]
    known.append((found.spent, found.spent_unknown))
    return tuple(None if not value and unknown else value for value, unknown in known)


def _with_addresses(plan: Plan, rows: Any) -> list[dict[str, Any]]:
    shown = presenters.total_rows(rows)
    for row in shown:
        row["url"] = reverse("agency_plan", args=[plan.code, row["key"]])
    return shown


def _may_judge(actor: Actor, plan: Plan, pairs: Any, known: dict[int, Activity]) -> set[tuple[int, int]]:
    leads = frozenset({lead_agency_of(plan).pk})
    found: set[tuple[int, int]] = set()
    for pair in pairs:
        agencies = frozenset(known[pk].assignment.agency_id for pk in (pair.first, pair.second) if pk in known)
        if can_judge_doubles(actor, lead_agency_ids=leads, agency_ids=agencies):
            found.add((pair.first, pair.second))
    return found


@requires(can_see_money)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, first: int, second: int) -> HttpResponse:
    """Say whether two activities are one."""
    pair = [activity_or_404(request, pk) for pk in sorted((first, second))]
    plan = pair[0].assignment.task.plan
    words = "; ".join(f"«{each.text[:200]}» ({each.assignment.agency.name})" for each in pair)
    if request.method != "POST":
        suspicion = Suspicion(pair[0].pk, pair[1].pk, "same_words", 0)
        if not _may_judge(actor_of(request), plan, [suspicion], {each.pk: each for each in pair}):
            # The service says why.
            judge_double(actor=actor_of(request), first_id=first, second_id=second, verdict="", reason="")
    return form_page(
        request,
        VerdictForm(request.POST or None),
        FormPage(
            title="Hai hoạt động này có là một?",
            button="Ghi kết luận",
            done="Đã ghi kết luận.",
            back=reverse("plan_money", args=[plan.code]),
            place=f"Kinh phí của kế hoạch {plan.code}",
            about=words,
        ),
        lambda data: judge_double(
            actor=actor_of(request), first_id=first, second_id=second, verdict=data["verdict"], reason=data["reason"]
        ),
    )
