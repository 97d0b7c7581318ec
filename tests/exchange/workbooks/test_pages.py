"""The pages of workbooks: out for one and for many, in with a preview, only for who leads the plan."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.exchange.models import WorkbookBatch, WorkbookIssue, WorkbookReceipt
from mangnon.exchange.workbooks import issuing
from mangnon.exchange.workbooks.issuing import HANDLER, MAKE_WORKBOOKS, issue_workbook
from mangnon.jobs.models import Job
from mangnon.jobs.public import take_job
from mangnon.plans.models import Assignment, Plan, ProgressNote
from tests.exchange.workbooks.files import filled, place
from tests.harness.queries import assert_constant_queries
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def client(plan: Plan) -> Client:
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _ids(plan: Plan) -> list[int]:
    return sorted(set(Assignment.objects.filter(task__plan=plan).values_list("agency_id", flat=True)))


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_bodies_without_an_account_are_chosen_at_once(plan: Plan, client: Client) -> None:
    made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
    page = client.get(reverse("workbooks")).content.decode()
    boxes = dict(re.findall(r'value="(\d+)" id="co-quan-\d+"( checked)?', page))
    assert len(boxes) == 4
    assert boxes[str(made.agency("SO_TP").pk)] == ""
    assert boxes[str(made.agency("UBND.901").pk)] == " checked"


def test_the_page_asks_as_often_for_many_bodies_as_for_one(plan: Plan, client: Client) -> None:
    codes = iter(["SO_NV", "SO_TC", "SO_XD"])
    task = plan.tasks.get(code="I.2")

    def add_row() -> None:
        Assignment.objects.create(task=task, agency=made.agency(next(codes)), role="coordinator")

    assert_constant_queries(add_row=add_row, read=lambda: client.get(reverse("workbooks")))


def test_all_bodies_get_their_files_in_one(plan: Plan, client: Client) -> None:
    sent = client.post(reverse("workbook_issue"), {"ke-hoach": plan.code, "co-quan": _ids(plan)}, follow=True)
    assert sent.status_code == 200
    batch = WorkbookBatch.objects.get()
    assert batch.job is None
    packed = client.get(reverse("workbook_batch_zip", args=[batch.pk]))
    names = zipfile.ZipFile(BytesIO(packed.content)).namelist()
    assert len(names) == len(set(names)) == 4
    assert "phieu-99-KH-UBND-90.SO_TP-lan-1.xlsx" in names
    one = client.get(reverse("workbook_file", args=[WorkbookIssue.objects.get(agency__code="90.SO_TP").pk]))
    assert one.content == zipfile.ZipFile(BytesIO(packed.content)).read("phieu-99-KH-UBND-90.SO_TP-lan-1.xlsx")


def test_nobody_chosen_is_told(plan: Plan, client: Client) -> None:
    sent = client.post(reverse("workbook_issue"), {"ke-hoach": plan.code, "co-quan": ["x", "999999"]})
    assert sent.status_code == 422
    assert "Chưa chọn cơ quan nào" in sent.content.decode()


def test_many_bodies_are_a_job_with_progress(plan: Plan, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "AT_ONCE", 2)
    client.post(reverse("workbook_issue"), {"ke-hoach": plan.code, "co-quan": _ids(plan)})
    batch = WorkbookBatch.objects.get()
    assert batch.job is not None
    assert batch.job.kind == MAKE_WORKBOOKS
    page = client.get(reverse("workbook_batch", args=[batch.pk])).content.decode()
    assert "Đang tạo tệp" in page
    turn = take_job(job_id=batch.job.pk, held_by="thu")
    assert turn is not None
    steps: list[int] = []

    def die_once() -> None:
        steps.append(WorkbookIssue.objects.count())
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        HANDLER.run(turn, die_once)
    HANDLER.lost(turn)
    again = take_job(job_id=batch.job.pk, held_by="thu-2")
    assert again is not None
    HANDLER.run(again, lambda: None)
    batch.refresh_from_db()
    assert len(batch.issues) == len(set(batch.issues)) == WorkbookIssue.objects.count() == 4
    assert Job.objects.get().state == "done"
    assert "Tải tất cả" in client.get(reverse("workbook_batch", args=[batch.pk])).content.decode()


def test_files_are_previewed_and_then_merged_once(plan: Plan, client: Client) -> None:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    good = filled(
        issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk).content,
        {place(2, "accept"): "x", place(2, "progress"): 30, place(2, "done"): "Đã làm mẫu"},
    )
    files = [_file("tu-phap.xlsx", good), _file("hong.xlsx", b"hong")]
    seen = client.post(reverse("workbook_receive"), {"file": files})
    page = seen.content.decode()
    assert seen.status_code == 200
    assert "Sở Tư pháp" in page
    assert "không phải Excel" in page
    assert not ProgressNote.objects.exists()
    carried = re.search(r'name="noi-dung" value="([^"]+)"', page)
    assert carried is not None
    for _ in range(2):
        done = client.post(reverse("workbook_receive_apply"), {"noi-dung": carried[1]})
        assert done.status_code == 200
    assert ProgressNote.objects.get().text == "Đã làm mẫu"
    assert WorkbookReceipt.objects.count() == 1


def test_bad_sendings_are_told(plan: Plan, client: Client) -> None:
    assert client.post(reverse("workbook_receive"), {}).status_code == 422
    assert client.post(reverse("workbook_receive"), {"file": [_file("x.xlsx", b"hong")]}).status_code == 422
    many = [_file(f"{number}.xlsx", b"x") for number in range(21)]
    assert "21 tệp" in client.post(reverse("workbook_receive"), {"file": many}).content.decode()
    assert client.post(reverse("workbook_receive_apply"), {"noi-dung": "gia-mao"}).status_code == 422
    bodies = {"ke-hoach": plan.code, "co-quan": ["9" * 5000, "²", "-1"]}
    assert client.post(reverse("workbook_issue"), bodies).status_code == 422
    assert not WorkbookIssue.objects.exists()


def test_another_leads_officer_finds_nothing(plan: Plan, client: Client) -> None:
    client.post(reverse("workbook_issue"), {"ke-hoach": plan.code, "co-quan": _ids(plan)})
    other = Client()
    other.force_login(made.user_at("SO_TP", Role.PROVINCIAL_LEAD))
    batch, issue = WorkbookBatch.objects.get(), WorkbookIssue.objects.first()
    assert issue is not None
    for name, pk in (("workbook_batch", batch.pk), ("workbook_batch_zip", batch.pk), ("workbook_file", issue.pk)):
        assert other.get(reverse(name, args=[pk])).status_code == 404
    assert other.post(reverse("workbook_issue"), {"ke-hoach": plan.code}).status_code == 404
    assert other.get(f"{reverse('workbooks')}?ke-hoach={plan.code}").status_code == 404
    assert "chưa là đầu mối" in other.get(reverse("workbooks")).content.decode()
