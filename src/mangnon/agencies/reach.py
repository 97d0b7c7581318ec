"""How far the events of a file reach: which days, which provinces, and whether they stand there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from mangnon.agencies.errors import NOTHING_CHANGED, AlreadyApplied, UnknownProvince
from mangnon.agencies.models import Agency, Reorganisation
from mangnon.agencies.rules.events import BODIES_OF_MERGED_PROVINCES, EventFile, refused
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.territory.public import Level, Unit, map_units, predecessors_of, province

_DAY = dt.timedelta(days=1)


def check_days(file: EventFile, today: dt.date) -> None:
    """Raise EventsRefused (`not_yet_effective`) for events of a day still to come."""
    late = [event for event in file.events if event.effective_on > today]
    if late:
        raise refused(
            "not_yet_effective",
            f"«{file.title}» có hiệu lực từ {vn_date(late[0].effective_on)}, hôm nay là {vn_date(today)}",
            "Hãy áp dụng từ ngày có hiệu lực.",
        )


def codes_set_up() -> set[str]:
    """The codes of the provinces that have bodies here."""
    provincial = Agency.objects.filter(level="province").order_by().values_list("territory__code", flat=True)
    return set(provincial.distinct())


def widened(file: EventFile, province_codes: Collection[str]) -> frozenset[str]:
    """The provinces, with those they become and those that become the same. Raises UnknownProvince."""
    codes = set(province_codes)
    for event in file.events:
        for code in sorted(codes):
            before = province(code, on=event.effective_on - _DAY)
            now = province(code, on=event.effective_on)
            if before is None and now is None:
                raise UnknownProvince(
                    f"Không có tỉnh, thành phố nào mang mã «{code}» tại ngày {vn_date(event.effective_on)}. "
                    f"{NOTHING_CHANGED} Hãy kiểm tra mã."
                )
            if BODIES_OF_MERGED_PROVINCES in event.sources:
                heir = heir_of(before, event.effective_on) if before else now
                if heir is not None:
                    codes |= {heir.code}
                    codes |= {unit.code for unit in predecessors_of(heir) if unit.level == Level.PROVINCE}
    return frozenset(codes)


def heir_of(before: Unit, day: dt.date) -> Unit | None:
    """The province that another becomes on a day; itself when it stays; None when nobody can say."""
    shares = map_units(before, day - _DAY, day).shares
    return shares[0].unit if len(shares) == 1 else None


def check_not_applied(file: EventFile, codes: Collection[str]) -> None:
    """Raise AlreadyApplied when the file's events stand already for one of the provinces."""
    for other in Reorganisation.objects.filter(code=file.code, undone_at__isnull=True):
        both = sorted(set(other.scope.split()) & set(codes))
        if both:
            raise AlreadyApplied(
                f"«{file.title}» đã áp dụng cho tỉnh mã {', '.join(both)} ngày "
                f"{vn_date(clock.local_day(other.applied_at))}. {NOTHING_CHANGED} Không cần áp dụng lại."
            )
