"""What people really send: each thing is told clearly, nothing is stored, nothing breaks."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html
from pypdf import PdfWriter

from mangnon.accounts.public import SYSTEM, Role
from mangnon.documents.models import DirectiveReading, ReadingJob, ReadPage, SourceFile
from mangnon.documents.public import AlreadyAdopted
from mangnon.documents.receiving import receive_and_read, stored_path
from mangnon.plans.adopting.adoption import adopt_reading
from mangnon.plans.models import Plan
from tests.documents.at_work import read_waiting
from tests.plans import made

DIRECTIVE = """ỦY BAN NHÂN DÂN
TỈNH MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 99/KH-UBND
Mẫu, ngày 17 tháng 02 năm 2025
KẾ HOẠCH
Thực hiện hoạt động mẫu vì trẻ em trên địa bàn tỉnh

Căn cứ Quyết định số 11/QĐ-TTg ngày 03 tháng 01 năm 2025 của Thủ tướng Chính phủ,
Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện như sau.

I. NHIỆM VỤ
1. Sở Y tế chủ trì, phối hợp với Sở Tư pháp tổ chức các lớp tập huấn mẫu về quyền trẻ em trước ngày 30 tháng 6 năm 2025.
2. Sở Tư pháp chủ trì, phối hợp với các đơn vị liên quan tuyên truyền pháp luật về trẻ em.

II. TỔ CHỨC THỰC HIỆN
Các sở, ban, ngành báo cáo kết quả về Sở Y tế trước ngày 10 tháng 6 hằng năm.

Nơi nhận:
- Các sở, ban, ngành;
- Lưu: VT.
"""
NOVEL = (
    "Buổi sáng hôm ấy trời trong và gió nhẹ, bà cụ ngồi bên hiên nhà kể chuyện ngày xưa cho lũ trẻ trong xóm nghe.\n"
    * 60
)


@pytest.fixture
def reviewer(db: None) -> Client:
    """Signed in as the province's lead officer."""
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _send(client: Client, content: bytes, name: str = "mau.txt") -> tuple[int, str, object]:
    answer = client.post(reverse("documents"), {"file": SimpleUploadedFile(name, content)})
    text = answer.content.decode()
    words = " ".join(html.document_fromstring(text).text_content().split()) if text else ""
    return answer.status_code, words, answer


def _locked_pdf() -> bytes:
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(width=100, height=100)
    writer.encrypt("mat-khau", algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def _blank_pdf() -> bytes:
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(width=100, height=100)
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "rong.txt", "trống (0 byte)"),
        (b"\n  \n", "trang.txt", "không có nội dung"),
        (bytes(range(256)) * 40, "chay.txt", "Chưa có gì được lưu"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "anh.png", "bị hỏng"),
        (_locked_pdf(), "khoa.pdf", "mật khẩu"),
        (b"%PDF-1.7\n" + b"hong" * 50, "hong.pdf", "Chưa có gì được lưu"),
        (b"PK\x03\x04" + b"hong" * 50, "hong.docx", "Chưa có gì được lưu"),
        (DIRECTIVE.encode("cp1258", "replace"), "cu.txt", "Chưa có gì được lưu"),
    ],
    ids=[
        "empty",
        "blank",
        "binary",
        "picture",
        "locked",
        "torn-pdf",
        "torn-docx",
        "cp1258",
    ],
)
def test_what_cannot_be_read_is_told_and_not_stored(reviewer: Client, content: bytes, name: str, sentence: str) -> None:
    status, words, _ = _send(reviewer, content, name)
    assert status == 422
    assert "Những gì bạn đã nhập vẫn còn nguyên" not in words  # a browser forgets a chosen file
    assert sentence.casefold() in words.casefold()
    assert (DirectiveReading.objects.count(), SourceFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (NOVEL.encode(), "truyen.txt", "không giống một văn bản"),
        ("Kế hoạch thực hiện quyền trẻ em năm 2025".encode("utf-16-le"), "ma.txt", "Chưa có gì được lưu"),
        (_blank_pdf(), "trang.pdf", "Không tìm thấy chữ"),
    ],
    ids=["novel", "utf16", "no-text"],
)
def test_what_only_reading_shows_is_told_afterwards_and_nothing_stays(
    reviewer: Client,
    content: bytes,
    name: str,
    sentence: str,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    status, _, answer = _send(reviewer, content, name)
    assert status == 302
    digest = SourceFile.objects.get().sha256
    with django_capture_on_commit_callbacks(execute=True):
        read_waiting()
    page = reviewer.get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]
    assert sentence in page
    assert (DirectiveReading.objects.count(), SourceFile.objects.count(), ReadPage.objects.count()) == (0, 0, 0)
    assert not default_storage.exists(stored_path(digest))
    assert sentence in reviewer.get(reverse("documents")).content.decode()


def test_fifty_megabytes_are_refused_by_size(reviewer: Client) -> None:
    status, words, _ = _send(reviewer, b"x" * (50 * 1024 * 1024), "lon.pdf")
    assert status == 413
    assert "50 MB" in words
    assert "20 MB" in words
    assert not SourceFile.objects.exists()


def test_a_small_package_that_unpacks_to_very_many_words_is_refused_at_once(reviewer: Client) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:p/>" * (17 * 1024 * 1024 // 6))
    status, words, _ = _send(reviewer, packed.getvalue(), "nho.docx")
    assert len(packed.getvalue()) < 100_000
    assert status == 422
    assert "quá lớn khi mở ra" in words


def test_no_file_at_all(reviewer: Client) -> None:
    answer = reviewer.post(reverse("documents"), {})
    assert answer.status_code == 422
    assert "Chưa chọn tệp nào" in answer.content.decode()


def test_a_directive_is_received_and_kept_as_it_came(reviewer: Client) -> None:
    _, _, answer = _send(reviewer, DIRECTIVE.encode(), "ke-hoach.txt")
    job = ReadingJob.objects.get()
    assert answer.headers["Location"] == reverse("reading_progress", args=[job.pk])  # type: ignore[attr-defined]
    read_waiting()
    row = DirectiveReading.objects.get()
    led = reviewer.get(reverse("reading_progress", args=[job.pk]))
    assert led.headers["Location"] == reverse("document", args=[row.pk])
    assert row.result["number"] == "99/KH-UBND"
    with default_storage.open(stored_path(row.source.sha256)) as kept:
        assert kept.read() == DIRECTIVE.encode()
    assert reviewer.get(reverse("document", args=[row.pk])).status_code == 200


def test_the_same_scan_twice_is_one_document(reviewer: Client) -> None:
    _send(reviewer, DIRECTIVE.encode(), "mot.txt")
    _, _, answer = _send(reviewer, DIRECTIVE.encode(), "mot-nua.txt")
    first = ReadingJob.objects.get()
    assert answer.headers["Location"] == reverse("reading_progress", args=[first.pk])  # type: ignore[attr-defined]
    read_waiting()
    _, _, answer = _send(reviewer, DIRECTIVE.encode(), "hai.txt")
    row = DirectiveReading.objects.get()
    page = reviewer.get(answer.headers["Location"])  # type: ignore[attr-defined]
    assert page.request["PATH_INFO"] == reverse("document", args=[row.pk])
    assert "Văn bản này đã được nhận trước đó" in page.content.decode()


def test_a_name_with_odd_signs_is_only_a_name(reviewer: Client) -> None:
    _send(reviewer, DIRECTIVE.encode(), "<script>alert(1)</script>" + "x" * 300 + ".txt")
    assert "<script>alert" not in reviewer.get(reverse("documents")).content.decode()
    read_waiting()
    page = reviewer.get(reverse("document", args=[DirectiveReading.objects.get().pk])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LOCAL_OFFICER, Role.LEADER])
def test_others_may_not_send(db: None, role: Role) -> None:
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", role))
    status, words, _ = _send(client, DIRECTIVE.encode())
    assert status == 403
    assert "Chỉ chuyên viên đầu mối" in words
    assert not SourceFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_adopting_at_once_one_succeeds() -> None:
    made.province()
    row = made.reading()
    start, outcomes = threading.Barrier(2), []

    def adopt(code: str) -> None:
        try:
            start.wait()
            adopt_reading(actor=SYSTEM, reading_id=row.pk, version=1, plan_code=code)
            outcomes.append("adopted")
        except AlreadyAdopted:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=adopt, args=[code]) for code in ("MOT", "HAI")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["adopted", "refused"]
    assert Plan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_sending_the_same_scan_at_once_both_get_the_same_document() -> None:
    made.province()
    start, found = threading.Barrier(2), []

    def send() -> None:
        try:
            start.wait()
            found.append(receive_and_read(actor=SYSTEM, name="mau.txt", content=DIRECTIVE.encode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reading.pk for reading in found] == [DirectiveReading.objects.get().pk] * 2
