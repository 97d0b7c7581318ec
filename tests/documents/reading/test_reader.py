"""Whole directives: the sample scan, and texts that are none."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from mangnon.documents.reading import UNREADABLE, NoRepair, NotADirective, Reading, load_lines, read_directive
from mangnon.documents.reading.repair import load_repairer

_SAMPLES = Path(__file__).resolve().parents[3] / "samples"
_LABOUR, _EDUCATION = "Sở Lao động - Thương binh và Xã hội", "Sở Giáo dục và Đào tạo"
_JUSTICE, _POLICE, _INFORMATION = "Sở Tư pháp", "Công an tỉnh", "Sở Thông tin và Truyền thông"
# Read off the paper: the lead of each row of the annex.
_LEADS = {
    "I.1": _LABOUR, "I.2": _JUSTICE, "I.3": "Bộ Chỉ huy Quân sự tỉnh",
    "II.1": _LABOUR, "II.2": _JUSTICE, "II.3": _EDUCATION, "II.4": _POLICE,
    "III.1": _LABOUR, "III.2": _JUSTICE, "III.3": _POLICE, "III.4": _EDUCATION, "III.5": _INFORMATION,
    "IV.1": _LABOUR, "IV.2": _EDUCATION, "IV.3": "Sở Y tế", "IV.4": _POLICE, "IV.5": "Ban Dân tộc",
    "IV.6": "Sở Nội vụ", "IV.7": "Sở Tài nguyên và Môi trường", "IV.8": _INFORMATION,
    "IV.9": "Sở Văn hóa, Thể thao và Du lịch",
    "V.1": _LABOUR, "V.2": "Sở Kế hoạch và Đầu tư", "VI.1": "Sở Tài chính", "VII.1": _LABOUR,
}  # fmt: skip
_EVERYBODY = ("Các sở, ban, ngành, đơn vị liên quan", "UBND các huyện, thành phố")


@pytest.fixture(scope="module")
def plan() -> Reading:
    source = load_lines(_SAMPLES / "kontum_501_khubnd.ocr.txt", "kontum_501_khubnd.ocr.txt")
    return read_directive(source.lines, file="kontum_501_khubnd.ocr.txt", repairer=load_repairer())


def test_the_head_of_the_sample(plan: Reading) -> None:
    head = plan.to_json()
    assert {name: head[name] for name in ("doc_type", "number", "date", "place", "issuer")} == {
        "doc_type": "Kế hoạch",
        "number": "501/KH-UBND",
        "date": "2025-02-17",
        "place": "Kon Tum",
        "issuer": "Ủy ban nhân dân tỉnh Kon Tum",
    }
    assert plan.title is not None
    assert plan.title.startswith("Triển khai thực hiện Quyết định số 27/QĐ-TTg ngày 03 tháng 01 năm 2025")
    assert [(basis.number, str(basis.date)) for basis in plan.legal_bases] == [("27/QĐ-TTg", "2025-01-03")]


def test_a_date_put_together_from_damaged_mentions_is_said_to_be_so(plan: Reading) -> None:
    assert any("/7/02/2025" in warning and "77/02/2025" in warning for warning in plan.warnings)


def test_every_task_and_every_lead_of_the_sample(plan: Reading) -> None:
    assert {task.code: task.lead for task in plan.tasks} == {code: (lead,) for code, lead in _LEADS.items()}


def test_every_coordinating_list_and_time_frame_of_the_sample(plan: Reading) -> None:
    lists = dict.fromkeys(_LEADS, _EVERYBODY)
    lists["V.2"] = lists["VI.1"] = (_LABOUR, *_EVERYBODY)
    lists["VII.1"] = ("Sở Kế hoạch và Đầu tư", "Các địa phương, đơn vị liên quan")
    assert {task.code: task.coordinating for task in plan.tasks} == lists
    frames = {task.code: task.due.kind for task in plan.tasks if task.due}
    assert frames == {code: "on_request" if code.startswith("I.") else "recurring" for code in _LEADS}


def test_the_groups_of_the_sample(plan: Reading) -> None:
    assert [group.no for group in plan.groups] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert plan.groups[1].title.endswith("trong thực hiện quyền trẻ em")
    assert {task.group_no for task in plan.tasks} == {group.no for group in plan.groups}


def test_what_cannot_be_read_is_shown_and_trusted_little(plan: Reading) -> None:
    lost = {task.code: task for task in plan.tasks if UNREADABLE in task.text}
    assert set(lost) == {"IV.2"}
    assert lost["IV.2"].confidence <= 0.4
    assert any("Tên cơ quan chủ trì chỉ còn một phần" in warning for warning in lost["IV.2"].warnings)


def test_reports_recipients_signer_and_duties_of_the_sample(plan: Reading) -> None:
    assert {(r.kind, r.due_day, r.due_month) for r in plan.reporting} == {
        ("half_year", 10, 6),
        ("annual", 5, 12),
        ("adhoc", None, None),
        ("other", None, None),
    }
    assert {r.recipient for r in plan.reporting if r.due_day} == {_LABOUR}
    assert len(plan.recipients) == 12
    assert plan.signer is not None
    assert (plan.signer.capacity, plan.signer.name) == ("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH", None)
    told = {agency for duty in plan.duties for agency in duty.agencies}
    assert {"Tòa án nhân dân tỉnh", "Viện Kiểm sát nhân dân tỉnh"} <= told
    assert any("Mặt trận Tổ quốc" in agency for agency in told)


def test_sources_lie_in_the_text_and_the_text_keeps_its_lines(plan: Reading) -> None:
    lines = plan.text.split("\n")
    assert len(lines) == len((_SAMPLES / "kontum_501_khubnd.ocr.txt").read_text("utf-8").split("\n"))
    ends = [(task.source.first, task.source.last) for task in plan.tasks if task.source]
    assert len(ends) == 25
    assert all(1 <= first <= last <= len(lines) for first, last in ends)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(ends))


def test_the_reading_of_the_sample_survives_json(plan: Reading) -> None:
    assert Reading.from_json(plan.to_json()).to_json() == plan.to_json()


def test_the_letter_of_the_second_sample() -> None:
    source = load_lines(_SAMPLES / "tuyenquang_chithi23.ocr.txt", "b")
    letter = read_directive(source.lines, file="b", repairer=load_repairer())
    assert letter.doc_type == "Công văn"
    assert (letter.number, letter.date) == (None, None)
    assert [(r.kind, r.due_day, r.due_month) for r in letter.reporting] == [
        ("annual", 15, 12),
        ("adhoc", None, None),
        ("other", None, None),
    ]
    assert letter.issuer == "Sở Lao động - Thương binh và Xã hội tỉnh Tuyên Quang"
    assert len(letter.tasks) == 7


_NOVEL = (
    "Buổi sáng hôm ấy, trời trong như một tấm gương, cô bé ra vườn hái mấy bông hoa còn đọng sương.\n"
    "Con mèo vàng nằm cuộn tròn trên bậc thềm, lim dim nhìn theo cánh bướm trắng chập chờn bay qua giậu.\n"
    "Bà ngồi têm trầu dưới hiên, kể lại chuyện ngày xưa bằng giọng chậm rãi, ấm như nắng đầu mùa.\n"
) * 6


@pytest.mark.parametrize("text", ["", "KẾ HOẠCH", _NOVEL, "1;2;3;4\n" * 200])
def test_what_is_no_directive_is_refused(text: str) -> None:
    with pytest.raises(NotADirective) as refused:
        read_directive(text.split("\n"), file="x", repairer=NoRepair())
    assert refused.value.code == "not_a_directive"
    assert "Chưa có gì được lưu" in refused.value.message
