"""Acts on a paper: each a page with its form, or one press of a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import Agency, symbol_letters
from mangnon.documents.official import document_kind
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing import issuing
from mangnon.outgoing.confirming import concerns_of_paper
from mangnon.outgoing.drafting import Source, change_draft, document_of, draft_paper, drop_draft
from mangnon.outgoing.filing import ADDED, add_file, write_files, write_files_of_numbered
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.owners import owner_of
from mangnon.outgoing.policies import can_see_outgoing
from mangnon.outgoing.registering import number_paper
from mangnon.outgoing.selectors import papers_to_follow, signers_of, templates_of, version_in_use
from mangnon.outgoing.signing.keys import key_of
from mangnon.outgoing.templating import document_by_parts, typed_words
from mangnon.outgoing.terms import PaperState, SignatureKind
from mangnon.outgoing.web import presenters
from mangnon.outgoing.web.finding import number, own_agency, own_paper, paper_address, paper_or_404, paper_to_finish
from mangnon.outgoing.web.forms import (
    FileForm,
    HandSignatureForm,
    NumberForm,
    PaperForm,
    ReasonForm,
    SignedFileForm,
)
from mangnon.ui.web.form_pages import FormPage, form_page, status_of

_PLACE = "Văn bản đi"
_EARLIER = 200  # issued papers that a form offers to replace


def _page(paper: OutgoingPaper, title: str, button: str, done: str, warning: str = "") -> FormPage:
    return FormPage(
        title=title,
        button=button,
        done=done,
        back=paper_address(paper),
        place=f"{_PLACE} {paper.full_symbol}",
        about=paper.subject,
        warning=warning,
    )


def _sent(request: HttpRequest, form: type[forms.Form], paper: OutgoingPaper, **more: Any) -> forms.Form:
    return form(request.POST or None, request.FILES or None, initial={"version": paper.version}, **more)


def _paper_form(
    request: HttpRequest, agency: Agency, initial: dict[str, Any], *, is_written: bool = False
) -> PaperForm:
    return PaperForm(
        request.POST or None,
        initial=initial,
        signers=signers_of(agency.pk, on=clock.today()),
        earlier=papers_to_follow(agency.pk)[:_EARLIER],
        is_written=is_written,
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def new_paper(request: HttpRequest) -> HttpResponse:
    """Draft a paper, from a template (`?mau=`), after an issued one (`?sau=`, `cach`), or from nothing."""
    agency, actor = own_agency(request), actor_of(request)
    templates = templates_of(actor, agency_id=agency.pk)
    chosen = templates.filter(pk=number(request.GET.get("mau")) or 0).first()
    initial: dict[str, Any] = {}
    version = version_in_use(chosen) if chosen else None
    if chosen is not None and version is not None:
        symbol = document_kind(chosen.kind).symbol(symbol_letters(agency))
        initial = {**version.parts, "kind": chosen.kind, "symbol": symbol}
    followed = papers_to_follow(agency.pk).filter(pk=number(request.GET.get("sau")) or 0).first()
    if followed is not None:
        initial |= presenters.following(followed, request.GET.get("cach", ""))
    form = _paper_form(request, agency, initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = form.facts()
            parts = {**(version.parts if version else {}), **form.parts()}
            has_words = bool(parts["body"].strip())
            try:
                made = draft_paper(
                    actor=actor,
                    agency_id=agency.pk,
                    facts=facts,
                    document=document_by_parts(agency, facts, parts) if has_words else None,
                    source=Source(template_id=version.pk if version else None),
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã lập dự thảo. Hãy xem bản in trước rồi cấp số.")
                return HttpResponseRedirect(paper_address(made))
    context = {"form": form, "agency": agency, "templates": list(templates), "chosen": chosen, "paper": None}
    return render(request, "outgoing/draft.html", context, status=status)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a draft is, and its words, which are shown as they were typed."""
    paper = own_paper(request, pk)
    agency = own_agency(request)
    addresses = list(paper.addresses.order_by("order"))
    initial = {
        **{name: getattr(paper, name) for name in ("kind", "symbol", "subject", "capacity", "urgency", "version")},
        **{name: getattr(paper, name) for name in ("signer_title", "signer_name", "delegation")},
        "addressees": "\n".join(each.words for each in addresses if each.role == "addressee"),
        "recipients": "\n".join(each.words for each in addresses if each.role == "recipient"),
        "relation": paper.relation,
        "replaces": str(paper.replaces_id or ""),
    }
    is_written = owner_of(paper.source_kind) is not None
    document = document_of(paper) if not is_written else None
    words = typed_words(document) if document is not None else None
    form = _paper_form(request, agency, {**initial, **(words or {})}, is_written=is_written)
    if document is not None and words is None:
        kept = "Văn bản có bảng nên nội dung không hiện ở đây. Để trống thì giữ nguyên; nhập mới thì thay toàn bộ."
        form.fields["body"].help_text = kept
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts, parts = form.facts(), form.parts()
            new = document_by_parts(agency, facts, parts) if parts["body"].strip() else None
            try:
                change_draft(
                    actor=actor_of(request),
                    paper_id=pk,
                    facts=facts,
                    document=new,
                    version=form.cleaned_data["version"] or 0,
                )
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Đã lưu dự thảo.")
                return HttpResponseRedirect(paper_address(paper))
    context = {"form": form, "agency": agency, "templates": [], "chosen": None, "paper": paper}
    return render(request, "outgoing/draft.html", context, status=status)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def give_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft its number, and write its files."""
    paper = own_paper(request, pk)
    concerns = concerns_of_paper(paper) if paper.state == PaperState.DRAFT else ()
    form = NumberForm(request.POST or None, initial={"version": paper.version}, concerns=concerns)

    def act(data: dict[str, Any]) -> None:
        actor = actor_of(request)
        numbered = number_paper(
            actor=actor, paper_id=pk, issued_on=data["issued_on"], version=data["version"], confirmed=form.confirmed
        )
        if warning := write_files_of_numbered(actor=actor, papers=[numbered]):
            messages.warning(request, warning)

    page = _page(
        paper,
        "Cấp số",
        "Cấp số",
        "Đã cấp số.",
        "Số đã cấp không dùng lại: nếu không ban hành thì hủy số và nêu lý do.",
    )
    return form_page(request, form, replace(page, points=concerns), act)


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a signature on paper on record."""
    paper = paper_to_finish(request, pk)
    page = _page(paper, "Ghi đã ký trên bản giấy", "Ghi đã ký", "Đã ghi văn bản được ký trên bản giấy.")
    return form_page(
        request,
        _sent(request, HandSignatureForm, paper),
        page,
        lambda data: issuing.record_hand_signature(
            actor=actor_of(request),
            paper_id=pk,
            signed_on=data["signed_on"],
            scan=data["file"],
            version=data["version"],
        ),
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def send_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the file that was signed with one's own tool."""
    paper = own_paper(request, pk)
    page = _page(
        paper,
        "Gửi tệp đã ký số",
        "Kiểm tra và nhận",
        "Đã nhận tệp có chữ ký số.",
        "Tải bản trình ký ở trang văn bản, ký đúng tệp ấy bằng công cụ ký số, rồi gửi lên. Chữ ký được kiểm tra "
        "trước khi nhận.",
    )
    return form_page(
        request,
        _sent(request, SignedFileForm, paper),
        page,
        lambda data: issuing.receive_signed_file(
            actor=actor_of(request),
            paper_id=pk,
            content=data["file"],
            kind=data["kind"],
            reason=data["reason"],
            version=data["version"],
        ),
    )


@requires(can_see_outgoing)
@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file that was made elsewhere."""
    paper = own_paper(request, pk)
    roles = [role for role, states in ADDED.items() if paper.state in states]
    page = _page(paper, "Thêm tệp", "Gửi tệp", "Đã thêm tệp.")
    return form_page(
        request,
        FileForm(request.POST or None, request.FILES or None, roles=roles),
        page,
        lambda data: add_file(
            actor=actor_of(request), paper_id=pk, content=data["file"], role=data["role"], name=data["file"].name
        ),
    )


def _ending(
    title: str, button: str, done: str, act: Callable[..., object]
) -> Callable[[HttpRequest, int], HttpResponse]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        paper = paper_to_finish(request, pk)
        return form_page(
            request,
            _sent(request, ReasonForm, paper),
            _page(paper, title, button, done),
            lambda data: act(
                actor=actor_of(request), paper_id=pk, reason=data["reason"], version=data["version"] or paper.version
            ),
        )

    return requires(can_see_outgoing)(require_http_methods(["GET", "HEAD", "POST"])(view))


drop = _ending("Bỏ dự thảo", "Bỏ dự thảo", "Đã bỏ dự thảo. Nhật ký vẫn giữ.", drop_draft)
cancel = _ending("Hủy số", "Hủy số", "Đã hủy số. Số này không cấp lại.", issuing.cancel_number)
withdraw = _ending("Thu hồi văn bản", "Thu hồi", "Đã ghi thu hồi văn bản.", issuing.withdraw_paper)


@requires(can_see_outgoing)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the signed paper out."""
    paper = paper_or_404(request, pk)
    issuing.issue_paper(actor=actor_of(request), paper_id=pk, version=number(request.POST.get("version")))
    messages.success(request, "Đã ban hành văn bản.")
    return HttpResponseRedirect(paper_address(paper))


@requires(can_see_outgoing)
@require_POST
def sign_for_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign with the body's own key that this site was given."""
    paper = own_paper(request, pk)
    issuing.sign_with_key(
        actor=actor_of(request),
        paper_id=pk,
        kind=SignatureKind.AGENCY,
        key=key_of(paper.agency.code),
        version=number(request.POST.get("version")),
    )
    messages.success(request, "Đã ký số của cơ quan.")
    return HttpResponseRedirect(paper_address(paper))


@requires(can_see_outgoing)
@require_POST
def make_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the files of a numbered paper, should that have been interrupted."""
    paper = own_paper(request, pk)
    write_files(actor=actor_of(request), paper_id=pk)
    messages.success(request, "Đã tạo bản trình ký.")
    return HttpResponseRedirect(reverse("outgoing_paper", args=[paper.pk]))
