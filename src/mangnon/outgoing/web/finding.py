"""What an address of an outgoing paper names, or 404: also what is there but not the viewer's to see."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from mangnon.accounts.web.access import actor_of
from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.outgoing.filing import sent_files
from mangnon.outgoing.models import OutgoingPaper, PaperFile, PaperTemplate, Register
from mangnon.outgoing.policies import check_finish_papers, check_keep_papers
from mangnon.outgoing.selectors import agencies_with_papers, paper_by_id, papers, registers, sees_inside, templates_of


def number(text: str | None) -> int | None:
    """A whole number of an address, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def paper_or_404(request: HttpRequest, pk: int) -> OutgoingPaper:
    """The paper."""
    found = paper_by_id(actor_of(request), pk)
    if found is None:
        raise Http404("no such paper for the viewer")
    return found


def own_paper(request: HttpRequest, pk: int) -> OutgoingPaper:
    """The paper, for who may keep it: a form is not shown to anybody else. Raises NotAllowed."""
    found = paper_or_404(request, pk)
    check_keep_papers(actor_of(request), agency_id=found.agency_id)
    return found


def paper_to_finish(request: HttpRequest, pk: int) -> OutgoingPaper:
    """The paper, for who may bring it to its end. Raises NotAllowed."""
    found = paper_or_404(request, pk)
    check_finish_papers(actor_of(request), agency_id=found.agency_id, on=clock.today())
    return found


def file_or_404(request: HttpRequest, pk: int) -> PaperFile:
    """A file of a paper that the viewer sees; for who received the paper, one of those that were sent."""
    actor = actor_of(request)
    found = PaperFile.objects.select_related("file", "paper").filter(pk=pk).first()
    if found is None or not papers(actor).filter(pk=found.paper_id).exists():
        raise Http404("no such file for the viewer")
    if not sees_inside(actor, found.paper) and pk not in {each.pk for each in sent_files(found.paper)}:
        raise Http404("a file that was not sent")
    return found


def own_agency(request: HttpRequest) -> Agency:
    """The viewer's own body. Raises NotAllowed for who keeps no papers."""
    actor = actor_of(request)
    check_keep_papers(actor, agency_id=actor.agency_id or 0)
    return Agency.objects.select_related("territory", "parent").get(pk=actor.agency_id or 0)


def chosen_agency(request: HttpRequest) -> tuple[Agency, list[Agency]]:
    """The body whose register is looked at (`?co-quan=`; the viewer's own), and all that may be chosen."""
    every = agencies_with_papers(actor_of(request))
    if not every:
        raise Http404("no body to see papers of")
    code = request.GET.get("co-quan", "")
    return next((each for each in every if each.code == code), every[0]), every


def register_or_404(request: HttpRequest, pk: int) -> Register:
    """A register of the viewer's own body."""
    agency = own_agency(request)
    found = registers(actor_of(request), agency_id=agency.pk).filter(pk=pk).first()
    if found is None:
        raise Http404("no such register")
    return found


def template_or_404(request: HttpRequest, pk: int) -> PaperTemplate:
    """A template of the viewer's own body."""
    agency = own_agency(request)
    found = templates_of(actor_of(request), agency_id=agency.pk, retired=True).filter(pk=pk).first()
    if found is None:
        raise Http404("no such template")
    return found


def paper_address(paper: OutgoingPaper) -> str:
    """The page of a paper."""
    return reverse("outgoing_paper", args=[paper.pk])
