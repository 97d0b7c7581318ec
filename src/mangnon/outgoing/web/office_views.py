"""What an office sets up for itself: its registers, its code in the exchange, its templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency
from mangnon.documents.official import write_pdf
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.outgoing.confirming import seal_of
from mangnon.outgoing.drafting import PaperFacts
from mangnon.outgoing.exchanging import export_envelope, keep_exchange_code, left_out
from mangnon.outgoing.models import ExchangeCode, PaperTemplate
from mangnon.outgoing.policies import can_see_outgoing
from mangnon.outgoing.registering import begin_year, close_register, open_register
from mangnon.outgoing.selectors import registers, templates_of, version_in_use
from mangnon.outgoing.templating import (
    document_by_parts,
    fields_for,
    keep_template,
    retire_template,
    starting_templates,
)
from mangnon.outgoing.terms import PaperState
from mangnon.outgoing.web import presenters
from mangnon.outgoing.web.finding import own_agency, own_paper, register_or_404, template_or_404
from mangnon.outgoing.web.forms import (
    ExchangeCodeForm,
    ExportForm,
    FirstNumberForm,
    ReasonForm,
    RegisterForm,
    TemplateForm,
)
from mangnon.ui.web.form_pages import FormPage, form_page, status_of


@requires(can_see_outgoing)
@require_safe
def registers_page(request: HttpRequest) -> HttpResponse:
    """The registers of the viewer's own body, and what a body is called in the exchange."""
    agency = own_agency(request)
    year = clock.today().year
    books = [
        {
            "book": book,
            "kinds": ", ".join(presenters.kind_name(code) for code in book.kinds) or "mọi loại chưa có sổ riêng",
            "year": book.years.filter(year=year).first(),
        }
        for book in registers(actor_of(request), agency_id=agency.pk)
    ]
    context = {
        "agency": agency,
        "books": books,
        "this_year": year,
        "exchange_code": ExchangeCode.objects.filter(agency=agency).first(),
    }
    return render(request, "outgoing/registers.html", context)


def _of_registers(title: str, button: str, done: str, about: str = "", warning: str = "") -> FormPage:
    return FormPage(title, button, done, reverse("outgoing_registers"), "Sổ văn bản đi của cơ quan", about, warning)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def new_register(request: HttpRequest) -> HttpResponse:
    """Open a register."""
    agency = own_agency(request)
    return form_page(
        request,
        RegisterForm(request.POST or None),
        _of_registers("Mở sổ", "Mở sổ", "Đã mở sổ.", agency.name),
        lambda data: open_register(
            actor=actor_of(request), agency_id=agency.pk, name=data["name"], kinds=data["kinds"]
        ),
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def end_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Give no more numbers from a register."""
    book = register_or_404(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        _of_registers("Khép sổ", "Khép sổ", "Đã khép sổ.", book.name, "Các số đã cấp vẫn được giữ."),
        lambda data: close_register(actor=actor_of(request), register_id=pk, reason=data["reason"]),
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def first_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on from a number that was given on paper."""
    book = register_or_404(request, pk)
    return form_page(
        request,
        FirstNumberForm(request.POST or None),
        _of_registers("Số bắt đầu của năm nay", "Ghi", "Đã ghi số bắt đầu.", book.name),
        lambda data: begin_year(
            actor=actor_of(request), register_id=pk, first_number=data["first_number"], reason=data["reason"]
        ),
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_code(request: HttpRequest) -> HttpResponse:
    """What the body is called in the exchange of electronic papers."""
    agency = own_agency(request)
    known = ExchangeCode.objects.filter(agency=agency).first()
    initial = {"code": known.code, "basis": known.basis} if known else {}
    return form_page(
        request,
        ExchangeCodeForm(request.POST or None, initial=initial),
        _of_registers("Mã định danh điện tử", "Ghi", "Đã ghi mã định danh.", agency.name),
        lambda data: keep_exchange_code(
            actor=actor_of(request), agency_id=agency.pk, code=data["code"], basis=data["basis"]
        ),
    )


@requires(can_see_outgoing)
@require_POST
def exchange_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper in its envelope; that it was taken out is put on record. Whom it would not reach is told first."""
    paper = own_paper(request, pk)
    missing = left_out(paper) if paper.state in (PaperState.SIGNED, PaperState.ISSUED) else ()
    form = ExportForm(request.POST, concerns=missing)
    confirmed = form.confirmed if form.is_valid() else ""
    if confirmed != seal_of(missing):
        page = FormPage(
            title="Xuất gói trao đổi edXML",
            button="Xuất gói cho những nơi còn lại",
            done="",
            back=reverse("outgoing_paper", args=[pk]),
            place=f"Văn bản đi {paper.full_symbol}",
            about=paper.subject,
            warning="Gói chỉ đến những nơi có mã định danh. Những nơi dưới đây phải gửi bằng cách khác.",
            points=missing,
        )
        return render(request, "ui/form_page.html", {"form": form, "about": page, "has_file": False})
    content = export_envelope(actor=actor_of(request), paper_id=pk, confirmed=confirmed)
    name = f"{paper.number}-{paper.year}.edxml"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/xml", headers=headers)


@requires(can_see_outgoing)
@require_safe
def templates_page(request: HttpRequest) -> HttpResponse:
    """The templates of the viewer's own body."""
    agency = own_agency(request)
    rows = [
        {"template": each, "kind": presenters.kind_name(each.kind), "version": version_in_use(each)}
        for each in templates_of(actor_of(request), agency_id=agency.pk)
    ]
    return render(request, "outgoing/templates.html", {"agency": agency, "rows": rows, "starts": starting_templates()})


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: HttpRequest) -> HttpResponse:
    """Make a template, from words delivered with the product (`?tu=`) or from nothing."""
    start = next((each for each in starting_templates() if each["code"] == request.GET.get("tu")), None)
    initial = {**start["parts"], "name": start["name"], "kind": start["kind"]} if start else {}
    return _template_page(request, own_agency(request), None, initial)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template: a new version."""
    template = template_or_404(request, pk)
    version = version_in_use(template)
    initial = {
        **version.parts,
        "name": template.name,
        "kind": template.kind,
        "use": template.use,
        "version": version.number,
    }
    return _template_page(request, own_agency(request), template, initial)


def _template_page(
    request: HttpRequest, agency: Agency, template: PaperTemplate | None, initial: dict[str, Any]
) -> HttpResponse:
    form = TemplateForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            if "xem" in request.POST:
                return _template_pdf(agency, data["kind"], data["name"], data["use"], form.parts())
            try:
                made = keep_template(
                    actor=actor_of(request),
                    agency_id=agency.pk,
                    kind=data["kind"],
                    name=data["name"],
                    use=data["use"],
                    parts=form.parts(),
                    template_id=template.pk if template else None,
                    version=data["version"],
                    note=data["note"],
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, f"Đã lưu mẫu, bản {made.number}.")
                return redirect("outgoing_template", pk=made.template_id)
    use = (form.data.get("use") if form.is_bound else form.initial.get("use")) or "general"
    context = {
        "form": form,
        "template": template,
        "fields": fields_for(use),
        "versions": list(template.versions.select_related("made_by")[:20]) if template else [],
        "agency": agency,
    }
    return render(request, "outgoing/template.html", context, status=status)


def _template_pdf(agency: Agency, kind: str, name: str, use: str, parts: dict[str, str]) -> HttpResponse:
    """The template filled with the examples of its fields, as it would be printed; nothing is kept."""
    examples = {each.name: each.example for each in fields_for(use)}
    facts = PaperFacts(kind=kind, symbol="......", subject=examples["trích yếu"])
    given = {each: value for each, value in examples.items() if each not in ("cơ quan ban hành", "địa danh")}
    document = document_by_parts(agency, facts, parts, given)
    disposition = content_disposition_header(as_attachment=True, filename="xem-truoc-mau.pdf") or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(write_pdf(document), content_type="application/pdf", headers=headers)


@requires(can_see_outgoing)
@require_POST
def end_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a template no more."""
    template = template_or_404(request, pk)
    retire_template(actor=actor_of(request), template_id=template.pk)
    messages.success(request, "Đã ngừng dùng mẫu.")
    return HttpResponseRedirect(reverse("outgoing_templates"))
