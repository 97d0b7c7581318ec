"""Fixed wording of administrative documents, which the articles of laws seldom use.

The national name, motto, headings and formulae of signing that Decree 30/2020/NĐ-CP, Annexes I and III, prescribes, and
the courtesies of official letters. Counted some dozens of times each, so that the language model has met them.
"""

from __future__ import annotations

from typing import Final

REPEATS: Final = 40

FORMULAE: Final = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Kính gửi: Ủy ban nhân dân tỉnh",
    "Kính gửi: Các sở, ban, ngành",
    "Nơi nhận: Như trên",
    "Nơi nhận: Như Điều 3",
    "Lưu: Văn thư",
    "Thay mặt Ủy ban nhân dân, Chủ tịch",
    "Ký thay Chủ tịch, Phó Chủ tịch",
    "Thừa lệnh Chủ tịch, Chánh Văn phòng",
    "Ký thay Giám đốc, Phó Giám đốc",
    "Quyền Chủ tịch",
    "Thừa ủy quyền",
    "trân trọng đề nghị",
    "Trân trọng cảm ơn",
    "Trân trọng",
    "Phụ lục kèm theo Kế hoạch số",
    "Kèm theo Quyết định số",
    "Về việc ban hành Kế hoạch",
    "Mục đích, yêu cầu",
    "Nhiệm vụ và giải pháp",
    "Tổ chức thực hiện",
    "Kinh phí thực hiện",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian thực hiện",
    "Nội dung nhiệm vụ",
    "Phân công nhiệm vụ",
    "Báo cáo kết quả thực hiện",
    "Chi tiết tại Phụ lục kèm theo",
)
