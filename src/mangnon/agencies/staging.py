"""The bodies of some provinces as they stand while events are applied one after another; written at the end of each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from mangnon.agencies.catalogue import CatalogueAgency
from mangnon.agencies.errors import EventsRefused
from mangnon.agencies.making import body_of, of_provinces, province_code_of
from mangnon.agencies.models import Agency, AgencyFunction, SuccessionEvent, SuccessionPart
from mangnon.agencies.rules.events import refused
from mangnon.kernel.dates import vn_date
from mangnon.territory.public import Unit

_DAY = dt.timedelta(days=1)


class Stage:
    """Bodies, their open functions, and what is waiting to be written."""

    def __init__(self, province_codes: Collection[str]) -> None:
        """Locks the provinces' bodies until the transaction ends."""
        found = Agency.objects.select_for_update(of=("self",)).filter(of_provinces(province_codes)).order_by("pk")
        self.agencies = list(found.select_related("territory"))
        self.codes = {agency.code for agency in self.agencies}
        self.began: list[Agency] = []
        self.ended: list[Agency] = []
        self._functions: dict[str, dict[str, AgencyFunction]] = defaultdict(dict)
        rows = AgencyFunction.objects.filter(agency__in=self.agencies, valid_to__isnull=True).select_related("agency")
        for row in rows:
            self._functions[row.agency.code][row.function] = row
        self._received: dict[str, dt.date] = {}
        self._handed: dict[str, dt.date] = {}
        moves = SuccessionPart.objects.filter(Q(source__in=self.agencies) | Q(target__in=self.agencies))
        for source, target, day in moves.values_list("source__code", "target__code", "event__effective_on"):
            self._note_move(source, target, day)
        self._new: list[Agency] = []
        self._changed: dict[str, Agency] = {}
        self._rows: list[AgencyFunction] = []
        self._closed_rows: list[AgencyFunction] = []
        self._parts: dict[tuple[str, str | None, str], SuccessionPart] = {}

    def _note_move(self, source: str, target: str | None, day: dt.date) -> None:
        self._handed[source] = max(day, self._handed.get(source, day))
        if target is not None:
            self._received[target] = max(day, self._received.get(target, day))

    def open_functions(self, agency: Agency) -> dict[str, AgencyFunction]:
        """What a body carries now, by function."""
        return dict(self._functions[agency.code])

    def _of_kind(self, province_code: str, code: str) -> list[Agency]:
        if "." in code:
            return [agency for agency in self.agencies if agency.code == code]
        return [
            agency
            for agency in self.agencies
            if agency.catalogue_code == code
            and agency.level == "province"
            and province_code_of(agency) == province_code
        ]

    def had(self, province_code: str, code: str, day: dt.date) -> bool:
        """Whether the province had such a body on a day, whatever became of it since."""
        return any(
            (agency.valid_from is None or agency.valid_from <= day)
            and (agency.valid_to is None or agency.valid_to >= day)
            for agency in self._of_kind(province_code, code)
        )

    def source(self, province_code: str, code: str, effective_on: dt.date, *, is_needed: bool) -> Agency | None:
        """The open body that an event of a day has as its source. None when the province never had one, if not needed.

        Raises EventsRefused: `unknown_source`, `source_closed`, `source_not_begun`.
        """
        found = self._of_kind(province_code, code)
        if not found:
            if not is_needed:
                return None
            raise refused("unknown_source", f"Tỉnh mã {province_code} không có cơ quan mang mã «{code}»")
        still_open = [agency for agency in found if agency.valid_to is None]
        if not still_open:
            last = max(
                (agency for agency in found if agency.valid_to), key=lambda agency: agency.valid_to or dt.date.min
            )
            raise _closed(last, effective_on)
        self.check_begun(still_open[0], effective_on)
        return still_open[0]

    def check_begun(self, agency: Agency, effective_on: dt.date) -> None:
        """Raise EventsRefused unless the body was in force the day before an event."""
        if agency.valid_to is not None:
            raise _closed(agency, effective_on)
        if agency.valid_from is not None and agency.valid_from >= effective_on:
            raise refused(
                "source_not_begun",
                f"{agency.name} ({agency.code}) chỉ bắt đầu từ {vn_date(agency.valid_from)}, nên không thể là cơ quan "
                f"giao của sự kiện ngày {vn_date(effective_on)}",
            )

    def target(self, entry: CatalogueAgency | None, code: str, unit: Unit, event: SuccessionEvent) -> Agency:
        """The body of a province that takes over on the event's day: the one in force, or one that begins.

        Raises EventsRefused: `target_closed`, `overlap`, `unknown_body`.
        """
        day = event.effective_on
        found = self._of_kind(unit.code, code)
        now = next((each for each in found if each.is_in_force(day)), None)
        if now is not None:
            return now
        future = next((each for each in found if each.valid_from is not None and each.valid_from > day), None)
        if future is not None and future.valid_from is not None:
            raise refused(
                "overlap",
                f"{future.name} ({future.code}) bắt đầu từ {vn_date(future.valid_from)}; lập thêm từ {vn_date(day)} sẽ "
                "thành hai cơ quan trùng thời gian",
            )
        if entry is None or "." in code:
            raise refused("unknown_body", f"Không có cơ quan mang mã «{code}» hoạt động vào ngày {vn_date(day)}")
        if entry.valid_to is not None and entry.valid_to < day:
            raise refused(
                "target_closed",
                f"Theo danh mục, {entry.name} chỉ có đến hết {vn_date(entry.valid_to)}, không thể nhận nhiệm vụ từ "
                f"{vn_date(day)}",
            )
        return self.begin(body_of(entry, unit, taken=self.codes, event=event))

    def begin(self, agency: Agency) -> Agency:
        """Take note of a body that begins."""
        self.agencies.append(agency)
        self.codes.add(agency.code)
        self.began.append(agency)
        self._new.append(agency)
        return agency

    def end(self, agency: Agency, event: SuccessionEvent) -> None:
        """Close a body and everything it carries, the day before the event. Raises EventsRefused."""
        self.check_begun(agency, event.effective_on)
        self._check_quiet(agency, event.effective_on)
        agency.valid_to, agency.ended_by = event.effective_on - _DAY, event
        self.ended.append(agency)
        self._changed[agency.code] = agency
        for function in list(self._functions[agency.code]):
            self.take(agency, function, event)

    def _check_quiet(self, agency: Agency, day: dt.date) -> None:
        """A body cannot end before, or on, a day on which it took something over, nor before it handed something on."""
        received, handed = self._received.get(agency.code), self._handed.get(agency.code)
        if (received is not None and received >= day) or (handed is not None and handed > day):
            raise refused(
                "contradiction",
                f"{agency.name} ({agency.code}) có sự kiện khác từ ngày {vn_date(day)} trở đi, nên không thể kết thúc "
                "vào ngày này",
                "Hãy kiểm tra ngày và thứ tự các sự kiện.",
            )

    def take(self, agency: Agency, function: str, event: SuccessionEvent) -> None:
        """Close one function of a body the day before the event. Raises EventsRefused (`function_not_begun`)."""
        row = self._functions[agency.code].pop(function, None)
        if row is None:
            return
        if row.valid_from is not None and row.valid_from >= event.effective_on:
            raise refused(
                "function_not_begun",
                f"{agency.name} nhận nhiệm vụ này từ {vn_date(row.valid_from)}, không thể giao đi từ "
                f"{vn_date(event.effective_on)}",
            )
        row.valid_to, row.ended_by = event.effective_on - _DAY, event
        self._closed_rows.append(row)

    def give(self, agency: Agency, function: str, event: SuccessionEvent, *, is_verified: bool) -> None:
        """Let a body carry a function from the event's day; one it carries already stays as it is."""
        if function in self._functions[agency.code]:
            return
        row = AgencyFunction(
            agency=agency,
            function=function,
            valid_from=event.effective_on,
            basis=event.basis,
            is_verified=is_verified,
            began_by=event,
        )
        self._functions[agency.code][function] = row
        self._rows.append(row)

    def add_rows(self, rows: Iterable[AgencyFunction]) -> None:
        """Functions of bodies that begin, as the catalogue has them."""
        for row in rows:
            self._functions[row.agency.code][row.function] = row
            self._rows.append(row)

    def part(
        self,
        event: SuccessionEvent,
        source: Agency,
        target: Agency | None,
        function: str,
        *,
        is_verified: bool,
        note: str = "",
    ) -> None:
        """Take note of what a source hands to a target."""
        self._note_move(source.code, target.code if target else None, event.effective_on)
        key = (source.code, target.code if target else None, function)
        self._parts.setdefault(
            key,
            SuccessionPart(
                event=event, source=source, target=target, function=function, is_verified=is_verified, note=note
            ),
        )

    def write(self) -> list[SuccessionPart]:
        """Write what is waiting; the parts that were written."""
        Agency.objects.bulk_create(self._new)
        Agency.objects.bulk_update(self._changed.values(), ["valid_to", "ended_by"], batch_size=200)
        saved = [row for row in self._closed_rows if row.pk is not None]
        AgencyFunction.objects.bulk_update(saved, ["valid_to", "ended_by"], batch_size=200)
        AgencyFunction.objects.bulk_create(self._rows)
        parts = SuccessionPart.objects.bulk_create(self._parts.values())
        self._new, self._rows, self._closed_rows = [], [], []
        self._changed, self._parts = {}, {}
        return parts


def _closed(agency: Agency, effective_on: dt.date) -> EventsRefused:
    return refused(
        "source_closed",
        f"{agency.name} ({agency.code}) đã kết thúc từ {vn_date(agency.valid_to or dt.date.min)}, nên không thể là cơ "
        f"quan giao của sự kiện ngày {vn_date(effective_on)}",
    )
