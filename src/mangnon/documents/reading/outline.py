"""The outline of a text: which item stands under which, whatever marks the writer chose and in whatever order.

A mark that is already open in the branch goes on there; a new mark opens a level below, by the usual rank of marks, or
below whatever item announces a list with a colon. So «1. a) -», «a) 1. +» and «- (1)» all come out right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mangnon.documents.reading.bodies import split_addressee
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.kernel.text import fold

Scope = Literal["orders", "content", "none"]
_RANKS = {
    "part": 0, "title": 1, "article": 2, "upper": 3, "roman": 4, "head": 5, "number": 6, "dotted": 7, "bracket": 8,
    "ordinal": 9, "letter": 9, "paren": 10, "star": 11, "bullet": 12, "dash": 13, "plus": 14,
}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeêghiklmnopqrstuvxy"
_END = re.compile(r"[.;:!?”\"’)/…]$")
_CARRYING_OUT = re.compile(
    r"to chuc thuc hien|phan cong|trach nhiem|nhiem vu cu the|to chuc trien khai|giao nhiem vu|thi hanh|"
    r"nhiem vu cua (?:cac|tung)|to chuc chi dao"
)
_NO_ORDERS = re.compile(
    r"(?:su can thiet|muc dich|yeu cau(?! (?:cac|so|giam|thu))|muc tieu|chi tieu|quan diem|pham vi|doi tuong|"
    r"nguyen tac|tinh hinh|thuc trang|dac diem|boi canh|ket qua|danh gia|nhan dinh|ton tai|han che|khuyet diem|"
    r"nguyen nhan|bai hoc|du bao|co so|can cu|dinh huong|tam nhin|giai thich tu ngu|tieu chi|kinh phi|"
    r"nguon (?:luc|von|kinh)|du toan|chu de|thoi gian|dia diem|thanh phan|hieu luc|"
    r"che do (?:thong tin )?bao cao|(?:thong tin )?bao cao$|thong tin bao cao|che do thong tin|de cuong|"
    r"bieu mau|mau (?:so|bao cao)|phu luc|danh muc|danh sach|khen thuong|tai lieu|noi nhan|"
    r"lich trinh|chuong trinh (?:le|khai mac|hoi nghi)|"
    r"khau hieu|thong diep)"
)
_FORM = re.compile(r"(?:de cuong|mau|bieu|phu luc|danh muc|danh sach|bang)\b")
_LONGEST_TITLE = 150
_SHORT_TITLE = 40


@dataclass(slots=True)
class Item:
    """A paragraph in the outline: the kind of its mark, its value ("III" is 3; None: not to be told), what is below it.

    `scope` says what its section is for: "orders" (who does what), "content" (what is to be done), "none" (purposes,
    targets, funding, forms: nothing there is an order). `sealed`: part of a form, whatever its titles say.
    """

    paragraph: Paragraph
    kind: str
    value: int | None
    scope: Scope = "orders"
    sealed: bool = False
    children: list[Item] = field(default_factory=list)

    @property
    def marked(self) -> list[Item]:
        """The items below that carry a mark."""
        return [child for child in self.children if child.kind != "plain"]


def outline_of(paragraphs: Sequence[Paragraph], *, restart_at: int = 0) -> list[Item]:
    """The outline of paragraphs, in order: the items that stand under nothing.

    After line `restart_at` (1-based; 0: nowhere) another document begins, a plan issued with its decision.
    """
    roots: list[Item] = []
    branch: list[Item] = []
    last: Item | None = None
    for paragraph in paragraphs:
        if 0 < restart_at < paragraph.first:
            branch, last, restart_at = [], None, 0
        kind, value = _mark_of(paragraph)
        if kind == "plain" and last is not None and _continues(last, paragraph, by_hand=bool(branch)):
            joined = f"{last.paragraph.text} {paragraph.text}"
            last.paragraph = replace(last.paragraph, text=joined, last=paragraph.last)
            continue
        item = Item(paragraph, kind, value)
        if kind != "plain":
            _open(branch, item)
        above = _above(branch, kind)
        (above.children if above else roots).append(item)
        item.scope = _scope(item, above)
        if kind != "plain":
            branch.append(item)
        last = item
    return roots


def walk(items: Sequence[Item]) -> Iterator[Item]:
    """All items in reading order."""
    stack = list(reversed(items))
    while stack:
        item = stack.pop()
        yield item
        stack.extend(reversed(item.children))


def _above(branch: list[Item], kind: str) -> Item | None:
    """What an item stands under; an unmarked paragraph after a finished sentence is no part of that item."""
    if kind == "plain" and len(branch) > 1 and branch[-1].paragraph.text.endswith((".", ";", "./.")):
        return branch[-2]
    return branch[-1] if branch else None


def _open(branch: list[Item], item: Item) -> None:
    """Close what ends where an item begins: afterwards the last of the branch is what the item stands under."""
    for place in range(len(branch) - 1, -1, -1):
        if branch[place].kind == item.kind and _follows(branch, place, item):
            del branch[place:]
            return
    is_new = branch and item.kind not in {one.kind for one in branch} and _RANKS[item.kind] > _RANKS["roman"]
    if is_new and (_announces_list(branch[-1]) or (item.kind == "head" and not branch[-1].children)):
        return
    while branch and _RANKS[branch[-1].kind] >= _RANKS[item.kind]:
        branch.pop()


def _follows(branch: list[Item], place: int, item: Item) -> bool:
    """Whether an item goes on the list of an open one of its kind, and does not begin a list inside it."""
    before = branch[place]
    begins_anew = item.value == 1 and before.value is not None and before.value >= 1
    inside = place < len(branch) - 1 or _announces_list(before)
    return not (begins_anew and inside and _announces_list(branch[-1]) and item.kind not in ("roman", "article"))


def _announces_list(item: Item) -> bool:
    return item.paragraph.text.rstrip().endswith(":") and not any(c.kind != "plain" for c in item.children)


def _continues(last: Item, paragraph: Paragraph, *, by_hand: bool) -> bool:
    """Whether an unmarked paragraph is the rest of the one before: the seam of a page, or a torn line."""
    before = last.paragraph.text
    if last.kind == "title" or before.isupper() or not before:
        return False
    if paragraph.text[:1].islower() and not before.endswith(":"):
        return True
    if not by_hand or len(before) <= 60 or _END.search(before) or paragraph.first - last.paragraph.last > 2:
        return False
    split = split_addressee(before)
    return split is None or bool(split[1])


def _mark_of(paragraph: Paragraph) -> tuple[str, int | None]:
    mark = paragraph.mark
    if mark is None:
        text = paragraph.text
        is_title = text.isupper() and 3 <= len(text) <= _LONGEST_TITLE and not text.endswith((".", ";"))
        if is_title:
            return "title", None
        return ("head", None) if _is_head(paragraph) else ("plain", None)
    flat = fold(mark)
    if flat.startswith("dieu"):
        return "article", int(flat.split()[-1])
    if flat.startswith(("phan", "chuong")):
        return "part", None
    if flat.startswith("thu ") or flat.endswith(" la"):
        return "ordinal", None
    if not mark[:1].isalnum() and not mark.startswith("("):
        return {"+": "plus", "*": "star"}.get(mark, "dash" if mark in "-–—−‐_~" else "bullet"), None
    if paragraph.rank == 1:
        return ("upper", ord(mark) - 64) if re.fullmatch(r"[A-H]", mark) else ("roman", _roman(mark))
    if mark.startswith("("):
        return "paren", int(mark.strip("()"))
    if mark.isdigit():
        return ("number" if paragraph.rank == 2 else "bracket"), int(mark)
    if "." in mark:
        return "dotted", int(mark.split(".")[-1])
    return "letter", _LETTERS.find(mark[:1]) + 1 if mark[:1] in _LETTERS else None


def _is_head(paragraph: Paragraph) -> bool:
    """Whether an unmarked line is a heading that names bodies: «Sở Y tế:», «Giao Công an tỉnh chủ trì:»."""
    text = paragraph.text
    if len(text) > _LONGEST_TITLE + 50 or text.endswith((".", ";", "/")) or paragraph.in_cell:
        return False
    split = split_addressee(text)
    if split is None:
        return False
    given = text.startswith(("Giao ", "Phân công ")) or split[1].lower().startswith("chủ trì")
    return (not split[1] and (text.endswith(":") or len(text) <= _SHORT_TITLE * 2)) or (given and text.endswith(":"))


def _roman(mark: str) -> int | None:
    total = 0
    for one, other in zip(mark, [*mark[1:], ""], strict=True):
        if one not in _ROMAN:
            return None
        worth = _ROMAN[one]
        total += -worth if other and worth < _ROMAN.get(other, 0) else worth
    return total


def _scope(item: Item, above: Item | None) -> Scope:
    """What the section is for, by its title; below a title that says nothing, what the section above is for."""
    inherited: Scope = above.scope if above else "orders"
    item.sealed = above is not None and above.sealed
    if item.sealed or item.kind == "plain" or not _is_title(item):
        return inherited
    flat = item.paragraph.folded
    if item.kind in ("title", "part") and _FORM.match(flat):
        item.sealed = True
        return "none"
    if _CARRYING_OUT.search(flat):
        return "orders"
    if _NO_ORDERS.match(flat) and (item.kind != "title" or len(flat) <= _SHORT_TITLE):
        return "none"
    return "content" if item.kind in ("roman", "upper", "part") else inherited


def _is_title(item: Item) -> bool:
    text = item.paragraph.text
    head = text.split(":")[0]
    return (len(head) <= _LONGEST_TITLE and not text.endswith((".", ";"))) or (len(head) <= 40 and head != text)
