"""The sentences with which an act on an assignment is refused: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from mangnon.kernel.text import typed_words
from mangnon.plans.errors import BadDeadline, MissingReason, WrongState
from mangnon.plans.rules import Move

_NOTHING = "Không có gì bị thay đổi."
_WRONG_STATE = {
    Move.ACCEPT: f"Phân công này đã được tiếp nhận trước đó. {_NOTHING}",
    Move.ASK_RETURN: (
        "Chỉ trả lại được phân công chưa tiếp nhận hoặc đang thực hiện. Đề nghị chưa được gửi. "
        "Hãy trao đổi với cơ quan giao."
    ),
    Move.ACCEPT_RETURN: f"Phân công này không còn ở trạng thái nhận lại được. {_NOTHING} Hãy tải lại trang.",
    Move.REFUSE_RETURN: f"Phân công này không còn ở trạng thái trả lại được. {_NOTHING} Hãy tải lại trang.",
    Move.RECORD_PROGRESS: (
        "Chỉ ghi tiến độ cho phân công đang thực hiện. Nội dung bạn nhập chưa được lưu. Hãy tiếp nhận phân công trước."
    ),
    Move.REPORT_COMPLETE: f"Chỉ báo hoàn thành được phân công đang thực hiện. {_NOTHING}",
    Move.CONFIRM_COMPLETE: f"Cơ quan thực hiện chưa báo hoàn thành. {_NOTHING}",
    Move.SEND_BACK: f"Cơ quan thực hiện chưa báo hoàn thành. {_NOTHING}",
    Move.ASK_EXTENSION: (
        "Chỉ xin gia hạn được cho phân công đang thực hiện. Đề nghị chưa được gửi. Hãy tiếp nhận phân công trước."
    ),
    Move.GRANT_EXTENSION: f"Phân công này không còn gia hạn được. {_NOTHING} Hãy tải lại trang.",
    Move.REFUSE_EXTENSION: f"Phân công này không còn đề nghị gia hạn nào để trả lời. {_NOTHING} Hãy tải lại trang.",
    Move.RECALL: f"Phân công đã hoàn thành hoặc đã thu hồi thì không thu hồi nữa. {_NOTHING}",
    Move.REASSIGN: (
        f"Chỉ giao lại được phân công chưa báo hoàn thành. {_NOTHING} Nếu kết quả chưa đạt, hãy yêu cầu làm lại trước."
    ),
    Move.DELEGATE: (
        "Chỉ giao cho cấp dưới được phân công đang thực hiện. Chưa giao cho cơ quan nào. Hãy tiếp nhận phân công trước."
    ),
}
_GUARDS = {
    "not_for_monitors": (
        f"Cơ quan theo dõi không báo hoàn thành, không xin gia hạn và không giao nhiệm vụ cho cấp dưới. {_NOTHING} "
        "Hãy ghi điều theo dõi được ở phần tiến độ."
    ),
    "return_waits": "Đề nghị trả lại đang chờ cơ quan giao trả lời. Chưa gửi thêm đề nghị nào. Hãy chờ trả lời.",
    "return_was_refused": (
        "Cơ quan giao đã không đồng ý cho trả lại phân công này nên không đề nghị lại được. Đề nghị chưa được gửi. "
        "Nếu có khó khăn, hãy nêu khó khăn, vướng mắc hoặc xin gia hạn."
    ),
    "already_worked": (
        "Chỉ trả lại được phân công khi chưa ghi tiến độ, chưa báo hoàn thành và chưa xin gia hạn. Đề nghị chưa được "
        "gửi. Nếu có khó khăn, hãy nêu khó khăn, vướng mắc."
    ),
    "no_return_waits": f"Không còn đề nghị trả lại nào chờ trả lời. {_NOTHING} Hãy tải lại trang để xem.",
    "no_deadline": "Phân công này không có hạn cụ thể nên không cần gia hạn. Đề nghị chưa được gửi.",
    "extension_waits": (
        "Đã có một đề nghị gia hạn đang chờ trả lời; mỗi lần chỉ xin một đề nghị. Đề nghị mới chưa được gửi. "
        "Hãy chờ cơ quan giao trả lời."
    ),
    "extended_twice": (
        f"Phân công này đã được gia hạn hai lần, là số lần nhiều nhất. {_NOTHING} "
        "Hãy nêu khó khăn, vướng mắc để cơ quan giao xem xét."
    ),
    "no_extension_waits": f"Không còn đề nghị gia hạn nào chờ trả lời. {_NOTHING} Hãy tải lại trang để xem.",
}
_DEADLINES = {
    "not_later": "Hạn mới phải sau hạn đang có. Chưa có gì được lưu. Hãy chọn một ngày muộn hơn.",
    "day_is_over": "Ngày được chọn đã qua. Chưa có gì được lưu. Hãy chọn hôm nay hoặc một ngày sau.",
    "after_parent": (
        "Hạn của phần giao cho cấp dưới không được sau hạn của cơ quan giao. Chưa có gì được lưu. Hãy chọn ngày sớm "
        "hơn, hoặc xin gia hạn cho phân công của cơ quan mình trước."
    ),
    "too_far": "Ngày được chọn quá xa. Chưa có gì được lưu. Hãy kiểm tra lại năm.",
}


def wrong_move(move: Move, because: str) -> WrongState:
    """The refusal of a move for a reason of `rules.why_refused`; its code names the guard."""
    if because == "wrong_state":
        return WrongState(_WRONG_STATE[move])
    return WrongState(_GUARDS[because], code=because)


def check_deadline(because: str) -> None:
    """Raise BadDeadline for what `rules.why_bad_…` found; its code names what is wrong."""
    if because:
        raise BadDeadline(_DEADLINES[because], code=because)


def stated(words: str, what: str, *, most: int = 2000) -> str:
    """Words that an act cannot do without, trimmed. `what` names them. Raises MissingReason."""
    words = typed_words(words)
    if not words:
        raise MissingReason(f"Chưa có {what}. Chưa có gì được lưu. Hãy bổ sung rồi gửi lại.")
    if len(words) > most:
        raise MissingReason(
            f"Phần {what} dài quá {most} ký tự. Chưa có gì được lưu. Hãy rút gọn rồi gửi lại.", code="too_long"
        )
    return words


def remarked(words: str, what: str, *, most: int = 2000) -> str:
    """Words that may be left out, trimmed; never cut. Raises MissingReason (`too_long`)."""
    return stated(words, what, most=most) if typed_words(words) else ""
