"""Every address × everybody: who is let in and what everybody else is answered, by hand and apart from the policies.

Everything belongs to the first province; people of the second must not learn even that it is there (404). A new address
is entered here: who may open it? `test_rights_matrix` walks through every door as everybody and writes docs/rights.md.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency, Post, Reorganisation, SuccessionEvent
from mangnon.agencies.public import shipped_event_file
from mangnon.kernel import clock
from mangnon.people.models import HandOver
from mangnon.plans.models import Assignment, DutySuccession
from mangnon.reorganisation.public import apply_reorganisation
from tests.documents.made_jobs import reading_job
from tests.documents.test_bad_input import DIRECTIVE
from tests.journeys.provinces import POSTS, World, first_passage

OWN = {person for person, (province, _, _) in POSTS.items() if province == "90"}
ELSEWHERE = set(POSTS) - OWN
REVIEWERS = {"lead", "administrator"}
WRITERS = {"lead", "colleague", "department", "local"}
READERS_OF_TOTALS = {"lead", "colleague", "leader", "case_worker", "supervisor", "inspector"}
IN_PAPERS = OWN - {"reader", "auditor"}
IN_PLANS = OWN - {"auditor"}
AUDITORS = {"auditor", "other_auditor"}
Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Door:
    """Who passes, and what they are answered. `elsewhere` is the answer to the other province, 0: as at home."""

    allowed: set[str]
    ok: int = 200
    data: Data | None = None
    refused: int = 403
    elsewhere: int = 404
    special: dict[str, int] = field(default_factory=dict)
    args: Callable[[World], list[Any]] = lambda found: []
    is_act: bool = True
    # Most rooms are closed to auditors as a whole; they are told so before anything is looked for.
    to_auditors: bool = False
    # One's own sign-in: everybody with an account, in a post or not.
    to_everybody: bool = False


EVERYBODY = {*POSTS, "without_post"}
# Pages that show somebody else's account: that they were read is evidence.
READ_AS_EVIDENCE = {"person", "person_sign_in", "person_keys"}


def _own(ok: int, *, is_act: bool = False) -> Door:
    """A page or form of one's own sign-in; the form is sent empty."""
    return Door(EVERYBODY, ok, is_act=is_act, to_everybody=True)


def _of_local(found: World) -> list[Any]:
    return [found.users["local"].pk]


# Each row of one's own sign-in: what it answers to GET and to an empty POST; 0: not asked that way.
_OWN_SIGN_IN = {
    "own_account": (200, 0),
    "change_password": (200, 200),
    "choose_post": (200, 200),
    "enrol_factor": (200, 200),
    "second_factor": (302, 302),
    "lock_screen": (302, 302),
    "session_state": (200, 200),
    "unsent_form": (302, 302),
    "end_own_session": (0, 302),
    "end_other_sessions": (0, 302),
    "switch_off_factor": (0, 302),
    "renew_codes": (0, 302),
    "lock_now": (0, 302),
}


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _period(found: World) -> list[Any]:
    return [found.regime.code, found.period.code]


def _of_department(found: World) -> list[Any]:
    return [*_period(found), "90.SO_TP"]


def _reading(found: World) -> list[Any]:
    return [found.in_review.pk]


def _adopted(found: World) -> list[Any]:
    return [found.adopted.pk]


def _reading_job(state: str) -> Callable[[World], list[Any]]:
    return lambda found: [reading_job(found.users["lead"], state).pk]


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


def _running(found: World) -> list[Any]:
    return [found.assignments["own"].pk]


def _not_received(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


def _undecided(found: World) -> list[Any]:
    """An assignment that an event left without a successor."""
    batch = Reorganisation.objects.create(code="cua", title="Sắp xếp mẫu", digest="", applied_at=clock.now())
    event = SuccessionEvent.objects.create(
        reorganisation=batch, order=0, kind="dissolve", effective_on=clock.today(), tag="S"
    )
    row = _not_received(found)
    Assignment.objects.filter(pk=row.pk).update(undecided_by=event, undecided_because="nobody_known")
    return [row.pk]


def _successor(found: World) -> dict[str, Any]:
    pk = _not_received(found).pk
    return {f"kt{pk}-agency": Agency.objects.get(code="90.SO_NV").pk, f"kt{pk}-reason": "Theo chỉ đạo mẫu"}


def _applied(found: World) -> list[Any]:
    """A reorganisation of the province that stands applied, and that nothing rests on."""
    batch = Reorganisation.objects.create(code="mau", title="Đợt mẫu", scope="90", digest="", applied_at=clock.now())
    return [batch.pk]


def _shipped(found: World) -> list[Any]:
    return ["2025-03-01"]


def _previewed(found: World) -> dict[str, Any]:
    outcome = apply_reorganisation(
        actor=SYSTEM, event_file=shipped_event_file("2025-03-01"), province_codes=["90"], dry_run=True
    )
    return {"digest": outcome.digest}


def _event_file(found: World) -> dict[str, Any]:
    event = {
        "kind": "rename",
        "effective_on": "2025-04-01",
        "tag": "S",
        "sources": ["SO_NV"],
        "targets": [{"body": "SO_DTTG"}],
    }
    content = json.dumps({"code": "tinh-mau", "title": "Đợt của tỉnh mẫu", "source": "", "events": [event]})
    return {"file": SimpleUploadedFile("su-kien.json", content.encode())}


def _open_duty(found: World) -> int:
    """A duty of the paper's body that an event left without a successor."""
    event = SuccessionEvent.objects.create(
        reorganisation_id=_applied(found)[0], order=0, kind="dissolve", effective_on=clock.today(), tag="S"
    )
    row = DutySuccession.objects.create(
        plan=found.plan,
        source=Agency.objects.get(code="90.SO_TP"),
        began_on=clock.today(),
        event=event,
        undecided_because="nobody_known",
    )
    return row.pk


def _post_of_reader(found: World) -> list[Any]:
    return [Post.objects.get(user=found.users["reader"]).pk]


def _hand_over(found: World) -> list[Any]:
    """From the local officer to the department's."""
    giver, receiver = (Post.objects.get(user=found.users[name]) for name in ("local", "department"))
    made = HandOver.objects.create(
        giver=giver,
        giver_words="Bên giao mẫu",
        receiver=receiver,
        receiver_words="Bên nhận mẫu",
        agency=giver.agency,
        last_day=clock.today(),
        reason="Chuyển công tác",
        made_at=clock.now(),
    )
    return [made.pk]


def _administrators(ok: int = 200, *, is_act: bool = False) -> Door:
    """A room of administrators, each of their own province."""
    return Door({"administrator", "other_administrator"}, ok, elsewhere=403, is_act=is_act)


def _one_person(
    ok: int = 200,
    data: Data | None = None,
    *,
    args: Callable[[World], list[Any]] | None = None,
    is_act: bool = True,
) -> Door:
    """A page or an act about a person of the first province."""
    foreign = {"other_administrator": 404}
    return Door({"administrator"}, ok, data, args=args or _of_local, elsewhere=403, special=foreign, is_act=is_act)


def _new_post(found: World) -> dict[str, Any]:
    agency = Agency.objects.get(code="90.SO_NV")
    return {"agency": agency.pk, "role": "reader", "kind": "regular", "valid_from": "20/05/2025"}


def _cover(found: World) -> dict[str, Any]:
    return {"person": found.users["colleague"].pk, "valid_from": "20/05/2025", "valid_to": "21/05/2025"}


GETS: dict[str, Door] = {
    **{name: _administrators() for name in ("people", "invite", "people_import", "people_import_template")},
    **{name: _one_person() for name in ("person", "new_post")},
    **{name: _one_person(args=_post_of_reader) for name in ("post_end", "post_change_role", "post_cover")},
    **{
        name: Door({"administrator", "local", "department"}, args=_hand_over, refused=404, to_auditors=True)
        for name in ("hand_over", "hand_over_docx")
    },
    **{name: _own(got) for name, (got, _) in _OWN_SIGN_IN.items() if got},
    "person_sign_in": Door({"administrator"}, args=_of_local, elsewhere=403, special={"other_administrator": 404}),
    "desk": Door(OWN, elsewhere=0, to_auditors=True),
    "documents": Door(IN_PAPERS, elsewhere=0),
    "document": Door(IN_PAPERS, args=_reading),
    "document_reading": Door(IN_PAPERS, args=_reading),
    "reading_progress": Door(REVIEWERS, args=_reading_job("waiting"), special={"other_leader": 403}),
    "draft_directive": Door({*REVIEWERS, "other_lead", "other_administrator"}, elsewhere=403),
    "empty_annex_file": Door({*REVIEWERS, "other_lead", "other_administrator"}, elsewhere=403),
    "reading_gold": Door(IN_PAPERS, args=_reading),
    # The reading of the journeys is of a text: it has no pages, which everybody who may see it is told by a 404.
    "page_image": Door(IN_PAPERS, 404, args=lambda found: [found.in_review.pk, 1]),
    "papers": Door(IN_PAPERS, args=_reading),
    "drafted_plan": Door(IN_PAPERS, args=_reading),
    "drafted_annex": Door(IN_PAPERS, args=_reading),
    "drafted_letter": Door(IN_PAPERS, args=_reading),
    # Who may not adopt at all is told so; who may, elsewhere, finds nothing.
    "adopt_reading": Door(REVIEWERS, args=_reading, special={"other_leader": 403}),
    "reading_plan": Door(IN_PLANS, 302, args=_adopted),
    "plans": Door(IN_PLANS, elsewhere=0),
    "portfolio": Door(IN_PLANS, elsewhere=0),
    "plan": Door(IN_PLANS, args=_plan),
    "plan_annex": Door(IN_PLANS, args=_plan),
    "task": Door(IN_PLANS, args=lambda found: [found.plan.code, found.task.code]),
    "territory": Door(OWN, elsewhere=0, to_auditors=True),
    "territory_unit": Door(OWN, elsewhere=0, args=lambda found: ["tinh", "90"], to_auditors=True),
    "territory_unit_csv": Door(OWN, elsewhere=0, args=lambda found: ["tinh", "90"], to_auditors=True),
    "audit_log": Door(AUDITORS, elsewhere=403, to_auditors=True),
    "organisation": Door(OWN, elsewhere=0, to_auditors=True),
    "organisation_body": Door(OWN, args=lambda found: ["90.SO_TP"], to_auditors=True),
    "reorganisations": Door(OWN, elsewhere=0, to_auditors=True),
    # Every administrator may look at what the files delivered with the product would do at home.
    "reorganisation_preview": Door({"administrator", "other_administrator"}, args=_shipped, elsewhere=403),
    "reorganisation": Door(OWN, args=_applied, to_auditors=True),
    "unclaimed_duties": Door(OWN, elsewhere=0, to_auditors=True),
    "reports": Door(IN_PLANS, elsewhere=0),
    "report_board": Door(IN_PLANS, args=_period),
    "report_board_xlsx": Door(IN_PLANS, args=_period),
    "report_write": Door(WRITERS, args=_period),
    "report_submit": Door(WRITERS, args=_period),
    "report_write_for": Door({"department"}, args=_of_department),
    "report_submit_for": Door({"department"}, args=_of_department),
    "report_view": Door({"department", *READERS_OF_TOTALS}, args=_of_department),
    **{
        name: Door(READERS_OF_TOTALS, args=_period)
        for name in (
            "consolidation",
            "consolidation_docx",
            "consolidation_pdf",
            "consolidation_xlsx",
            "consolidation_json",
        )
    },
}
_LOCKED = {"lead": 422, "colleague": 422, "department": 422}
POSTS_OF_FORMS: dict[str, Door] = {
    # Every administrator of the province of the unit; the shares of an undivided one are refused at home.
    "territory_shares": Door(
        {"administrator"},
        422,
        _nothing,
        args=lambda found: ["tinh", "90"],
        elsewhere=403,
        is_act=False,
    ),
    "invite": Door(
        {"administrator"},
        200,
        lambda found: {"full_name": "Nguyễn Thị Mẫu", **_new_post(found)},
        elsewhere=403,
        special={"other_administrator": 422},
    ),
    "new_post": _one_person(302, _new_post),
    "account_disable": _one_person(302, lambda found: {"reason": "Nghỉ việc"}),
    "account_enable": _one_person(422, lambda found: {"reason": "Đi làm lại"}, is_act=False),  # it is open already
    "invitation_issue": _one_person(200, _nothing),
    "invitation_revoke": _one_person(422, _nothing, is_act=False),  # none is open
    "post_end": _one_person(302, lambda found: {"last_day": "20/05/2025", "reason": "Thôi"}, args=_post_of_reader),
    "post_change_role": _one_person(
        302, lambda found: {"role": "leader", "from_day": "21/05/2025", "reason": "Đổi"}, args=_post_of_reader
    ),
    "post_cover": _one_person(302, _cover, args=_post_of_reader),
    "post_cancel": _one_person(422, lambda found: {"reason": "Nhầm"}, args=_post_of_reader, is_act=False),  # it began
    "people_import": _administrators(422),  # no file was chosen
    "people_import_apply": _administrators(422),  # nothing was previewed
    "hand_over_receive": Door(
        {"department"},
        302,
        _nothing,
        args=_hand_over,
        refused=404,
        special={"administrator": 403, "local": 403},
        to_auditors=True,
    ),
    "audit_check": Door(AUDITORS, 302, _nothing, elsewhere=403, to_auditors=True, is_act=False),
    "audit_export": Door(AUDITORS, 200, lambda found: {"dang": "csv"}, elsewhere=403, to_auditors=True),
    **{name: _own(sent, is_act=name == "lock_now") for name, (_, sent) in _OWN_SIGN_IN.items() if sent},
    "person_sign_in": Door(
        {"administrator"},
        302,
        lambda found: {"viec": "buoc-doi-mat-khau"},
        args=_of_local,
        elsewhere=403,
        special={"other_administrator": 404},
    ),
    "documents": Door(
        {*REVIEWERS, "other_lead", "other_administrator"},
        302,
        lambda found: {"file": SimpleUploadedFile("mau.txt", DIRECTIVE.encode())},
        elsewhere=403,
    ),
    "draft_directive": Door(
        {*REVIEWERS, "other_lead", "other_administrator"},
        302,
        lambda found: {"cach": "bieu-mau", "title": "Về việc mới"},
        elsewhere=403,
    ),
    "cancel_reading_job": Door(REVIEWERS, 302, _nothing, args=_reading_job("waiting"), special={"other_leader": 403}),
    "retry_reading_job": Door(REVIEWERS, 302, _nothing, args=_reading_job("stopped"), special={"other_leader": 403}),
    "dismiss_reading_job": Door(
        REVIEWERS, 302, _nothing, args=_reading_job("refused"), special={"other_leader": 403}, is_act=False
    ),
    "add_task": Door(
        REVIEWERS,
        302,
        lambda found: {"them": "0", "version": "1", "text": "Việc thêm"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "save_report": Door(
        REVIEWERS,
        302,
        lambda found: {"bao-cao": "moi", "version": "1", "kind": "annual"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "remove_item": Door(
        REVIEWERS,
        302,
        lambda found: {"bo-muc": "tasks.0", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
    ),
    # Nothing was taken out, so nobody can put anything back; who may try is told so.
    "put_item_back": Door(
        REVIEWERS,
        422,
        lambda found: {"da-bo": "0", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "correct_document": Door(
        REVIEWERS,
        302,
        lambda found: {"muc": "header", "version": "1", "number": "7/KH-UBND"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "confirm_document": Door(
        REVIEWERS, 302, lambda found: {"muc": "header", "version": "1"}, args=_reading, special={"other_leader": 403}
    ),
    "apply_to_alike": Door(
        REVIEWERS,
        422,
        lambda found: {"giong": "1", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "adopt_reading": Door(
        REVIEWERS,
        302,
        lambda found: {"plan_code": "MOI", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
    ),
    # Every task of the reading names its lead: there is nothing to suggest.
    "give_to_addressees": Door(
        REVIEWERS,
        422,
        lambda found: {"version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "accept_assignments": Door(
        {"department"}, 302, lambda found: {"ids": [_not_received(found).pk]}, refused=302, elsewhere=302
    ),
    "accept_assignment": Door({"department"}, 302, _nothing, args=lambda found: [_not_received(found).pk]),
    "assignment_successor": Door(REVIEWERS, 302, _successor, args=_undecided),
    "reorganisation_receive": Door({"administrator", "other_administrator"}, 302, _event_file, elsewhere=403),
    "reorganisation_preview": Door(
        {"administrator", "other_administrator"}, args=_shipped, elsewhere=403, is_act=False
    ),
    # What somebody else saw at home is not what would happen elsewhere.
    "reorganisation_apply": Door(
        {"administrator"}, 302, _previewed, args=_shipped, elsewhere=403, special={"other_administrator": 409}
    ),
    "reorganisation_undo": Door(
        {"administrator"},
        302,
        lambda found: {"reason": "Nhập nhầm mẫu"},
        args=_applied,
        elsewhere=403,
        special={"other_administrator": 404},
    ),
    "choose_successors": Door(
        REVIEWERS,
        302,
        lambda found: {"viec": [f"c{_open_duty(found)}"], "agency": "90.SO_NV", "reason": "Theo chỉ đạo mẫu"},
        elsewhere=422,
        special={"other_leader": 403},
    ),
    "record_progress": Door(
        {"department"}, 302, lambda found: {"progress": "10", "text": "Đã làm", "version": "2"}, args=_running
    ),
    "report_complete": Door({"department"}, 302, _nothing, args=_running),
    "raise_difficulty": Door({"department"}, 302, lambda found: {"text": "Thiếu xe mẫu"}, args=_running),
    "answer_difficulty": Door(
        {"lead"},
        302,
        lambda found: {f"tl{found.difficulty.pk}-answer": "Đã bố trí"} if found.difficulty else {},
        refused=404,
        special=dict.fromkeys(("colleague", "department", "case_worker", "supervisor", "leader", "inspector"), 403),
        args=lambda found: [found.difficulty.pk if found.difficulty else 0],
    ),
    "regimes_set_up": Door({"lead"}, 302, _nothing, args=_plan, is_act=False),  # they are there already
    "period_open": Door({"lead"}, 302, lambda found: {"code": "2026H1"}, args=lambda found: [found.regime.code]),
    "reports_accept": Door(
        {"lead"},
        302,
        lambda found: {"ids": [str(found.period.reports.get(agency__code="90.SO_TP").pk)]},
        args=_period,
    ),
    "report_entry_save": Door(
        {"local"}, 302, lambda found: {"task": "0", "version": "0", "results": "Đã làm"}, special=_LOCKED, args=_period
    ),
    "report_submit": Door(set(), 302, _nothing, special={**_LOCKED, "local": 422}, args=_period),
    # In another body's name only its successors write; the own one is locked here, as above.
    "report_entry_save_for": Door(
        set(),
        302,
        lambda found: {"task": "0", "version": "0", "results": "Đã làm"},
        special={"department": 422},
        args=_of_department,
    ),
    "report_submit_for": Door(set(), 302, _nothing, special={"department": 422}, args=_of_department),
    "report_accept": Door({"lead"}, 302, _nothing, args=_of_department),
    "report_return": Door(
        {"lead"}, 302, lambda found: {"reason": "Thiếu số", "resubmit_by": "02/06/2025"}, args=_of_department
    ),
    "consolidation_make": Door({"lead"}, 302, lambda found: {"ly-do-chung": "Chưa gửi"}, args=_period),
    "passage_edit": Door(
        {"lead"},
        302,
        lambda found: {"text": "Sửa lại", "version": "0"},
        args=lambda found: [*_period(found), first_passage(found).pk],
    ),
}


def _open_rooms() -> None:
    """Doors of apps that keep their own, one module of `tests.journeys.rooms` each."""
    for room in pkgutil.iter_modules([str(Path(__file__).parent / "rooms")]):
        module = importlib.import_module(f"tests.journeys.rooms.{room.name}")
        GETS.update(module.GETS)
        POSTS_OF_FORMS.update(module.POSTS_OF_FORMS)


_open_rooms()


def expected(door: Door, person: str) -> int:
    if door.to_everybody:
        return door.ok
    if person == "without_post":
        return 403
    if person in AUDITORS and not door.to_auditors:
        return 403
    if person in door.special:
        return door.special[person]
    if person in door.allowed or (person in ELSEWHERE and door.elsewhere == 0):
        return door.ok
    return door.elsewhere if person in ELSEWHERE else door.refused
