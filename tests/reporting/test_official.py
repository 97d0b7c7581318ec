"""The consolidation as an official report: structure, words, numbers, sources."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from mangnon.documents.official import Bullet, Heading, OfficialDocument, Paragraph, Table
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import fold
from mangnon.plans.models import TaskGroup
from mangnon.reporting.consolidation.files import consolidation_file, write_consolidation_files
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.consolidation.official import build_annex_sheets, build_official_report
from mangnon.reporting.consolidation.reading import read_consolidation
from mangnon.reporting.models import Consolidation
from tests.reporting.factories import Scene, agency, scene

pytestmark = pytest.mark.django_db


def _texts(document: OfficialDocument) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Heading | Paragraph | Bullet)]


def _made(plan: Scene, **reasons: str) -> Consolidation:
    given = reasons or {"*": "Đã đôn đốc, đơn vị hẹn gửi sau"}
    return consolidate(actor=plan.reviewer, period=plan.period, reasons=given)


@pytest.fixture
def plan() -> Scene:
    """Health is silent; schools send late; the district and the lead are in time."""
    made = scene(tasks=4)
    second = TaskGroup.objects.create(plan=made.plan, number="II", title="Bảo vệ trẻ em khỏi xâm hại", order=2)
    made.task(made.schools, made.district, group=second, text="Dạy bơi an toàn cho học sinh tiểu học")
    same = {"difficulties": "Kinh phí thấp so với nhu cầu."}
    made.accepted(
        made.lead,
        {
            made.tasks[0]: {"results": "Đã ban hành kế hoạch:\n- 12 buổi truyền thông\n- 24 chuyên mục", **same},
            made.tasks[2]: {"results": "Đã tập huấn cho 80 người.", "next_period": "Tổng kết."},
        },
    )
    made.accepted(
        made.district,
        {
            made.tasks[0]: {"results": "Phối hợp 04 buổi tại 04 xã"},
            made.tasks[4]: {"results": "Mở 02 lớp dạy bơi."},
            None: {"results": "Đã chỉ đạo các xã.", **same},
        },
    )
    made.accepted(
        made.schools,
        {made.tasks[0]: {"results": "Phối hợp 04 buổi tại 04 xã."}, made.tasks[4]: {"is_nil": True}},
        at=clock.at(dt.date(2025, 6, 11), 10),
    )
    return made


def test_the_head_and_the_foot(plan: Scene) -> None:
    document = build_official_report(_made(plan))
    assert document.kind.code == "bao-cao"
    assert (document.agency, document.parent_agency) == ("Sở Lao động Mẫu Một", "Ủy ban nhân dân tỉnh Mẫu")
    assert (document.symbol, document.number, document.issued_on) == ("BC-SLĐM1", None, None)
    assert document.place == "Mẫu"
    assert document.subject == (
        "Kết quả 6 tháng đầu năm 2025 thực hiện Kế hoạch số 999/KH-UBND ngày 17 tháng 02 năm 2025 "
        "của Ủy ban nhân dân tỉnh Mẫu"
    )
    assert document.addressees == ("Ủy ban nhân dân tỉnh Mẫu",)
    assert (document.signer.capacity, document.signer.name) == (("GIÁM ĐỐC",), None)
    assert document.recipients[-1] == "Lưu: VT"
    texts = _texts(document)
    assert texts[-1].endswith("./.")
    assert [text for text in texts if text[:3] in ("I. ", "II.", "III", "IV.", "V. ") and text.upper() == text] == [
        "I. TÌNH HÌNH CHỈ ĐẠO VÀ CHẾ ĐỘ BÁO CÁO",
        "II. KẾT QUẢ THỰC HIỆN THEO NHÓM NHIỆM VỤ",
        "III. KHÓ KHĂN, VƯỚNG MẮC",
        "IV. ĐỀ XUẤT, KIẾN NGHỊ",
        "V. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI",
    ]


def test_the_numbers_are_those_of_the_snapshot(plan: Scene) -> None:
    with clock.frozen(clock.at(dt.date(2025, 6, 12), 9)):
        made = _made(plan)
    texts = "\n".join(_texts(build_official_report(made)))
    assert "Kế hoạch giao 05 nhiệm vụ thuộc 02 nhóm cho 03 cơ quan, đơn vị chủ trì" in texts
    assert (
        "Đến ngày 12/06/2025, 02/03 cơ quan, đơn vị đã gửi báo cáo (đạt 66,7%), trong đó 01 cơ quan, đơn vị gửi đúng "
        "hạn, 01 cơ quan, đơn vị gửi quá hạn (Sở Giáo dục Mẫu Ba)."
    ) in texts
    assert "Có 02 báo cáo đã được xem xét, chấp nhận" in texts
    assert "Còn 01 cơ quan, đơn vị chưa gửi báo cáo: Sở Y tế Mẫu Hai. Lý do: đã đôn đốc, đơn vị hẹn gửi sau." in texts
    plan.accepted(plan.health, {task: {"results": "Sau đó."} for task in (plan.tasks[1], plan.tasks[3])})
    assert "\n".join(_texts(build_official_report(made))) == texts, "a snapshot does not move"


def test_who_issues_it_does_not_say_of_itself_that_it_has_not_reported() -> None:
    plain = scene()
    plain.accepted(plain.health, {plain.tasks[1]: {"results": "Đã làm."}})
    texts = "\n".join(_texts(build_official_report(_made(plain))))
    listed = texts[texts.index("chưa gửi báo cáo") :].partition("Lý do")[0]
    assert plain.schools.name in listed
    assert plain.lead.name not in listed
    assert "Phần việc của" not in texts
    assert "01/03 cơ quan, đơn vị đã gửi báo cáo" in texts


def test_when_all_have_sent_in_time_nobody_is_named() -> None:
    plan = scene(tasks=2)
    for place in (plan.lead, plan.health, plan.schools, plan.district):
        plan.accepted(place, {task: {"results": f"{place.name} đã làm."} for task in plan.tasks})
    texts = "\n".join(_texts(build_official_report(_made(plan))))
    assert "cả 03 cơ quan, đơn vị đều đã gửi báo cáo, tất cả đều gửi đúng hạn." in texts
    assert f"Phần việc của {plan.lead.name} được tổng hợp trực tiếp vào báo cáo này." in texts
    assert "Còn" not in texts
    assert "Chưa có cơ quan" not in texts


def test_results_by_group_and_task_the_lead_first(plan: Scene) -> None:
    texts = _texts(build_official_report(_made(plan)))
    start = texts.index("1. Truyền thông, nâng cao nhận thức")
    assert texts[start + 1 : start + 6] == [
        "a) Tổ chức hoạt động mẫu số 1 cho trẻ em trên địa bàn (nhiệm vụ I.1)",
        "Sở Lao động Mẫu Một (chủ trì): Đã ban hành kế hoạch:",
        "12 buổi truyền thông.",
        "24 chuyên mục.",
        "Sở Giáo dục Mẫu Ba và UBND huyện Mẫu: Phối hợp 04 buổi tại 04 xã.",
    ]
    assert "Chưa có cơ quan, đơn vị nào báo cáo kết quả 02 nhiệm vụ sau:" in texts
    assert sum("I.2" in text and "chủ trì: Sở Y tế Mẫu Hai" in text for text in texts) == 1
    swimming = texts.index("a) Dạy bơi an toàn cho học sinh tiểu học (nhiệm vụ II.5)")
    assert texts[swimming + 1 : swimming + 3] == [
        "Sở Giáo dục Mẫu Ba (chủ trì): Không phát sinh trong kỳ báo cáo.",
        "UBND huyện Mẫu: Mở 02 lớp dạy bơi.",
    ]
    assert "UBND huyện Mẫu: Đã chỉ đạo các xã." in texts


def test_same_difficulties_stand_once_with_all_who_have_them(plan: Scene) -> None:
    texts = _texts(build_official_report(_made(plan)))
    assert [text for text in texts if "Kinh phí" in text] == [
        "Sở Lao động Mẫu Một và UBND huyện Mẫu: Kinh phí thấp so với nhu cầu (nhiệm vụ I.1)."
    ]
    assert "Trong kỳ, các cơ quan, đơn vị không có đề xuất, kiến nghị." in texts
    assert "Sở Lao động Mẫu Một: Tổng kết (nhiệm vụ I.3)." in texts


def test_edited_words_go_in_and_left_out_ones_do_not(plan: Scene) -> None:
    made = _made(plan)
    found = read_consolidation(made)
    [result] = found.of("result", plan.tasks[2].pk)
    [general] = found.of("general")
    edit_passage(actor=plan.reviewer, passage_id=result.pk, revision=0, text="Đã tập huấn cho 08 lớp.")
    edit_passage(actor=plan.reviewer, passage_id=general.pk, revision=0, text=general.text, is_left_out=True)
    texts = "\n".join(_texts(build_official_report(made)))
    assert "Đã tập huấn cho 08 lớp." in texts
    assert "80 người" not in texts
    assert "Đã chỉ đạo các xã" not in texts
    assert "Kết quả chung" not in texts


def test_a_task_whose_words_are_all_left_out_is_not_called_silent(plan: Scene) -> None:
    made = _made(plan)
    for passage in read_consolidation(made).of("result", plan.tasks[2].pk):
        edit_passage(actor=plan.reviewer, passage_id=passage.pk, revision=0, text=passage.text, is_left_out=True)
    assert not [text for text in _texts(build_official_report(made)) if "I.3" in text and "Chưa có" in text]


def test_sent_but_not_accepted_is_told_apart_from_not_sent(plan: Scene) -> None:
    plan.send(plan.health, {task: {"results": "Đã gửi."} for task in (plan.tasks[1], plan.tasks[3])})
    texts = "\n".join(_texts(build_official_report(_made(plan))))
    assert "Còn 01 cơ quan, đơn vị đã gửi nhưng báo cáo chưa được đưa vào tổng hợp: Sở Y tế Mẫu Hai." in texts
    assert "chưa gửi báo cáo:" not in texts
    assert "cả 03 cơ quan, đơn vị đều đã gửi báo cáo" in texts


def test_each_with_its_own_reason_is_a_list() -> None:
    plan = scene()
    plan.accepted(plan.lead, {task: {"results": "Xong."} for task in plan.tasks[::2]})
    reasons = {
        plan.health.code: "Đang tổng hợp số liệu.",
        plan.schools.code: "Thay đổi cán bộ phụ trách",
        plan.district.code: "Mất kết nối",
    }
    texts = _texts(build_official_report(_made(plan, **reasons)))
    assert "Còn 03 cơ quan, đơn vị chưa gửi báo cáo:" in texts
    assert "Sở Y tế Mẫu Hai: đang tổng hợp số liệu." in texts
    assert "Ủy ban nhân dân huyện Mẫu: mất kết nối." in texts


def test_annexes_list_every_task_and_every_agency(plan: Scene) -> None:
    document = build_official_report(_made(plan))
    first, second, _ = document.annexes
    assert first.landscape
    table, status = first.blocks[0], second.blocks[0]
    assert isinstance(table, Table)
    assert isinstance(status, Table)
    codes = [row.cells[0] for row in table.rows if len(row.cells) > 1]
    assert codes == [task.code for task in plan.tasks]
    silent = next(row for row in table.rows if row.cells[0] == "I.2")
    assert silent.cells[2:] == ("Sở Y tế Mẫu Hai", "Chưa có báo cáo.", "…")
    assert [row.cells[1] for row in status.rows] == [row["name"] for row in read_summary(plan)[1:]], "not who issues it"
    late = next(row for row in status.rows if row.cells[1] == "Sở Giáo dục Mẫu Ba")
    assert late.cells[2:5] == (dt.date(2025, 6, 11), dt.time(10), "Gửi quá hạn")


def read_summary(plan: Scene) -> list[dict[str, str]]:
    """The rows of the last snapshot."""
    rows: list[dict[str, str]] = Consolidation.objects.get(period=plan.period).summary["rows"]
    return rows


def test_every_accepted_passage_is_in_the_word_file_with_its_mark(plan: Scene) -> None:
    made = _made(plan)
    file = Document(io.BytesIO(consolidation_file(made, "docx")))
    words = fold("\n".join(paragraph.text for paragraph in file.paragraphs))
    found = read_consolidation(made)
    for passage in found.kept:
        for line in passage.text.splitlines():
            assert fold(line.lstrip("- ")) in words, line
    document = build_official_report(made)
    known = {note.mark: note.text for note in document.sources}
    assert set(document.marks_used()) == set(known)
    assert "Báo cáo của Sở Giáo dục Mẫu Ba, gửi lúc 10 giờ 00 ngày 11/06/2025." in known.values()
    assert "NGUỒN SỐ LIỆU" in "\n".join(paragraph.text for paragraph in file.paragraphs)
    plain = Document(io.BytesIO(consolidation_file(made, "docx", with_sources=False)))
    assert "[1]" not in "\n".join(paragraph.text for paragraph in plain.paragraphs)


def test_the_workbook_has_three_sheets(plan: Scene) -> None:
    made = _made(plan)
    assert [sheet.name for sheet in build_annex_sheets(made)] == ["Nhiệm vụ", "Tình hình gửi báo cáo", "Nguồn"]
    with ZipFile(io.BytesIO(consolidation_file(made, "xlsx", sample_notice="Dữ liệu mẫu"))) as book:
        words = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert "PHỤ LỤC II<" in words
    assert "PHỤ LỤC III" not in words, "annex III of the paper are its charts; the sources are in the workbook alone"
    assert "Dữ liệu mẫu" in words


def test_four_files_are_written_by_who_may_read(plan: Scene, tmp_path: Path) -> None:
    made = _made(plan)
    with pytest.raises(NotAllowed):
        write_consolidation_files(actor=plan.writer(plan.health), consolidation=made, out=tmp_path)
    paths = write_consolidation_files(actor=plan.reviewer, consolidation=made, out=tmp_path / "ra", sample_notice="Mẫu")
    assert {ending: path.name for ending, path in paths.items()} == {
        "docx": "bao-cao-tong-hop-2025H1.docx",
        "pdf": "bao-cao-tong-hop-2025H1.pdf",
        "xlsx": "bao-cao-tong-hop-2025H1.xlsx",
        "json": "nguon-bao-cao-tong-hop-2025H1.json",
    }
    assert paths["pdf"].read_bytes().startswith(b"%PDF-")
    assert json.loads(paths["json"].read_text(encoding="utf-8"))["period"] == "2025H1"


def test_what_many_say_is_said_once_with_their_names_after_it() -> None:
    plan = scene(tasks=2)
    places = [
        agency(f"THEM_{number}", f"Sở Thêm {number}", f"Sở T{number}", territory=plan.plan.territory)
        for number in range(1, 8)
    ]
    for place in places:
        plan.period.expected.create(agency=place, reason="Phối hợp")
        plan.task(plan.lead, place)
        plan.accepted(place, {plan.tasks[-1]: {"next_period": "Tiếp tục triển khai."}})
    document = build_official_report(_made(plan))
    [block] = [block for block in document.body if isinstance(block, Bullet) and "Tiếp tục" in block.text]
    assert block.text == (
        "Tiếp tục triển khai (07 nhiệm vụ; 07 cơ quan, đơn vị: Sở T1, Sở T2, Sở T3, Sở T4, Sở T5, Sở T6 và Sở T7)."
    )
    [mark] = block.source_marks
    notes = {note.mark: note.text for note in document.sources}
    assert notes[mark] == "07 báo cáo, nguồn số: 1-7."
