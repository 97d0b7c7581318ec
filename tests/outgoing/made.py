"""A made-up province whose bodies send papers; nobody in it exists."""

from __future__ import annotations

from typing import Any

from django.test import Client

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for
from mangnon.documents.official import REPORT, OfficialDocument, Paragraph, Signer
from mangnon.kernel import clock
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.public import PaperFacts, draft_paper, open_register
from tests.plans import made


def actor_at(body: str, role: Role = Role.DEPARTMENT_OFFICER, title: str = "") -> Actor:
    """Somebody at a body of the province."""
    found = made.actor_at(body, role)
    if title:
        Post.objects.filter(user_id=found.user_id).update(title=title)
    return full(found)


def full(actor: Actor) -> Actor:
    """The actor as a request would make it."""
    found = actor_for(User.objects.get(pk=actor.user_id), on=clock.today())
    assert found is not None
    return found


def client_of(actor: Actor) -> Client:
    """Signed in as somebody."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def body(code: str = "SO_YT") -> Agency:
    """A body of the province."""
    return Agency.objects.get(code=f"90.{code}")


def document(**changes: Any) -> OfficialDocument:
    """A short report of Sở Y tế."""
    values: dict[str, Any] = {
        "kind": REPORT,
        "agency": "Sở Y tế",
        "parent_agency": "UBND tỉnh Mẫu",
        "symbol": "BC-SYT",
        "subject": "Kết quả thực hiện kế hoạch mẫu 6 tháng đầu năm 2025",
        "signer": Signer(("GIÁM ĐỐC",), None),
        "place": "Tỉnh Mẫu",
        "addressees": ("Ủy ban nhân dân tỉnh Mẫu",),
        "recipients": ("Như trên", "Lưu: VT"),
        "body": (Paragraph("Sở Y tế báo cáo kết quả như sau:"), Paragraph("Đã thực hiện 12 việc./.")),
    }
    return OfficialDocument(**{**values, **changes})


def facts(**changes: Any) -> PaperFacts:
    """What the report is."""
    values: dict[str, Any] = {
        "kind": "bao-cao",
        "symbol": "BC-SYT",
        "subject": "Kết quả thực hiện kế hoạch mẫu 6 tháng đầu năm 2025",
        "addressees": ("Ủy ban nhân dân tỉnh Mẫu",),
        "recipients": ("Như trên", "Sở Tư pháp", "Lưu: VT"),
        "signer_name": "Nguyễn Thị Mẫu",
        "signer_title": "Phó Giám đốc",
        "capacity": "deputy",
    }
    return PaperFacts(**{**values, **changes})


def register(actor: Actor, **given: Any) -> Any:
    """The register of the actor's body."""
    return open_register(actor=actor, agency_id=actor.agency_id or 0, **{"name": "Sổ văn bản đi", **given})


def draft(actor: Actor, *, written: bool = True, **changes: Any) -> OutgoingPaper:
    """A draft of the actor's body."""
    return draft_paper(
        actor=actor,
        agency_id=actor.agency_id or 0,
        facts=facts(**changes),
        document=document() if written else None,
    )
