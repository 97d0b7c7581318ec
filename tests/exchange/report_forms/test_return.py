"""A body without an account reports on a form: merged once, sent as its report, nobody's newer words written over."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.exchange.errors import BadIssue, BadWorkbookReturn
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.issuing import report_form
from mangnon.exchange.report_forms.receiving import ReceivedForm, receive_report_form
from mangnon.exchange.report_forms.rules import SHAPE
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.workbooks import cell_name
from mangnon.project.cli import main
from mangnon.reporting.models import Report, ReportEntry
from mangnon.reporting.review.deciding import accept_report, return_report
from tests.exchange.workbooks.files import filled, saved_by_libreoffice, with_part
from tests.reporting.factories import Scene, scene, user_at


@pytest.fixture
def plan(db: None) -> Scene:
    return scene()


def _form(plan: Scene) -> bytes:
    """The form of the schools' department: it leads one task, the general part comes last."""
    body = plan.schools
    made = report_form(
        actor=plan.reviewer, period=plan.period, agency_id=body.pk, agency_code=body.code, name=body.name
    )
    return made.content


def _at(line: int, name: str) -> str:
    return cell_name(SHAPE.heading_row + line, SHAPE.column_of(name) + 1)


def _rows(content: bytes) -> list[str]:
    return [str(row[SHAPE.column_of("code")]) for row in _table(content)]


def _table(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return list(book.get_sheet_by_name(SHAPE.sheet).to_python(skip_empty_area=False)[SHAPE.heading_row :])


@pytest.fixture
def led(plan: Scene) -> str:
    """The code of the task that the department leads."""
    task = plan.task(plan.schools)
    return task.code


def _filled(plan: Scene, led: str, results: str = "Đã mở 07 lớp bơi mẫu.") -> bytes:
    content = _form(plan)
    line = _rows(content).index(led) + 1
    return filled(content, {_at(line, "results"): results, _at(len(_rows(content)), "results"): "Đã chỉ đạo."})


def _receive(plan: Scene, content: bytes) -> ReceivedForm:
    return receive_report_form(actor=plan.reviewer, content=content)


def test_a_form_becomes_the_report_and_a_second_time_nothing(plan: Scene, led: str) -> None:
    content = _filled(plan, led)
    received = _receive(plan, content)
    assert (received.sent, received.not_sent, received.count(RowState.MERGED)) == (1, "", 2)
    report = Report.objects.get(agency=plan.schools)
    assert (report.state, report.version) == ("submitted", 1)
    assert report.entries.get(task__code=led).results == "Đã mở 07 lớp bơi mẫu."
    again = _receive(plan, content)
    assert (again.sent, again.count(RowState.MERGED), again.not_sent) == (0, 0, "")
    assert ReportFormReceipt.objects.count() == 1
    row = AuditRow.objects.filter(act="receive_report_form").get()
    assert row.details["merged"] == 2


def test_saved_again_by_an_office_program_it_is_the_same_form(plan: Scene, led: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice here")
    received = _receive(plan, saved_by_libreoffice(_filled(plan, led), tmp_path))
    assert (received.sent, received.count(RowState.MERGED)) == (1, 2)


def test_what_was_written_on_the_site_meanwhile_is_not_written_over(plan: Scene, led: str) -> None:
    content = _filled(plan, led)
    task = next(task for task in plan.tasks if task.code == led)
    plan.write(plan.schools, {task: {"results": "Viết trên hệ thống."}})
    received = _receive(plan, content)
    assert [row.state for row in received.rows if row.code == led] == [RowState.CONFLICT]
    assert received.count(RowState.MERGED) == 1
    assert (received.sent, Report.objects.get().state) == (0, "draft")
    assert ReportEntry.objects.get(task=task).results == "Viết trên hệ thống."


def test_the_same_form_filled_further_goes_on(plan: Scene, led: str) -> None:
    content = _form(plan)
    general = _at(len(_rows(content)), "results")
    first = _receive(plan, filled(content, {general: "Đã chỉ đạo."}))
    assert (first.sent, first.count(RowState.MERGED)) == (0, 1)
    assert led in first.not_sent
    line = _rows(content).index(led) + 1
    more = filled(content, {general: "Đã chỉ đạo, kiểm tra.", _at(line, "is_nil"): "x"})
    second = _receive(plan, more)
    assert (second.sent, second.count(RowState.MERGED)) == (1, 2)
    assert ReportEntry.objects.get(task=None).results == "Đã chỉ đạo, kiểm tra."


def test_a_bodys_own_draft_stays_off_the_form_and_is_not_sent_by_it(plan: Scene, led: str) -> None:
    task = next(task for task in plan.tasks if task.code == led)
    plan.write(plan.schools, {task: {"results": "Đang viết dở."}})
    content = _form(plan)
    line = _rows(content).index(led)
    assert _table(content)[line][SHAPE.column_of("results")] == ""
    received = _receive(plan, filled(content, {_at(len(_rows(content)), "results"): "Đã chỉ đạo."}))
    assert received.count(RowState.MERGED) == 1
    assert (received.sent, Report.objects.get().state) == (0, "draft")
    assert "đang viết một số mục trên hệ thống" in received.not_sent
    assert ReportEntry.objects.get(task=task).results == "Đang viết dở."
    again = _form(plan)  # what came by a form stands on the next one
    assert _table(again)[-1][SHAPE.column_of("results")] == "Đã chỉ đạo."


def test_bad_cells_are_told_one_by_one_and_the_rest_is_kept(plan: Scene, led: str) -> None:
    content = _form(plan)
    line = _rows(content).index(led) + 1
    spoiled = filled(
        content,
        {
            _at(line, "is_nil"): "có thể",
            _at(line, "text"): "Nhiệm vụ khác",
            _at(len(_rows(content)), "results"): "Đã chỉ đạo.",
        },
    )
    received = _receive(plan, spoiled)
    [row] = [row for row in received.rows if row.code == led]
    assert row.state is RowState.REFUSED
    assert {fault.cell for fault in row.faults} == {_at(line, "is_nil"), _at(line, "text")}
    assert received.count(RowState.MERGED) == 1
    assert received.sent == 0


def test_a_forged_or_strange_file_is_refused_whole(plan: Scene, led: str) -> None:
    with pytest.raises(BadWorkbookReturn, match="hỏng hoặc không phải Excel"):
        _receive(plan, b"not a workbook")
    content = _form(plan)
    strings = "xl/sharedStrings.xml"
    forged = with_part(content, strings, lambda text: text.replace(":", ";"))
    with pytest.raises(BadWorkbookReturn) as refused:
        _receive(plan, forged)
    assert refused.value.code in ("forged", "moved_columns")
    assert not Report.objects.exists()


def test_only_who_receives_the_reports_gives_forms_out_and_takes_them_in(plan: Scene, led: str) -> None:
    content = _filled(plan, led)
    for actor in (plan.writer(plan.health), plan.writer(plan.schools)):
        with pytest.raises(NotAllowed):
            receive_report_form(actor=actor, content=content)
        with pytest.raises(NotAllowed):
            report_form(
                actor=actor,
                period=plan.period,
                agency_id=plan.schools.pk,
                agency_code=plan.schools.code,
                name=plan.schools.name,
            )
    assert not Report.objects.exists()


def test_a_sent_report_has_no_form_and_a_returned_one_has_its_words(plan: Scene, led: str) -> None:
    content = _filled(plan, led)
    _receive(plan, content)
    with pytest.raises(BadIssue, match="chờ xem xét"):
        _form(plan)
    report = Report.objects.get()
    back = clock.today() + dt.timedelta(days=3)
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu số", resubmit_by=back)
    again = _form(plan)
    line = _rows(again).index(led) + 1
    assert _table(again)[line - 1][SHAPE.column_of("results")] == "Đã mở 07 lớp bơi mẫu."
    received = _receive(plan, filled(again, {_at(line, "results"): "Đã mở 07 lớp, 200 trẻ em."}))
    assert (received.sent, received.count(RowState.MERGED)) == (2, 1)
    accept_report(actor=plan.reviewer, report_id=report.pk)
    late = _receive(plan, filled(again, {_at(line, "results"): "Sửa sau khi chấp nhận."}))
    [row] = [row for row in late.rows if row.code == led]
    assert row.state is RowState.REFUSED
    assert "đã được chấp nhận" in row.reason


def test_a_returned_report_is_not_sent_again_by_the_form_that_sent_it(plan: Scene, led: str) -> None:
    content = _filled(plan, led)
    _receive(plan, content)
    report = Report.objects.get()
    back = clock.today() + dt.timedelta(days=3)
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu số", resubmit_by=back)
    again = _receive(plan, content)
    assert (again.sent, again.count(RowState.MERGED)) == (0, 0)
    assert "không có gì mới" in again.not_sent
    report.refresh_from_db()
    assert (report.state, report.version) == ("returned", 1)
    line = _rows(content).index(led) + 1
    further = _receive(plan, filled(content, {_at(line, "results"): "Đã mở 07 lớp, 200 trẻ em."}))
    assert (further.sent, further.count(RowState.MERGED)) == (2, 1)


def test_words_as_a_browser_sends_them_come_back_as_the_same_words(plan: Scene, led: str) -> None:
    task = next(task for task in plan.tasks if task.code == led)
    text = unicodedata.normalize("NFD", "Đã mở lớp:\r\n  - lớp một \r\n\r\n  - lớp hai")
    plan.write(plan.schools, {task: {"results": text}})
    kept = ReportEntry.objects.get(task=task).results
    assert kept == unicodedata.normalize("NFC", "Đã mở lớp:\n  - lớp một\n\n  - lớp hai"), "tidied when it is saved"
    received = _receive(plan, _form(plan))
    assert [row.state for row in received.rows] == [RowState.NOTHING_NEW] * len(received.rows)
    assert ReportEntry.objects.get(task=task).results == kept


def test_locked_cells_are_the_same_however_their_letters_are_composed(plan: Scene, led: str) -> None:
    task = next(task for task in plan.tasks if task.code == led)
    task.text = unicodedata.normalize("NFD", task.text)
    task.save(update_fields=["text"])
    received = _receive(plan, _filled(plan, led))
    assert (received.sent, received.count(RowState.REFUSED)) == (1, 0)


def test_a_row_key_of_any_length_is_told(plan: Scene, led: str) -> None:
    content = _form(plan)
    with pytest.raises(BadWorkbookReturn) as refused:
        _receive(plan, filled(content, {cell_name(SHAPE.heading_row + 1, len(SHAPE.fields) + 1): "9" * 5000}))
    assert refused.value.code == "added_row"


def test_the_commands_give_out_and_take_in(
    plan: Scene, led: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], run: Callable[..., int]
) -> None:
    target = tmp_path / "phieu" / "a.xlsx"
    place = [plan.regime.code, "--period", plan.period.code]
    assert run("report", "form", *place, "--agency", plan.schools.code, "--out", str(target)) == 0
    content = target.read_bytes()
    line = _rows(content).index(led) + 1
    target.write_bytes(filled(content, {_at(line, "results"): "Đã mở 07 lớp bơi mẫu."}))
    capsys.readouterr()
    assert run("report", "receive", str(target), "--json") == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["sent"], told["merged"], told["agency"]) == (1, 1, plan.schools.code)
    assert run("report", "receive", str(target), "--json") == 0
    assert json.loads(capsys.readouterr().out)["merged"] == 0
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"x")
    assert run("report", "receive", str(broken)) == 2
    assert "Chưa có gì được nhập" in capsys.readouterr().err
    assert run("report", "form", *place, "--agency", "90.KHONG_CO", "--out", str(target)) == 2


@pytest.fixture
def run() -> Callable[..., int]:
    """The console command inside the test's own database."""

    def call(*arguments: str) -> int:
        return main(list(arguments))

    return call


def test_the_page_takes_several_files_and_tells_each(plan: Scene, led: str) -> None:
    client = Client()
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code, plan.schools.code]
    answer = client.get(reverse("report_form_file", args=place))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = _rows(answer.content).index(led) + 1
    good = BytesIO(filled(answer.content, {_at(line, "results"): "Đã mở 07 lớp bơi mẫu."}))
    good.name = "phieu.xlsx"
    bad = BytesIO(b"x")
    bad.name = "hong.xlsx"
    page = client.post(reverse("report_forms"), {"file": [good, bad]}).content.decode()
    assert "Đã gửi thành báo cáo của cơ quan" in page
    assert "Không mở được tệp" in page
    assert client.post(reverse("report_forms"), {}).status_code == 422
