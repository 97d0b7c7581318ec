"""What a directive says of other documents, on made-up text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.bases import legal_bases
from mangnon.documents.reading.citations import citations_in
from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.records import CitedLink, SourceLines
from mangnon.documents.reading.relations import cited_links

_MARKS = (
    "QĐ-UBND",
    "KH-UBND",
    "CT-TTg",
    "NQ-HĐND",
    "UBND-KGVX",
    "SYT-NVY",
    "BYT-BMTE",
    "TTr-SLĐTBXH",
    "NĐ-CP",
    "QĐ-BYT",
)
_KINDS = ("Quyết định", "Kế hoạch", "Công văn", "Văn bản", "Chỉ thị", "Nghị quyết", "Thông tư", "Nghị định", "Tờ trình")


def _links(
    *lines: str, body_from: int = 1, own: str | None = None, title: str | None = None
) -> list[tuple[str, str | None]]:
    found = cited_links(lines, paragraphs_of(lines), body_from=body_from, own_number=own, title=title)
    return [(link.kind, link.number or link.title) for link in found]


@given(
    st.sampled_from(_KINDS), st.integers(1, 9999), st.sampled_from(_MARKS), st.sampled_from((None, 2009, 2024)),
    st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(("slash", "words", "padded", "dots")),
    st.sampled_from(("Ủy ban nhân dân tỉnh", "Bộ Y tế", "Sở Lao động - Thương binh và Xã hội")),
)  # fmt: skip
def test_a_citation_is_read_whole(
    kind: str, number: int, mark: str, year: int | None, day: dt.date, form: str, issuer: str
) -> None:
    symbol = f"{number}/{year}/{mark}" if year else f"{number}/{mark}"
    written = {
        "slash": f"ngày {day.day}/{day.month}/{day.year}",
        "words": f"ngày {day.day} tháng {day.month} năm {day.year}",
        "padded": f"ngày {day:%d/%m/%Y}",
        "dots": f"ngày {day:%d.%m.%Y}",
    }[form]
    text = f"Các đơn vị thực hiện {kind} số {symbol} {written} của {issuer} về việc chăm sóc trẻ em; báo cáo kết quả."
    (found,) = citations_in(text)
    assert (found.kind, found.number, found.date, found.issuer) == (kind, symbol, day, issuer)
    assert found.title == "về việc chăm sóc trẻ em"


def test_party_symbols_laws_and_joint_documents() -> None:
    text = (
        "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016; Luật Bình đẳng giới năm 2006; "
        "Nghị quyết số 08-NQ/TU ngày 02/3/2021 của Ban Thường vụ Tỉnh ủy; "
        "Thông tư liên tịch số 06/2012/TTLT-BYT-BTC; Kế hoạch 45/KH-UBND."
    )
    assert [(item.number, item.title) for item in citations_in(text)] == [
        (None, "Luật Trẻ em"),
        (None, "Luật Bình đẳng giới năm 2006"),
        ("08-NQ/TU", None),
        ("06/2012/TTLT-BYT-BTC", None),
        ("45/KH-UBND", None),
    ]


@pytest.mark.parametrize(
    "text", ["tỷ lệ 3/4, HIV/AIDS, ngày 12/5/2024", "tiêu chuẩn 120 km/h", "điểm 1/A", "Điều 5 khoản 2"]
)
def test_what_is_no_document(text: str) -> None:
    assert citations_in(text) == ()


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Căn cứ Quyết định số 5/QĐ-BYT ngày 2/3/2024 của Bộ Y tế;", [("basis", "5/QĐ-BYT")]),
        ("Triển khai Chỉ thị số 9/CT-TTg ngày 2/3/2024 của Thủ tướng Chính phủ.", [("implements", "9/CT-TTg")]),
        ("Quyết định này thay thế Quyết định số 8/QĐ-UBND ngày 1/2/2019.", [("replaces", "8/QĐ-UBND")]),
        ("Quyết định số 8/QĐ-UBND ngày 1/2/2019 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
         [("replaces", "8/QĐ-UBND")]),
        ("Sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định số 3/2020/QĐ-UBND.",
         [("amends", "3/2020/QĐ-UBND")]),
        ("Điều chỉnh Kế hoạch số 77/KH-UBND ngày 4/5/2022 của Ủy ban nhân dân tỉnh như sau:",
         [("amends", "77/KH-UBND")]),
        ("Tiếp tục triển khai có hiệu quả Kế hoạch số 12/KH-UBND và Kế hoạch số 13/KH-UBND.",
         [("continues", "12/KH-UBND"), ("continues", "13/KH-UBND")]),
        ("Hỗ trợ trẻ em theo quy định tại Nghị định số 20/2021/NĐ-CP.", [("cites", "20/2021/NĐ-CP")]),
        ("Sở Y tế tham mưu sửa đổi, bổ sung Quyết định số 6/QĐ-UBND.", [("cites", "6/QĐ-UBND")]),
        ("Nghị định số 1/2019/NĐ-CP (được sửa đổi, bổ sung bởi Nghị định số 2/2023/NĐ-CP) quy định.",
         [("cites", "1/2019/NĐ-CP"), ("cites", "2/2023/NĐ-CP")]),
        ("Thực hiện Quyết định số 4/QĐ-TTg về việc sửa đổi, bổ sung Quyết định số 3/QĐ-TTg.",
         [("implements", "4/QĐ-TTg"), ("cites", "3/QĐ-TTg")]),
        ("Thực hiện Quyết định số 4/QĐ-TTg phê duyệt Chương trình phòng bệnh và Kế hoạch số 9/KH-UBND.",
         [("implements", "4/QĐ-TTg"), ("implements", "9/KH-UBND")]),
    ],
)  # fmt: skip
def test_the_verb_governs(text: str, links: list[tuple[str, str]]) -> None:
    assert _links(text) == links


def test_a_list_in_one_paragraph_stands_under_the_verb_before_it() -> None:
    text = (
        "3. Tiếp tục thực hiện các kế hoạch của Ủy ban nhân dân tỉnh, gồm các văn bản sau: Kế hoạch số 1/KH-UBND ngày "
        "2/3/2019 về thực hiện Chỉ thị số 5/CT-TTg; Kế hoạch số 2/KH-UBND về phòng bệnh; Quyết định số 7/QĐ-UBND."
    )
    found = cited_links([text], paragraphs_of([text]))
    assert [(link.kind, link.number, link.issuer) for link in found] == [
        ("continues", "1/KH-UBND", "Ủy ban nhân dân tỉnh"),
        ("cites", "5/CT-TTg", "Thủ tướng Chính phủ"),
        ("continues", "2/KH-UBND", "Ủy ban nhân dân tỉnh"),
        ("continues", "7/QĐ-UBND", "Ủy ban nhân dân tỉnh"),
    ]


def test_a_list_in_paragraphs_stands_under_the_verb_before_it_and_ends() -> None:
    lines = [
        "Điều 2. Quyết định này thay thế các văn bản sau đây:",
        "",
        "a) Quyết định số 1/2015/QĐ-UBND ngày 2/3/2015;",
        "",
        "b) Quyết định số 2/2016/QĐ-UBND ngày 4/5/2016.",
        "",
        "Điều 3. Sở Y tế hướng dẫn theo Thông tư số 9/2020/TT-BYT.",
    ]
    assert _links(*lines) == [
        ("replaces", "1/2015/QĐ-UBND"),
        ("replaces", "2/2016/QĐ-UBND"),
        ("cites", "9/2020/TT-BYT"),
    ]


def test_each_document_once_with_the_strongest_verb_and_all_that_is_said_of_it() -> None:
    lines = [
        "Căn cứ Kế hoạch số 10/KH-UBND;",
        "",
        "1. Tiếp tục thực hiện Kế hoạch số 10/KH-UBND ngày 5/6/2023 của Ủy ban nhân dân tỉnh về dinh dưỡng trẻ em.",
        "",
        "2. Báo cáo theo mẫu của Kế hoạch này số 99/KH-UBND.",
    ]
    (link,) = cited_links(lines, paragraphs_of(lines), own_number="99/KH-UBND")
    assert link == CitedLink(
        "continues",
        "10/KH-UBND",
        dt.date(2023, 6, 5),
        "Ủy ban nhân dân tỉnh",
        "về dinh dưỡng trẻ em",
        SourceLines(3, 3),
    )


def test_the_subject_says_what_is_implemented_or_amended() -> None:
    lines = ["KẾ HOẠCH", "Triển khai Chỉ thị số 31/CT-TTg ngày 2/3/2024 của Thủ tướng Chính phủ", "", "Nội dung."]
    found = cited_links(lines, paragraphs_of(lines), title=lines[1], body_from=4)
    assert [(link.kind, link.number, link.source) for link in found] == [("implements", "31/CT-TTg", SourceLines(2, 2))]
    assert _links("x", title="Về việc sửa đổi, bổ sung Quyết định số 4/QĐ-UBND") == [("amends", "4/QĐ-UBND")]


def test_a_link_survives_json() -> None:
    link = CitedLink("amends", "4/QĐ-UBND", dt.date(2024, 1, 2), "Ủy ban nhân dân tỉnh", "về trẻ em", SourceLines(3, 4))
    assert CitedLink.from_json(link.to_json()) == link
    assert CitedLink.from_json({"kind": "khác"}) == CitedLink("cites")


def test_bases_below_the_issuer_without_a_line_between() -> None:
    lines = ["ỦY BAN NHÂN DÂN TỈNH LAI CHÂU Căn cứ Kế hoạch số 12/KH-UBND ngày 2/3/2024;", "", "QUYẾT ĐỊNH:"]
    assert [basis.number for basis in legal_bases(paragraphs_of(lines), 1)] == ["12/KH-UBND"]


def test_bases_under_a_heading_and_letters_received() -> None:
    listed = ["I. CĂN CỨ XÂY DỰNG", "", "1. Quyết định số 5/QĐ-TTg ngày 2/3/2024;", "", "II. MỤC TIÊU", "",
              "Theo Quyết định số 6/QĐ-BYT."]  # fmt: skip
    assert [basis.number for basis in legal_bases(paragraphs_of(listed), 1)] == ["5/QĐ-TTg"]
    letter = ["Ủy ban nhân dân tỉnh nhận được Công văn số 8/BYT-KCB ngày 2/3/2024 của Bộ Y tế về tiêm chủng."]
    assert [(b.number, b.issuer) for b in legal_bases(paragraphs_of(letter), 1)] == [("8/BYT-KCB", "Bộ Y tế")]
