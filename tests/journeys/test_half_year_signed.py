"""The first half of 2025 of plan 501 in a real browser: opened, written, accepted, consolidated, mended, numbered,
signed with certificates made for the test, issued, checked; the PDF looked at as a reader of papers would."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pytest
from django.urls import reverse
from pypdf import PdfReader

from mangnon.accounts.selectors import SAMPLE_PASSWORD
from mangnon.agencies.models import Agency
from mangnon.documents.official import layout
from mangnon.indicators.models import Indicator
from mangnon.kernel import clock
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from mangnon.plans.models import Assignment, Plan, Task
from mangnon.plans.public import accept_assignments, record_progress
from mangnon.project import sample
from mangnon.project.synthetic import WRITER, Story
from mangnon.reporting.models import Passage, Period, Regime
from mangnon.reporting.writing.sending import start_report
from mangnon.reporting.writing.telling import TypedBox, tell_figures
from tests.activities.made import store_at
from tests.harness.browser import axe
from tests.outgoing.signing.certificates import PASSPHRASE, pkcs12_file, root, software_key
from tests.reporting.figures.made import kept

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_DONE = "Đã tổ chức 12 buổi truyền thông về quyền trẻ em"
MENDED = "Đã tổ chức 12 buổi truyền thông tại 12 xã, 640 trẻ em tham gia; đoạn này do cơ quan tổng hợp sửa lại."
_ON_THE_PAPER = (
    "Số: 01/BC-SLĐTBXH",
    "ngày 05 tháng 6 năm 2025",
    "KHẨN",
    "KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "Lê Thị Mẫu Chín",
    "Nơi nhận:",
    "đoạn này do cơ quan tổng hợp sửa lại",
)
_A4 = 595.28 * 841.89
_POINTS_IN_MM = 72 / 25.4


@pytest.fixture(autouse=True)
def _days(site: object) -> Iterator[None]:
    before = clock.training_shift()
    yield
    clock.set_training_shift(before)


def _go_to(day: dt.date) -> None:
    """The server's threads read the process's clock."""
    clock.set_training_shift(clock.at(day, 9) - dt.datetime.now(dt.UTC))


def _sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.fill("#id_username", username)
    page.fill("#id_password", SAMPLE_PASSWORD)
    page.locator("form:has(#id_username)").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/ban-lam-viec/")


def _press(page: Page, name: str) -> None:
    """Press a button and wait for the page that answers: nothing is asked of the old one."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def _plan() -> Plan:
    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        plan = sample.read_and_adopt(sample.find_scan())
        sample.make_sample_accounts(plan)
    return plan


def _open_the_period(page: Page, plan: Plan) -> str:
    _go_to(dt.date(2025, 5, 12))
    _sign_in(page, "daumoi")
    page.goto("/bao-cao/")
    if page.get_by_role("button", name="Lập chế độ báo cáo theo văn bản").count():
        _press(page, "Lập chế độ báo cáo theo văn bản")
    regime = plan.regimes.get(frequency="half_year")
    _choose_figures(page, regime)
    page.goto("/bao-cao/")
    form = page.locator(f"form[action$='{reverse('period_open', args=[regime.code])}']")
    form.locator("[name=code]").fill("2025H1")
    with page.expect_navigation():
        form.get_by_role("button", name="Mở kỳ báo cáo").click()
    assert regime.periods.filter(code="2025H1").exists()
    return f"/bao-cao/{regime.code}/2025H1/"


def _choose_figures(page: Page, regime: Regime) -> None:
    """The lead officer says which figures each report carries, before the period is opened."""
    asked = _asked()  # before the page is opened: a database that was emptied has no dictionary yet
    page.goto(reverse("regime_indicators", args=[regime.code]))
    for indicator in asked:
        box = page.locator(f"[name=chon-{indicator.pk}]")
        box.evaluate("box => box.closest('details').setAttribute('open', '')")
        box.check()
        page.locator(f"[name=rieng-{indicator.pk}]").check()
    page.fill("#reason", "Công văn mẫu yêu cầu kèm số liệu")
    _press(page, "Lưu danh sách")


def _asked() -> list[Indicator]:
    return kept("count", 2)


def _sent_by_services(plan: Plan, period: Period, code: str, day: dt.date, *texts: str) -> None:
    """A body fills its figures, writes and sends, as its own pages would."""
    agency = Agency.objects.get(code=f"62.{code}")
    with clock.frozen(clock.at(day, 8)):
        report = start_report(actor=WRITER, period=period, agency_id=agency.pk)
        asked = period.indicators.order_by("order")
        typed = {row.pk: TypedBox(text) for row, text in zip(asked, texts, strict=True)}
        tell_figures(actor=WRITER, report_id=report.pk, typed=typed)
    story = Story(plan, period)
    story.report(agency, clock.at(day, 9))
    story.tell()


def _worked(plan: Plan, agency: Agency) -> Task:
    """In April the body recorded progress on the first task it leads; the writer's page suggests it."""
    lead = Assignment.objects.filter(task__plan=plan, agency=agency, role="lead").order_by("task__order")[0]
    with clock.frozen(clock.at(dt.date(2025, 4, 10), 9)):
        accept_assignments(actor=WRITER, assignment_ids=[lead.pk])
        record_progress(actor=WRITER, assignment_id=lead.pk, progress=40, text=_DONE)
    return lead.task


def _write_and_send(page: Page, board: str, task: Task) -> None:
    """What was recorded is taken over from the suggestion, the rest is said, the figures told, and all is sent."""
    _sign_in(page, "songanh")
    page.goto(f"{board}viet/")
    card = page.locator(f"#muc-{task.pk}")
    card.get_by_role("button", name="Đưa vào ô «Kết quả").click()
    card.get_by_text("Đã lưu lúc").wait_for()
    assert _DONE in card.locator("textarea[name=results]").input_value()
    for other in page.locator("#chu-tri article.card").all():
        box = other.locator("textarea[name=results]")
        if not box.input_value():
            other.locator("label:has([name=is_nil])").click()
            other.get_by_role("button", name="Lưu mục này").click()
            other.get_by_text("Đã lưu lúc").wait_for()
    for box, value in zip(page.locator("#so-lieu input.input").all(), ("1.240", "0"), strict=True):
        box.fill(value)
    axe(page)
    _press(page, "Ghi số liệu")
    _send(page, board)


def _send(page: Page, board: str) -> None:
    page.goto(f"{board}viet/gui/")
    _press(page, "Gửi báo cáo")
    assert not page.get_by_text("Chưa gửi được").count(), page.locator("[role=alert]").first.inner_text()


def _return(page: Page, board: str, agency: Agency, task: Task) -> None:
    """The recipient says what one entry lacks and returns the report with a reason and a day."""
    _sign_in(page, "daumoi")
    page.goto(f"{board}{agency.code}/")
    entry = page.locator(f"#muc-{task.pk}")
    entry.get_by_text("Cần bổ sung").first.click()
    entry.locator("textarea[name=words]").fill("Nêu rõ số xã và số trẻ em tham gia.")
    with page.expect_navigation():
        entry.get_by_role("button", name="Ghi nhận xét").click()
    page.get_by_text("Trả lại để bổ sung").click()
    page.fill("[name=reason]", "Kết quả chưa có số trẻ em tham gia.")
    page.fill("[name=resubmit_by]", "30/05/2025")
    axe(page)
    _press(page, "Trả lại")
    page.get_by_text("Đã trả lại, chờ gửi lại").wait_for()


def _mend_and_send_again(page: Page, board: str, task: Task) -> None:
    _sign_in(page, "songanh")
    page.goto(f"{board}viet/")
    page.get_by_text("Kết quả chưa có số trẻ em tham gia.").first.wait_for()
    card = page.locator(f"#muc-{task.pk}")
    card.get_by_text("Nêu rõ số xã và số trẻ em tham gia.").wait_for()
    card.locator("textarea[name=results]").fill(f"{_DONE} tại 12 xã, 640 trẻ em tham gia.")
    card.get_by_role("button", name="Lưu mục này").click()
    card.get_by_text("Đã lưu lúc").wait_for()
    _send(page, board)


def _accept_consolidate_mend(page: Page, board: str) -> None:
    _go_to(dt.date(2025, 6, 5))
    _sign_in(page, "daumoi")
    page.goto(f"{board}?xem=danh-sach")
    assert page.locator("input[name=ids]").count() == 2
    for box in page.locator("input[name=ids]").all():
        box.check()
    _press(page, "Chấp nhận các báo cáo đã chọn")
    page.goto(f"{board}tong-hop/")
    page.locator("#ly-do-chung").fill("Chưa gửi báo cáo đến ngày tổng hợp, đã đôn đốc.")
    _press(page, "Tổng hợp báo cáo")
    passage = Passage.objects.filter(kind="result").order_by("order")[0]
    page.goto(f"{board}tong-hop/?sua={passage.pk}#doan-{passage.pk}")
    form = page.locator(f"#doan-{passage.pk} form:has(textarea)")
    form.locator("textarea").fill(MENDED)
    with page.expect_navigation():
        form.get_by_role("button", name="Lưu đoạn").click()


def _draft_and_number(page: Page, board: str) -> OutgoingPaper:
    page.goto("/so-van-ban-di/so/mo/")
    _press(page, "Mở sổ")
    page.goto(f"{board}tong-hop/")
    axe(page)
    page.locator("[name=da-xem]").check()  # who has not sent is told, and was seen
    _press(page, "Trình ký")
    page.select_option("[name=capacity]", "deputy")
    page.fill("[name=signer_title]", "Phó Giám đốc")
    page.fill("[name=signer_name]", "Lê Thị Mẫu Chín")
    page.select_option("[name=urgency]", "urgent")
    axe(page)
    _press(page, "Lưu dự thảo")
    paper = OutgoingPaper.objects.get()
    page.goto(reverse("outgoing_paper", args=[paper.pk]))
    page.get_by_role("link", name="Cấp số", exact=True).click()
    page.get_by_role("button", name="Cấp số", exact=True).wait_for()
    page.locator("[name=seen]").check()
    _press(page, "Cấp số")
    paper.refresh_from_db()
    assert paper.number == 1
    return paper


def _sign_and_issue(page: Page, paper: OutgoingPaper, folder: Path) -> bytes:
    """The signer with their own tool on the file that was given out; the body with the key of this site."""
    address = reverse("outgoing_paper", args=[paper.pk])
    page.goto(address)
    with page.expect_download() as given:
        page.get_by_role("link", name=re.compile(r"bản trình ký", re.IGNORECASE)).first.click()
    signed = folder / "da-ky.pdf"
    content = Path(given.value.path()).read_bytes()
    key = software_key("Lê Thị Mẫu Chín", "Sở Lao động - Thương binh và Xã hội")
    signed.write_bytes(sign_pdf(content, key, field="NguoiKy", reason="Ký ban hành văn bản"))
    page.get_by_role("link", name="Gửi tệp đã ký số").click()
    page.set_input_files("input[type=file]", str(signed))
    _press(page, "Kiểm tra và nhận")
    page.wait_for_url(f"**{address}")
    _press(page, "Ký số của cơ quan")
    axe(page)
    _press(page, "Ban hành")
    with page.expect_download() as given:
        page.get_by_role("link", name=re.compile(r"da-ky.*\.pdf")).last.click()
    return Path(given.value.path()).read_bytes()


def _check_on_the_page(page: Page, content: bytes, folder: Path) -> None:
    file = folder / "ban-hanh.pdf"
    file.write_bytes(content)
    page.goto(reverse("check_signatures"))
    page.set_input_files("input[type=file]", str(file))
    _press(page, "Kiểm tra")
    page.wait_for_selector("text=Chữ ký nguyên vẹn")
    assert page.get_by_text("Chữ ký nguyên vẹn", exact=True).count() == 2
    assert page.get_by_text("Chứng thư do tổ chức mà máy chủ này tin cậy cấp").count() == 2
    axe(page)


def _text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return unicodedata.normalize("NFC", " ".join(words.split()))


def _look_at_the_pdf(content: bytes) -> None:
    words = _text(content)
    for wanted in _ON_THE_PAPER:
        assert wanted in words, wanted
    assert "DỰ THẢO" not in words
    reader = PdfReader(BytesIO(content))
    areas = [float(page.mediabox.width) * float(page.mediabox.height) for page in reader.pages]
    assert all(abs(area - _A4) < 50 for area in areas), "every page is A4"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    _margins(content)


def _margins(content: bytes) -> None:
    """No ink outside the margins of NĐ 30/2020 but the page number above; every page carries words."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    kept = os.environ.get("MANGNON_LOOK")
    try:
        for index, page in enumerate(document):
            picture = page.render(scale=1).to_pil()
            if kept:
                page.render(scale=1.3).to_pil().save(f"{kept}/ban-hanh-{index + 1}.png")
            dark = np.asarray(picture.convert("L")) < 160
            assert dark.mean() > 0.005, f"page {index + 1} is empty"
            left = int((layout.MARGIN_LEFT - 1) * _POINTS_IN_MM)
            assert not dark[:, :left].any(), f"left margin of page {index + 1}"
            right = dark.shape[1] - int((layout.MARGIN_RIGHT - 1) * _POINTS_IN_MM)
            assert not dark[:, right:].any(), f"right margin of page {index + 1}"
            assert not dark[: int(8 * _POINTS_IN_MM)].any(), f"top of page {index + 1}"
    finally:
        document.close()


def test_from_the_opened_period_to_the_signed_paper(
    page: Page, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_at(tmp_path / "kho", settings)
    keys, roots = tmp_path / "khoa", tmp_path / "goc"
    keys.mkdir()
    roots.mkdir()
    (keys / "62.SO_LDTBXH.p12").write_bytes(pkcs12_file("Sở Lao động - Thương binh và Xã hội", "Tỉnh Kon Tum"))
    (keys / "62.SO_LDTBXH.pass").write_bytes(PASSPHRASE)
    (roots / "goc.pem").write_bytes(root().pem)
    monkeypatch.setenv("MANGNON_SIGNING_DIR", str(keys))
    monkeypatch.setenv("MANGNON_SIGNING_ROOTS", str(roots))

    page.set_default_timeout(20_000)  # a machine that does much else
    plan = _plan()
    board = _open_the_period(page, plan)
    period = Period.objects.get(code="2025H1", regime__plan=plan)
    _sent_by_services(plan, period, "UBND.608", dt.date(2025, 5, 20), "310", "2")
    _go_to(dt.date(2025, 5, 22))
    agency = Agency.objects.get(posts__user__username="songanh")
    task = _worked(plan, agency)
    _write_and_send(page, board, task)
    _return(page, board, agency, task)
    _mend_and_send_again(page, board, task)
    _accept_consolidate_mend(page, board)
    paper = _draft_and_number(page, board)

    page.goto(f"{board}tong-hop/")
    assert page.get_by_text("Nội dung đã cố định từ khi cấp số").count() == 1
    content = _sign_and_issue(page, paper, tmp_path)
    paper.refresh_from_db()
    assert paper.state == "issued"
    found = read_signatures(content, roots=[root().pem])
    assert [(each.holds, each.trust) for each in found] == [(True, "chain"), (True, "chain")]
    _check_on_the_page(page, content, tmp_path)
    _look_at_the_pdf(content)

    page.goto(f"{board}tong-hop/")
    card = page.locator("#van-ban-di").inner_text()
    assert "01/BC-SLĐTBXH" in card
    assert "05/06/2025" in card
    assert "Lê Thị Mẫu Chín" in card
    axe(page)
