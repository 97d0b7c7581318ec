"""Doors of sign-in, people and their posts, handing over and evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mangnon.agencies.models import Agency, Post
from mangnon.kernel import clock
from mangnon.people.models import HandOver
from tests.journeys.doors import AUDITORS, EVERYBODY, Data, Door
from tests.journeys.provinces import World


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
    "audit_log": Door(AUDITORS, elsewhere=403, to_auditors=True),
}
POSTS_OF_FORMS: dict[str, Door] = {
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
}
