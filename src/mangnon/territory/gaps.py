"""What the loaded list does not say, so that a screen can say it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from mangnon.territory.models import EventPart, Unit
from mangnon.territory.terms import Level, Lost


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing the list does not say, about one unit. `detail` is a Vietnamese sentence."""

    unit: Unit
    reason: Lost
    detail: str


def gaps(units: Collection[int] | None = None) -> list[Gap]:
    """What is not known of what became of communes, by code; `units` (primary keys) narrows it. Three queries.

    Ended communes without a named successor; units with a part whose code is not on the list; units marked divided with
    only one target named.
    """
    narrow = Q() if units is None else Q(pk__in=units)
    found: list[Gap] = []
    parts = EventPart.objects.filter(source=OuterRef("pk"))
    ended = Unit.objects.filter(narrow, ~Exists(parts), level=Level.COMMUNE, valid_to__isnull=False)
    for unit in ended:
        found.append(
            Gap(unit, Lost.NO_SUCCESSOR, f"Danh mục không ghi {unit.name} (mã {unit.code}) trở thành đơn vị nào.")
        )
    unknown = EventPart.objects.filter(~Q(unknown_code="")).select_related("target")
    if units is not None:
        unknown = unknown.filter(target__in=units)
    for part in unknown:
        if part.target is not None:
            detail = (
                f"{part.target.name} (mã {part.target.code}) được lập từ một đơn vị mang mã {part.unknown_code}, "
                "là mã không có trong danh mục cũ."
            )
            found.append(Gap(part.target, Lost.UNKNOWN_CODE, detail))
    halved = (
        Unit.objects.filter(narrow, level=Level.COMMUNE)
        .annotate(targets=Count("became"), divided=Count("became", filter=Q(became__is_divided=True)))
        .filter(targets=1, divided=1)
    )
    for unit in halved:
        detail = f"{unit.name} (mã {unit.code}) bị chia, nhưng danh mục chỉ ghi một đơn vị tiếp nhận."
        found.append(Gap(unit, Lost.NO_SUCCESSOR, detail))
    return sorted(found, key=lambda gap: (gap.unit.code, gap.unit.pk, gap.detail))
