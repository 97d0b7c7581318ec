"""Where the signature stands: below the recipients, or before them when the cells of the page come in that order."""

from __future__ import annotations

from mangnon.documents.reading.endings import read_ending
from mangnon.documents.reading.records import Signer


def test_a_signature_before_the_recipients() -> None:
    lines = ["Đề nghị các đơn vị thực hiện./.", "", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Trần Thị Bình", "",
             "Nơi nhận:", "- Như trên;", "- Lưu: VT."]  # fmt: skip
    end = read_ending(lines)
    assert end.signer == Signer("KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC", "Trần Thị Bình")
    assert end.recipients == ("Như trên", "Lưu: VT")
