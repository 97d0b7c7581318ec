"""What the page that checks signatures says of every kind of file, in the words a clerk reads."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter

from mangnon.accounts.public import Actor
from mangnon.documents.official import write_pdf
from mangnon.kernel import clock
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from mangnon.outgoing.web.presenters import finding_rows
from tests.outgoing import made
from tests.outgoing.signing.certificates import machine_at, root, software_key

STRANGER = "Chứng thực khác"
WHOLE = "Nội dung đã ký còn nguyên vẹn."
KNOWN = "Chứng thư do tổ chức mà máy chủ này tin cậy cấp."
NO_STAMP = "Chưa có dấu thời gian: giờ ký là giờ máy của người ký."


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write_pdf(made.document())


def _signed(paper: bytes, **given: object) -> bytes:
    return sign_pdf(paper, software_key(**given), field="NguoiKy", reason="Ký")


def _byte_changed(signed: bytes) -> bytes:
    place = signed.index(b"/Title") + 10
    return signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]


def _turned(signed: bytes) -> bytes:
    writer = PdfWriter(BytesIO(signed), incremental=True)
    writer.pages[0].rotate(90)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _told(content: bytes, *roots: bytes) -> tuple[str, str, str]:
    (row,) = finding_rows(read_signatures(content, roots=roots))
    return row["tone"], row["word"], " ".join(row["points"])


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (_byte_changed, "Không hợp lệ: nội dung không còn như khi ký"),
        (_turned, "Không hợp lệ: tệp bị sửa sau khi ký"),
        (lambda signed: signed + b"% them", "Không hợp lệ: tệp bị sửa sau khi ký"),
    ],
)
def test_what_was_altered_is_not_valid(paper: bytes, spoil: Callable[[bytes], bytes], word: str) -> None:
    tone, verdict, points = _told(spoil(_signed(paper)), root().pem)
    assert (tone, verdict) == ("late", word)
    assert "Hãy lấy lại tệp từ nơi gửi." in points


def test_what_is_untouched_and_known_is_good(paper: bytes) -> None:
    tone, verdict, points = _told(_signed(paper), root().pem)
    assert (tone, verdict) == ("good", "Chữ ký nguyên vẹn")
    for words in (WHOLE, "Chữ ký phủ hết tệp.", KNOWN, "Chưa kiểm tra việc thu hồi", NO_STAMP):
        assert words in points


def test_a_stranger_s_certificate_is_never_green(paper: bytes) -> None:
    tone, verdict, points = _told(_signed(paper), root(STRANGER).pem)
    assert (tone, verdict) == ("soon", "Chữ ký nguyên vẹn, chứng thư không thuộc tổ chức tin cậy")
    assert WHOLE in points
    assert "chưa xác nhận được người ký là ai" in points
    tone, verdict, points = _told(_signed(paper))
    assert (tone, verdict) == ("soon", "Chữ ký nguyên vẹn, chưa kiểm tra được chứng thư")
    assert "máy chủ chưa có chứng thư gốc" in points


@pytest.mark.parametrize(
    ("days", "words"),
    [((-400, -1), "Chứng thư đã hết hiệu lực từ"), ((1, 400), "Chứng thư chỉ có hiệu lực từ")],
)
def test_signed_outside_the_certificate_s_time(paper: bytes, days: tuple[float, float], words: str) -> None:
    tone, verdict, points = _told(_signed(paper, days=days), root().pem)
    assert (tone, verdict) == ("late", "Không hợp lệ: chứng thư không có hiệu lực khi ký")
    assert words in points
    assert KNOWN in points, "an ended certificate is not a stranger's"


def test_a_certificate_that_ended_after_the_signing_leaves_the_paper_good(paper: bytes) -> None:
    (found,) = read_signatures(_signed(paper), roots=[root().pem])
    (row,) = finding_rows([found])
    assert not any("nay chứng thư đã hết hiệu lực" in point for point in row["points"])
    with clock.frozen(found.valid_to + dt.timedelta(days=1)):
        (row,) = finding_rows([found])
        stamped = dataclasses.replace(found, stamped_at=found.signed_at, stamped_by="Dấu thời gian mẫu")
        (sure,) = finding_rows([stamped])
    assert row["word"] == "Chữ ký nguyên vẹn"
    assert "không có gì chứng minh" in " ".join(row["points"])
    assert "không có gì chứng minh" not in " ".join(sure["points"])


def test_a_time_of_signing_that_has_not_come_is_told(paper: bytes) -> None:
    wrong = "Giờ ký ghi trong chữ ký muộn hơn giờ của máy chủ"
    with machine_at(clock.real_now() + dt.timedelta(days=20)):
        early = _signed(paper)
    assert wrong in _told(early, root().pem)[2]
    assert wrong not in _told(_signed(paper), root().pem)[2]


def test_the_page_says_so(clerk: Actor, paper: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "goc.pem").write_bytes(root(STRANGER).pem)
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(tmp_path))
    client = made.client_of(clerk)

    def page(content: bytes) -> str:
        answer = client.post(reverse("check_signatures"), {"file": SimpleUploadedFile("a.pdf", content)})
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    assert "Chữ ký nguyên vẹn, chứng thư không thuộc tổ chức tin cậy" in page(_signed(paper))
    assert "Không hợp lệ: nội dung không còn như khi ký" in page(_byte_changed(_signed(paper)))
    assert "không có chữ ký số nào" in page(paper)
