"""Doors of outgoing papers: Sở Tư pháp keeps its own; the province's leader and inspector read; nobody else knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.agencies.models import Agency
from mangnon.documents.official import document_data
from mangnon.files.public import store_file
from mangnon.kernel import clock
from mangnon.outgoing.models import (
    ExchangeCode,
    OutgoingPaper,
    PaperAddress,
    PaperFile,
    PaperTemplate,
    Register,
    RegisterYear,
    TemplateVersion,
)
from tests.files import content as files
from tests.journeys.doors import Door
from tests.journeys.provinces import World
from tests.outgoing.made import document

_KEEPER = {"department"}
_READERS = {"department", "leader", "inspector"}
_SEERS = {"lead", "colleague", "department", "local", "leader", "district_leader", "inspector"}
_OFFICES = {"lead", "colleague", "department", "local", "other_lead"}
# Whose role never comes into this room is told so before anything is looked for.
_SHUT = dict.fromkeys(("case_worker", "supervisor", "reader", "administrator", "other_administrator"), 403)
_NO_KEEPERS = {**_SHUT, **dict.fromkeys(("leader", "district_leader", "inspector", "other_leader"), 403)}


def _body() -> Agency:
    return Agency.objects.get(code="90.SO_TP")


def _register() -> Register:
    found, _ = Register.objects.get_or_create(
        agency=_body(), code="so", defaults={"name": "Sổ mẫu", "opened_at": clock.now()}
    )
    return found


def _paper(found: World, state: str = "draft", **given: Any) -> OutgoingPaper:
    """Put there without an act: making it must leave no evidence of its own."""
    values: dict[str, Any] = {
        "kind": "bao-cao",
        "symbol": "BC-STP",
        "subject": "Báo cáo mẫu",
        "drafted_at": clock.now(),
        "content": document_data(document()),
        "state": state,
        **given,
    }
    if state != "draft":
        book, year = _register(), clock.today().year
        RegisterYear.objects.get_or_create(
            register=book, year=year, defaults={"last_number": 1, "last_day": clock.today()}
        )
        values |= {"register": book, "year": year, "number": 1, "issued_on": clock.today(), "signed_at": clock.now()}
        values |= {"issued_at": clock.now()}
    return OutgoingPaper.objects.create(agency=_body(), **values)


def _of(state: str) -> Callable[[World], list[Any]]:
    def args(found: World) -> list[Any]:
        paper = _paper(found, state)
        if state == "draft":
            _register()
        return [paper.pk]

    return args


def _file_row(found: World, paper: OutgoingPaper, role: str) -> PaperFile:
    stored = store_file(actor=found.actor("department"), content=files.pdf())
    return PaperFile.objects.create(paper=paper, file=stored, role=role, name="a.pdf", added_at=clock.now())


def _file(found: World) -> list[Any]:
    return [_file_row(found, _paper(found), "draft").pk]


def _ready_to_sign(found: World) -> list[Any]:
    paper = _paper(found, "numbered", content={})
    _file_row(found, paper, "final")
    return [paper.pk]


def _to_exchange(found: World) -> list[Any]:
    paper, receiver = _paper(found, "issued"), Agency.objects.get(code="90.SO_NV")
    OutgoingPaper.objects.filter(pk=paper.pk).update(signer_name="Nguyễn Thị Mẫu")
    _file_row(found, paper, "final")
    PaperAddress.objects.create(paper=paper, order=1, role="recipient", agency=receiver, words=receiver.name)
    for code, agency in (("H90.01", _body()), ("H90.02", receiver)):
        ExchangeCode.objects.create(agency=agency, code=code, basis="Văn bản mẫu", kept_at=clock.now())
    return [paper.pk]


def _book(found: World) -> list[Any]:
    return [_register().pk]


def _template(found: World) -> list[Any]:
    made = PaperTemplate.objects.create(agency=_body(), kind="cong-van", code="mau", name="Mẫu", made_at=clock.now())
    TemplateVersion.objects.create(template=made, number=1, parts={"body": "Nội dung mẫu"}, made_at=clock.now())
    return [made.pk]


def _sent(data: dict[str, Any]) -> Callable[[World], dict[str, Any]]:
    return lambda found: data


def _read(args: Callable[[World], list[Any]]) -> Door:
    return Door(_READERS, args=args, refused=404, special=_SHUT)


def _kept(args: Callable[[World], list[Any]], ok: int = 200, **more: Any) -> Door:
    """Only the body itself; who reads it is refused, who does not see it finds nothing."""
    return Door(_KEEPER, ok, args=args, refused=404, special={**_SHUT, "leader": 403, "inspector": 403}, **more)


def _of_office(ok: int = 200, data: dict[str, Any] | None = None, **more: Any) -> Door:
    """Every office for itself, also the other province's."""
    return Door(_OFFICES, ok, _sent(data or {}), elsewhere=403, **more)


def _own_thing(args: Callable[[World], list[Any]], ok: int = 200, **more: Any) -> Door:
    """A register or template of the body."""
    return Door(_KEEPER, ok, args=args, refused=404, special=_NO_KEEPERS, **more)


_PAPER = {
    "kind": "bao-cao",
    "symbol": "BC-STP",
    "subject": "Báo cáo mẫu",
    "capacity": "head",
    "urgency": "normal",
    "version": "1",
}
_WORDS = {"name": "Mẫu", "kind": "cong-van", "use": "general", "body": "Nội dung {địa danh}"}
_REASON = {"reason": "Lý do mẫu", "version": "1"}
_CODE = {"code": "H90.09", "basis": "Văn bản mẫu"}

GETS: dict[str, Door] = {
    "outgoing": Door(_SEERS, elsewhere=0, special=_SHUT),
    "check_signatures": Door(_SEERS, elsewhere=0, special=_SHUT),
    "outgoing_paper": _read(_of("draft")),
    "outgoing_preview": _read(_of("draft")),
    "outgoing_file": _read(_file),
    "draft_outgoing": _of_office(),
    "edit_outgoing": _kept(_of("draft")),
    "drop_outgoing": _kept(_of("draft")),
    "number_outgoing": _kept(_of("draft")),
    "add_outgoing_file": _kept(_of("draft")),
    "sign_outgoing_by_hand": _kept(_of("numbered")),
    "send_signed_outgoing": _kept(_of("numbered")),
    "cancel_outgoing": _kept(_of("numbered")),
    "withdraw_outgoing": _kept(_of("issued")),
    "outgoing_registers": _of_office(),
    "open_register": _of_office(),
    "outgoing_exchange_code": _of_office(),
    "close_register": _own_thing(_book),
    "begin_register_year": _own_thing(_book),
    "outgoing_templates": _of_office(),
    "new_outgoing_template": _of_office(),
    "outgoing_template": _own_thing(_template),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "check_signatures": Door(_SEERS, 422, elsewhere=0, special=_SHUT, is_act=False),  # no file was chosen
    "draft_outgoing": _of_office(302, _PAPER),
    "edit_outgoing": _kept(_of("draft"), 302, data=_sent(_PAPER)),
    "drop_outgoing": _kept(_of("draft"), 302, data=_sent(_REASON)),
    "number_outgoing": _kept(_of("draft"), 302, data=_sent({"version": "1"})),
    "write_outgoing_files": _kept(_of("numbered"), 302),
    "add_outgoing_file": _kept(
        _of("draft"),
        302,
        data=lambda found: {"role": "draft", "file": SimpleUploadedFile("a.pdf", files.pdf())},
    ),
    "sign_outgoing_by_hand": _kept(_of("numbered"), 302, data=_sent({"version": "1"})),
    # A file that is not the paper's own, and a site without a key: told, and nothing is signed.
    "send_signed_outgoing": _kept(
        _ready_to_sign,
        422,
        data=lambda found: {"kind": "person", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 khac")},
        is_act=False,
    ),
    "sign_outgoing_for_body": _kept(_ready_to_sign, 422, is_act=False),
    "issue_outgoing": _kept(_of("signed"), 302),
    "cancel_outgoing": _kept(_of("numbered"), 302, data=_sent(_REASON)),
    "withdraw_outgoing": _kept(_of("issued"), 302, data=_sent(_REASON)),
    "export_outgoing": _kept(_to_exchange, 200),
    "open_register": _of_office(302, {"name": "Sổ mẫu thứ hai"}),
    "outgoing_exchange_code": _of_office(302, _CODE),
    "close_register": _own_thing(_book, 302, data=_sent(_REASON)),
    "begin_register_year": _own_thing(_book, 302, data=_sent({"first_number": "9", "reason": "Sổ giấy"})),
    "new_outgoing_template": _of_office(302, _WORDS),
    "outgoing_template": _own_thing(_template, 302, data=_sent({**_WORDS, "version": "1"})),
    "retire_outgoing_template": _own_thing(_template, 302),
}
