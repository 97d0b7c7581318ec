"""The consolidated report: made, read with its sources, mended, taken away as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.kernel.training import sample_notice
from mangnon.plans.public import Task, TaskGroup
from mangnon.reporting.consolidation import annexes, prose
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.files import consolidation_file, consolidation_file_name
from mangnon.reporting.consolidation.making import SENT, SILENT, consolidate, edit_passage
from mangnon.reporting.consolidation.reading import Consolidated, agencies_of, consolidated, facts_of, is_edited
from mangnon.reporting.consolidation.regenerating import changes_since_last, passage_after
from mangnon.reporting.consolidation.titling import edit_title
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Consolidation, Passage, Period, ReportVersion
from mangnon.reporting.periods.board import Board, board
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.rules.comparison import word_changes
from mangnon.reporting.terms import PassageKind, Stage
from mangnon.reporting.web import presenters
from mangnon.reporting.web.consolidation_figure_views import figures_context
from mangnon.reporting.web.forms import PassageForm
from mangnon.reporting.web.issuing_views import paper_words
from mangnon.reporting.web.parts import file_answer, period_or_404, post_or_back, status_of
from mangnon.reporting.web.succession import boundary_words, passed_words

_MOST_TIPS = 3
_TASK, _GROUP = "nv-", "nhom-"  # before the key of what has a title
_REASON = "ly-do-"
# The boxes of common reasons, and whose they are.
_COMMON = {"ly-do-chung": SILENT, "ly-do-chung-da-gui": SENT}
_KINDS = {
    PassageKind.GENERAL: "Kết quả chung của các cơ quan, đơn vị, địa phương",
    PassageKind.DIFFICULTY: "Khó khăn, vướng mắc",
    PassageKind.PROPOSAL: "Đề xuất, kiến nghị",
    PassageKind.NEXT_PERIOD: "Nhiệm vụ kỳ tới",
}


def _missing(state: Board, found: Consolidated | None, typed: dict[str, str]) -> list[dict[str, Any]]:
    """Who has no accepted report, each with the reason typed now, or given last time when it stood as it stands now."""
    earlier = found.consolidation.summary["missing"] if found else []
    before = {(row["code"], row["stage"]): row["reason"] for row in earlier}
    return [
        {
            "name": row.agency.name,
            "code": row.agency.code,
            "field": f"{_REASON}{row.agency.code}",
            "stage": row.stage,
            "tone": presenters.STAGE_TONES[Stage(row.stage)],
            "stage_word": Stage(row.stage).label,
            "url": reverse("report_view", args=[state.period.regime.code, state.period.code, row.agency.code]),
            "was_sent": row.report is not None and row.report.first_submitted_at is not None,
            "reason": typed.get(row.agency.code, before.get((row.agency.code, str(row.stage)), "")),
        }
        for row in state.rows
        if row.report is None or not row.report.accepted_version
    ]


def _own_missing(made: Consolidation | None) -> str:
    """The name of the body that issues, where its own report is not in the consolidation; empty otherwise."""
    counts = counts_of(made.summary) if made else None
    return str(counts.own["name"]) if counts is not None and counts.own is not None and counts.is_own_missing else ""


def _sent_address(found: Consolidated, version: ReportVersion) -> str:
    """Where the sent report is read whole."""
    period = found.consolidation.period
    address = reverse("report_view", args=[period.regime.code, period.code, version.report.agency.code])
    return f"{address}?xem=tat-ca&lan={version.number}"


def _newer(state: Board, made: Consolidation) -> int:
    """How many accepted reports, or accepted amendments, came after a consolidation."""
    used = {row["code"]: row["version"] if row["stage"] == Stage.ACCEPTED else 0 for row in made.summary["rows"]}
    return sum(
        row.report is not None and row.report.accepted_version != used.get(row.agency.code, 0) for row in state.standing
    )


def _passage(passage: Passage, found: Consolidated, context: dict[str, Any]) -> dict[str, Any]:
    """One passage as the page shows it; `context` may hold words that could not be saved."""
    is_failed = context.get("failed") == passage.pk
    form = None
    if is_failed:
        form = context["typed"]
    elif context.get("opened") == passage.pk:
        words = {"text": passage.text, "is_left_out": passage.is_left_out, "version": passage.revision}
        form = PassageForm(initial=words, auto_id=f"doan-{passage.pk}-%s")
    regime, period = found.consolidation.period.regime.code, found.consolidation.period.code
    sources = [
        {
            "number": found.numbers[source.version_id],
            "label": annexes.source_words(source.version),
            "url": _sent_address(found, source.version),
            "scope": f"d{passage.pk}",
        }
        for source in passage.sources.all()
    ]
    by_pk = context["by_pk"]
    other = by_pk.get(passage.same_as_id)
    return {
        "passage": passage,
        "names": prose.listed(agencies_of(passage)),
        "is_lead": passage.kind == PassageKind.RESULT and found.is_of_lead(passage),
        "about": passage.task.code if passage.task and passage.kind != PassageKind.RESULT else "",
        "sources": sources,
        "facts": prose.once(
            fact["label"]
            for source in passage.sources.all()
            for fact in facts_of(source.version, passage.task_id, source.field)
        ),
        "is_edited": is_edited(passage),
        "source_changes": word_changes(passage.source_before, passage.first_text) if passage.source_before else [],
        "other": other,
        "other_names": prose.listed(agencies_of(other)) if other else "",
        "other_task": other.task.code if other and other.task and other.task_id != passage.task_id else "",
        "is_doubled": bool(other and not other.is_left_out and not passage.is_left_out),
        "form": form,
        "message": context.get("passage_message", "") if is_failed else "",
        "has_many": len(sources) > _MOST_TIPS,
        "url": reverse("passage_edit", args=[regime, period, passage.pk]),
    }


def _naming(found: Consolidated, about: Task | TaskGroup, context: dict[str, Any]) -> dict[str, Any]:
    """How a title is worded for the paper, and its form where it is open. `context` may hold words not saved."""
    key = f"{_TASK if isinstance(about, Task) else _GROUP}{about.pk}"
    edit, failed = found.title_edit(about), context.get("failed_title", {})
    is_failed = failed.get("key") == key
    return {
        "key": key,
        "edit": edit,
        "is_open": is_failed or context.get("opened_title") == key,
        "text": failed["text"] if is_failed else found.title_of(about),
        "version": edit.revision if edit is not None else 0,
        "message": failed.get("message", "") if is_failed else "",
    }


def _sections(found: Consolidated, context: dict[str, Any]) -> list[dict[str, Any]]:
    context = {**context, "by_pk": {passage.pk: passage for passage in found.passages}}
    sections: list[dict[str, Any]] = []
    by_task: dict[int | None, list[Passage]] = {}
    for passage in found.passages:
        if passage.kind == PassageKind.RESULT:
            by_task.setdefault(passage.task_id, []).append(passage)
    group_id = None
    for task in found.tasks:
        if task.group_id != group_id:
            group_id = task.group_id
            head = found.title_of(task.group) or str(task.group)
            naming = _naming(found, task.group, context)
            sections.append({"title": head, "slug": f"nhom-{group_id}", "parts": [], "naming": naming})
        shown = [_passage(passage, found, context) for passage in by_task.get(task.pk, [])]
        naming = _naming(found, task, context)
        row = {"task": task, "title": found.title_of(task), "naming": naming, "passages": shown}
        sections[-1]["parts"].append(row)
    for kind, title in _KINDS.items():
        shown = [_passage(passage, found, context) for passage in found.passages if passage.kind == kind]
        if shown:
            sections.append(
                {
                    "title": title,
                    "slug": f"phan-{kind.value}",
                    "parts": [{"task": None, "passages": shown}],
                    "naming": None,
                }
            )
    return sections


def _sources(found: Consolidated) -> list[dict[str, Any]]:
    """Each sent report that was consolidated, by the number it carries beside a passage."""
    return [
        {
            "number": found.numbers[version.pk],
            "label": annexes.source_words(version),
            "url": _sent_address(found, version),
        }
        for version in found.versions
    ]


def _page(request: HttpRequest, actor: Actor, period: Period, *, status: int = 200, **context: Any) -> HttpResponse:
    number = request.GET.get("lan", "")
    opened = request.GET.get("sua", "")
    context.setdefault("opened", int(opened) if opened.isdecimal() else None)
    context.setdefault("opened_title", request.GET.get("ten", ""))
    found = consolidated(actor, period, number=int(number) if number.isdecimal() else None)
    state = board(actor, period)
    accepted = len(state.standing)
    made = found.consolidation if found else None
    recipient = recipient_of(period.regime, clock.today())
    may_make = can_review_reports(actor, recipient_id=recipient.pk)
    outgoing = paper_words(actor, period, found, may_make=may_make and not number.isdecimal())
    names = ("consolidation_docx", "consolidation_pdf", "consolidation_xlsx", "consolidation_json", "child_rights")
    missing = _missing(state, found, context.get("reasons", {}))
    words = {
        "period": period,
        "regime": period.regime,
        "title": presenters.period_title(period),
        "today": clock.today(),
        "board": state,
        "board_url": presenters.board_address(period),
        "accepted": accepted,
        # The board holds every duty, also that of the body that consolidates; the report counts the others.
        "has_own": any(row.agency.pk == recipient.pk for row in state.rows),
        "newly_accepted": _newer(state, made) if made else 0,
        "missing": missing,
        "is_silent": any(not row["was_sent"] for row in missing),
        "is_sent": any(row["was_sent"] for row in missing),
        "own_missing": _own_missing(made),
        "missing_columns": [{"label": "Cơ quan, đơn vị"}, {"label": "Bước"}, {"label": "Lý do"}],
        "common": context.get("common", {}).get(SILENT, ""),
        "common_sent": context.get("common", {}).get(SENT, ""),
        "message": context.get("message", ""),
        "overtaken": context.get("overtaken"),
        "may_edit": may_make
        and not number.isdecimal()
        and ("failed" in context or "failed_title" in context or not outgoing["is_frozen"]),
        "may_make": may_make,
        "is_old": number.isdecimal(),
        "made": made,
        "counts": counts_of(made.summary) if made else None,
        "sections": _sections(found, context) if found else [],
        "alike": found.alike if found else [],
        "changes": changes_since_last(found.consolidation) if found else [],
        "unseen": [passage for passage in found.passages if passage.source_before] if found else [],
        "sources": _sources(found) if found else [],
        "links": {name: reverse(name, args=[period.regime.code, period.code]) for name in names},
        "title_url": reverse("consolidation_title", args=[period.regime.code, period.code]),
        "make_url": reverse("consolidation_make", args=[period.regime.code, period.code]),
        "boundary": boundary_words(period, today=clock.today()),
        "passed": passed_words(state.passed),
        "outgoing": outgoing,
        **figures_context(found, actor, period),
        "crumbs": presenters.crumbs(period, "Báo cáo tổng hợp"),
    }
    return render(request, "reporting/consolidation.html", words, status=status)


@require_GET
@requires(can_see_reports)
def consolidation(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """What stands in the way of consolidating, and the last consolidation with its sources."""
    actor, found = period_or_404(request, regime, period)
    return _page(request, actor, found)


@post_or_back("consolidation")
@requires(can_see_reports)
def consolidation_make(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Consolidate the accepted reports; each missing one needs a reason."""
    actor, found = period_or_404(request, regime, period)
    common = {whose: words for name, whose in _COMMON.items() if (words := request.POST.get(name, "").strip())}
    reasons = {
        name.removeprefix(_REASON): value
        for name, value in request.POST.items()
        if name.startswith(_REASON) and name not in _COMMON
    }
    given = {**reasons, **common}
    try:
        made = consolidate(actor=actor, period=found, reasons={str(key): str(value) for key, value in given.items()})
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _page(
            request, actor, found, status=status_of(refusal), message=refusal.message, reasons=reasons, common=common
        )
    messages.success(
        request,
        f"Đã tổng hợp lần {made.number} từ {made.summary['accepted']} báo cáo. Hãy đọc lại từng đoạn rồi tải văn bản.",
    )
    return redirect("consolidation", regime=regime, period=period)


@post_or_back("consolidation")
@requires(can_see_reports)
def passage_edit(request: HttpRequest, regime: str, period: str, passage: int) -> HttpResponse:
    """Change the words of a passage, or leave it out; the sources and the first words stay."""
    actor, found = period_or_404(request, regime, period)
    whole = consolidated(actor, found)
    stored = next((row for row in whole.passages if row.pk == passage), None) if whole else None
    if stored is None:
        return _overtaken(request, actor, found, passage)
    form = PassageForm(request.POST, auto_id=f"doan-{passage}-%s")
    if not form.is_valid():
        return _page(request, actor, found, status=422, failed=passage, typed=form)
    text = stored.first_text if "nguyen-van" in request.POST else form.cleaned_data["text"]
    is_left_out = form.cleaned_data["is_left_out"]
    if "bo-doan" in request.POST:
        text, is_left_out = stored.text, True
    version = form.cleaned_data["version"]
    try:
        edit_passage(actor=actor, passage_id=passage, revision=version, text=text, is_left_out=is_left_out)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        version = stored.revision if isinstance(refusal, Stale) else version
        again = PassageForm(
            initial={"text": text, "is_left_out": is_left_out, "version": version}, auto_id=f"doan-{passage}-%s"
        )
        return _page(
            request,
            actor,
            found,
            status=status_of(refusal),
            failed=passage,
            typed=again,
            passage_message=refusal.message,
        )
    return redirect(f"{reverse('consolidation', args=[regime, period])}#doan-{passage}")


@post_or_back("consolidation")
@requires(can_see_reports)
def title_edit(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Word the title of a task or of a group for the paper; the plan's own words stay beside it."""
    actor, about = period_or_404(request, regime, period)
    found = consolidated(actor, about)
    key, text = request.POST.get("cua", ""), request.POST.get("text", "")
    version = request.POST.get("version", "")
    named = {f"{_TASK}{task.pk}": {"task_id": task.pk} for task in found.tasks} if found else {}
    named |= {f"{_GROUP}{task.group_id}": {"group_id": task.group_id} for task in found.tasks} if found else {}
    if found is None or key not in named:
        raise Http404
    if "nguyen-van" in request.POST:
        text = ""
    try:
        edit_title(
            actor=actor,
            consolidation_id=found.consolidation.pk,
            text=text,
            revision=int(version) if version.isdecimal() else 0,
            **named[key],
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        failed = {"key": key, "text": text, "message": refusal.message}
        return _page(request, actor, about, status=status_of(refusal), failed_title=failed)
    return redirect(f"{reverse('consolidation', args=[regime, period])}#ten-{key}")


def _overtaken(request: HttpRequest, actor: Actor, period: Period, passage: int) -> HttpResponse:
    """A newer consolidation was made meanwhile: the typed words are given back beside the newest one's passage.

    Raises Http404 for a passage that no consolidation of the period has, NotAllowed.
    """
    older = Passage.objects.filter(pk=passage, consolidation__period=period).select_related("consolidation").first()
    if older is None:
        raise Http404
    is_button = "nguyen-van" in request.POST or "bo-doan" in request.POST
    text = "" if is_button else request.POST.get("text", "").replace("\r\n", "\n").strip()
    try:
        edit_passage(actor=actor, passage_id=passage, revision=older.revision, text=text)
    except Stale as refusal:
        after = passage_after(older)
        given_back = {"number": older.consolidation.number, "text": text, "after": after.pk if after else None}
        opened = after.pk if after else None
        return _page(request, actor, period, status=status_of(refusal), overtaken=given_back, opened=opened)
    return redirect("consolidation", regime=period.regime.code, period=period.code)  # pragma: no cover - always stale


def _file(request: HttpRequest, regime: str, period: str, ending: str) -> HttpResponse:
    actor, found = period_or_404(request, regime, period)
    whole = consolidated(actor, found)
    if whole is None:
        raise Http404
    content = consolidation_file(
        whole.consolidation,
        ending,
        sample_notice=sample_notice(),
        with_sources=request.GET.get("nguon") != "khong",
    )
    return file_answer(content, consolidation_file_name(whole.consolidation, ending))


@require_GET
@requires(can_see_reports)
def consolidation_docx(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The official report to edit; `?nguon=khong` without the marks of sources."""
    return _file(request, regime, period, "docx")


@require_GET
@requires(can_see_reports)
def consolidation_pdf(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The official report to send; `?nguon=khong` without the marks of sources."""
    return _file(request, regime, period, "pdf")


@require_GET
@requires(can_see_reports)
def consolidation_xlsx(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The annexes."""
    return _file(request, regime, period, "xlsx")


@require_GET
@requires(can_see_reports)
def consolidation_json(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Where every paragraph and figure comes from."""
    return _file(request, regime, period, "json")
