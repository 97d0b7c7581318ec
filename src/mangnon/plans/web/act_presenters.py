"""Which acts on an assignment a person is offered, each with its form: the same guards as in the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.plans.acts.acting import situation_of
from mangnon.plans.assignments.giving import can_direct_assignment
from mangnon.plans.models import Assignment, Extension
from mangnon.plans.policies import can_act_for
from mangnon.plans.rules import GIVER_MOVES, HOLDER_MOVES, Move, possible_moves
from mangnon.plans.web import moving_forms as forms


@dataclass(frozen=True, slots=True)
class ActShape:
    """How an act is offered: its address, heading, button, form, and a sentence of what it does."""

    url: str
    title: str
    button: str
    form: type[forms.ActForm]
    note: str = ""
    tone: str = ""


SHAPES: dict[Move, ActShape] = {
    Move.CONFIRM_COMPLETE: ActShape(
        "confirm_complete", "Nghiệm thu", "Nghiệm thu: đạt yêu cầu", forms.ConfirmForm, tone="primary"
    ),
    Move.SEND_BACK: ActShape("send_back", "Yêu cầu làm lại", "Yêu cầu làm lại", forms.SendBackForm, tone="warm"),
    Move.GRANT_EXTENSION: ActShape(
        "grant_extension", "Đồng ý gia hạn", "Đồng ý gia hạn", forms.GrantExtensionForm, tone="primary"
    ),
    Move.REFUSE_EXTENSION: ActShape(
        "refuse_extension", "Không đồng ý gia hạn", "Không đồng ý gia hạn", forms.RefuseForm
    ),
    Move.ACCEPT_RETURN: ActShape(
        "accept_return",
        "Nhận lại nhiệm vụ",
        "Nhận lại",
        forms.AcceptReturnForm,
        "Nhiệm vụ phải luôn có cơ quan chủ trì: nhận lại của cơ quan chủ trì thì nêu ngay cơ quan chủ trì mới.",
        "primary",
    ),
    Move.REFUSE_RETURN: ActShape(
        "refuse_return",
        "Không nhận lại",
        "Không nhận lại",
        forms.RefuseForm,
        "Nhiệm vụ ở lại với cơ quan; cơ quan không đề nghị trả lại lần nữa được.",
    ),
    Move.ASK_EXTENSION: ActShape("ask_extension", "Xin gia hạn", "Gửi đề nghị gia hạn", forms.AskExtensionForm),
    Move.ASK_RETURN: ActShape("ask_return", "Trả lại nhiệm vụ", "Gửi đề nghị trả lại", forms.AskReturnForm),
    Move.DELEGATE: ActShape(
        "delegate_assignment",
        "Giao cho cấp dưới",
        "Giao cho cấp dưới",
        forms.DelegateForm,
        "Cơ quan bạn vẫn chịu trách nhiệm về kết quả chung.",
    ),
    Move.REASSIGN: ActShape(
        "reassign_assignment",
        "Giao cho cơ quan khác",
        "Giao cho cơ quan khác",
        forms.ReassignForm,
        "Cơ quan nhận thực hiện từ hôm nay, bắt đầu từ bước tiếp nhận.",
    ),
    Move.RECALL: ActShape(
        "recall_assignment",
        "Thu hồi",
        "Thu hồi nhiệm vụ",
        forms.RecallForm,
        "Đề nghị đang chờ được khép lại, phần đã giao cho cấp dưới được thu hồi theo; số liệu không tính từ lúc này.",
        "warm",
    ),
}


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """One act with its form for one assignment."""

    move: Move
    shape: ActShape
    address: str
    form: Form

    @property
    def is_open(self) -> bool:
        """What somebody typed and could not be saved is seen at once."""
        return self.form.is_bound


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person may do with one assignment; `bound` are forms that could not be saved and fit no act any more."""

    acts: list[OfferedAct] = field(default_factory=list)
    moves: frozenset[Move] = frozenset()
    lost: list[Form] = field(default_factory=list)


def form_of(move: Move, assignment: Assignment, data: Mapping[str, Any] | None = None, **more: Any) -> Form:
    """The form of an act, filled with what is known; `more` is what a form asks for beside it (`AsksWhom.meant`)."""
    shape = SHAPES[move]
    auto_id = f"{move.value}-{assignment.pk}-%s"
    return shape.form(data, initial={"version": assignment.version}, auto_id=auto_id, **more)


def offer_for(
    actor: Actor,
    assignment: Assignment,
    *,
    bound: Mapping[Move, Form] | None = None,
    extension: Extension | None = None,
    without: frozenset[Move] = frozenset(),
) -> Offer:
    """The acts that fit the assignment and the person, the answers that somebody waits for first."""
    typed = dict(bound or {})
    moves = _moves_of(actor, assignment) if assignment.ended_because == "" else frozenset()
    acts = []
    for move, shape in SHAPES.items():
        if move not in moves or move in without:
            continue
        form = typed.pop(move, None) or form_of(move, assignment)
        if move == Move.GRANT_EXTENSION and extension is not None and not form.is_bound:
            form.initial["granted_on"] = extension.wanted_on
        acts.append(OfferedAct(move, shape, reverse(shape.url, args=[assignment.pk]), form))
    return Offer(acts, moves, list(typed.values()))


def _moves_of(actor: Actor, assignment: Assignment) -> frozenset[Move]:
    allowed: Callable[[], frozenset[Move]] = lambda: possible_moves(situation_of(assignment))  # noqa: E731
    mine: frozenset[Move] = frozenset()
    if can_act_for(actor, agency_id=assignment.agency_id):
        mine |= HOLDER_MOVES
    if can_direct_assignment(actor, assignment):
        mine |= GIVER_MOVES
    return mine & allowed() if mine else mine
