"""How the pages of reporting tell of bodies that ended and of those that carry on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.kernel.dates import vn_date
from mangnon.reporting.consolidation import prose
from mangnon.reporting.duties.lineage import name_beside, names
from mangnon.reporting.models import ExpectedReport, Period
from mangnon.reporting.periods.board import Board
from mangnon.reporting.writing.page import WritingSheet

_MOST_NAMES = 4


def write_address(period: Period, agency: Agency, actor: Actor) -> str:
    """Where the actor writes an agency's report: the plain address for the own one."""
    place = [period.regime.code, period.code]
    if agency.pk == actor.agency_id:
        return reverse("report_write", args=place)
    return reverse("report_write_for", args=[*place, agency.code])


def in_whose_name(sheet: WritingSheet, actor: Actor) -> list[str]:
    """In whose name a report is written and why, as sentences; none where a body simply writes its own."""
    said = []
    agency = sheet.agency
    ended = agency.valid_to
    if agency.pk != actor.agency_id and ended is not None:
        said.append(
            f"Báo cáo mang tên {agency.name}: số liệu của kỳ chốt ngày {vn_date(sheet.period.cut_off_on)}, khi cơ quan "
            f"này còn hoạt động (đến hết ngày {vn_date(ended)})."
        )
        said.append(f"{shortly(sheet.writers, beside=agency)} viết và gửi vì kế tục phần việc của cơ quan đó.")
        if len(sheet.writers) > 1:
            said.append("Các cơ quan cùng viết một báo cáo; cơ quan nào gửi trước thì báo cáo được gửi.")
    if sheet.came_from:
        said.append(f"Phần việc báo cáo được tiếp nhận từ {shortly(sheet.came_from, beside=agency)}.")
        if any(item.carried for item in sheet.items):
            said.append("Nội dung đã viết dở được mang theo; từng mục ghi rõ do cơ quan nào viết.")
    return said


def shortly(agencies: Sequence[Agency], *, beside: Agency | None) -> str:
    """«Sở A, Sở B và Sở C»; of many the first three and how many more."""
    every = names(agencies, beside=beside)
    if len(every) > _MOST_NAMES:
        every = [*every[: _MOST_NAMES - 1], f"{len(every) - _MOST_NAMES + 1} cơ quan khác"]
    return prose.listed(every)


def boundary_words(period: Period, *, today: dt.date) -> str:
    """By which day the names of a period stand: «Cơ quan và tên gọi ghi theo ngày chốt số liệu 05/06/2025.»."""
    day = vn_date(period.cut_off_on)
    future = ", theo các đợt sắp xếp đã ghi nhận đến hôm nay" if period.cut_off_on > today else ""
    return f"Cơ quan và tên gọi ghi theo ngày chốt số liệu {day}{future}."


def since_words(board: Board, heirs: Mapping[int, Sequence[Agency]]) -> dict[int, str]:
    """Of each body of a board that has ended since: who carries on, «nay: Sở Y tế (tỉnh Quảng Ngãi)»."""
    of = {row.agency.pk: row.agency for row in board.rows}
    return {
        pk: f"nay: {shortly(found, beside=of[pk])}" if found else "chưa rõ cơ quan kế tục"
        for pk, found in heirs.items()
        if pk in of
    }


def passed_words(passed: Sequence[ExpectedReport]) -> list[str]:
    """«Sở Lao động – Thương binh và Xã hội: đã chuyển cho Sở Y tế», one for each report that others owe since."""
    return [f"{row.agency.name}: {prose.lower_first(row.end_reason)}" for row in passed]


def recipient_words(period: Period, recipient: Agency) -> str:
    """Who receives, with who did when the regime was set up where that is another."""
    named = period.regime.recipient
    if recipient.pk == named.pk:
        return recipient.name
    return f"{name_beside(recipient, named)} (kế tục {named.name})"
