"""Văn bản đi: the register of a body, one paper, its files, the check of signatures."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.calendars.public import working_days
from mangnon.documents.official import write_pdf
from mangnon.documents.public import table_answer
from mangnon.files.public import file_response
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.drafting import document_of
from mangnon.outgoing.errors import WrongState
from mangnon.outgoing.filing import ADDED, file_name, sent_files, signable_file
from mangnon.outgoing.models import RegisterYear
from mangnon.outgoing.policies import can_finish_papers, can_keep_papers, can_see_outgoing
from mangnon.outgoing.rules import may_move
from mangnon.outgoing.selectors import papers_of, register_faults, registers, sees_inside
from mangnon.outgoing.signing.keys import has_key, trusted_roots
from mangnon.outgoing.signing.pades import FileFinding, read_file
from mangnon.outgoing.terms import PaperState, SignatureKind
from mangnon.outgoing.web import presenters
from mangnon.outgoing.web.finding import chosen_agency, file_or_404, paper_or_404
from mangnon.outgoing.web.forms import KIND_CHOICES, CheckForm

_ON_A_PAGE = 100
_LARGEST_CHECKED = 30 * 1024 * 1024


@requires(can_see_outgoing)
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The register of one body and year, with its filters; the same as a file."""
    actor = actor_of(request)
    agency, every = chosen_agency(request)
    wanted = presenters.asked(request)
    found = papers_of(actor, agency_id=agency.pk, wanted=wanted).prefetch_related("addresses")
    name = f"so-van-ban-di-{agency.code.lower()}-{wanted.year or 'tat-ca'}"
    answer = table_answer(request, lambda: presenters.register_sheet(agency.name, wanted, found), name=name)
    if answer is not None:
        return answer
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("trang"))
    books = list(registers(actor, agency_id=agency.pk))
    years = RegisterYear.objects.filter(register__in=books)
    faulty = [(each, register_faults(each)) for each in years.filter(year=wanted.year or clock.today().year)]
    known_years = sorted({*years.values_list("year", flat=True), clock.today().year}, reverse=True)
    context: dict[str, Any] = {
        "agency": agency,
        "agencies": every,
        "page": page,
        "rows": presenters.rows_of(page),
        "columns": presenters.COLUMNS,
        "asked": wanted,
        "is_filtered": bool(wanted.register_id or wanted.kind or wanted.state or wanted.words)
        or wanted.year != clock.today().year,
        "chosen_year": str(wanted.year) if wanted.year else "tat-ca",
        "years": [*((str(year), str(year)) for year in known_years), ("tat-ca", "Mọi năm")],
        "kinds": KIND_CHOICES,
        "states": presenters.STATE_CHOICES,
        "books": [(str(book.pk), book.name) for book in books],
        "has_register": any(book.closed_at is None for book in books),
        "faults": [fault for _, faults in faulty for fault in faults],
        "may_keep": can_keep_papers(actor, agency_id=agency.pk),
    }
    return render(request, "outgoing/register.html", context)


@requires(can_see_outgoing)
@require_safe
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what it is, what may be done next, its files, signatures and history."""
    actor, paper = actor_of(request), paper_or_404(request, pk)
    may_keep = can_keep_papers(actor, agency_id=paper.agency_id)
    is_inside = sees_inside(actor, paper)
    signatures = list(paper.signatures.select_related("file"))
    there = {each.kind for each in signatures}
    addresses = list(paper.addresses.order_by("order"))
    may_finish = may_keep or can_finish_papers(actor, agency_id=paper.agency_id, on=clock.today())
    moves = {act: may_finish and may_move(paper.state, act) for act in ("sign", "issue", "cancel", "withdraw")}
    moves["number"] = may_keep and may_move(paper.state, "number")
    context: dict[str, Any] = {
        "paper": paper,
        "title": presenters.title_of(paper),
        "kind": presenters.kind_name(paper.kind),
        "tone": presenters.TONES[PaperState(paper.state)],
        "capacity": presenters.capacity_lines(paper),
        "addressees": [each for each in addresses if each.role == "addressee"],
        "recipients": [each for each in addresses if each.role == "recipient"],
        "is_inside": is_inside,
        "files": list(paper.files.select_related("file").order_by("pk")) if is_inside else sent_files(paper),
        "signatures": signatures,
        "signable": signable_file(paper),
        "may": moves,
        "may_keep": may_keep,
        "may_drop": may_finish and paper.state == PaperState.DRAFT,
        "may_edit": may_keep and paper.state == PaperState.DRAFT,
        "may_add": may_keep and not signatures and any(paper.state in states for states in ADDED.values()),
        "person_signed": SignatureKind.PERSON in there,
        "has_key": has_key(paper.agency.code),
        "note": presenters.issue_note(paper, working_days(), clock.today()),
        "replaced_by": presenters.later_papers(actor, paper),
        "follow": presenters.follow_links(paper) if may_keep else [],
        "origin": presenters.origin_of(actor, paper),
        "history": presenters.history(actor, paper, sent_only=not is_inside),
    }
    return render(request, "outgoing/paper.html", context)


@requires(can_see_outgoing)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it would be printed now. Raises WrongState for one whose words are not kept here."""
    paper = paper_or_404(request, pk)
    if not sees_inside(actor_of(request), paper):
        raise Http404("who received a paper has the one that was sent")
    document = document_of(paper)
    if document is None:
        raise WrongState("Văn bản này được soạn bằng tệp riêng nên không có bản xem trước. Hãy tải tệp của văn bản.")
    disposition = content_disposition_header(as_attachment=True, filename=file_name(paper, "pdf")) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(write_pdf(document), content_type="application/pdf", headers=headers)


@requires(can_see_outgoing)
@require_safe
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a paper."""
    found = file_or_404(request, pk)
    return file_response(found.file, name=found.name)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def check_signatures(request: HttpRequest) -> HttpResponse:
    """Look at the signatures of any PDF; the file is not kept."""
    form = CheckForm(request.POST or None, request.FILES or None)
    found: FileFinding | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data["file"]
            content = given.read(_LARGEST_CHECKED + 1)
            try:
                if len(content) > _LARGEST_CHECKED:
                    raise WrongState("Tệp lớn hơn 30 MB nên không kiểm tra được ở đây. Không có gì được lưu.")
                found, status = read_file(content, roots=trusted_roots()), 200
            except Refusal as refusal:
                form.add_error("file", refusal.message)
    context = {
        "form": form,
        "is_checked": found is not None,
        "rows": presenters.finding_rows(found.signatures if found else []),
        "stamps": presenters.stamp_rows(found.stamps if found else []),
        "has_roots": bool(trusted_roots()),
    }
    return render(request, "outgoing/check.html", context, status=status)
