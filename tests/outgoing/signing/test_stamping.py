"""Time stamps of an authority on loopback, and what is seen of a signature on the page."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import numpy as np
import pypdfium2
import pytest
from asn1crypto import tsp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from mangnon.documents.official import signing_place, write_pdf
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from mangnon.outgoing.signing.seen import seal_size, seen_of_agency, seen_of_person
from mangnon.outgoing.signing.stamping import HttpTimeStamps, time_stamps
from mangnon.outgoing.web.presenters import finding_rows
from tests.outgoing import made
from tests.outgoing.signing.certificates import root, software_key, stamper

NOW = dt.datetime(2025, 6, 5, 2, 3, 4, tzinfo=dt.UTC)


class Authority:
    """What the authority was asked, and how it fails if it does."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.fault = ""
        self._stamper = stamper()

    def answer(self, content: bytes) -> tuple[int, bytes]:
        self.asked.append(content)
        if self.fault == "refuses":
            return 503, b""
        if self.fault == "babbles":
            return 200, b"khong phai dau thoi gian"
        request = tsp.TimeStampReq.load(content)
        if self.fault == "stamps something else":
            request["message_imprint"]["hashed_message"] = bytes(32)
        return 200, bytes(self._stamper.request_tsa_response(request).dump())


@pytest.fixture
def authority() -> Iterator[tuple[Authority, str]]:
    served = Authority()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, content = served.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served, f"http://127.0.0.1:{server.server_port}/tsa"
    server.shutdown()
    thread.join()
    server.server_close()


def _signed(**given: Any) -> bytes:
    return sign_pdf(write_pdf(made.document()), software_key(), field="NguoiKy", reason="Ký", **given)


def test_a_stamp_says_when_and_by_whom(authority: tuple[Authority, str]) -> None:
    served, address = authority
    (found,) = read_signatures(_signed(stamps=HttpTimeStamps(address)), roots=[root().pem])
    assert found.holds
    assert found.stamped_at is not None
    assert abs((found.stamped_at - dt.datetime.now(dt.UTC)).total_seconds()) < 300
    assert found.stamped_by == "Dấu thời gian mẫu, Chứng thực mẫu"
    assert found.stamp_trust == "chain"
    assert served.asked
    assert all(len(each) < 200 for each in served.asked), "the hash leaves, never the paper"
    (bare,) = read_signatures(_signed())
    assert bare.stamped_at is None


@pytest.mark.parametrize(
    ("fault", "code"),
    [("refuses", "stamps_silent"), ("babbles", "stamps_unusable")],
)
def test_an_authority_that_fails_leaves_nothing_signed(authority: tuple[Authority, str], fault: str, code: str) -> None:
    served, address = authority
    served.fault = fault
    with pytest.raises(Refusal) as refused:
        _signed(stamps=HttpTimeStamps(address))
    assert refused.value.code == code


def test_a_stamp_of_something_else_does_not_count(authority: tuple[Authority, str]) -> None:
    served, address = authority
    served.fault = "stamps something else"
    (found,) = read_signatures(_signed(stamps=HttpTimeStamps(address)))
    assert found.stamped_at is None
    assert found.has_bad_stamp
    (row,) = finding_rows([found])
    assert "Có dấu thời gian nhưng dấu ấy không đúng với chữ ký này nên không được tính." in row["points"]


def test_an_authority_is_asked_over_safe_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal) as refused:
        HttpTimeStamps("http://example.org/tsa")
    assert refused.value.code == "address_not_safe"
    monkeypatch.delenv("MANGNON_TIME_STAMPS", raising=False)
    assert time_stamps() is None
    monkeypatch.setenv("MANGNON_TIME_STAMPS", "http://127.0.0.1:9/tsa")
    assert time_stamps() is not None


def _page(content: bytes, index: int) -> np.ndarray:
    document = pypdfium2.PdfDocument(content)
    document.init_forms()  # without, what fields look like is not drawn
    try:
        return np.asarray(document[index].render(scale=2, may_draw_forms=True).to_pil().convert("RGB"), dtype=int)
    finally:
        document.close()


def _where(page: np.ndarray, ink: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of an ink in millimetres."""
    red, green, blue = page[..., 0], page[..., 1], page[..., 2]
    mask = (red - blue > 80) & (red - green > 80) if ink == "red" else (blue - red > 60)
    rows, columns = np.where(mask)
    assert rows.size, f"no {ink} ink"
    scale = 25.4 / 144
    return columns.min() * scale, rows.min() * scale, columns.max() * scale, rows.max() * scale


def _seal() -> bytes:
    """A made-up round seal of 36 millimetres at 254 dots per inch."""
    picture = Image.new("RGBA", (360, 360), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((4, 4, 356, 356), outline=(200, 0, 0, 255), width=10)
    out = BytesIO()
    picture.save(out, "PNG", dpi=(254, 254))
    return out.getvalue()


def test_signatures_are_seen_where_the_decree_puts_them() -> None:
    document = made.document(number="1", issued_on=dt.date(2025, 6, 5))
    place = signing_place(document)
    first = sign_pdf(
        write_pdf(document),
        software_key(),
        field="NguoiKy",
        reason="Ký",
        seen=seen_of_person(place, "Nguyễn Thị Mẫu", NOW),
    )
    signed = sign_pdf(
        first, software_key("Sở Y tế"), field="CoQuan", reason="Ký", seen=seen_of_agency(place, "Sở Y tế", NOW, _seal())
    )
    assert [each.holds for each in read_signatures(signed)] == [True, True]
    page = _page(signed, place.page)
    left, top, right, bottom = _where(page, "blue")
    assert place.left <= left < right <= place.left + place.width, "within the signer's half"
    assert place.top - 2 <= top < bottom <= place.top + place.height + 2, "between the capacity and the name"
    seal = _where(page, "red")
    assert seal[2] - seal[0] == pytest.approx(35.6, abs=1.5), "a seal in its real size"
    middle = place.left + place.width / 2
    assert seal[2] == pytest.approx(middle - 20 + 40 / 3, abs=1.5), "over a third of a signature, on its left"
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(signed)).pages)
    assert "Đã thực hiện 12 việc" in words


def test_without_a_picture_there_are_words_and_no_seal() -> None:
    document = made.document()
    place = signing_place(document)
    signed = sign_pdf(
        write_pdf(document),
        software_key(),
        field="CoQuan",
        reason="Ký",
        seen=seen_of_agency(place, "Sở Y tế", NOW, None),
    )
    left, top, right, bottom = _where(_page(signed, place.page), "red")
    assert place.left <= left < right <= place.left + place.width
    assert bottom - top < 8, "two lines, nothing that looks like a seal"
    fields = PdfReader(BytesIO(signed)).get_fields() or {}
    assert "CoQuan" in fields


@pytest.mark.parametrize("content", [b"", b"\x89PNG khong phai", b"GIF89a"])
def test_a_seal_that_is_no_picture_of_its_size_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        seal_size(content)
    assert refused.value.code == "bad_seal"


def test_a_seal_of_an_impossible_size_is_refused() -> None:
    out = BytesIO()
    Image.new("RGBA", (360, 360)).save(out, "PNG", dpi=(20, 20))
    with pytest.raises(Refusal, match="457 mm"):
        seal_size(out.getvalue())
