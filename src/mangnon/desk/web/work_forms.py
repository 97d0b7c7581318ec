"""The form under the list of one's work: what is done to the chosen rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from mangnon.desk.bulk import BulkWords
from mangnon.desk.terms import BulkKind
from mangnon.ui.days import DayField

_LONGEST = 4000
_TOO_LONG = {"max_length": f"Nhiều nhất {_LONGEST} ký tự."}


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_TOO_LONG,
    )


class BulkForm(forms.Form):
    """Every box of every act; only those of the button that was pressed are looked at."""

    progress = forms.IntegerField(
        label="Tiến độ (%)",
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": "Tiến độ là một số nguyên.",
            "min_value": "Tiến độ từ 0 đến 100.",
            "max_value": "Tiến độ từ 0 đến 100.",
        },
    )
    done = _words("Việc đã làm")
    wanted_on = DayField(
        label="Đề nghị gia hạn đến ngày",
        required=False,
        help_text="Ngày/tháng/năm, ví dụ 30/06/2025.",
        error_messages={"invalid": "Phải là ngày có thật, viết như 30/06/2025."},
    )
    why = _words("Lý do xin gia hạn")
    despite = _words("Lý do vẫn báo khi còn cơ quan phối hợp chưa cập nhật", "Chỉ cần khi cơ quan bạn chủ trì.")

    def told(self, kind: BulkKind, versions: dict[int, int]) -> BulkWords:
        """What is said of the rows."""
        clean: dict[str, Any] = self.cleaned_data
        day: dt.date | None = clean["wanted_on"]
        text = {BulkKind.PROGRESS: "done", BulkKind.EXTENSION: "why", BulkKind.COMPLETE: "despite"}.get(kind, "")
        return BulkWords(text=clean[text] if text else "", progress=clean["progress"], wanted_on=day, versions=versions)
