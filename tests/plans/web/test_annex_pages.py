"""The annex on the screen: the five-column form out, an edited file previewed and written with its paper."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import SYSTEM
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.models import Plan, PlanVersion
from tests.plans.annexes.made_annexes import Cells, edited, row_of, sheets_of

pytestmark = pytest.mark.django_db


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("phu-luc.xlsx", content)


def _edited(plan: Plan, text: str = "Nội dung mới", lead: str = "Sở Tư pháp") -> bytes:
    def change(rows: Cells) -> None:
        row = row_of(rows, "I.2")
        row[1], row[4] = text, lead

    return edited(plan_workbook(SYSTEM, plan), change)


def test_the_five_columns_are_given_out(plan: Plan, lead_client: Client) -> None:
    rows = sheets_of(lead_client.get(reverse("plan_form", args=[plan.code])).content)["Nhiem vu"]
    assert rows[3][:5] == ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"]


def sent_with(carried: str) -> dict[str, str]:
    """What was previewed, with the paper that orders it."""
    return {"noi-dung": carried, "number": "120/KH-UBND", "date": "20/05/2025"}


def test_what_was_seen_is_written_once(plan: Plan, lead_client: Client) -> None:
    address = reverse("annex_import", args=[plan.code])
    page = lead_client.post(address, {"file": _file(_edited(plan))})
    text = page.content.decode()
    assert "đổi thành «Nội dung mới»" in text
    assert not PlanVersion.objects.exists()
    carried = re.search(r'name="noi-dung" value="([^"]+)"', text)
    assert carried is not None
    sent = sent_with(carried[1])
    assert lead_client.post(address, sent).status_code == 302
    assert plan.tasks.get(code="I.2").text == "Nội dung mới"
    lead_client.post(address, sent)
    assert PlanVersion.objects.count() == 1


def test_without_a_paper_the_file_stays_and_nothing_is_written(plan: Plan, lead_client: Client) -> None:
    address = reverse("annex_import", args=[plan.code])
    text = lead_client.post(address, {"file": _file(_edited(plan))}).content.decode()
    carried = re.search(r'name="noi-dung" value="([^"]+)"', text)
    assert carried is not None
    refused = lead_client.post(address, {"noi-dung": carried[1]})
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "số, ký hiệu và ngày" in told
    assert not PlanVersion.objects.exists()
    assert f'name="noi-dung" value="{carried[1]}"' in told, "the file need not be chosen again"
    assert "đổi thành «Nội dung mới»" in told
    longer = lead_client.post(address, {"noi-dung": carried[1], "number": "1" * 81})
    assert (longer.status_code, "dài quá 80 ký tự" in longer.content.decode()) == (422, True)
    assert lead_client.post(address, {**sent_with(carried[1]), "date": "31/02/2025"}).status_code == 422
    assert not PlanVersion.objects.exists()
    assert lead_client.post(address, sent_with(carried[1])).status_code == 302


def test_faults_are_told_and_nothing_can_be_written(plan: Plan, lead_client: Client) -> None:
    address = reverse("annex_import", args=[plan.code])
    text = lead_client.post(address, {"file": _file(_edited(plan, lead="Sở Y tê và Dân sô"))}).content.decode()
    assert "không nhận ra cơ quan này; có phải «Sở Y tế»" in text
    assert 'name="noi-dung"' not in text
    assert lead_client.post(address, {"file": _file(b"hong")}).status_code == 422
    assert lead_client.post(address, {}).status_code == 422
    assert lead_client.post(address, {"noi-dung": "gia-mao"}).status_code == 422


def test_a_cell_that_cannot_be_taken_is_told_once(plan: Plan, lead_client: Client) -> None:
    sent = _edited(plan, lead="Sở Y tê và Dân sô; Sở Y tê và Dân sô")
    page = lead_client.post(reverse("annex_import", args=[plan.code]), {"file": _file(sent)}).content.decode()
    table = page[page.index("Các dòng thêm mới, thay đổi hoặc cần sửa") :]
    assert table.count("Cơ quan chủ trì (") == 1
    assert table.count("không nhận ra cơ quan này") == 1
    assert table.count("Nội dung nhiệm vụ (") == 1
    assert "đổi thành «Sở Y tê và Dân sô; Sở Y tê và Dân sô»; <strong>«Sở Y tê và Dân sô»: không nhận ra" in table


def test_a_column_whose_name_was_lost_is_said_to_be_left_out(plan: Plan, lead_client: Client) -> None:
    def lose(rows: Cells) -> None:
        heads = next(row for row in rows if row[:1] == ["STT"])
        heads[heads.index("Cơ quan phối hợp")] = "Các nơi"
        row_of(rows, "I.2")[5] = "Sở Y tế"

    address = reverse("annex_import", args=[plan.code])
    text = lead_client.post(address, {"file": _file(edited(plan_workbook(SYSTEM, plan), lose))}).content.decode()
    assert "Tệp không có cột «Cơ quan phối hợp»" in text
    whole = lead_client.post(address, {"file": _file(_edited(plan))}).content.decode()
    assert "Tệp không có cột" not in whole
