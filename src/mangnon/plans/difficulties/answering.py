"""The answer of a body above that came on paper: entered with the paper's number and day, and told with them."""

from __future__ import annotations

import datetime as dt

from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line
from mangnon.plans.errors import BadDifficulty
from mangnon.plans.models import Difficulty
from mangnon.plans.terms import DifficultyState

_NOTHING = "Chưa có gì được gửi."
LONGEST_PAPER = 120


def answer_of_paper(difficulty: Difficulty, answer: str, *, paper: str, paper_on: dt.date | None) -> str:
    """The answer with the paper by which the body above gave it, in one sentence before it; as it is without a paper.

    Raises BadDifficulty (`not_passed_up`, `paper_incomplete`, `paper_day`).
    """
    number = one_line(paper)
    if not number and paper_on is None:
        return answer
    if difficulty.state != DifficultyState.ESCALATED:
        raise BadDifficulty(
            "Chỉ ghi văn bản trả lời của cấp trên cho khó khăn đang chờ cấp trên. "
            f"{_NOTHING} Hãy bỏ trống số và ngày văn bản.",
            code="not_passed_up",
        )
    if not number or paper_on is None or len(number) > LONGEST_PAPER:
        raise BadDifficulty(
            f"Văn bản trả lời của cấp trên cần đủ số, ký hiệu (không quá {LONGEST_PAPER} ký tự) và ngày. {_NOTHING} "
            "Hãy bổ sung, hoặc bỏ trống cả hai nếu cơ quan mình tự trả lời.",
            code="paper_incomplete",
        )
    raised_on = clock.local_day(difficulty.raised_at)
    if not raised_on <= paper_on <= clock.today():
        raise BadDifficulty(
            f"Ngày văn bản trả lời phải từ ngày nêu khó khăn ({vn_date(raised_on)}) đến hôm nay. {_NOTHING} "
            "Hãy kiểm tra lại ngày.",
            code="paper_day",
        )
    return f"{difficulty.passed_to_words} trả lời tại văn bản số {number} ngày {vn_date(paper_on)}: {answer}"
