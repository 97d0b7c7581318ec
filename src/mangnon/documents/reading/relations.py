"""What a directive says of other documents: which it rests on, implements, continues, amends or replaces.

The verb that governs a document decides; a list («gồm các văn bản sau: …») is governed by the verb before it. What
stands in the title of another document is only cited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mangnon.documents.reading.bases import is_basis, preamble
from mangnon.documents.reading.citations import KINDS_ALTERNATIVES, TITLE_VERB, Citation, citations_in
from mangnon.documents.reading.paragraphs import Paragraph, is_page_number, plain
from mangnon.documents.reading.records import CitedLink, LinkKind, SourceLines
from mangnon.kernel.text import fold, one_line

_STRENGTH: tuple[LinkKind, ...] = ("cites", "basis", "implements", "continues", "amends", "replaces")
_ALREADY = r"(?<!được )(?<!đã )(?<!bị )"
_VERBS: tuple[tuple[LinkKind | None, re.Pattern[str]], ...] = (
    ("replaces", re.compile(rf"{_ALREADY}(?:thay thế|bãi bỏ|h[uủ][ỷyỹ]? bỏ|thay cho)(?: (?:toàn bộ|một phần))?", re.I)),
    ("amends", re.compile(rf"{_ALREADY}(?:sửa đổi|điều chỉnh|đính chính|gia hạn|bổ sung)(?=,|\s)", re.I)),
    (
        "continues",
        re.compile(r"tiếp tục\s+(?:\S+\s+){0,4}?(?:thực hiện|triển khai|duy trì|quán triệt|đẩy mạnh|thi hành)", re.I),
    ),
    ("continues", re.compile(r"(?<!những năm )(?<!năm )tiếp tục(?=\s)", re.I)),
    ("implements", re.compile(r"(?:thực hiện|triển khai|thi hành|quán triệt|chấp hành)", re.I)),
    ("basis", re.compile(r"(?:căn cứ|trên cơ sở|xét đề nghị|theo đề nghị|xét)(?=\s)", re.I)),
    (
        None,
        re.compile(
            r"(?<!kèm )(?<!ban hành )theo(?! (?:chỉ đạo|tinh thần|nội dung|hướng dẫn của|đề nghị))(?=\s)|"
            r"quy định tại|được phê duyệt|ban hành theo|hướng dẫn (?:tại|số)",
            re.I,
        ),
    ),
)
_AFTERWARDS = re.compile(
    r"^[^;.]{0,90}?(?:hết hiệu lực|hết giá trị|bị bãi bỏ|"
    r"(?:được|bị) (?:thay thế|bãi bỏ) (?:bằng|bởi) (?:\S+ ){1,3}này)",
    re.I,
)
_LIST = re.compile(r"(?:sau|sau đây|gồm|bao gồm|cụ thể|như|dưới đây|văn bản)\s*:\s*$|:\s*$", re.I)
_DOCUMENTS = re.compile(rf"(?:các|những)\s+(?:{KINDS_ALTERNATIVES}|văn bản|chủ trương)", re.I)
_ITEM = re.compile(rf"^(?:[-–+•]|\S{{1,4}}[.)])?\s*(?:(?:{KINDS_ALTERNATIVES})\s+|[Ss]ố\s+\d)")
_BARE = r"\s*(?:[,;:]|và)?\s*(?:\S{1,3}[.)])?\s*[-–+•]?\s*"
# Who is told to prepare a change does not see it made by this document.
_TO_PREPARE = re.compile(
    r"(?:tham mưu|đề xuất|nghiên cứu|rà soát|kiến nghị|xây dựng|trình|xem xét|chủ trì|đề nghị|kịp thời|hoàn thiện)\b",
    re.I,
)
_OWNER = re.compile(
    r"của\s+((?:Ủy ban|Uỷ ban|UBND|Thủ tướng|Chính phủ|Bộ|Sở|Tỉnh ủy|Thành ủy|Hội đồng|HĐND)[^,;:]{0,60}?)"
    r"(?=\s+(?:thực hiện|triển khai|về|có|liên quan|đã|ban hành|gồm|bao gồm)|[,;:])"
)


@dataclass(slots=True)
class _List:
    """A list of documents that has begun: the verb before it, whose they are, and the rank of its paragraph."""

    kind: LinkKind
    owner: str | None
    rank: int


def cited_links(
    lines: Sequence[str],
    paragraphs: Sequence[Paragraph],
    *,
    own_number: str | None = None,
    title: str | None = None,
    body_from: int = 1,
    last: int | None = None,
) -> tuple[CitedLink, ...]:
    """The documents a directive names and what it says of each, each once, in order of first mention.

    `lines` are the repaired lines and `paragraphs` their paragraphs; `own_number` (never a link to itself), `title`
    and `body_from` (1-based) come from the head. Lines after `last` (the annex's rows, say) are not read. Of several
    mentions the strongest verb counts (replaces, amends, continues, implements, basis, cites), and what one mention
    lacks (day, issuer, title) another gives.
    """
    found: list[CitedLink] = []
    if title:
        found += _of_title(title, lines, body_from)
    rests_on = {item.first for item in preamble(paragraphs, body_from) if is_basis(item)}
    open_list: _List | None = None
    for paragraph in paragraphs:
        if paragraph.first < body_from or (last is not None and paragraph.first > last):
            continue
        text, line_of = _text_of(lines, paragraph)
        if open_list is not None and not _goes_on(paragraph, text, open_list):
            open_list = None
        links, opened = _of_paragraph(text, line_of, open_list, in_preamble=paragraph.first in rests_on)
        found += links
        if opened is not None:
            opened.rank = paragraph.rank
            open_list = opened
    return _once(found, own_number)


def _text_of(lines: Sequence[str], paragraph: Paragraph) -> tuple[str, list[int]]:
    """The paragraph's lines as one text, and for each sign the line (1-based) it stands on."""
    text = ""
    line_of: list[int] = []
    for number in range(paragraph.first, paragraph.last + 1):
        line = plain(lines[number - 1])
        if not line or line == "|" or is_page_number(line):
            continue
        joined = f" {line}" if text else line
        text += joined
        line_of += [number] * len(joined)
    return text, line_of


def _goes_on(paragraph: Paragraph, text: str, open_list: _List) -> bool:
    if not _ITEM.match(text):
        return False
    return paragraph.rank > open_list.rank or paragraph.rank == 9 or paragraph.rank >= 4


def _of_title(title: str, lines: Sequence[str], body_from: int) -> list[CitedLink]:
    found: list[CitedLink] = []
    begins = re.sub(r"^(?:v/v|về việc|về)\s+", "", title, flags=re.I)
    kind = _governing(begins[:40]) or "cites"
    for item in citations_in(title):
        at = next(
            (i for i, line in enumerate(lines[:body_from], 1) if fold(item.number or "?") in fold(plain(line))), 0
        )
        own = _governing(title[: item.start]) or kind
        named = own if item.depth == 0 else "cites"
        found.append(_link(named, item, SourceLines(at, at) if at else None))
    return found


def _of_paragraph(
    text: str, line_of: Sequence[int], open_list: _List | None, *, in_preamble: bool
) -> tuple[list[CitedLink], _List | None]:
    """The links of one paragraph, and the list it begins or leaves open."""
    found: list[CitedLink] = []
    inside = open_list
    kind: LinkKind = "cites"
    at = 0
    for item in citations_in(text):
        source = SourceLines(line_of[item.start], line_of[min(item.end, len(line_of)) - 1])
        if item.depth > 0:
            found.append(_link("cites", item, source))
            continue
        lead = text[at : item.start]
        begun = _begins_list(text[: item.start])
        if begun is not None:
            inside, kind = begun, begun.kind
        else:
            own = _clause_kind(lead, kind if at else None, inside)
            kind = own or "cites"
            inside = inside if inside is not None and own == inside.kind else None
        if not in_preamble and kind == "basis":
            kind = "cites"
        if _AFTERWARDS.match(text[item.end :]):
            kind = "replaces"
        if in_preamble and kind == "cites" and not at:
            kind = "basis"
        found.append(_link(kind, _owned(item, inside), source))
        at = item.end
    return found, _list_at_end(text) or inside


def _clause_kind(lead: str, last: LinkKind | None, inside: _List | None) -> LinkKind | None:
    """The verb that governs a document, from the words since the document before it (`last` is that one's verb)."""
    parts = re.split(r"(?<=[^\W\d]{2})\.\s+(?=[A-ZĐÀ-Ỹ])|\./\.|(;)", lead)
    if last is not None and len(parts) == 1 and TITLE_VERB.match(lead):
        # «A về việc thực hiện … và B»: the verbs between are A's title; only «, thay thế B» begins anew.
        anew = re.search(r"(?:[,;]|đồng thời|\bvà)\s+((?:thay thế|bãi bỏ|sửa đổi)[^,;]*)$", lead)
        return _governing(anew.group(1)) if anew else last
    own = _governing(parts[-1] or "")
    if own is not None:
        return own
    is_new_sentence = len(parts) > 1 and parts[-2] is None
    if inside is not None and not is_new_sentence and re.fullmatch(_BARE, parts[-1] or ""):
        return inside.kind
    return None if is_new_sentence else last


def _governing(words: str) -> LinkKind | None:
    """The last verb of a clause that says what is done with the document after it; None when none does."""
    best: tuple[int, LinkKind | None] | None = None
    for kind, pattern in _VERBS:
        for match in pattern.finditer(words):
            if best is None or match.end() > best[0]:
                best = (match.end(), kind)
    if best is None or best[1] is None:
        return None
    kind = best[1]
    if kind == "implements" and re.search(
        r"tiếp tục\s+(?:[^;.:]{0,40}\s)?(?:thực hiện|triển khai|thi hành|quán triệt)[^;.]{0,90}$", words, re.I
    ):
        return "continues"
    if kind in ("replaces", "amends") and _TO_PREPARE.search(words):
        return None
    strong = re.search(
        rf"{_ALREADY}(?:(?P<r>thay thế|bãi bỏ|hủy bỏ|huỷ bỏ)|(?P<a>sửa đổi|đính chính|điều chỉnh|bổ sung))"
        r"[^;.]{0,160}kèm theo\s*$",
        words,
        re.I,
    )
    if strong:
        return "replaces" if strong.group("r") else "amends"
    return kind


def _begins_list(before: str) -> _List | None:
    """The list a paragraph has begun right before a document: «… gồm các văn bản sau: »."""
    found = re.search(r":\s*(?:[-–+]|\(?\S{1,2}[.)])?\s*$", before)
    return _list_of(before[: found.start()]) if found else None


def _list_at_end(text: str) -> _List | None:
    found = re.search(r":\s*$", text)
    return _list_of(text[: found.start()]) if found else None


def _list_of(lead: str) -> _List | None:
    sentence = re.split(r"(?<=[^\W\d]{2})\.\s+(?=[A-ZĐÀ-Ỹ])", lead)[-1]
    named = _DOCUMENTS.search(sentence)
    if named is None:
        return None
    kind = _governing(sentence[: named.end()])
    if kind is None:
        return None
    owner = _OWNER.search(f"{sentence}:")
    return _List(kind, owner.group(1).strip() if owner else None, 9)


def _owned(item: Citation, inside: _List | None) -> Citation:
    """A document of a list of one issuer's documents, with that issuer where its symbol agrees."""
    if item.issuer or inside is None or not inside.owner or not item.number:
        return item
    whose = {"ubnd": "uy ban nhan dan", "ttg": "thu tuong", "hdnd": "hoi dong nhan dan", "tu": "uy"}
    tail = fold(re.split(r"[-/]", item.number)[-1])
    flat = fold(inside.owner)
    if tail in whose and (whose[tail] in flat or tail in flat.split()):
        return replace(item, issuer=inside.owner)
    return item


def _link(kind: LinkKind, item: Citation, source: SourceLines | None) -> CitedLink:
    return CitedLink(kind, item.number, item.date, item.issuer, one_line(item.title) if item.title else None, source)


def _once(found: Sequence[CitedLink], own_number: str | None) -> tuple[CitedLink, ...]:
    kept: dict[str, CitedLink] = {}
    for link in found:
        key = fold(link.number) if link.number else fold(link.title or "")
        if not key or (own_number and key == fold(own_number)):
            continue
        key = _same_document(kept, key, link)
        before = kept.get(key)
        kept[key] = link if before is None else _joined(before, link)
    return tuple(kept.values())


def _same_document(kept: dict[str, CitedLink], key: str, link: CitedLink) -> str:
    """The key of the same document met before; one number of two years is two documents: numbers begin anew."""
    before = kept.get(key)
    if before is not None and link.date and before.date and link.date.year != before.date.year:
        return f"{key} {link.date.year}"
    return key


def _joined(one: CitedLink, other: CitedLink) -> CitedLink:
    stronger = other if _STRENGTH.index(other.kind) > _STRENGTH.index(one.kind) else one
    weaker = one if stronger is other else other
    return replace(
        stronger,
        date=stronger.date or weaker.date,
        issuer=stronger.issuer or weaker.issuer,
        title=stronger.title or weaker.title,
    )
