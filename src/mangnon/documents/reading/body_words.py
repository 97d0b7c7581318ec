"""The words with which names of bodies begin. A name is known by its kind («Sở», «Chi cục», «Trường») and its place in
the sentence, not by standing in a list of bodies: no province's own bodies are here.
"""

from __future__ import annotations

import re

# For character classes: «[A-ZÀ-Ỹ]» would take small letters in, because capitals and small letters alternate there.
CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split("|"))


_KINDS = _words(
    """
    sở | bộ | ban | công an | ủy ban | uỷ ban | ubnd | văn phòng | thanh tra | tòa án | toà án | viện | hội | đoàn |
    tỉnh đoàn | thành đoàn | huyện đoàn | liên minh | liên đoàn | liên hiệp | hiệp hội | mặt trận | mttq | báo | đài
    | trung tâm | cục | chi cục | kho bạc | ngân hàng | thuế | hải quan | bảo hiểm xã hội | tổng cục | tổng liên
    đoàn | trung ương hội | hội đồng | tổng hội | thống kê | kiểm toán | cơ quan | đơn vị | thủ trưởng | giám đốc |
    tổng giám đốc | phó giám đốc | chủ tịch | phó chủ tịch | bí thư | bộ trưởng | thống đốc | cổng thông tin | tập
    đoàn | chánh | tổng thanh tra | hiệu trưởng | viện trưởng | chỉ huy trưởng | cục trưởng | chi cục trưởng |
    trưởng ban | trưởng phòng | trưởng công an | trưởng các | phó     thủ tướng | thủ tướng | tư lệnh | tổng biên
    tập | hội đồng | hđnd | phòng | bệnh viện | ngành | tổng công ty | công ty | trường | đại học | học viện | vp |
    vpub | lãnh đạo | người đứng đầu | đồng chí | ubmttq | ubmttqvn | vksnd | tand | tỉnh ủy | thành ủy | huyện ủy |
    đảng ủy | thường trực | quân khu | đồn | bộ đội biên phòng | biên     phòng | trạm | quỹ | đội | hạt | bưu điện
    | viễn thông | điện lực | tạp chí | thông tấn xã | cảng vụ | chi nhánh | vườn quốc     gia | bảo tàng |
    thư viện | nhà hát |
    nhà xuất bản | tổ công tác | tổ giúp việc | chủ đầu tư | quốc hội | chính     phủ | tổ trưởng | trung ương đoàn
    | câu lạc bộ | hợp tác xã | doanh nghiệp | đảng bộ | chi bộ | cấp ủy | địa     phương | lực lượng | vụ | bhxh |
    kbnn | nhnn | lđlđ | bchqs | bqlkkt | bql | bđbp | hội lhpn | vnpt | evn | viettel | mobifone | ttyt | cdc |
    ubmt | ca tỉnh | ub | bộ chỉ huy | bch
    """
)
# After «các» (every …): what stands for several bodies.
_CLASS_NOUNS = _words(
    """
    sở | bộ | ban | ngành | cơ quan | đơn vị | tổ chức | địa phương | doanh nghiệp | tập đoàn | tổng công ty | công
    ty | đồng chí | hội | đoàn | đoàn thể | trường | cơ sở | phòng | ubnd | ủy ban | uỷ ban | xã | phường | huyện |
    tỉnh | thành phố | cấp | chủ đầu tư | lực lượng | thành viên | cục | chi cục | vụ | viện | bệnh viện | trung tâm
    | báo | đài | ngân hàng | nhà mạng | học viện | đại học | thôn | khu | chủ thể | hợp tác xã | hiệp hội | đảng ủy
    | huyện ủy | cấp ủy | chi bộ | tòa án | công an | phó | ông | bà | thầy | giám đốc | thủ trưởng | bộ trưởng |
    chủ tịch | bí thư | nhà thầu | nhà trường | trạm | đội | tổ | gia đình | hộ | ban ngành | quận | thị xã | văn
    phòng | cha mẹ | báo chí | kênh | hãng
    """
)
# What begins like a body and is none: the word, then what follows it.
_FALSE_FRIENDS = {
    "ban": "hành|bố|đầu|đêm|ngày|phát",
    "báo": "cáo|động|hiệu",
    "phòng": "ngừa|chống|tránh|trừ|cháy|bệnh|học|ở|hộ|khi",
    "ngành": "nghề",
    "đơn vị": "tính|hành chính",
    "hội": "nhập|nghị|thảo|thi|diễn|họp|tụ|viên|chợ|trại",
    "bộ": "luật|tiêu chí|chỉ số|công cụ|tài liệu|máy|sách|sưu|mặt|nhận|phận",
    "đoàn": "kết|viên|công tác|kiểm tra|giám sát|liên ngành",
    "đội": "ngũ|hình",
    "viện": "trợ|dẫn|phí",
    "quỹ": "đất|thời|đạo",
    "thuế": "suất|giá|thu|xuất|nhập",
    "kiểm toán": "nội",
    "trường": "hợp|lớp|học",
    "vụ": "việc|mùa|án|đông|hè|xuân",
    "lãnh đạo": "thực hiện",
    "hạt": "giống|nhân",
    "trạm": "xá",
    "văn phòng": "phẩm",
    "sở": "hữu|thích|dĩ|đoản",
    "cục": "bộ|diện",
    "đồn": "điền|đại",
    "lực lượng": "sản xuất|lao động",
    "đài": "thọ|vinh",
    "địa phương": "hóa|hoá",
    "cơ quan": "có thẩm quyền",
    "các hội": "nghị|thảo|thi|diễn|viên",
    "các đoàn": "công tác|kiểm tra|liên ngành|viên",
    "các trường": "hợp",
    "các cấp": "độ",
    "các tổ": "hợp",
    "các bộ": "tiêu chí|chỉ số|luật|phận|tài liệu",
    "các ngành": "nghề|hàng",
    "các khu": "vực",
    "các tỉnh": "lộ",
    "các đội": "hình",
    "các cơ sở": "dữ liệu|hạ tầng|vật chất",
    "các hộ": "nghèo",
    "các báo": "cáo",
    "các đơn vị": "tính",
    "các tổ chức": "hoạt động",
    "các thôn": "bản đặc biệt",
}
# Pairs of small words that names are made of, beside what stands in the catalogue, and single ones. No list of names:
# a name goes on through these and through capitals, and ends where another small word begins.
NAME_PAIRS = frozenset(
    tuple(pair.split())
    for pair in _words(
        """
        nhân dân | tối cao | cấp cao | quân sự | biên phòng | chỉ huy | chỉ đạo | quản lý | kinh tế | chế xuất | công
        nghiệp | phòng hộ | đặc dụng | dự án | đầu tư | giao thông | nông thôn | nông nghiệp | môi trường | thủy lợi |
        kiểm lâm | thú y | chăn nuôi | trồng trọt | bảo vệ | thực vật | thủy sản | lâm nghiệp | dân số | bệnh tật | y tế
        | đa khoa | sản nhi | phụ sản | tâm thần | phục hồi | chức năng | giám định | pháp y | công lập | tư thục | dân
        lập | ngoài công lập | mầm non | tiểu học | trung học | phổ thông | cơ sở | cao đẳng | đại học | nghề nghiệp |
        giáo dục | thường xuyên | dạy nghề | đào tạo | bồi dưỡng | trợ giúp | pháp lý | trẻ em | khuyết tật | mồ côi |
        cao tuổi | thanh niên | thiếu niên | xung phong | khuyến học | khuyến công | khuyến nông | doanh nghiệp | doanh
        nhân | nhỏ và | và vừa | phụ nữ | nông dân | cựu chiến | chiến binh | luật gia | luật sư | nhà báo | văn học |
        nghệ thuật | kiến trúc | đoàn thể | tổ chức | chính trị | xã hội | tín dụng | khoa học | kỹ thuật | hành chính |
        công cộng | lao động | thương binh | du lịch | thông tin | truyền thông | truyền hình | truyền thanh | phát
        thanh | điện tử | báo chí | thông tấn | mạng lưới | tôn giáo | dân tộc | thiểu số | miền núi | hải đảo | cơ quan
        | khí tượng | thủy văn | văn phòng | văn hóa | thể thao | thiên tai | dân sự | cứu nạn | cứu hộ | nhà nước | kho
        bạc | ngân hàng | chi nhánh | hội đồng | đại biểu | quốc hội | ủy ban | thành viên | hợp tác | đơn vị | cá nhân
        | gia đình | hộ gia | địa phương | địa bàn | trên địa | trung ương | trung tâm | khu vực | liên quan | có liên |
        trực thuộc | chuyên môn | chuyên ngành | ngành dọc | đóng trên | sức khỏe | vệ sinh | an toàn | thực phẩm | an
        ninh | trật tự | đường bộ | đường thủy | đường sắt | hàng không | cảng vụ | công trình | hạ tầng | đô thị | dịch
        vụ | nước sạch | chiếu sáng | cây xanh | xe buýt | nội vụ | lữ đoàn | sư đoàn | giám đốc | chủ tịch | thủ trưởng
        | bí thư | chánh văn | phó chủ | mặt trận | tổ quốc | liên minh | liên hiệp | liên đoàn | hiệp hội | khối cơ |
        kinh doanh | thường trực | tham mưu | quy hoạch | kế hoạch | tài nguyên | tài chính | đất đai | dân cư | tổ dân
        | dân phố | khu phố | khu dân | cộng đồng | chính quyền | hồ đập | chủ hồ | thủy điện | trại giam | tạm giam |
        thi hành | án dân | tư tưởng | tư vấn | tâm lý | học đường | học sinh | sinh viên | công tác | giáo viên | cán
        bộ | công chức | viên chức | nhân viên | đoàn viên | cổ phần | trách nhiệm | hữu hạn | một thành | di tích |
        danh thắng | bảo tồn | bảo tàng | thư viện | quốc gia | quốc tế | phi chính | chính phủ | nước ngoài | từ thiện
        | nhân đạo | bảo trợ | cung cấp | cung ứng | chăm sóc | nuôi dưỡng | xét nghiệm | kiểm nghiệm | kiểm định | kiểm
        dịch | kiểm soát | thú cảnh | bưu chính | viễn thông | điện lực | cấp nước | thoát nước | xổ số | kiến thiết |
        chuyên trách | chuyên quản | chỉ tiêu | tín ngưỡng | sản xuất | chế biến | xuất khẩu | nhập khẩu | thương mại |
        thị trường | vận tải | xây dựng | nhà trường | nhà mạng | nhà thầu | hải quan | cơ yếu | công an | quân đội | bộ
        đội | cấp ủy | chi bộ | đảng ủy | đảng bộ | các cấp | sự nghiệp | ban ngành | bộ phận | dân quân
        | rừng phòng | rừng đặc | thiên nhiên | vật tư | cây trồng | vật nuôi | thiết bị | trường học | y học | cổ
        truyền | dược phẩm | mỹ phẩm | huyết học | truyền máu | da liễu | lao phổi | ung bướu | tim mạch | đăng kiểm
        | cơ giới | cấp cứu | sát hạch | lái xe | đấu giá | công chứng | thừa phát | phát lại | tiết kiệm | người
        cao | người mù | người khuyết | người có | có công | chất độc | da cam | làm vườn | sinh vật | vật cảnh |
        cựu giáo | cựu thanh | nạn nhân | tù yêu | yêu nước | đông y | châm cứu | y dược | hóa gia | điều dưỡng |
        tài trợ | hảo tâm | thiện nguyện | tình nguyện | tổng hợp | chuyển đổi | đổi số | công nghệ | giám sát |
        kiểm toán | kiểm tra | phòng chống | chống thiên | quản trị | biên giới | ven biển | ven sông | vùng cao
        """
    )
)
NAME_WORDS = frozenset(
    (
        "các", "tỉnh", "thành", "phố", "huyện", "xã", "phường", "thị", "trấn", "quận", "đặc", "khu", "và", "với",
        "hoặc", "của", "cấp", "ngành", "thuộc", "ở", "tại", "ban", "sở", "bộ", "hội", "đoàn", "báo", "đài", "thuế",
        "tòa", "viện", "trường", "phòng", "tổ", "đội", "trạm", "thôn", "xóm", "ấp", "bản", "khối", "cục", "vụ", "quỹ",
        "cụm", "số", "nước", "tập", "những", "đồng", "chí", "người", "trên", "dưới", "từng", "ngoài", "rừng",
        "mắt", "nữ", "trẻ",
    )
)  # fmt: skip
# Verbs in a row («thanh tra, kiểm tra»), not bodies.
_VERB_BEFORE_COMMA = "phòng|thống kê|thanh tra|lãnh đạo|ngành|báo|quỹ|bộ"
NOT_BODIES = re.compile(
    rf"^(?:(?:{_VERB_BEFORE_COMMA}),|(?:chánh án|đề nghị|thường trực)[,.]?$|thường trực(?: \d|, )|"
    + "|".join(rf"{word} (?:{after})(?![\wà-ỹ])" for word, after in _FALSE_FRIENDS.items())
    + ")"
)
BODY_START = re.compile(
    r"(?:" + "|".join(re.escape(word) for word in sorted(_KINDS, key=len, reverse=True)) + r")(?![\wà-ỹ])"
)
CLASS_START = re.compile(
    rf"(?:tất cả |toàn thể )?(?:các|những)\s+(?:{'|'.join(re.escape(word) for word in _CLASS_NOUNS)})(?![\wà-ỹ])"
)
