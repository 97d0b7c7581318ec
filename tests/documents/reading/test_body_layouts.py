"""The body of directives of any layout: what stands here was written for these tests, none of it in a real document."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.documents.reading.duties import body_duties
from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.records import ReadTask

# Bodies of every kind, most of which no catalogue of a province holds.
_BODIES = (
    "Sở Y tế",
    "Công an tỉnh",
    "Ủy ban nhân dân các xã, phường",
    "Chi cục Kiểm lâm",
    "Ban Quản lý rừng phòng hộ Nam Hoành",
    "Trường Cao đẳng Sư phạm tỉnh",
    "Bệnh viện Sản - Nhi tỉnh",
    "Trung tâm Kiểm soát bệnh tật tỉnh",
    "Bảo hiểm xã hội khu vực XII",
    "Hội Bảo vệ quyền trẻ em tỉnh",
    "Kho bạc Nhà nước khu vực IX",
    "Công ty Điện lực tỉnh",
    "Phòng Văn hóa - Xã hội",
    "Tỉnh đoàn",
    "Liên đoàn Lao động tỉnh",
    "Viện Kiểm sát nhân dân tỉnh",
    "Đài Khí tượng Thủy văn tỉnh",
    "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh",
    "Các cơ quan báo chí",
    "Sở GD&ĐT",
    "Thủ trưởng các cơ quan, đơn vị",
    "Giám đốc Sở Nội vụ",
    "Bộ trưởng Bộ Tư pháp",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
)
# What they are told: with verbs both common and rare in official language.
_DUTIES = (
    "rà soát danh sách trẻ em cần hỗ trợ ở từng thôn, lập sổ theo dõi riêng",
    "mở ba lớp kỹ năng cho cộng tác viên vùng ven biển, có giảng viên kèm cặp",
    "dọn dẹp sân chơi, thay mới đồ chơi hỏng tại các khu tập thể công nhân",
    "tham mưu phương án bố trí phòng tư vấn gần trường học",
    "chấn chỉnh việc đưa ảnh trẻ em lên mạng khi chưa được đồng ý",
    "đình chỉ nhóm trẻ không phép sau hai lần nhắc nhở",
)
_DEADLINES = (
    ("trước ngày 15/8/2026", dt.date(2026, 8, 14)),
    ("chậm nhất ngày 20 tháng 9 năm 2026", dt.date(2026, 9, 20)),
    ("trong tháng 7/2026", dt.date(2026, 7, 31)),
    ("trong quý III/2026", dt.date(2026, 9, 30)),
    ("", None),
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@st.composite
def _orders(draw: st.DrawFn) -> list[tuple[str, list[tuple[str, str]]]]:
    """Bodies, each with one to three duties and their deadlines."""
    bodies = draw(st.lists(st.sampled_from(_BODIES), min_size=2, max_size=5, unique=True))
    duty = st.tuples(st.sampled_from(_DUTIES), st.sampled_from([words for words, _ in _DEADLINES]))
    return [(body, draw(st.lists(duty, min_size=1, max_size=3, unique_by=lambda d: d[0]))) for body in bodies]


def _sentence(duty: tuple[str, str]) -> str:
    return f"{_capital(duty[0])}{' ' if duty[1] else ''}{duty[1]}."


def _numbered_lettered(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["III. TỔ CHỨC THỰC HIỆN", ""]
    for number, (body, duties) in enumerate(orders, start=1):
        lines += [f"{number}. {body}", ""]
        for mark, duty in zip("abc", duties, strict=False):
            lines += [f"{mark}) {_sentence(duty)}", ""]
    return lines


def _numbered_dashed(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["**IV. PHÂN CÔNG NHIỆM VỤ**"]
    for number, (body, duties) in enumerate(orders, start=1):
        lines.append(f"**{number}. {body}**")
        lines += [f"- {_sentence(duty)}" for duty in duties]
    return lines


def _dotted(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["V. Tổ chức thực hiện", "", "1. Trách nhiệm của các cơ quan, đơn vị", ""]
    for number, (body, duties) in enumerate(orders, start=1):
        lines += [f"1.{number}. {body}:", ""]
        for duty in duties:
            lines += [f"+ {_sentence(duty)}", ""]
    return lines


def _lettered_headings(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["II. NHIỆM VỤ CỤ THỂ", "", "1. Phân công thực hiện:", ""]
    for mark, (body, duties) in zip("abcdđ", orders, strict=False):
        lines += [f"{mark}. {body}", ""]
        for duty in duties:
            lines += [f"- {_sentence(duty)}", ""]
    return lines


def _bulleted(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["B. TRÁCH NHIỆM THỰC HIỆN", ""]
    for body, duties in orders:
        lines += [f"* {body}:", ""]
        for duty in duties:
            lines += [f"• {_sentence(duty)}", ""]
    return lines


def _unmarked_headings(orders: list[tuple[str, list[tuple[str, str]]]]) -> list[str]:
    lines = ["III. TỔ CHỨC THỰC HIỆN", ""]
    for body, duties in orders:
        lines += [f"**{body}:**", ""]
        for duty in duties:
            lines += [f"- {_sentence(duty)}", ""]
    return lines


_LAYOUTS = (_numbered_lettered, _numbered_dashed, _dotted, _lettered_headings, _bulleted, _unmarked_headings)


@settings(max_examples=120, deadline=None)
@given(_orders(), st.sampled_from(_LAYOUTS))
def test_duty_lists_of_any_layout(orders: list[tuple[str, list[tuple[str, str]]]], layout: object) -> None:
    assert callable(layout)
    tasks = body_duties(paragraphs_of(layout(orders))).tasks
    expected = [(body, duty) for body, duties in orders for duty in duties]
    assert [task.lead for task in tasks] == [(body,) for body, _ in expected]
    assert [_core(task) for task in tasks] == [_capital(duty[0]) for _, duty in expected]
    days = dict(_DEADLINES)
    assert [task.due.due_on if task.due else None for task in tasks] == [days[duty[1]] for _, duty in expected]
    assert len({task.code for task in tasks}) == len(tasks)


def _core(task: ReadTask) -> str:
    text = task.text.rstrip(".")
    for words, _ in _DEADLINES:
        text = text.removesuffix(words) if words else text
    return text.strip()


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(_BODIES),
    st.sampled_from(_DUTIES),
    st.sampled_from(("Giao ", "Đề nghị ", "Yêu cầu ", "UBND tỉnh giao ", "")),
    st.sampled_from(("1. ", "a) ", "- ", "(2) ")),
)
def test_one_sentence_that_tells_a_body(body: str, duty: str, ask: str, mark: str) -> None:
    lines = ["Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:", "", f"{mark}{ask}{body} {duty}.", ""]
    (task,) = body_duties(paragraphs_of(lines), is_command=True).tasks
    assert task.lead == (body,)
    assert task.text.endswith(f"{duty}.")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_BODIES[:20]), min_size=2, max_size=4, unique=True), st.sampled_from(_DUTIES))
def test_who_leads_and_who_joins(bodies: list[str], duty: str) -> None:
    lead, *others = bodies
    text = f"Chủ trì, phối hợp với {', '.join(others)} {duty}."
    (task,) = body_duties(paragraphs_of(["1. " + lead, "", "- " + text])).tasks
    assert (task.lead, task.coordinating) == ((lead,), tuple(others))
    joins = f"Phối hợp chặt chẽ với {others[0]} {duty}."
    (task,) = body_duties(paragraphs_of(["1. " + lead, "", "- " + joins])).tasks
    assert (task.lead, task.coordinating) == ((), (others[0],))


_NO_ORDERS = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "",
    "1. Các sở, ban, ngành, địa phương xác định rõ trách nhiệm của mình.",
    "",
    "2. Sở Y tế và các đơn vị nắm chắc tình hình.",
    "",
    "II. CHỈ TIÊU",
    "",
    "- 95% trường học có tổ tư vấn.",
    "",
    "III. KINH PHÍ",
    "",
    "- Sở Tài chính: 120 triệu đồng.",
    "",
)


def test_purposes_targets_and_funding_give_no_tasks() -> None:
    assert body_duties(paragraphs_of(_NO_ORDERS)).tasks == ()


def test_an_outline_of_a_report_gives_no_tasks() -> None:
    lines = ["ĐỀ CƯƠNG BÁO CÁO", "", "I. Tình hình", "", "1. Công an xã: số vụ việc.", "", "II. Tổ chức thực hiện", ""]
    lines += ["1. Sở Y tế", "", "- Nêu kết quả.", ""]
    assert body_duties(paragraphs_of(lines), is_command=True).tasks == ()


@pytest.mark.parametrize(
    "closing",
    [
        "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các sở và các tổ chức, cá nhân liên quan "
        "chịu trách nhiệm thi hành Quyết định này./.",
        "9. Yêu cầu Thủ trưởng các cơ quan, đơn vị nghiêm túc triển khai thực hiện Chỉ thị này.",
        "Văn phòng UBND tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.",
        "8. Các sở, ngành trong phạm vi chức năng, nhiệm vụ của mình tổ chức thực hiện Kế hoạch.",
    ],
)
def test_who_carries_a_document_out_is_no_task(closing: str) -> None:
    lines = ["UBND tỉnh yêu cầu:", "", "1. Sở Y tế mở lớp tập huấn.", "", closing]
    assert [task.lead for task in body_duties(paragraphs_of(lines), is_command=True).tasks] == [("Sở Y tế",)]


def test_a_list_that_only_names_points_stays_one_task() -> None:
    lines = ["1. Sở Nội vụ", "", "- Lập danh sách gồm:", "", "+ trẻ mồ côi;", "", "+ trẻ khuyết tật.", ""]
    (task,) = body_duties(paragraphs_of(lines)).tasks
    assert task.text == "Lập danh sách gồm: + trẻ mồ côi; + trẻ khuyết tật."
    assert task.source is not None
    assert (task.source.first, task.source.last) == (3, 7)


def test_a_report_alone_is_no_task_and_a_page_number_is_no_text() -> None:
    lines = ["1. Sở Y tế", "", "- Khám mắt cho học sinh.", "", "- Định kỳ hằng quý, báo cáo kết quả về UBND tỉnh.", ""]
    assert [task.text for task in body_duties(paragraphs_of(lines)).tasks] == ["Khám mắt cho học sinh."]


def test_the_closing_sentence_of_a_deadline_is_not_part_of_the_task() -> None:
    lines = ["1. Sở Y tế", "", "- Khám mắt cho học sinh tiểu học toàn tỉnh. Hoàn thành trong quý II/2026.", ""]
    (task,) = body_duties(paragraphs_of(lines)).tasks
    assert task.text == "Khám mắt cho học sinh tiểu học toàn tỉnh."
    assert task.due is not None
    assert (task.due.text, task.due.due_on) == ("trong quý II/2026", dt.date(2026, 6, 30))


def test_the_body_is_read_in_time_linear_in_its_length() -> None:
    import time

    lines = _numbered_dashed([(body, [(duty, "") for duty in _DUTIES]) for body in _BODIES])
    started = time.perf_counter()
    body_duties(paragraphs_of(lines * 4))
    short = time.perf_counter() - started
    started = time.perf_counter()
    body_duties(paragraphs_of(lines * 16))
    assert time.perf_counter() - started < 12 * short + 0.5
