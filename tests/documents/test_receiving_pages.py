"""The pages of receiving: the list, one file's progress, what a person may do about it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.documents.drafting import annex_table
from mangnon.documents.models import DirectiveReading, ReadingJob, ReadPage, SourceFile
from mangnon.documents.official import Sheet, write_workbook
from mangnon.documents.web.receiving_presenters import span_words
from mangnon.jobs.services import register_worker
from mangnon.jobs.terms import JobState
from tests.documents.at_work import read_waiting
from tests.documents.drafting.samples import reading as invented
from tests.documents.drafting.test_annex_file import annex_bytes
from tests.documents.made_jobs import reading_job
from tests.documents.papers import DIRECTIVE, NOVEL, paged
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.harness.queries import assert_constant_queries
from tests.plans import made

LIST, PART = "dang-doc", "tien-do"


@pytest.fixture
def lead(db: None) -> User:
    made.province()
    return made.user_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def client(lead: User) -> HtmxClient:
    """Signed in as the province's lead officer."""
    found = HtmxClient()
    found.force_login(lead)
    return found


def _text(answer: object) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())  # type: ignore[attr-defined]


def _file(name: str, content: bytes = DIRECTIVE.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _send(client: Client, *files: SimpleUploadedFile, follow: bool = False) -> object:
    return client.post(reverse("documents"), {"file": list(files)}, follow=follow)


def test_several_files_are_received_at_once(client: HtmxClient) -> None:
    answer = _send(client, _file("mot.txt"), _file("hai.pdf", paged(2)), follow=True)
    words = _text(answer)
    assert "Đã nhận 2 tệp; các tệp được đọc lần lượt." in words
    assert "mot.txt" in words
    assert "hai.pdf" in words
    assert ReadingJob.objects.count() == 2


def test_of_several_files_each_is_told_its_own_fault_and_the_good_ones_stay(client: HtmxClient) -> None:
    answer = _send(client, _file("rong.txt", b""), _file("mot.txt"), _file("hong.pdf", b"%PDF-1.7 hong"))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    words = _text(answer)
    assert "Tệp «rong.txt» trống (0 byte)" in words
    assert "Tệp «hong.pdf» bị hỏng" in words
    assert "Đã nhận 1 tệp khác trong lần gửi này" in words
    assert SourceFile.objects.get().name == "mot.txt"


def test_the_script_of_the_page_is_answered_in_short(client: HtmxClient) -> None:
    def send(*files: SimpleUploadedFile) -> tuple[int, dict[str, object]]:
        answer = client.post(reverse("documents"), {"file": list(files)}, headers={"X-Upload": "1"})
        return answer.status_code, answer.json()

    status, told = send(_file("mot.txt"))
    row = ReadingJob.objects.get()
    assert (status, told) == (200, {"address": reverse("reading_progress", args=[row.pk])})
    status, told = send(_file("rong.txt", b""), _file("hai.pdf", paged(2)))
    assert (status, told["received"]) == (422, 1)
    assert "trống (0 byte)" in str(told["faults"])
    assert send()[1] == {"faults": ["Chưa chọn tệp nào. Hãy thả tệp vào ô, hoặc chọn từ máy."], "received": 0}


def test_the_list_follows_by_itself_while_something_is_open(client: HtmxClient, lead: User) -> None:
    row = reading_job(lead, "running", done=2, total=27)
    before = client.get(reverse("documents"))
    assert "Đang đọc trang 3/27" in _text(before)
    section = html.document_fromstring(before.content.decode()).xpath(f"//*[@id='{LIST}']")[0]
    assert section.get("hx-trigger") == "every 3s"
    row.job.state, row.job.held_by, row.job.done = JobState.WAITING, "", 5
    row.job.save()
    fragment = client.fragment_get(reverse("documents"), target=LIST)
    assert_same_as_fresh(before, fragment, client.get(reverse("documents")), target=LIST)


def test_the_list_stops_asking_when_nothing_is_open(client: HtmxClient, lead: User) -> None:
    reading_job(lead, "refused")
    page = html.document_fromstring(client.get(reverse("documents")).content.decode())
    assert page.xpath(f"//*[@id='{LIST}']")[0].get("hx-get") is None
    assert "Tệp mẫu không đọc được" in page.text_content()


def test_a_longer_list_costs_no_more_queries(client: HtmxClient, lead: User) -> None:
    def add() -> None:
        row = reading_job(lead, "running", done=2, total=4)
        for number in (1, 2):
            ReadPage.objects.create(reading_job=row, number=number, content={}, seconds=2.0)

    assert_constant_queries(add_row=add, read=lambda: client.get(reverse("documents")))


def test_progress_shows_pages_and_the_measured_rest(client: HtmxClient, lead: User) -> None:
    row = reading_job(lead, "running", done=2, total=27)
    address = reverse("reading_progress", args=[row.pk])
    assert "chưa tính được" in _text(client.get(address))
    for number in (1, 2):
        ReadPage.objects.create(reading_job=row, number=number, content={}, seconds=4.0)
    before = client.get(address)
    words = _text(before)
    assert "Đang đọc trang 3/27" in words
    assert "khoảng 2 phút, tính theo các trang đã đọc" in words
    bar = html.document_fromstring(before.content.decode()).xpath("//progress")[0]
    assert (bar.get("value"), bar.get("max")) == ("2", "27")
    row.job.done = 27
    row.job.save()
    fragment = client.fragment_get(address, target=PART)
    fresh = client.get(address)
    assert "đang tách nhiệm vụ" in _text(fresh)
    assert_same_as_fresh(before, fragment, fresh, target=PART)


def test_who_waits_is_told_how_many_come_first_and_that_nobody_works(client: HtmxClient, lead: User) -> None:
    reading_job(lead, "running")
    row = reading_job(lead, "waiting")
    address = reverse("reading_progress", args=[row.pk])
    words = _text(client.get(address))
    assert "Còn 1 tệp đến lượt trước." in words
    assert "Chưa có tiến trình đọc đang chạy" in words
    assert "Chưa có tiến trình đọc đang chạy" in _text(client.get(reverse("documents")))
    register_worker(name="một")
    assert "Chưa có tiến trình đọc" not in _text(client.get(address))
    assert "Chưa có tiến trình đọc" not in _text(client.get(reverse("documents")))


def test_when_it_is_done_one_is_led_to_the_document(client: HtmxClient) -> None:
    _send(client, _file("mot.txt"))
    row = ReadingJob.objects.get()
    address = reverse("reading_progress", args=[row.pk])
    assert client.get(address).status_code == 200
    read_waiting()
    document = reverse("document", args=[DirectiveReading.objects.get().pk])
    assert client.fragment_get(address, target=PART).headers["HX-Redirect"] == document
    assert "Đã đọc xong" in _text(client.get(address, follow=True))
    shown = _text(client.get(reverse("documents")))
    assert "Đã đọc xong" in shown
    client.post(reverse("dismiss_reading_job", args=[row.pk]))
    assert "Mở để rà soát" not in _text(client.get(reverse("documents")))


def test_a_refused_file_says_why_and_can_be_put_away(client: HtmxClient) -> None:
    _send(client, _file("truyen.txt", NOVEL.encode()))
    row = ReadingJob.objects.get()
    read_waiting()
    address = reverse("reading_progress", args=[row.pk])
    assert "Nội dung không giống một văn bản chỉ đạo" in _text(client.get(address))
    assert "truyen.txt" in _text(client.get(reverse("documents")))
    done = client.post(reverse("dismiss_reading_job", args=[row.pk]), follow=True)
    assert "truyen.txt" not in _text(done)


def test_a_stopped_file_is_tried_again_or_called_off(client: HtmxClient, lead: User) -> None:
    row = reading_job(lead, "stopped", done=2, total=5)
    again = client.post(reverse("retry_reading_job", args=[row.pk]), follow=True)
    assert "để đọc tiếp" in _text(again)
    assert "Đã đọc 2/5 trang" in _text(again)
    done = client.post(reverse("cancel_reading_job", args=[row.pk]), follow=True)
    assert "Đã hủy lượt đọc" in _text(done)
    late = client.post(reverse("cancel_reading_job", args=[row.pk]))
    assert late.status_code == 422
    assert "đã kết thúc nên không hủy được" in _text(late)


def test_an_unknown_file_is_not_there(client: HtmxClient) -> None:
    for name in ("cancel_reading_job", "retry_reading_job", "dismiss_reading_job"):
        assert client.post(reverse(name, args=[999])).status_code == 404
    assert client.get(reverse("reading_progress", args=[999])).status_code == 404


def test_who_only_reads_documents_sees_nothing_of_receiving(db: None) -> None:
    made.province()
    reading_job(None, "running")
    reader = Client()
    reader.force_login(made.user_at("SO_YT", Role.DEPARTMENT_OFFICER))
    words = _text(reader.get(reverse("documents")))
    assert "Đang đọc" not in words
    assert "tiến trình đọc" not in words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.1, "khoảng 5 giây"),
        (21, "khoảng 25 giây"),
        (55, "khoảng 55 giây"),
        (56, "khoảng 1 phút"),
        (61, "khoảng 2 phút"),
        (3540, "khoảng 59 phút"),
        (3541, "khoảng 1 giờ"),
        (4000, "khoảng 1 giờ 10 phút"),
        (7200, "khoảng 2 giờ"),
    ],
)
def test_spans_are_rounded_up(seconds: float, words: str) -> None:
    assert span_words(seconds) == words


def test_each_file_of_the_list_is_told_how_many_come_first(client: HtmxClient, lead: User) -> None:
    for _ in range(3):
        reading_job(lead, "waiting")
    words = _text(client.get(reverse("documents")))
    assert "Còn 2 tệp đến lượt trước." in words
    assert "Còn 1 tệp đến lượt trước." in words
    assert words.count("Sắp đến lượt.") == 1


def _annex() -> bytes:
    return write_workbook([Sheet("Nhiệm vụ", ("Phụ lục",), annex_table(invented()))])


def test_an_excel_annex_dropped_among_the_papers_is_there_at_once(client: HtmxClient) -> None:
    answer = _send(client, _file("phu-luc.XLSX", _annex()), follow=True)
    assert "Đã nhận 3 nhiệm vụ từ tệp Excel." in _text(answer)
    row = DirectiveReading.objects.get()
    assert (row.source.kind, row.source.territory_code) == ("xlsx", made.PROVINCE)
    assert not ReadingJob.objects.exists()
    assert "đã được nhận trước đó" in _text(_send(client, _file("lai.xlsx", _annex()), follow=True))
    answer = _send(client, _file("lai.xlsx", _annex()), _file("mot.txt"), follow=True)
    assert "Đã nhận 1 tệp; các tệp được đọc lần lượt. 1 tệp đã có từ trước" in _text(answer)


def test_a_faulty_excel_annex_tells_its_cells_and_the_other_files_stay(client: HtmxClient) -> None:
    faulty = annex_bytes([(1, "Việc một", "", "", "", ""), (2, "Việc hai", "", "", "Sở Y tế", "")])
    answer = _send(client, _file("phu-luc.xlsx", faulty), _file("gia.xlsx", b"PK gia"), _file("mot.txt"))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    words = _text(answer)
    assert "Tệp «phu-luc.xlsx» có 1 ô cần sửa" in words
    assert "chưa có cơ quan chủ trì" in words
    assert "«gia.xlsx»" in words
    assert "Đã nhận 1 tệp khác" in words
    assert SourceFile.objects.get().name == "mot.txt"
