"""The sentences of an official report: numbers, lists of names, long texts in paragraphs. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mangnon.kernel.text import one_line

_LIST_SIGN = re.compile(r"^\s*(?:[-–—+*•·▪]+|\d{1,2}[.)]|[a-zđ][.)])\s+")
_ENDS = ".!?…:;"
# A sentence ends where a full stop follows two small letters (not «TP.», «v.v.»), a figure or a bracket.
_SENTENCE_END = re.compile(r"(?:(?<=[a-zà-ỹ]{2}\.)|(?<=[\d%)]\.)|(?<=[a-zà-ỹ]{2};))\s+(?=[A-ZÀ-ỸĐ])")
_LONGEST_PARAGRAPH = 700
_KNOWN_SHORT = frozenset({"UBND", "HĐND"})


def counted(number: int) -> str:
    """A count as officials write it: numbers below ten with a leading zero, thousands with a point."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def share(part: int, whole: int) -> str:
    """«95%», «66,7%»; empty over nothing."""
    if not whole:
        return ""
    text = f"{100 * part / whole:.1f}".rstrip("0").rstrip(".")
    return f"{text.replace('.', ',')}%"


def listed(names: Sequence[str]) -> str:
    """«A», «A và B», «A, B và C»; names that hold a comma are parted by semicolons."""
    if len(names) < 2:
        return "".join(names)
    sign = ";" if any("," in name for name in names) else ","
    return f"{f'{sign} '.join(names[:-1])} và {names[-1]}"


def ranged(numbers: Iterable[int]) -> str:
    """«1, 3-6, 9» of 1, 3, 4, 5, 6, 9."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def name_in_text(name: str, short_name: str) -> str:
    """The name an official paper prints: the short one only where it is words, else the whole name.

    «Sở TP», «CTK tỉnh» and «Hội LHPN tỉnh» are codes of a register and become the whole name («Sở Tư pháp»);
    «Tỉnh đoàn» and «UBND huyện A» stay: people's committees and councils are shortened so in the papers themselves.
    """
    words = short_name.replace("-", " ").split()
    is_council = bool(words) and words[0] in _KNOWN_SHORT
    has_code = any(sum(sign.isupper() for sign in word) > 1 for word in words)
    return name if not words or (has_code and not is_council) else short_name


def lower_first(text: str) -> str:
    """The text with its first letter small, unless the first word is an abbreviation in capitals."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """One line that begins with a capital letter and ends with a closing sign."""
    tidy = one_line(text)
    if not tidy:
        return ""
    tidy = tidy[0].upper() + tidy[1:]
    return tidy if tidy[-1] in _ENDS else f"{tidy}."


def _paragraphs_of(line: str) -> list[str]:
    if len(line) <= _LONGEST_PARAGRAPH:
        return [line]
    parts: list[str] = []
    for piece in _SENTENCE_END.split(line):
        if parts and len(parts[-1]) + len(piece) < _LONGEST_PARAGRAPH:
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts


def items(text: str) -> list[tuple[bool, str]]:
    """The lines of a reported text as (is an item of a list, the words): list signs off, long lines split.

    The words themselves are never changed but for white space, the first letter and a closing full stop.
    """
    found: list[tuple[bool, str]] = []
    is_long = len(text.strip().splitlines()) > 1
    for raw in text.splitlines():
        is_item = bool(_LIST_SIGN.match(raw)) and (is_long or raw.strip()[:2] in ("- ", "+ "))
        bare = _LIST_SIGN.sub("", raw) if is_item else raw
        line = sentence(bare)
        if line:
            found += [(is_item, part) for part in _paragraphs_of(line)]
    return found


def in_one_line(text: str) -> str:
    """A reported text as one line: items of a list parted by semicolons."""
    found = items(text)
    joined = ""
    for (is_next_item, _), (_, line) in zip([*found[1:], (False, "")], found, strict=True):
        joined += f"{line.rstrip('.;')}; " if is_next_item and not line.endswith(":") else f"{line} "
    return joined.strip()


_LETTERS = "abcdđeghiklmnopqrstuvxy"  # of the Vietnamese alphabet, as points are lettered (NĐ 30/2020, Appendix I)


def letters() -> Iterator[str]:
    """«a», «b», «c», «d», «đ» … «y», then «aa», «ab» …"""
    yield from _LETTERS
    yield from (f"{first}{second}" for first in _LETTERS for second in _LETTERS)


def whole_title(text: str) -> str:
    """A task's or a group's words as a heading: on one line, without the sign of a list before and a stop behind."""
    return one_line(_LIST_SIGN.sub("", text)).rstrip(".;:, ")


def short_title(text: str, *, longest: int = 150) -> str:
    """Words cut where a clause ends, for a table or a chart; whole when short enough. Cut words end in «…»."""
    tidy = whole_title(text)
    if len(tidy) <= longest:
        return tidy
    for sign in (". ", "; ", ": ", ", "):
        place = tidy.rfind(sign, longest // 3, longest)
        if place > 0:
            return f"{tidy[:place].rstrip('.;:, …')}…"
    return f"{tidy[: tidy.rfind(' ', 0, longest)].rstrip('.;:, …')}…"


def once(values: Iterable[str]) -> list[str]:
    """The values in their order, each once."""
    return list(dict.fromkeys(values))
