"""The body of directives of any layout: what stands here was written for these tests, none of it in a real document."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.documents.reading import NoRepair, read_directive
from mangnon.documents.reading.deadlines import deadline_in
from mangnon.documents.reading.duties import body_duties
from mangnon.documents.reading.labels import labelled_tasks
from mangnon.documents.reading.lexicon import shipped_lexicon
from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.records import ReadTask
from mangnon.documents.reading.repairing import Unrepaired

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
    lines = _numbered_dashed([(body, [(duty, "") for duty in _DUTIES]) for body in _BODIES])
    started = time.perf_counter()
    body_duties(paragraphs_of(lines * 4))
    short = time.perf_counter() - started
    started = time.perf_counter()
    body_duties(paragraphs_of(lines * 16))
    assert time.perf_counter() - started < 12 * short + 0.5


def test_a_lexicon_that_learned_writes_damaged_names() -> None:
    class _Mends(NoRepair):
        def repair_lines(self, lines: Sequence[str], /) -> list[Unrepaired]:
            return [Unrepaired(line.replace("T6 ", "Tổ ")) for line in lines]

    name = "Tổ Công tác Mùa xuân xã Hoa Ban"
    lexicon = shipped_lexicon().learn([{"tasks": [{"lead": name, "coordinating": None, "due": None}]}])
    lines = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "",
        "KẾ HOẠCH",
        "",
        "III. TỔ CHỨC THỰC HIỆN",
        "",
        "1. T6 Công tác Mua xuan xã Hoa Ban",
        "",
        "- Khám mắt cho học sinh tiểu học toàn xã, lập sổ theo dõi.",
        "",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    ]
    read = read_directive(lines, file="x", repairer=_Mends(), lexicon=lexicon)
    assert [task.lead for task in read.tasks] == [(name,)]


def test_labels_in_the_paragraph_of_the_task() -> None:
    lines = [
        "II. NHIỆM VỤ",
        "",
        "1. Dạy bơi cho học sinh lớp 3 tại bể bơi lắp ghép. Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: Công an tỉnh; "
        "thời gian hoàn thành: Quý II/2026.",
        "",
        "2. Lập bản đồ hố sâu của từng xã",
        "",
        "- Cơ quan thực hiện: UBND các xã, phường.",
        "- Cơ quan phối hợp: Sở Xây dựng; Chi cục Thủy lợi.",
        "- Thời hạn: trước ngày 30/4/2026.",
        "",
    ]
    one, two = labelled_tasks(paragraphs_of(lines))
    assert (one.text, one.lead, one.coordinating) == (
        "Dạy bơi cho học sinh lớp 3 tại bể bơi lắp ghép.",
        ("Sở Y tế",),
        ("Công an tỉnh",),
    )
    assert (two.text, two.lead) == ("Lập bản đồ hố sâu của từng xã", ("UBND các xã, phường",))
    assert two.coordinating == ("Sở Xây dựng", "Chi cục Thủy lợi")
    assert [task.due.due_on if task.due else None for task in (one, two)] == [
        dt.date(2026, 6, 30),
        dt.date(2026, 4, 29),
    ]


def test_a_letter_of_running_text_gives_its_one_order() -> None:
    lines = [
        "Kính gửi: Các trường mầm non.",
        "",
        "Xét đề nghị của Sở Y tế, Chủ tịch UBND tỉnh có ý kiến như sau:",
        "",
        "Giao Chi cục Dân số phối hợp với các trường mầm non cân đo trẻ dưới 3 tuổi trước ngày 20/11/2026.",
        "",
        "Văn phòng UBND tỉnh thông báo để các đơn vị biết, thực hiện./.",
    ]
    (task,) = body_duties(paragraphs_of(lines), is_command=True).tasks
    assert (task.lead, task.coordinating) == (("Chi cục Dân số",), ("các trường mầm non",))
    assert task.due is not None
    assert task.due.due_on == dt.date(2026, 11, 19)
    assert task.warnings


def test_praise_and_the_addressees_of_a_letter_are_no_tasks() -> None:
    lines = [
        "Kính gửi:",
        "- Sở Y tế;",
        "- Công an tỉnh, Tỉnh đoàn.",
        "",
        "Phó Chủ tịch UBND tỉnh kết luận như sau:",
        "",
        "1. Hoan nghênh các đơn vị đã chuẩn bị chu đáo.",
        "",
        "2. Công an tỉnh:",
        "",
        "a) Mở đợt kiểm tra bến đò ngang.",
        "",
        "b) Phối hợp với Tỉnh đoàn phát áo phao.",
        "",
    ]
    one, two = body_duties(paragraphs_of(lines), is_command=True).tasks
    assert (one.code, one.lead, two.code, two.lead, two.coordinating) == (
        "2a",
        ("Công an tỉnh",),
        "2b",
        (),
        ("Tỉnh đoàn",),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghỉ học từ ngày 03/9 đến hết ngày 05/9/2026.", "từ ngày 03/9 đến hết ngày 05/9/2026"),
        ("Sơ tán dân trước 18 giờ 30 ngày 02/10/2026.", "trước 18 giờ 30 ngày 02/10/2026"),
        (
            "Xác minh trong thời hạn 24 giờ kể từ khi nhận tin, cử người đến nhà.",
            "trong thời hạn 24 giờ kể từ khi nhận tin",
        ),
        ("Sửa mái trường, xong trước ngày 25/8/2026.", "xong trước ngày 25/8/2026"),
        ("Mỗi quý mở một phiên tư vấn tại chợ.", "Mỗi quý"),
        ("Theo Công văn số 12/ABC ngày 03/02/2026 của Sở Y tế, kê khai thuốc.", None),
        ("Lập dự toán trước ngày 15/9 hằng năm.", "trước ngày 15/9 hằng năm"),
    ],
)
def test_deadlines_of_every_form(text: str, words: str | None) -> None:
    due = deadline_in(text)
    assert (due.text if due else None) == words


def test_brackets_and_ordinals_and_numbered_articles() -> None:
    lines = [
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "",
        "1. Mở lớp dạy bơi cho trẻ em (Sở Y tế chủ trì, phối hợp với Sở Tài chính thực hiện trong quý II/2026).",
        "",
        "Điều 4. Giao Chi cục Kiểm lâm cắm biển cảnh báo.",
        "",
    ]
    one, two = body_duties(paragraphs_of(lines)).tasks
    assert (one.lead, one.coordinating) == (("Sở Y tế",), ("Sở Tài chính",))
    assert (two.code, two.lead) == ("4", ("Chi cục Kiểm lâm",))
    lines = ["Chủ tịch UBND tỉnh yêu cầu:", "", "Thứ nhất, đếm lại số ghế.", "", "Thứ hai, thay cửa hỏng.", ""]
    assert len(body_duties(paragraphs_of(lines), is_command=True).tasks) == 2


def test_items_nested_under_a_title_of_the_section_keep_their_codes() -> None:
    lines = [
        "VI. TỔ CHỨC THỰC HIỆN",
        "",
        "1. Cấp tỉnh",
        "",
        "1.1. Sở Y tế (Cơ quan thường trực)",
        "",
        "a) Về truyền thông",
        "",
        "- Phát tờ rơi ở bến xe.",
        "",
        "1.2. Sở Tài chính: Cân đối ngân sách.",
        "",
        "2. Cấp xã",
        "",
        "2.1. Ủy ban nhân dân các xã",
        "",
        "- Giao Trạm Y tế cân đo trẻ.",
        "",
    ]
    tasks = body_duties(paragraphs_of(lines)).tasks
    assert [(task.code, task.lead) for task in tasks] == [
        ("1.1a.1", ("Sở Y tế",)),
        ("1.2", ("Sở Tài chính",)),
        ("2.1.1", ("Trạm Y tế",)),
    ]
