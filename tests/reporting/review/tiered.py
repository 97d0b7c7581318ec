"""A made-up province whose communes send to their district and the districts to the lead: nothing is real."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency
from mangnon.reporting.models import Period, Regime, RegimeTier, Report
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.rules import PeriodDates
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report
from mangnon.territory.models import Unit
from tests.reporting.factories import PROVINCE, actor_at, agency

OPENED = dt.date(2025, 5, 5)


@dataclass
class Tiered:
    """Two districts of some communes each, and a department; `lead` receives at the top."""

    lead: Agency
    department: Agency
    regime: Regime
    period: Period
    districts: list[Agency] = field(default_factory=list)
    communes: list[list[Agency]] = field(default_factory=list)

    @property
    def reviewer(self) -> Actor:
        """The lead's officer."""
        return actor_at(self.lead, Role.PROVINCIAL_LEAD)

    def officer(self, place: Agency) -> Actor:
        """An officer of a body."""
        return actor_at(place, Role.DEPARTMENT_OFFICER if place.level == "province" else Role.LOCAL_OFFICER)

    def write(self, place: Agency, words: str = "Đã tổ chức các hoạt động mẫu.") -> Report:
        """A body writes its general part."""
        actor = self.officer(place)
        report = start_report(actor=actor, period=self.period, agency_id=place.pk)
        present = report.entries.filter(task=None).first()
        save_entry(
            actor=actor,
            report_id=report.pk,
            task_id=None,
            revision=present.revision if present else 0,
            fields={"results": words},
        )
        return report

    def send(self, place: Agency, words: str = "Đã tổ chức các hoạt động mẫu.") -> Report:
        """A body writes and sends."""
        report = self.write(place, words)
        submit_report(actor=self.officer(place), report_id=report.pk)
        report.refresh_from_db()
        return report

    def accept(self, report: Report) -> Report:
        """Whoever receives it accepts: the district of a commune, else the lead."""
        above = next((d for d, c in zip(self.districts, self.communes, strict=True) if report.agency in c), None)
        return accept_report(actor=self.officer(above) if above else self.reviewer, report_id=report.pk)


def tiered(*, districts: int = 2, communes: int = 2) -> Tiered:
    """The province with an open thematic period."""
    unit = Unit.objects.create(code=PROVINCE, name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    lead = agency("SO_1", "Sở Y tế Mẫu", "Sở YTM", territory=unit)
    department = agency("SO_2", "Sở Giáo dục Mẫu", "Sở GDM", territory=unit)
    heads, below = [], []
    for d in range(1, districts + 1):
        place = Unit.objects.create(code=f"90{d}", name=f"Huyện Mẫu {d}", level="district", kind="Huyện", parent=unit)
        heads.append(_committee(f"UBND.90{d}", f"Ủy ban nhân dân huyện Mẫu {d}", place, "district", unit))
        row = []
        for c in range(1, communes + 1):
            code = f"90{d}{c:02d}"
            own = Unit.objects.create(code=code, name=f"Xã Mẫu {d}.{c}", level="commune", kind="Xã", parent=place)
            row.append(_committee(f"UBND.{code}", f"Ủy ban nhân dân xã Mẫu {d}.{c}", own, "commune", unit))
        below.append(row)
    regime = Regime.objects.create(
        code="90-mau-theo-cap",
        territory=unit,
        function="child_affairs",
        name="Báo cáo mẫu theo từng cấp",
        content="Nội dung mẫu",
        reporters="Các cơ quan mẫu",
        recipient=lead,
        method="Trên hệ thống",
        send_by_kind="days_after",
        send_by_offset=20,
        frequency="thematic",
        cut_off_rule="Trước hạn gửi",
        outline="1. Kết quả",
    )
    for order, (level, route, days) in enumerate([("commune", "above", 8), ("district", "recipient", 14)]):
        RegimeTier.objects.create(
            regime=regime, order=order, level=level, route=route, send_by_kind="days_after", send_by_offset=days
        )
    period = open_period(
        actor=SYSTEM,
        regime=regime,
        code="YC20250620",
        days=PeriodDates(dt.date(2025, 5, 1), dt.date(2025, 5, 30), dt.date(2025, 6, 12), dt.date(2025, 6, 20)),
        name="Kỳ mẫu",
        bodies=[department, *heads, *(commune for row in below for commune in row)],
    )
    return Tiered(lead, department, regime, period, heads, below)


def _committee(code: str, name: str, place: Unit, level: str, province: Unit) -> Agency:
    return Agency.objects.create(
        code=f"{province.code}.{code}",
        catalogue_code=code,
        name=name,
        short_name=name,
        kind="peoples_committee",
        level=level,
        territory=place,
    )
