"""Where the signature stands: below the recipients, or before them when the cells of the page come in that order."""

from __future__ import annotations

from mangnon.documents.reading.endings import read_ending
from mangnon.documents.reading.records import Signer


def test_a_signature_before_the_recipients() -> None:
    lines = [
        "Đề nghị các đơn vị thực hiện./.",
        "",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "",
        "Trần Thị Bình",
        "",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    ]
    end = read_ending(lines)
    assert end.signer == Signer("KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC", "Trần Thị Bình")
    assert end.recipients == ("Như trên", "Lưu: VT")


def test_two_columns_on_the_same_lines() -> None:
    lines = [
        "Nơi nhận:                         TM. ỦY BAN NHÂN DÂN",
        "- Như Điều 3;                     KT. CHỦ TỊCH",
        "- Các ban của Huyện ủy;           PHÓ CHỦ TỊCH",
        "- Lưu: VT.",
        "                                  Lò Văn Sinh",
    ]
    end = read_ending(lines)
    assert end.signer == Signer("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", "Lò Văn Sinh")
    assert end.recipients == ("Như Điều 3", "Các ban của Huyện ủy", "Lưu: VT")


def test_two_columns_whose_blanks_are_lost() -> None:
    end = read_ending(
        ["Nơi nhận: KT. CỤC TRƯỞNG", "- Như trên; PHÓ CỤC TRƯỞNG", "- Lưu: VT, TL, KT.", "", "Đinh Thị Sen"]
    )
    assert end.signer == Signer("KT. CỤC TRƯỞNG, PHÓ CỤC TRƯỞNG", "Đinh Thị Sen")
    assert end.recipients == ("Như trên", "Lưu: VT, TL, KT")


def test_a_name_after_a_gap_and_a_remark_that_it_is_signed() -> None:
    gap = [""] * 24
    for between in (gap, ["(Đã ký)"], ["", "Đã ký, đóng dấu", ""], ["d:/van-thu/so-12", *gap]):
        end = read_ending(["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "", "- GIÁM ĐỐC", *between, "TS. Hà Thị Mận"])
        assert end.signer == Signer("GIÁM ĐỐC", "Hà Thị Mận"), between


def test_capacities_of_the_party_and_of_schools() -> None:
    for shown in (
        ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"],
        ["HIỆU TRƯỞNG"],
        ["TRƯỞNG PHÒNG"],
        ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"],
        ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    ):
        end = read_ending(["Nơi nhận:", "- Như trên;", "- Lưu VT.", "|", *shown, "", "Phan Thị Ý", "|"])
        assert end.signer == Signer(", ".join(shown), "Phan Thị Ý"), shown


def test_a_name_in_capitals_after_room_for_the_signature() -> None:
    end = read_ending(
        [
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu VT.",
            "TM. ỦY BAN NHÂN DÂN TỈNH",
            "LÂM ĐỒNG",
            "CHỦ TỊCH",
            "",
            "",
            "LÊ VĂN HÒA",
        ]
    )
    assert end.signer == Signer("TM. ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG, CHỦ TỊCH", "LÊ VĂN HÒA")


def test_what_follows_a_signature_without_a_name_is_no_name() -> None:
    end = read_ending(
        [
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu VT.",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "",
            "KẾ HOẠCH",
            "Phòng chống rét",
            "Trần Văn Tám",
        ]
    )
    assert end.signer == Signer("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", None)
    assert end.last == 5


def test_recipients_without_dashes_without_a_head_and_below_a_second_heading() -> None:
    assert read_ending(["Nơi nhận:", "Sở Nội vụ (báo cáo);", "Các tổ chuyên môn;", "Lưu: VT."]).recipients == (
        "Sở Nội vụ (báo cáo)",
        "Các tổ chuyên môn",
        "Lưu: VT",
    )
    end = read_ending(["Trân trọng./.", "~ Như kính gửi;", "+ Phòng Văn hóa;", "- Lưu: VT.", "CHỦ TỊCH", "Vi Thị Lam"])
    assert end.recipients == ("Như kính gửi", "Phòng Văn hóa", "Lưu: VT")
    assert end.first == 2
    assert read_ending(["Nơi nhận:", "- Lưu VT;", "Bản điện tử:", "- Như trên;", "- Các tổ."]).recipients == (
        "Lưu VT",
        "Như trên",
        "Các tổ",
    )
