"""The words with which a duty begins: where the name of a body ends and what it must do starts.

The list was made from what official language says after «có trách nhiệm» and after the name of a body; it is a list of
the language, not of bodies: a name ends at the first of these words, whatever the name.
"""

from __future__ import annotations

import re

_TWO = (
    "chủ trì", "chủ động", "chịu trách nhiệm", "chịu sự", "chỉ đạo", "chỉ định", "chấp hành", "chấn chỉnh",
    "chấm dứt", "chuẩn bị", "chuyển giao", "chia sẻ", "chi trả", "chăm lo", "chăm sóc", "cân đối", "cải tiến",
    "cải thiện", "cam kết", "căn cứ", "cập nhật", "công bố", "công khai", "củng cố", "cụ thể hóa", "cung cấp",
    "cung ứng", "duy trì", "dự báo", "dự kiến", "dự toán", "dựa trên", "đa dạng", "đánh giá", "đăng ký", "đăng tải",
    "đăng tin", "đảm bảo", "đảm nhiệm", "đảm nhận", "đầu tư", "đẩy mạnh", "đẩy nhanh", "đề cao", "đề nghị", "đề xuất",
    "điều chỉnh", "điều hành", "điều phối", "điều tra", "định hướng", "định kỳ", "đối chiếu", "đối thoại",
    "đôn đốc", "động viên", "đổi mới", "đồng thời", "đưa tin", "giải quyết", "giải đáp", "giám sát", "giáo dục",
    "giao nhiệm vụ", "giới thiệu", "giúp đỡ", "giữ vai trò", "giữ vững", "góp phần", "hoàn chỉnh", "hoàn thành",
    "hoàn thiện", "hỗ trợ", "huy động", "hướng dẫn", "hằng năm", "hàng năm", "hằng quý", "hàng quý", "hằng tháng",
    "hàng tháng", "kết nối", "kết hợp", "kêu gọi", "khai thác", "khảo sát", "khắc phục", "khẩn trương",
    "không để", "không được", "khuyến khích", "khởi công", "kiểm soát", "kiểm tra", "kiểm kê", "kiểm điểm",
    "kiến nghị", "kiện toàn", "kiên quyết", "kịp thời", "lãnh đạo", "lấy ý kiến", "liên hệ", "linh hoạt",
    "lồng ghép", "lựa chọn", "lưu trữ", "mở rộng", "mở đợt", "mời gọi", "nắm bắt", "nắm chắc", "nâng cao",
    "nâng cấp", "nêu cao", "nghiêm túc", "nghiêm cấm", "nghiên cứu", "ngăn chặn", "nhân rộng", "nhân bản", "nhằm",
    "nhanh chóng", "niêm yết", "nỗ lực", "nuôi dưỡng", "phân bổ", "phân cấp", "phân công", "phân loại", "phân tích",
    "phản ánh", "phát động", "phát huy", "phát hiện", "phát sóng", "phát hành", "phát triển", "phê duyệt", "phổ biến",
    "phối hợp", "phục vụ", "quan tâm", "quản lý", "quán triệt", "quy định", "quy hoạch", "quyết định",
    "quyết liệt", "quyết tâm", "rà soát", "ra quân", "sắp xếp", "sẵn sàng", "sơ kết", "sớm", "sử dụng", "sửa đổi",
    "tạm dừng", "tạo điều kiện", "tạo lập", "tăng cường", "tập huấn", "tập trung", "tập hợp", "tham dự", "tham gia",
    "tham mưu", "tham khảo", "thanh tra", "thành lập", "thay mặt", "theo dõi", "theo chức năng", "theo nhiệm vụ",
    "theo thẩm quyền", "theo phạm vi", "theo lĩnh vực", "theo quy định", "theo sự", "thẩm định", "thẩm tra", "thiết kế",
    "thiết lập", "thông báo", "thông tin", "thống kê", "thống nhất", "thu thập", "thu hút", "thúc đẩy",
    "thực hiện", "thực hành", "thi hành", "thường xuyên", "thăm hỏi", "tích cực", "tích hợp", "tiến hành", "tiếp nhận",
    "tiếp thu", "tiếp tục", "tìm kiếm", "tổ chức", "tổng hợp", "tổng kết", "trang bị", "trao đổi", "trên cơ sở",
    "trả lời", "triển khai", "triệt để", "trong phạm vi", "trong quá trình", "trong việc", "trong công tác",
    "trong thời gian", "trong lĩnh vực", "trong tháng", "trong quý", "trong năm", "trước ngày", "trước tháng",
    "trực tiếp", "truyền thông", "tuân thủ", "tuyên truyền", "tuyệt đối", "tuyển chọn", "tư vấn", "tự kiểm tra",
    "ưu tiên", "ứng dụng", "ứng phó", "vận dụng", "vận động", "vận hành", "xác định", "xác minh", "xây dựng", "xem xét",
    "xét duyệt", "xử lý", "yêu cầu", "ban hành", "báo cáo", "bảo đảm", "bảo vệ", "bám sát", "bàn giao", "biên soạn",
    "biểu dương", "bồi dưỡng", "bổ sung", "bố trí", "bước đầu", "biên tập", "áp dụng", "ủy quyền", "in ấn",
    "giao chỉ tiêu", "tổng rà soát", "đưa nội dung", "đưa vào", "đưa các", "ngoài việc", "ngoài các",
    "chậm nhất", "từng bước", "làm tốt", "làm đầu mối", "làm cơ quan", "làm rõ", "là cơ quan", "là đầu mối",
    "là đơn vị", "kế thừa", "kết luận", "cử cán bộ", "cử công chức", "cử đại diện", "cử người", "cử lực lượng",
    "hiệp đồng", "nghiệm thu", "đấu tranh", "điều động", "ký kết", "đón tiếp", "truy quét",
    "tuần tra", "túc trực", "trực ban", "thường trực 24", "tổng duyệt", "khen thưởng",
    "đối với các", "đối với những", "đối với trường hợp", "phải", "cần", "sẽ", "nếu", "khi",
    "để", "nhận", "quyết toán", "hạch toán", "đóng góp", "chuyển tải", "nhắc nhở",
)  # fmt: skip
_ONE = (
    "lập", "trình", "tìm", "gửi", "mở", "ký", "giúp", "đưa", "dành", "chủ trương", "thẩm", "soạn",
)  # fmt: skip
_HAVE = r"có(?! liên| trụ sở| đông| nhiều| tổ chức đảng| thẩm quyền| rừng| biển| người| trẻ)"
# Verbs that names of bodies also hold: with a capital they are part of a name.
_IN_NAMES = frozenset(
    (
        "xây dựng", "quản lý", "phát triển", "thống kê", "kiểm tra", "giám sát", "tổ chức", "vận động", "bảo vệ",
        "đầu tư", "thanh tra", "kiểm soát", "thông tin", "hỗ trợ", "chăm sóc", "tuyên truyền", "tư vấn",
        "giới thiệu", "phục vụ", "ứng phó", "khai thác", "điều phối", "nghiên cứu", "giáo dục", "nuôi dưỡng",
        "truyền thông", "chỉ đạo", "đăng ký", "khuyến khích", "ứng dụng", "bồi dưỡng", "quy hoạch", "điều tra",
        "lưu trữ", "chuyển giao", "kết nối", "tiếp nhận", "công bố", "huy động", "lãnh đạo", "định giá", "đấu tranh",
        "điều hành", "vận hành", "phổ biến", "thường trực", "thẩm định", "cung ứng", "tập huấn", "đào tạo",
    )
)  # fmt: skip
_KIND_BEFORE = re.compile(
    r"(?:(?<![\wà-ỹ])(?:[Bb]an|[Tt]ổ|[Xx]úc tiến|[Dd]ịch vụ|[Dd]ự án|Hội|[Hh]ội đồng|"
    r"[Tt]rung tâm|[Cc]hủ|Quỹ|Cục|[Cc]hi cục|Phòng|Viện|Vụ|Bộ|Đội|"
    r"[Vv]ăn phòng|[Cc]ông ty|Trạm|[Bb]ộ phận|[Cc]ơ sở|[Nn]gười|[Đđ]ơn vị sự nghiệp|[Tt]hẩm quyền|Trường))\s+$"
)
_OF_OFFICES = frozenset(("chuyên trách", "tham mưu", "biên tập", "trực tiếp", "đăng ký", "giúp đỡ", "xử lý", "bảo vệ"))
_OFFICE_BEFORE = re.compile(r"(?:[Cc]ơ quan|[Đđ]ơn vị)\s+$")
_OFFICE_AFTER = re.compile(
    r"(?:quản lý|tham mưu(?=,? giúp| của)|thông tin|truyền thông|điều tra|thường trực)(?![\wà-ỹ])"
)
_NOUN_AFTER = re.compile(
    r"tổ chức(?:,? chính trị| xã hội| đoàn| tín dụng| phi| quốc tế| liên quan| có liên| thành viên| hội|;|$|"
    r" khoa học| kinh tế| tôn giáo| xã hội| cơ sở| đảng| cá nhân)"
    r"|giáo dục (?:mầm non|phổ thông|nghề|thường xuyên|đại học|tiểu|trên)|đầu tư (?:phát|xây)"
    r"|bảo vệ (?:quyền|rừng|môi|người|trẻ)|thông tin (?:điện|đại|cơ sở)|chăm sóc (?:sức|trẻ|người)"
    r"|quản lý (?:nhà nước|thị trường|khu|dự|các khu|rừng|đất)|truyền thông (?:đa|đại|và)|phát triển (?:nông|quỹ|kinh)"
    r"|nhận (?:thức|con)|trình độ|lập pháp|ký túc|kiểm soát bệnh|hỗ trợ (?:phát|nông)|phải (?:thu|trả)|để lại"
)

# After the place a name is over: «… tỉnh Xây dựng các phóng sự».
_AFTER_PLACE = re.compile(
    r"(?<![\wà-ỹ])(?:tỉnh|phố|liên quan|huyện|xã|phường|đặc khu|ngành|đoàn thể|đơn vị|địa phương)\s+(?P<verb>"
    + "|".join(f"{verb[0].upper()}{re.escape(verb[1:])}" for verb in sorted(_IN_NAMES))
    + r")(?![\wà-ỹ])"
)
_ALL = re.compile(
    r"(?<![\wà-ỹ])(?:"
    + "|".join(
        re.escape(verb)
        if verb in _IN_NAMES or " " not in verb
        else f"[{verb[0]}{verb[0].upper()}]{re.escape(verb[1:])}"
        for verb in sorted((*_TWO, *_ONE), key=len, reverse=True)
    )
    + rf"|{_HAVE})(?![\wà-ỹ])"
)


def duty_starts_at(text: str) -> int | None:
    """Where the first word of a duty begins after a name, or None.

    >>> "Sở Xây dựng sớm xây dựng kế hoạch"[duty_starts_at("Sở Xây dựng sớm xây dựng kế hoạch"):]
    'sớm xây dựng kế hoạch'
    """
    place = _AFTER_PLACE.search(text)
    limit = place.start("verb") if place else None
    for found in _ALL.finditer(text):
        if limit is not None and found.start() >= limit:
            return limit
        if found.start() < 3:
            continue
        before = text[: found.start()]
        is_of_names = found.group().lower() in _IN_NAMES or found.group().lower() in _OF_OFFICES
        if (is_of_names and _KIND_BEFORE.search(before)) or _NOUN_AFTER.match(text, found.start()):
            continue
        if _OFFICE_AFTER.match(text, found.start()) and _OFFICE_BEFORE.search(before):
            continue
        if found.group() == "thường xuyên" and before.endswith("giáo dục "):
            continue
        if found.group().lower() == "tổ chức" and _is_noun_in_list(before, text[found.end() :]):
            continue
        return found.start()
    return limit


def _is_noun_in_list(before: str, after: str) -> bool:
    """Whether «tổ chức» is an organisation among others («cơ quan, tổ chức, cá nhân»), not «to organise»."""
    if re.search(r"các\s+$", before):
        return True
    if re.search(r"và\s+$", before) and after.startswith((", cá nhân", ", đơn vị", " và cá nhân")):
        return True
    return bool(re.search(r"(?:quan|vị|thể|hội|nghiệp),\s+$", before)) and after.startswith((",", " và cá nhân", " có"))
