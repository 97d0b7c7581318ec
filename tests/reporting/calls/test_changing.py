"""A call that went out is changed: nothing answered is lost, all asked are told; and tables from form to file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.test import Client

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.reporting.calls.answering import Given, answer_table, answers_of, save_answers, submit_answers
from mangnon.reporting.calls.calling import QuestionDraft
from mangnon.reporting.calls.changing import add_question, call_news, end_call, extend_call
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.errors import NotComplete, RegimeRefused, ReportLocked
from mangnon.reporting.models import CallChange, Period, Report
from mangnon.reporting.periods.board import board
from mangnon.reporting.periods.owed import reports_owed
from mangnon.reporting.rules.tables import Column
from mangnon.reporting.writing.sending import start_report
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.test_calls import call

pytestmark = pytest.mark.django_db
TABLE = QuestionDraft(
    "table",
    "Các lớp dạy bơi",
    columns=(Column("Tên lớp"), Column("Số trẻ", "number", lowest="0", highest="500")),
)
NUMBER = QuestionDraft("number", "Số hồ bơi", lowest=Decimal(0), highest=Decimal(50))


@pytest.fixture
def plan() -> Scene:
    return scene()


def _save(plan: Scene, period: Period, *given: Given) -> Report:
    actor = plan.writer(plan.health)
    report = start_report(actor=actor, period=period, agency_id=plan.health.pk)
    by_question = {q.pk: each for q, each in zip(questions_of(period), given, strict=False)}
    save_answers(actor=actor, report_id=report.pk, revision=0, given=by_question)
    return report


def test_a_table_and_a_bounded_number_are_kept_summed_and_refused_cell_by_cell(plan: Scene) -> None:
    period = call(plan, questions=[TABLE, NUMBER])
    with pytest.raises(NotComplete) as caught:
        _save(plan, period, Given(cells=(("Lớp A", "nhiều"), ("Lớp B", "501"))), Given("51"))
    for words in ("câu 1: dòng 1, cột «Số trẻ»", "dòng 2, cột «Số trẻ»: 501 lớn hơn 500", "câu 2: 51 lớn hơn 50"):
        assert words in str(caught.value.message)
    report = _save(plan, period, Given(cells=(("Lớp A", "20"), ("Lớp B", "15"))), Given("3"))
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    table = answer_table(plan.reviewer, period)
    row = next(line for line in table.rows if line.row.agency == plan.health)
    assert row.cells == ("Lớp A; 20\nLớp B; 15", "3")
    assert table.totals[0] == "Số trẻ: ít nhất 35"


def test_a_table_question_without_good_columns_is_not_asked(plan: Scene) -> None:
    with pytest.raises(RegimeRefused, match="bảng cần từ 1"):
        call(plan, questions=[QuestionDraft("table", "Bảng")])
    assert not Period.objects.filter(regime__code__contains="-yc-").exists()


def test_a_question_more_keeps_every_answer_and_is_told_to_all_asked(plan: Scene) -> None:
    before = clock.now()
    period = call(plan, questions=[NUMBER])
    report = _save(plan, period, Given("3"))
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    kept = {pk: (row.state, row.text, row.revision) for pk, row in answers_of(report).items()}
    with pytest.raises(NotComplete):
        add_question(actor=plan.reviewer, period=period, draft=TABLE, reason=" ")
    with pytest.raises(NotAllowed):
        add_question(actor=plan.writer(plan.health), period=period, draft=TABLE, reason="Cần thêm")
    add_question(actor=plan.reviewer, period=period, draft=TABLE, reason="Cần số theo lớp")
    assert [question.order for question in questions_of(period)] == [1, 2]
    report.refresh_from_db()
    assert report.state == "submitted"
    assert {pk: (row.state, row.text, row.revision) for pk, row in answers_of(report).items()} == kept
    told = {news.agency_id for news in call_news(since=before)}
    assert told == {plan.health.pk, plan.schools.pk}


def test_a_later_day_is_later_and_what_was_sent_stays_judged(plan: Scene) -> None:
    period = call(plan, questions=[NUMBER])
    report = _save(plan, period, Given("3"))
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    report.refresh_from_db()
    day = period.send_by
    with pytest.raises(RegimeRefused):
        extend_call(actor=plan.reviewer, period=period, send_by=day, reason="Bão")
    extend_call(actor=plan.reviewer, period=period, send_by=day + dt.timedelta(days=7), reason="Bão")
    period.refresh_from_db()
    assert period.send_by == day + dt.timedelta(days=7)
    report.refresh_from_db()
    assert report.judged_by == day


def test_an_early_end_excuses_who_has_not_sent_and_keeps_the_rest(plan: Scene) -> None:
    period = call(plan, questions=[NUMBER])
    report = _save(plan, period, Given("3"))
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    draft = start_report(actor=plan.writer(plan.schools), period=period, agency_id=plan.schools.pk)
    end_call(actor=plan.reviewer, period=period, reason="Đã đủ số liệu")
    state = board(plan.reviewer, period)
    assert [row.agency for row in state.rows] == [plan.health]
    assert [row.agency for row in state.exempt] == [plan.schools]
    until = clock.today() + dt.timedelta(days=60)
    assert not [each for each in reports_owed(on=clock.today(), until=until) if each.period_code == period.code]
    with pytest.raises(ReportLocked, match="kết thúc sớm"):
        save_answers(actor=plan.writer(plan.schools), report_id=draft.pk, revision=0, given={})
    with pytest.raises(RegimeRefused, match="đã kết thúc"):
        end_call(actor=plan.reviewer, period=period, reason="Lần nữa")
    assert CallChange.objects.count() == 1


def test_the_pages_from_builder_to_pasted_cells_to_the_workbook(plan: Scene, client: Client) -> None:
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    send_by = clock.today() + dt.timedelta(days=12)
    form = {
        "name": "Lớp dạy bơi",
        "frequency": "adhoc",
        "send_by": f"{send_by:%d/%m/%Y}",
        "codes": [plan.health.code],
        "cau-TOTAL_FORMS": "1",
        "cau-INITIAL_FORMS": "0",
        "cau-0-words": "Các lớp",
        "cau-0-kind": "table",
        "cau-0-columns": "Tên lớp\nSố trẻ | số | 0 đến 500\nHình thức | chọn | Trực tiếp; Trực tuyến",
        "viec": "gui",
    }
    wrong = client.post("/bao-cao/yeu-cau/moi/", {**form, "cau-0-columns": "Số trẻ | số thực"})
    assert wrong.status_code == 422
    assert "không có kiểu «số thực»" in wrong.content.decode()
    assert client.post("/bao-cao/yeu-cau/moi/", form).status_code == 302
    period = Period.objects.get(name="Lớp dạy bơi")
    question = questions_of(period)[0]
    base = f"/bao-cao/{period.regime.code}/{period.code}/"

    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER))
    page = client.get(f"{base}tra-loi/").content.decode()
    assert f'name="q-{question.pk}-0-1"' in page
    bad = client.post(
        f"{base}tra-loi/",
        {"version": "0", f"q-{question.pk}-0-0": "Lớp A", f"q-{question.pk}-0-1": "x", f"q-{question.pk}-0-2": ""},
    )
    assert bad.status_code == 422
    assert 'value="x"' in bad.content.decode()
    pasted = "Tên lớp\tSố trẻ\tHình thức\nLớp A\t1\tTrực tiếp\n=HYPERLINK(1)\t20\tTrực tuyến"
    assert client.post(f"{base}tra-loi/", {"version": "0", f"q-{question.pk}-dan": pasted}).status_code == 302
    assert 'value="=HYPERLINK(1)"' in client.get(f"{base}tra-loi/").content.decode()
    assert client.post(f"{base}tra-loi/gui/").status_code == 302

    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    assert "Số trẻ: 21" in client.get(f"{base}bang-tra-loi/").content.decode()
    answer = client.get(f"{base}bang-tra-loi.xlsx")
    parts = zipfile.ZipFile(io.BytesIO(answer.content))
    sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    words = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert len(sheets) == 2
    assert "Lớp A" in words
    assert not any("<f>" in sheet for sheet in sheets)
    added = {"viec": "cau-hoi", "words": "Kiến nghị", "kind": "text", "reason": "Bổ sung"}
    changed = client.post(f"{base}thay-doi/", added)
    assert changed.status_code == 302
    assert client.post(f"{base}thay-doi/", {"viec": "gia-han", "send_by": "hôm qua", "reason": ""}).status_code == 422
    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER))
    assert "Bổ sung câu 2: Kiến nghị" in client.get(f"{base}tra-loi/").content.decode()
