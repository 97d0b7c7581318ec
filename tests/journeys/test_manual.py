"""The main job in a real browser, page by page: what the manual shows, made while it is true.

`MANGNON_UPDATE_MANUAL=1` writes the pictures of docs/manual/images.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.accounts.selectors import SAMPLE_PASSWORD
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import load_dictionary
from mangnon.kernel import clock
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.public import Plan
from mangnon.project import sample
from mangnon.project.commands.site import make_sample_site
from mangnon.project.home import home
from mangnon.project.synthetic import Story
from mangnon.reporting.public import set_up_regimes
from tests.harness.browser import REPOSITORY, axe, photograph
from tests.plans.annexes.made_annexes import Cells, edited, row_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = clock.at(dt.date(2025, 6, 5), 8)


@pytest.fixture(autouse=True)
def _in_june(site: object) -> Iterator[None]:
    """The server's threads read the process's clock: four days before the send-by day. The sample site writes its own
    clock into the home of the whole run, where a worker of a later test would find it: it is taken out again."""
    before = clock.training_shift()
    clock.set_training_shift(TODAY - dt.datetime.now(dt.UTC))
    yield
    clock.set_training_shift(before)
    (home() / "training.json").unlink(missing_ok=True)


def sign_in(page: Page, username: str, password: str = SAMPLE_PASSWORD) -> None:
    """Through the form, as a person does."""
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.locator("form:has(#id_username)").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/ban-lam-viec/")


def look(page: Page, address: str, name: str | None = None) -> None:
    """Open a page, ask axe, take the manual's picture."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    axe(page)
    if name:
        photograph(page, name)


def _adopt_in_the_browser(page: Page) -> Plan:
    """A lead officer reviews the scan, sees what would be made of it, and adopts it."""
    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        reading = sample.read(sample.find_scan())
        sample.make_account(
            actor=SYSTEM,
            username="nguoi-duyet",
            full_name="Nguyễn Thị Mẫu",
            password=SAMPLE_PASSWORD,
            agency_code="62.SO_LDTBXH",
            role=Role.PROVINCIAL_LEAD,
        )
    sign_in(page, "nguoi-duyet")
    look(page, "/van-ban/", "van-ban")
    look(page, f"/van-ban/{reading.pk}/", "van-ban-ra-soat")
    look(page, "/van-ban/soan/", "soan-van-ban")
    look(page, f"/van-ban/{reading.pk}/viet/")
    look(page, f"/van-ban/{reading.pk}/duyet/", "duyet-ke-hoach")
    page.get_by_role("button", name=re.compile("Duyệt")).first.click()
    page.wait_for_url("**/ke-hoach/**")
    return Plan.objects.get()


def _half_a_year(plan: Plan) -> str:
    with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
        set_up_regimes(actor=SYSTEM, plan=plan)
        accounts = sample.make_sample_accounts(plan)
        period = sample.open_half_year(plan)
    left = frozenset(post.agency_id for user in accounts for post in user.posts.all())
    Story(plan, period).until_the_last_week(left_to_people=left, idle=left - {plan.lead_agency_id})
    return f"/bao-cao/{period.regime.code}/{period.code}/"


def test_the_main_job_page_by_page(page: Page) -> None:
    plan = _adopt_in_the_browser(page)
    board = _half_a_year(plan)

    page.context.clear_cookies()
    look(page, "/dang-nhap/", "dang-nhap")
    sign_in(page, "daumoi")
    look(page, "/ban-lam-viec/", "ban-lam-viec")
    look(page, "/ke-hoach/")
    look(page, f"/ke-hoach/{plan.code}/", "ke-hoach")
    look(page, f"/nhiem-vu/{plan.code}/I.2/", "nhiem-vu")
    look(page, "/bao-cao/", "bao-cao")
    look(page, board, "bao-cao-bang")
    look(page, f"{board}viet/", "bao-cao-viet")
    look(page, f"{board}62.CONG_AN/", "bao-cao-xem-xet")
    page.goto(f"{board}tong-hop/")
    _consolidate(page)
    look(page, f"{board}tong-hop/", "bao-cao-tong-hop")

    for username in ("songanh", "diaphuong", "lanhdao", "quantri"):
        sign_in(page, username)
        look(page, "/ban-lam-viec/")
        look(page, f"/ke-hoach/{plan.code}/")
        look(page, board)

    look(page, "/dia-ban/tinh/62/", "dia-ban")
    look(page, "/nhan-su/", "nhan-su")
    look(page, "/tai-khoan/", "tai-khoan")
    sign_in(page, "kiemsoat")
    look(page, "/nhat-ky/", "nhat-ky")

    addresses = ["/ban-lam-viec/", "/van-ban/", f"/ke-hoach/{plan.code}/", f"/nhiem-vu/{plan.code}/I.2/", "/bao-cao/"]
    addresses += [board, f"{board}viet/", f"{board}tong-hop/"]
    sign_in(page, "daumoi")
    page.set_viewport_size({"width": 360, "height": 780})
    page.emulate_media(color_scheme="dark")
    for address in addresses:
        look(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{address} is wider than a phone"
    page.emulate_media(color_scheme="light")
    look(page, f"{board}viet/", "bao-cao-viet-dien-thoai")


def test_plans_in_motion_page_by_page(page: Page) -> None:
    """The sample site as a person meets it: an invented plan late, due soon, extended, returned, passed on."""
    if not Indicator.objects.exists():  # a test before this one has emptied the store, and with it what migrations load
        load_dictionary(actor=SYSTEM)
    make_sample_site()
    sign_in(page, "songanh")
    look(page, "/viec-cua-toi/", "viec-cua-toi")
    sign_in(page, "daumoi")
    look(page, "/khuyen-nghi/", "khuyen-nghi")
    look(page, "/chuoi/ke-hoach/501-KH-UBND/", "ke-hoach-chuoi")
    look(page, "/viec-da-giao/", "viec-da-giao")
    look(page, "/thong-ke-thuc-hien/?theo=co-quan", "thong-ke-thuc-hien")
    _an_edited_annex(page)
    look(page, "/trao-doi/tep-excel/?ke-hoach=501-KH-UBND", "tep-excel")
    look(page, "/bao-cao/yeu-cau/moi/", "yeu-cau-bao-cao")
    look(page, "/so-van-ban-di/")
    look(page, "/tong-quan/dau-moi/", "tong-quan-dau-moi")
    look(page, "/bao-cao/dang-cho/", "bao-cao-dang-cho")
    sign_in(page, "lanhdao")
    look(page, "/tong-quan/lanh-dao/", "tong-quan-lanh-dao")
    sign_in(page, "diaphuong")
    page.set_viewport_size({"width": 360, "height": 780})
    look(page, "/viec-cua-toi/", "viec-cua-toi-dien-thoai")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first = page.locator("main table tbody tr, main .card").first.bounding_box()
    assert first is not None
    assert first["y"] < 780 * 1.5, "the first row stands near the top of a phone"


def _an_edited_annex(page: Page) -> None:
    """The plan's own annex with another day in it, compared; nothing is written."""
    plan = Plan.objects.get(code="501-KH-UBND")

    def change(rows: Cells) -> None:
        for code in ("I.1", "I.2"):
            row_of(rows, code)[3] = "Trước ngày 30/11/2025"

    content = edited(plan_workbook(SYSTEM, plan), change)
    page.goto(f"/ke-hoach/{plan.code}/nhap-phu-luc/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("input[type=file]", {"name": "phu-luc.xlsx", "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Ghi các thay đổi").wait_for()
    axe(page)
    photograph(page, "nhap-phu-luc")


def _consolidate(page: Page) -> None:
    """One common reason for who has not sent, one for what was sent and is not accepted, then the button."""
    page.locator("#ly-do-chung").fill("Chưa đến hạn gửi; tổng hợp thử để xem trước.")
    for box in page.locator("#ly-do-chung-da-gui").all():
        box.fill("Đang xem xét.")
    page.get_by_role("button", name=re.compile("Tổng hợp")).first.click()
    page.wait_for_load_state()


def test_every_picture_of_the_manual_is_there() -> None:
    folder = REPOSITORY / "docs" / "manual"
    manual = "\n".join(page.read_text(encoding="utf-8") for page in sorted(folder.glob("*.md")))
    named = set(re.findall(r"\(images/([a-z0-9-]+\.png)\)", manual))
    there = {path.name for path in (folder / "images").glob("*.png")}
    assert named
    assert named == there
