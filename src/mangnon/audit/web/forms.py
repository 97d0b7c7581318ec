"""The filters of the evidence, as the address carries them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from mangnon.audit.acts import wording
from mangnon.audit.selectors import LogFilter
from mangnon.kernel.dates import typed_day
from mangnon.kernel.text import nfc

KEYS = ("tu", "den", "nguoi", "co-quan", "viec", "loai", "so")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter that was understood, the words as typed, and what could not be understood."""

    wanted: LogFilter
    typed: dict[str, str]
    problems: list[str]

    @property
    def agency_typed(self) -> str:
        """The agency as typed; its key is no name a template can follow."""
        return self.typed["co-quan"]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form carries along to ask the same."""
        return [(key, word) for key, word in self.typed.items() if word]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for at all."""
        return any(self.typed.values())


def asked(given: Mapping[str, str]) -> Asked:
    """The filter in an address or a form. Unknown choices count as none; a day that is no day is told."""
    typed = {key: nfc(given.get(key, "")).replace("\x00", "").strip()[:100] for key in KEYS}
    problems: list[str] = []

    def day(key: str) -> dt.date | None:
        found = typed_day(typed[key])
        if typed[key] and found is None:
            problems.append(f"«{typed[key]}» không phải ngày dạng 31/12/2025, nên chưa được dùng để lọc.")
        return found

    since, until = day("tu"), day("den")
    if since and until and since > until:
        problems.append("Từ ngày đứng sau đến ngày, nên không có dòng nào khớp.")
    told = wording()
    wanted = LogFilter(
        since=since,
        until=until,
        person=typed["nguoi"],
        agency=typed["co-quan"],
        group=typed["viec"] if typed["viec"] in told.groups else "",
        object_type=typed["loai"] if typed["loai"] in told.objects else "",
        object_id=typed["so"],
    )
    return Asked(wanted, typed, problems)
