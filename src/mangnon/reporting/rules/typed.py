"""Words as they are typed and pasted: what is kept, what is tidied and said so. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mangnon.kernel.text import nfc

# Signs nobody sees: control signs but new line and tab, marks of direction, joiners without width, the byte order mark.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?::[a-z0-9]+)?(?:\s[^<>]*)?/?>|<!\[[^<>]*\]>", re.IGNORECASE)
_CLOSING = re.compile(
    r"</(?:p|div|span|table|tbody|tr|td|th|ul|ol|li|b|i|u|strong|em|font|o:p|html|body|head|style|h[1-6])\s*>",
    re.IGNORECASE,
)
_DROPPED = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<head", "</head>"), ("<xml", "</xml>"))
_ENDS_LINE = re.compile(r"</(?:p|div|tr|li|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
_ENDS_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_MOST_READ = 400_000

HTML_NOTE = "Nội dung dán có mã định dạng của trang web hoặc Word: đã bỏ mã, giữ nguyên phần chữ."
TABLE_NOTE = "Bảng dán vào đã thành dòng chữ, các cột cách nhau bằng dấu chấm phẩy; bảng số liệu nên gửi tệp Excel."
UNSEEN_NOTE = "Đã bỏ các ký tự điều khiển không nhìn thấy trong nội dung dán."


@dataclass(frozen=True, slots=True)
class Tidied:
    """Words fit to be kept, and what was done to them that a person should know."""

    text: str
    notes: tuple[str, ...] = ()


def tidied(text: str) -> Tidied:
    """Words in NFC with plain line ends; tags, table columns and unseen signs become words and are told.

    A text longer than 400.000 signs is not read: it is far too long for a box whatever is in it, and stays as it is.
    """
    if len(text) > _MOST_READ:
        return Tidied(text)
    notes = []
    words = nfc(_SURROGATES.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    if len(_CLOSING.findall(words)) >= 2:
        words = _without_tags(words)
        notes.append(HTML_NOTE)
    if _UNSEEN.search(words) or len(_SURROGATES.findall(text)):
        words = _UNSEEN.sub("", words)
        notes.append(UNSEEN_NOTE)
    if "\t" in words:
        rows = [row.split("\t") for row in words.split("\n")]
        if sum(len([cell for cell in row if cell.strip()]) > 1 for row in rows) > 1:
            notes.append(TABLE_NOTE)
        words = "\n".join("; ".join(cell.strip() for cell in row if cell.strip()) for row in rows)
    words = re.sub(r"[ \u00a0\u2000-\u200a\u202f\u3000]+\n", "\n", words)
    return Tidied(re.sub(r"\n{3,}", "\n\n", words).strip(), tuple(notes))


def _without_tags(text: str) -> str:
    words = text
    for opening, closing in _DROPPED:
        words = _cut(words, opening, closing)
    words = _ENDS_CELL.sub("\t", words.replace("\n", " "))
    words = _TAG.sub("", _ENDS_LINE.sub("\n", words))
    words = html.unescape(words).replace("\u00a0", " ")
    return "\n".join(re.sub(r" {2,}", " ", line).strip(" ") for line in words.split("\n"))


def _cut(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks; from a mark that is never closed on nothing is cut."""
    folded, kept, place = text.lower(), [], 0
    while (start := folded.find(opening, place)) >= 0 and (end := folded.find(closing, start)) >= 0:
        kept.append(text[place:start])
        place = end + len(closing)
    return "".join([*kept, text[place:]]) if len(folded) == len(text) else text


def clashing(
    boxes: Mapping[str, int], *, at: int, seen: int, present: Mapping[str, object], given: Mapping[str, object],
    touched: Collection[str],
) -> list[str]:  # fmt: skip
    """Which touched boxes somebody else changed since save number `seen`; `boxes` says at which save each changed.

    `at` is the entry's last save: where `boxes` was not kept with it, every box counts as changed. What is there
    already word for word is no clash: a save whose answer was lost is sent again.
    """
    if at == seen:
        return []
    is_known = boxes.get("at") == at
    return [
        name for name in touched if (not is_known or boxes.get(name, 0) > seen) and present.get(name) != given.get(name)
    ]


def box_revisions(
    boxes: Mapping[str, int], *, before: int, present: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, int]:
    """At which save each box last changed, after one more save (number `before` + 1)."""
    known = boxes if boxes.get("at") == before else dict.fromkeys(after, before)
    found = {name: known.get(name, 0) for name in after}
    found |= {name: before + 1 for name in after if present.get(name) != after.get(name)}
    return {**found, "at": before + 1}
