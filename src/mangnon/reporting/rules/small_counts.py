"""Sentences that tell a number of children so small that readers may know who they are. No Django."""

from __future__ import annotations

import re

from mangnon.kernel.text import nfc

_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# A child by its very word; of the others a sentence must speak of children or of harm, for they may be anybody.
_CHILDREN = "trẻ em|trẻ|em|cháu|bé|học sinh|trẻ sơ sinh"
_CASES = "vụ|ca|trường hợp|nạn nhân|đối tượng|người|lượt"
_ABOUT = re.compile(
    r"\b(trẻ|cháu bé|xâm hại|bạo lực|bạo hành|đuối nước|tai nạn|tử vong|mua bán|bắt cóc|bỏ rơi|mồ côi|khuyết tật|"
    r"tảo hôn|HIV|ma túy|lao động trái|vi phạm pháp luật|mang thai|nuôi con nuôi|hiếp dâm|dâm ô)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+|\n+")


def _pattern(nouns: str, threshold: int) -> re.Pattern[str]:
    small = "|".join(f"0?{number}" for number in range(1, threshold))
    words = "|".join(_WORDS[: threshold - 1])
    # «một số trẻ em» and «năm 2025» tell no number; «khoản 2», «1.002» and «3,2» are parts of something else.
    return re.compile(
        rf"(?<![\w.,/%-])(?:{small}|{words})\s+(?:{nouns})\b(?!\s+(?:năm|tuổi|này|đó|khác nhau))", re.IGNORECASE
    )


def small_counts(text: str, threshold: int) -> list[str]:
    """The sentences of a text that tell a number of children, or of cases among them, from 1 to `threshold` less one.

    Numbers in digits («02 trẻ») and in words («hai cháu»). A first reading for a person, who decides: «01 em được giải
    nhất» is found too, and a name without a number is not.
    """
    if threshold < 2:
        return []
    children, cases = _pattern(_CHILDREN, threshold), _pattern(_CASES, threshold)
    return [
        each
        for part in _SENTENCE_END.split(nfc(text))
        if (each := part.strip()) and (children.search(each) or (cases.search(each) and _ABOUT.search(each)))
    ]
