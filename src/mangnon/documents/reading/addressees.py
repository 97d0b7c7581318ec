"""Whom an item of the outline is addressed to, and what it tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mangnon.documents.reading.bodies import asked_of, split_addressee, starts_with_body
from mangnon.documents.reading.body_names import name_ends_at
from mangnon.documents.reading.body_words import CAPITALS
from mangnon.documents.reading.names import known_body
from mangnon.documents.reading.outline import Item
from mangnon.kernel.text import fold

_ROLE = re.compile(
    r"(?:có trách nhiệm|chịu trách nhiệm|chủ trì|phối hợp (?:với|chặt chẽ|cùng|[A-ZĐ])|là cơ quan|là đơn vị|là đầu mối|"
    r"làm (?:cơ quan|đầu mối))",
    re.IGNORECASE,
)
# «Trên cơ sở …, Sở Xây dựng chủ trì»; «Từ ngày … đến ngày …, Công an thành phố kiểm tra».
_OPENING = re.compile(
    r"^(?:Trên cơ sở|Căn cứ|Từ|Trước|Trong|Định kỳ|Hằng|Hàng|Mỗi|Khi|Sau khi|Để|Nhằm|Chậm nhất|Tháng|Quý|Theo|Đối với|"
    rf"Trường hợp|Hoàn thành|Ngoài|Nhân dịp|Thực hiện|Giai đoạn|Đến)\b[^.;:]{{3,240}}?,\s+(?=[{CAPITALS}])"
)
_ISSUERS = re.compile(
    r"(?:CHỦ TỊCH|ỦY BAN NHÂN DÂN (?:TỈNH|THÀNH PHỐ)|HỘI ĐỒNG NHÂN DÂN|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|GIÁM ĐỐC)"
)
_BRACKETS = re.compile(r"\((?:do |giao |Giao )?(?P<words>[^()]{8,300})\)\s*[.;]?$")
_ROLE_IN_BRACKETS = re.compile(r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|tham mưu|triển khai|làm đầu mối)")
# Whom a heading «Đối với …» may bind beside bodies.
_PERSONS = re.compile(
    r"(?:đội ngũ|giáo viên|cán bộ|công chức|viên chức|nhân viên|học sinh|sinh viên|cha mẹ|phụ huynh|người|hộ|gia đình|"
    r"cộng tác viên|đoàn viên|hội viên|tổ|nhà trường|nhóm|chủ|thành viên)(?![\wà-ỹ])",
    re.IGNORECASE,
)
_ASKS_OTHERS = re.compile(r"(?:Yêu cầu|Đề nghị|Phân công)\s+[a-zđà-ỹ]")
_TOLD_ON = re.compile(rf"^Chỉ đạo(?: các cơ quan:?)?\s+(?=[{CAPITALS}]|các\s)")
# Who carries the document out: a closing formula, no duty of its own.
_MANNER = (
    r"(?:(?:trong|theo) (?:phạm vi )?chức năng(?:, nhiệm vụ)?(?: (?:của mình|được giao|được phân công))*|"
    r"chịu trách nhiệm|có trách nhiệm|nghiêm túc|khẩn trương|"
    r"chủ động|căn cứ quyết định(?: này)?|tổ chức|tập trung|phối hợp|và|,|\s|quán triệt|chỉ đạo)*"
)
_CARRY_OUT = re.compile(
    rf"^{_MANNER}(?:thi hành|(?:tổ chức |triển khai |nghiêm túc )*(?:triển khai|thực hiện)"
    r"(?: (?:nghiêm túc|có hiệu quả|tốt|đầy đủ))?)(?:"
    r"\s*\./|\s*[.;]?$|(?: (?:các nội dung|nội dung|nhiệm vụ|đầy đủ))*[^.;:]{0,40}?"
    r"(?:quyết định|kế hoạch|chỉ thị|công điện|công văn|thông báo|văn bản|nội dung|nhiệm vụ|ý kiến)"
    r"(?: (?:chỉ đạo )?(?:này|trên|nêu trên|trên đây))?(?:,? (?:theo quy định|đảm bảo|bảo đảm)[^.;:]{0,80})?"
    r"(?:\./|[.;/]|$))",
    re.IGNORECASE,
)
_GIVES_NOTICE = re.compile(r"(?:tran trong )?thong bao (?:de|den|toi|cho|ket luan)\b")


@dataclass(frozen=True, slots=True)
class Address:
    """The bodies an item names, and what they are told (`rest`; empty: in the items below).

    `asked`: «Giao», «Đề nghị» stand before; `colon`: a colon divides; `has_role`: the rest says who leads or joins.
    """

    agencies: tuple[str, ...]
    rest: str
    asked: bool = False
    colon: bool = False
    has_role: bool = False
    opening: bool = False

    @property
    def is_class(self) -> bool:
        """Whether all that is named stands for many bodies («các đơn vị thuộc Sở»)."""
        return all(re.match(r"(?:các|tất cả|toàn thể|những)\s", name, re.IGNORECASE) for name in self.agencies)


def address_of(item: Item, *, within: Address | None, is_command: bool) -> Address | None:
    """Whom an item is addressed to, or None. `within`: the address above it; `is_command`: all items are orders."""
    if item.paragraph.in_cell:
        return None
    if item.kind == "plain" and item.paragraph.text.endswith(":"):
        return None  # a line of command: what it tells stands below it
    if item.kind == "title" and (not item.marked or _ISSUERS.match(item.paragraph.text)):
        return None
    found = _plainly(item)
    if found is None and is_command and within is None:
        found = _told_on(item.paragraph.text)
        if found is not None and item.scope != "none":
            return found
    if found is None and within is None and item.scope != "none":
        bracketed = _in_brackets(item.paragraph.text) if item.kind != "plain" else None
        if bracketed is not None:
            return bracketed
    if found is None:
        found = _after_opening(item.paragraph.text)
        if found is None or within is not None:
            return found if found and found.rest.startswith("chủ trì") else None
        is_listed = item.scope == "orders" and item.kind != "plain"
        return found if found.has_role or is_command or is_listed else None
    if item.scope == "none":
        return found if found.asked and found.has_role else None
    if found.asked and within is not None and not within.is_class and _ASKS_OTHERS.match(item.paragraph.text):
        return None  # «Yêu cầu chủ đầu tư …» below a named body is what that body does
    if found.asked or found.has_role:
        return found
    if within is not None and not within.is_class and within.rest == "":
        return found if not found.rest and item.marked and item.kind != "plain" else None
    if item.kind in ("dash", "plus", "star", "bullet", "plain"):
        return found if _is_clear(item, found, is_command=is_command) else None
    if item.scope == "orders" or is_command:
        return found
    return found if not found.rest or found.rest[:1].islower() else None


def _is_clear(item: Item, found: Address, *, is_command: bool) -> bool:
    if found.colon:
        return bool(found.rest or item.children)
    if not found.rest:
        return bool(item.marked) or (item.kind == "plain" and item.scope == "orders" and len(item.paragraph.text) < 90)
    return is_command or (item.kind != "plain" and item.scope == "orders")


def _plainly(item: Item) -> Address | None:
    text = item.paragraph.text
    asked, bare = asked_of(text)
    split = split_addressee(text)
    if split is None and asked and item.children and _PERSONS.match(bare) and len(bare) < 160:
        return Address((bare.rstrip(" :"),), "", asked=True, colon=True)
    if split is None:
        damaged = _damaged_name(item)
        return Address((damaged,), "", asked=bool(asked)) if damaged else None
    agencies, rest = split
    if item.paragraph.raw and _is_mended(item):
        raw = item.paragraph.raw
        agencies = tuple(name if name in raw else known_body(name, name) for name in agencies)
    head = bare[: len(bare) - len(rest)].rstrip() if rest else bare.rstrip()
    colon = head.endswith(":")
    if rest in ("có trách nhiệm:", "chịu trách nhiệm:", "có nhiệm vụ:", "có trách nhiệm"):
        rest, colon = "", True
    has_role = bool(_ROLE.match(rest))
    rest = re.sub(r"^(?:có trách nhiệm|có nhiệm vụ):?\s+", "", rest)
    return Address(agencies, rest, bool(asked), colon, has_role)


def _after_opening(text: str) -> Address | None:
    """Bodies named after an opening clause: "Trên cơ sở …, Sở Xây dựng chủ trì, phối hợp …"; the rest is all of it."""
    opening = _OPENING.match(text)
    if opening is None or re.match(
        r"Căn cứ (?:vào )?(?:các |nội dung |chức năng|nhiệm vụ|kế hoạch|chỉ thị|văn bản)", text, re.I
    ):
        return None
    bare = text[opening.end() :]
    if not starts_with_body(bare):
        return None
    end = name_ends_at(bare)
    split = split_addressee(bare)
    if end is None or split is None or ":" in bare[:end] or len(bare[:end]) > 140:
        return None
    return Address(split[0], split[1], has_role=bool(_ROLE.match(split[1])), opening=True)


def _in_brackets(text: str) -> Address | None:
    """Who does it, said in brackets after what is to be done: «… (Sở Y tế chủ trì, phối hợp với …)»."""
    found = _BRACKETS.search(text)
    split = split_addressee(found["words"]) if found else None
    if split is None or not split[1] or not _ROLE_IN_BRACKETS.match(split[1]):
        return None
    return Address(split[0], split[1], asked=True, has_role=True, opening=True)


def _told_on(text: str) -> Address | None:
    """Whom a letter to a government has it direct: «Chỉ đạo Sở Y tế …»; the rest is all of it."""
    found = _TOLD_ON.match(text)
    split = split_addressee(text[found.end() :]) if found else None
    if split is None or all(name.startswith("các ") for name in split[0]):
        return None
    return Address(split[0], split[1], asked=True, colon=text.endswith(":"), opening=True)


def is_carrying_out(rest: str) -> bool:
    """Whether what bodies are told is only to carry the document out («… chịu trách nhiệm thi hành Quyết định này»)."""
    return bool(_CARRY_OUT.match(rest) or _GIVES_NOTICE.match(fold(rest[:60])))


def _bare(raw: str) -> str:
    return re.sub(r"^(?:\d{1,2}(?:\.\d{1,2})?\.?|[-–])\s*", "", raw).strip()


def _is_mended(item: Item) -> bool:
    return _bare(item.paragraph.raw) != item.paragraph.text


def _damaged_name(item: Item) -> str | None:
    """A short heading that is one known body, though its first word was lost."""
    if item.kind not in ("number", "dotted") or not item.paragraph.raw or not _is_mended(item):
        return None
    bare = _bare(item.paragraph.raw)
    if len(bare) > 90 or bare.endswith((".", ";")):
        return None
    return known_body("", bare) or None
