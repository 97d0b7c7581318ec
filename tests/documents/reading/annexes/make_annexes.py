# ruff: noqa: E501 - sentences of invented rows
"""Invented annexes for measuring: printed as tables, turned to pictures and read by Tesseract, with their gold.

    python tests/documents/reading/annexes/make_annexes.py FOLDER

Needs LibreOffice, pdftoppm and Tesseract with `eng` and `vie`. Writes NAME.gold.json, NAME.eng.ocr.txt, NAME.vie.ocr.txt.
All texts are made up here; none is taken from a real document.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

TASKS = {
    "Rừng và đất": (
        "Rà soát ranh giới rừng phòng hộ đầu nguồn, cắm mốc tại thực địa và lập hồ sơ quản lý cho từng tiểu khu.",
        "Tổ chức trồng cây phân tán ven sông, ven kênh và trong các khu dân cư mới.",
        "Xây dựng bản đồ số về hiện trạng rừng, cập nhật diễn biến mỗi năm và công khai trên trang thông tin của ngành.",
        "Kiểm tra, xử lý các trường hợp lấn chiếm đất có nguồn gốc từ nông trường, lâm trường; báo cáo kết quả kèm theo "
        "danh sách từng hộ và phương án giải quyết dứt điểm trong quý.",
        "Hỗ trợ các hộ nhận khoán bảo vệ rừng mua sắm dụng cụ chữa cháy.",
    ),
    "Trường lớp và học sinh": (
        "Sửa chữa phòng học xuống cấp, bổ sung nhà vệ sinh và nước sạch cho các điểm trường lẻ trước năm học mới.",
        "Dạy bơi an toàn cho học sinh tiểu học; phấn đấu mỗi xã có ít nhất một bể bơi lắp ghép.",
        "Khảo sát nhu cầu ăn bán trú của trẻ mầm non vùng cao.",
        "Biên soạn tài liệu giáo dục địa phương bằng tiếng dân tộc, in và cấp miễn phí cho học sinh các lớp 3, 4, 5; "
        "tập huấn cho giáo viên cách dùng tài liệu trong giờ hoạt động trải nghiệm.",
        "Phát động phong trào đọc sách, xây dựng tủ sách lưu động tại các thôn, bản xa trung tâm.",
    ),
    "Sức khỏe nhân dân": (
        "Tiêm chủng đầy đủ cho trẻ dưới 1 tuổi, rà soát trẻ bỏ mũi để tiêm bù.",
        "Lập hồ sơ sức khỏe điện tử cho người cao tuổi, kết nối với bệnh viện tuyến trên để khám từ xa mỗi tuần một buổi.",
        "Kiểm soát an toàn thực phẩm tại bếp ăn tập thể, chợ đầu mối và hàng quán quanh trường học.",
        "Đào tạo 120 nhân viên y tế thôn, bản về sơ cứu đuối nước, rắn cắn, ngộ độc nấm và cách chuyển tuyến an toàn "
        "trong mùa mưa lũ.",
        "Truyền thông về dinh dưỡng cho bà mẹ mang thai.",
    ),
    "Giao thông và nước sạch": (
        "Khắc phục sạt lở trên các tuyến đường liên xã, lắp biển báo tại ngầm tràn và khu vực nguy hiểm.",
        "Nâng cấp trạm cấp nước tập trung, thay đường ống cũ và lắp đồng hồ đo cho từng hộ.",
        "Kiểm định các bến đò ngang; đình chỉ phương tiện không bảo đảm an toàn.",
        "Lập phương án phân luồng xe tải trong giờ cao điểm, lấy ý kiến người dân hai bên đường trước khi thực hiện.",
        "Bố trí điểm dừng đón học sinh, kẻ vạch sang đường và gờ giảm tốc trước cổng các trường học nằm sát quốc lộ.",
    ),
    "Việc làm, bảo trợ xã hội": (
        "Mở phiên giao dịch việc làm lưu động ở các xã có nhiều lao động trở về.",
        "Hỗ trợ người khuyết tật học nghề, vay vốn và tìm nơi tiêu thụ sản phẩm thủ công.",
        "Thống kê người cao tuổi sống một mình, phân công người chăm nom và thăm hỏi hằng tuần.",
        "Chi trả trợ cấp qua tài khoản cho đối tượng bảo trợ; đối chiếu dữ liệu dân cư để không bỏ sót, không trùng lặp, "
        "không chi cho người đã mất.",
        "Thăm, tặng quà gia đình chính sách nhân dịp lễ, tết.",
    ),
    "Dữ liệu và dịch vụ công": (
        "Số hóa sổ hộ tịch còn lại, làm sạch dữ liệu và chuyển vào kho dùng chung.",
        "Cắt giảm giấy tờ phải nộp khi làm thủ tục cấp phép xây dựng nhà ở riêng lẻ.",
        "Đặt máy tra cứu kết quả tại bộ phận một cửa các phường, xã; hướng dẫn người dân nộp hồ sơ qua mạng.",
        "Đánh giá mức độ hài lòng của người dân, công bố kết quả và chấn chỉnh nơi có điểm thấp hai kỳ liên tiếp.",
        "Bảo đảm an toàn thông tin cho máy chủ, sao lưu dữ liệu ở hai nơi khác nhau.",
    ),
}
LEADS = (
    "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường", "Sở Xây dựng", "Sở Tài chính", "Sở Nội vụ",
    "Sở Tư pháp", "Sở Khoa học và Công nghệ", "Công an tỉnh", "Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương",
    "Văn phòng UBND tỉnh", "Thanh tra tỉnh", "Sở Dân tộc và Tôn giáo", "Tỉnh đoàn", "Sở GDĐT", "Sở NN&MT",
)  # fmt: skip
RARE_LEADS = (
    "Chi cục Kiểm lâm", "Trường Chính trị tỉnh", "Bệnh viện Đa khoa tỉnh", "Trung tâm Khuyến nông tỉnh",
    "Công ty Điện lực tỉnh", "Trung tâm Kiểm soát bệnh tật tỉnh", "Quỹ Bảo vệ và Phát triển rừng",
    "Ban Quản lý dự án đầu tư xây dựng số 2", "Trung tâm Dịch vụ việc làm", "Bưu điện tỉnh", "Hội Người cao tuổi tỉnh",
    "Công ty cổ phần Cấp nước", "Thư viện tỉnh", "Trung tâm Phục vụ hành chính công", "Viễn thông tỉnh",
)  # fmt: skip
CLASS_LEADS = (
    "Các sở, ban, ngành; UBND các xã, phường", "UBND các xã, phường", "Các cơ quan, đơn vị, địa phương", "UBND cấp xã",
    "Các sở, ngành, địa phương", "Sở Nội vụ; Công an tỉnh", "Sở Y tế, Sở Giáo dục và Đào tạo",
    "Các trường học trên địa bàn tỉnh", "Các cơ sở khám chữa bệnh", "Các chủ đầu tư",
)  # fmt: skip
COORDINATING = (
    "Các sở, ban, ngành; UBND các xã, phường", "Sở Tài chính; UBND cấp xã", "Các cơ quan, đơn vị có liên quan",
    "Công an tỉnh; Bộ Chỉ huy Quân sự tỉnh; UBND các xã, phường", "Sở Nội vụ, Sở Tài chính",
    "Ủy ban MTTQ Việt Nam tỉnh và các tổ chức chính trị - xã hội", "Sở Khoa học và Công nghệ; Bưu điện tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh; Hội Nông dân tỉnh; Tỉnh đoàn", "Báo và Phát thanh, Truyền hình tỉnh",
    "Các sở, ngành, địa phương liên quan", "Chi cục Thủy lợi; UBND các xã ven sông", "Các doanh nghiệp viễn thông",
    "Ban Quản lý các khu công nghiệp; Liên đoàn Lao động tỉnh", "Các tổ chức, cá nhân liên quan", "Sở Tư pháp",
    "Ngân hàng Chính sách xã hội chi nhánh tỉnh; UBND cấp xã", "Các trường cao đẳng, trung cấp trên địa bàn",
)  # fmt: skip
TIMES = (
    "Thường xuyên", "Hằng năm", "Quý II/2026", "Quý IV năm 2026", "Tháng 9/2026", "Trước ngày 30/6/2026", "Năm 2026",
    "2026 - 2028", "Giai đoạn 2026-2030", "Trước 15/12/2026", "Theo kế hoạch", "Từ năm 2026", "Tháng 3 hằng năm",
    "Hoàn thành trong quý III/2026", "Khi có hướng dẫn của Bộ, ngành Trung ương", "Hằng quý", "Đến hết năm 2027",
    "Trước mùa mưa bão hằng năm", "Quý I, quý III hằng năm", "Trong năm học 2026-2027", "6 tháng, năm",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """How an annex is printed: heads and widths (cm) of the columns in order, and the page."""

    name: str
    columns: tuple[tuple[str, str, float], ...]
    landscape: bool = True
    size: float = 10.0
    dpi: int = 200
    psm: int = 3
    rules: bool = True
    centred: bool = False
    rare: float = 0.2
    classes: float = 0.25
    groups: str = "roman"
    numbers: str = "on"


FIVE = (
    ("number", "STT", 1.0),
    ("task", "Nhiệm vụ", 11.0),
    ("lead", "Cơ quan chủ trì", 4.2),
    ("coordinating", "Cơ quan phối hợp", 5.6),
    ("time", "Thời gian thực hiện", 3.6),
)
LAYOUTS = (
    Layout("a1", FIVE),
    Layout("a2", FIVE, groups="arabic", rare=0.1, classes=0.4),
    Layout("a3", FIVE, groups="none", rare=0.5),
    Layout(
        "b1",
        (("number", "TT", 1.0), ("task", "Nội dung công việc", 6.4), ("lead", "Đơn vị chủ trì", 3.2),
         ("coordinating", "Đơn vị phối hợp", 3.6), ("time", "Thời hạn", 2.6)),
        landscape=False, size=11, dpi=150, centred=True, numbers="group",
    ),
    Layout(
        "b2",
        (("number", "STT", 1.1), ("task", "Nội dung nhiệm vụ", 8.0), ("lead", "Cơ quan chủ trì", 3.8),
         ("coordinating", "Cơ quan phối hợp", 4.8), ("time", "Thời gian hoàn thành", 3.2),
         ("product", "Sản phẩm", 3.6)),
        size=11, centred=True,
    ),
    Layout("c1", FIVE, psm=4, rare=0.3),
    Layout("c2", FIVE, psm=6, dpi=150, groups="none"),
    Layout("h1", FIVE, rare=0.3, classes=0.3),
    Layout("h2", FIVE, groups="arabic", numbers="group", centred=True),
    Layout("h3", FIVE, psm=4, size=11, rare=0.15, groups="none"),
)  # fmt: skip
PRODUCTS = ("Kế hoạch", "Báo cáo", "Quyết định của UBND tỉnh", "Tờ trình", "Văn bản", "Hồ sơ", "Đề án")
ROMANS = ("I", "II", "III", "IV", "V", "VI")


def rows_for(layout: Layout, chance: random.Random) -> list[dict[str, str | None]]:
    """The rows of an annex: group titles (only `group`) and tasks."""
    rows: list[dict[str, str | None]] = []
    usual = chance.choice(COORDINATING[:1] + COORDINATING[2:3] + COORDINATING[9:10])
    for title, texts in chance.sample(list(TASKS.items()), 4):
        if layout.groups != "none":
            rows.append({"group": title.upper() if chance.random() < 0.3 else title})
        for text in chance.sample(texts, chance.randint(3, 5)):
            which = chance.random()
            pool = RARE_LEADS if which < layout.rare else LEADS
            pool = CLASS_LEADS if layout.rare <= which < layout.rare + layout.classes else pool
            lead = chance.choice(pool)
            other = usual if chance.random() < 0.35 else chance.choice(COORDINATING)
            rows.append(
                {"text": text, "lead": lead, "coordinating": other, "due": chance.choice(TIMES),
                 "product": chance.choice(PRODUCTS)}
            )  # fmt: skip
    return rows


def print_annex(layout: Layout, rows: list[dict[str, str | None]], path: Path) -> None:
    """Write the annex as a .docx."""
    paper = docx.Document()
    section = paper.sections[0]
    if layout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    else:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(layout.size)
    head = ["ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH ĐỒNG MƠ          Độc lập - Tự do - Hạnh phúc",
            "Số: 37/KH-UBND          Đồng Mơ, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH", "Thực hiện công tác dân sinh năm 2026",
            "Giao các cơ quan thực hiện nhiệm vụ tại phụ lục kèm theo."]  # fmt: skip
    for text in head:
        paper.add_paragraph(text)
    paper.add_page_break()
    for text in ("PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ"):
        paper.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = paper.add_table(rows=0, cols=len(layout.columns))
    table.autofit = False
    if layout.rules:
        table.style = "Table Grid"
    _write(table.add_row().cells, [title for _, title, _ in layout.columns], layout, bold=True)
    order = in_group = groups = 0
    for row in rows:
        cells = table.add_row().cells
        if "group" in row:
            groups, in_group = groups + 1, 0
            no = ROMANS[groups - 1] if layout.groups == "roman" else str(groups)
            merged = cells[0].merge(cells[-1])
            merged.paragraphs[0].add_run(f"{no}. {row['group']}").bold = True
            continue
        order, in_group = order + 1, in_group + 1
        number = str(order if layout.numbers == "on" else in_group)
        values = {"number": number, "task": row["text"], "time": row["due"], **row}
        _write(cells, [str(values[key]) for key, _, _ in layout.columns], layout, bold=False)
    for column, (_, _, width) in zip(table.columns, layout.columns, strict=True):
        column.width = Cm(width)
    paper.save(str(path))


def _write(cells, texts, layout: Layout, *, bold: bool) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = bold
        if layout.columns[place][0] == "task" and not bold:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        elif layout.centred:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            cell.vertical_alignment = 1


def read_pictures(layout: Layout, paper: Path, folder: Path, language: str) -> str:
    """What Tesseract reads from the printed pages."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, paper], check=True, capture_output=True
    )
    pdf = folder / f"{paper.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(layout.dpi), "-gray", "-png", pdf, folder / paper.stem], check=True)
    found = []
    for page in sorted(folder.glob(f"{paper.stem}-*.png")):
        command = ["tesseract", page, "-", "-l", language, "--psm", str(layout.psm)]
        found.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return "".join(found)


def main() -> None:
    """Make all annexes into the folder given."""
    target = Path(sys.argv[1])
    for layout in LAYOUTS:
        chance = random.Random(f"annex {layout.name}")  # noqa: S311 - invented texts, not secrets
        rows = rows_for(layout, chance)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            paper = folder / f"{layout.name}.docx"
            print_annex(layout, rows, paper)
            for language in ("eng", "vie"):
                text = read_pictures(layout, paper, folder, language)
                (target / f"{layout.name}.{language}.ocr.txt").write_text(text, encoding="utf-8")
        tasks = [row for row in rows if "text" in row]
        gold = {"tasks": tasks, "doc_type": "kế hoạch", "number": "37/KH-UBND", "date": "2026-01-12"}
        (target / f"{layout.name}.gold.json").write_text(
            json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
