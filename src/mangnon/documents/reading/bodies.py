"""Recognising who a text speaks of: names of bodies at the beginning of a sentence, lists of them, their roles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mangnon.kernel.text import one_line

_ASKED = re.compile(
    r"^(?:(?:Đề nghị|Giao(?: cho)?|Yêu cầu|Phân công|Trách nhiệm của|Đối với)(?:\s*:)?\s+)+", re.IGNORECASE
)
_BODY_WORDS = (
    "sở", "bộ", "ban", "công an", "ủy ban", "uỷ ban", "ubnd", "văn phòng", "thanh tra", "tòa án", "toà án", "viện",
    "hội", "đoàn", "tỉnh đoàn", "thành đoàn", "liên minh", "liên đoàn", "hiệp hội", "mặt trận", "mttq", "báo",
    "đài", "trung tâm", "cục", "chi cục", "kho bạc", "ngân hàng", "thuế", "bảo hiểm", "các sở", "các ban", "tổng cục",
    "các cơ quan", "các đơn vị", "các tổ chức", "các địa phương", "các doanh nghiệp", "các đồng chí", "các hội",
    "các đoàn thể", "các bộ", "các ngành", "các trường", "các cơ sở", "các phòng", "thủ trưởng", "giám đốc",
    "chủ tịch", "bí thư", "bộ trưởng", "thống đốc", "cổng thông tin", "tập đoàn", "chánh", "các ubnd", "các xã",
    "các ủy ban", "các huyện", "hội đồng", "phòng", "bệnh viện", "ngành", "tổng công ty", "trường", "vp",
    "các phường", "cơ quan", "đơn vị", "sở, ", "lãnh đạo", "người đứng đầu", "đồng chí", "ubmttq", "vkskd", "vksnd",
    "tand", "tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "quân khu", "đề nghị",
)  # fmt: skip
_NOT_BODIES = re.compile(r"^(?:ban hành|báo cáo|phòng,|phòng ngừa|phòng chống|ngành nghề|đơn vị tính|hội nhập)", re.I)
_VERBS = (
    "chủ trì", "phối hợp", "chỉ đạo", "hướng dẫn", "tổ chức", "xây dựng", "tham mưu", "theo dõi", "tiếp tục",
    "khẩn trương", "tăng cường", "rà soát", "thực hiện", "triển khai", "chịu trách nhiệm", "căn cứ", "bố trí",
    "kiện toàn", "đẩy mạnh", "nghiên cứu", "trong phạm vi", "thường xuyên", "có trách nhiệm", "quan tâm",
    "đề xuất", "kiểm tra", "phát huy", "vận động", "tuyên truyền", "giám sát", "quán triệt", "kịp thời",
    "đảm bảo", "bảo đảm", "hoàn thành", "ban hành", "báo cáo", "tổng hợp", "chủ động", "phổ biến", "rà soát",
    "thẩm định", "cân đối", "hỗ trợ", "cung cấp", "đôn đốc", "tích cực", "lồng ghép", "nâng cao", "huy động",
    "cập nhật", "tiến hành", "thành lập", "bổ sung", "sử dụng", "khảo sát", "đánh giá", "xác định", "quản lý",
    "chuẩn bị", "kết nối", "phát triển", "sơ kết", "làm tốt", "nghiêm túc", "thống kê", "ưu tiên", "đề nghị",
    "tạo điều kiện", "đưa ", "là cơ quan", "làm cơ quan", "là đầu mối", "làm đầu mối", "tập trung", "xem xét",
    "tham gia", "quy hoạch", "định kỳ", "hằng năm", "hàng năm", "chia sẻ", "đăng tải", "phát động", "dựa trên",
    "điều tra", "xử lý", "phân công", "lập ", "trình ", "để ", "trong việc", "trong công tác", "nhằm", "tìm ",
)  # fmt: skip
# Verbs that names of bodies also hold: with a capital they are part of a name.
_IN_NAMES = {"xây dựng", "quản lý", "phát triển", "thống kê", "kiểm tra", "giám sát", "tổ chức", "vận động"}
_ORGANISATION = re.compile(
    r"tổ chức(?:,| chính trị| xã hội| đoàn| tín dụng| phi| quốc tế| liên quan| có liên| thành viên|;|$)"
)
_ROLE_LEAD = re.compile(r"^(?:là cơ quan [^,;.]*, )?chủ trì\b", re.IGNORECASE)
_ROLE_WITH = re.compile(r"^phối hợp\b", re.IGNORECASE)
_WITH = re.compile(
    r"chủ trì,?\s*(?:và\s+)?phối hợp\s*(?:chặt chẽ\s*)?(?:,\s*)?(?:với\s+|cùng\s+)?(?P<led>[^:;.]*)"
    r"|^phối hợp\s*(?:chặt chẽ\s*)?(?:với|cùng)\s+(?P<joined>[^:;.]*)",
    re.IGNORECASE,
)


# "Sở" is three strokes to a scanner and comes out as "50", "S&", "Sé"; the word after it tells.
_DEPARTMENT = re.compile(
    r"(?<![\wà-ỹ])(?:50|5[oơở]|S[oôơóòốồổỗộớờợởéèeêí06&¢0])(?=\s+(?:Xây dựng|Tài (?:chính|nguyên)|Nội vụ|Tư pháp|Y tế|"
    r"Giáo dục|Khoa học|Công [Tt]hương|Nông nghiệp|Văn hóa|Lao động|Thông tin|Kế hoạch|Ngoại vụ|Du lịch|"
    r"Dân tộc|Giao thông))"
)


def mend_departments(line: str) -> str:
    """A repaired line with what is left of "Sở" before a department's name put right."""
    return re.sub(r"\bGiáo (?=Sở )", "Giao ", _DEPARTMENT.sub("Sở", line))


@dataclass(frozen=True, slots=True)
class Role:
    """What a sentence says of the body it is addressed to: it leads, it joins, or nothing is said; and with whom."""

    leads: bool
    joins: bool
    others: tuple[str, ...]


def split_addressee(text: str) -> tuple[tuple[str, ...], str] | None:
    """The bodies a paragraph begins with, and the rest; None when it does not begin with bodies.

    "Đề nghị Tòa án nhân dân tỉnh: Tăng cường …" gives (("Tòa án nhân dân tỉnh",), "Tăng cường …").
    """
    asked = _ASKED.match(text)
    bare = text[asked.end() :] if asked else text
    if not starts_with_body(bare):
        return None
    colon = bare.find(":")
    end = _verb_at(bare)
    if colon >= 0 and (end is None or colon <= end) and not re.match(r"\s*(?:[A-ZĐ][^:]{0,25},)", bare[colon + 1 :]):
        return split_bodies(bare[:colon]), bare[colon + 1 :].strip()
    if end is None:
        return (split_bodies(bare), "") if len(bare) <= 260 and not bare.endswith(".") else None
    head = bare[:end].strip(" ,;")
    return (split_bodies(head), bare[end:].strip()) if head and len(head) <= 260 else None


def starts_with_body(text: str) -> bool:
    """Whether a text begins as the name of a body does."""
    start = one_line(text[:60]).lower()
    if _NOT_BODIES.match(start):
        return False
    return any(re.match(rf"{re.escape(word)}(?![\wà-ỹ])", start) for word in _BODY_WORDS)


def split_bodies(text: str) -> tuple[str, ...]:
    """A list of bodies as it is divided on paper: by semicolons; by commas where each part is a body of its own.

    "A và các …" stays together: the words are kept as they stand.
    """
    parts: list[str] = []
    for piece in re.split(r";", one_line(text)):
        own = [part.strip(" ,.:") for part in re.split(r",\s+|\s+cùng\s+", piece)]
        if (
            len(own) > 2
            and all(part[:1].isupper() or part.startswith("các ") for part in own if part)
            and all(starts_with_body(part) for part in own if part)
        ):
            parts.extend(own)
        else:
            parts.append(piece.strip(" ,.:"))
    return tuple(part for part in parts if part)


def role_of(text: str) -> Role:
    """What a duty's text says of the role of its addressee."""
    bare = text.lstrip("-–+ ")
    found = _WITH.search(bare)
    others: tuple[str, ...] = ()
    if found:
        named = found.group("led") or found.group("joined") or ""
        end = _verb_at(named)
        words = named[:end].strip(" ,;") if end is not None else named.strip(" ,;")
        if words and starts_with_body(words) and len(words) < 260:
            others = _others(words)
    return Role(bool(_ROLE_LEAD.match(bare)), bool(_ROLE_WITH.match(bare)), others)


def _others(words: str) -> tuple[str, ...]:
    words = re.sub(r"\s+cùng\s+(?=các )", ", ", words)
    parts = _comma_bodies(words)
    return parts if len(parts) > 2 else split_bodies(words)


def _comma_bodies(words: str) -> tuple[str, ...]:
    """Names divided at commas before a capital or before "các", inside class words not."""
    parts: list[str] = []
    for piece in re.split(r",\s+", words):
        if parts and not (starts_with_body(piece) and (piece[:1].isupper() or piece.startswith("các "))):
            parts[-1] = f"{parts[-1]}, {piece}"
        else:
            parts.append(piece)
    return tuple(part.strip(" ,.;") for part in parts if part.strip(" ,.;"))


def _verb_at(text: str) -> int | None:
    """Where the first duty verb begins after a name, or None."""
    best: int | None = None
    for verb in _VERBS:
        first = verb[0] if verb in _IN_NAMES else f"[{verb[0]}{verb[0].upper()}]"
        for found in re.finditer(rf"(?<![\wà-ỹ]){first}{re.escape(verb[1:].strip())}(?![\wà-ỹ])", text):
            if found.start() < 3:
                continue
            before = text[: found.start()]
            if verb == "tổ chức" and (_ORGANISATION.match(text[found.start() :]) or before.endswith("các ")):
                continue
            if re.search(r"(?:Ban|ban|Tổ|Hội|cơ quan|Cơ quan|Trung tâm)\s+$", before):
                continue
            if best is None or found.start() < best:
                best = found.start()
            break
    return best
