"""What the overviews show: numbers with the address of exactly the rows they count, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.desk.overviews.for_body import BodyOverview, OwnFigure
from mangnon.desk.overviews.for_lead import MOST_MISSING, MOST_WAITING, LeadOverview, WaitingLine
from mangnon.desk.overviews.for_leader import MOST_BEHIND, BehindLine, LeaderOverview, PlanLine
from mangnon.desk.overviews.told_indicators import IndicatorLine, counted_views, reading_of, target_words
from mangnon.desk.overviews.told_reports import BodyReport, PeriodPicture, ReportCounts
from mangnon.desk.terms import BodyGroup, Completeness, TargetView
from mangnon.desk.web import overview_charts as charts
from mangnon.desk.web.overview_charts import VIEW_TONES
from mangnon.desk.web.overview_tables import SIDES, WAITING_WORDS, interval_words, rank_words, sheet
from mangnon.documents.official import CellValue, Sheet
from mangnon.indicators.public import period_words as window_words
from mangnon.kernel import clock
from mangnon.outgoing.public import can_see_outgoing
from mangnon.plans.public import FourCells
from mangnon.reporting.public import Period, period_words
from mangnon.reporting.terms import Timeliness

_ATTENTION: Final = (
    TargetView.NOT_MET,
    TargetView.NEAR,
    TargetView.PARTIAL,
    TargetView.UNKNOWN,
    TargetView.MET,
)
CONTENT_TONES: Final = {
    Completeness.FULL: "good",
    Completeness.PARTIAL: "progress",
    Completeness.EMPTY: "soon",
    Completeness.MISSING: "neutral",
}
TIME_TONES: Final = {
    Timeliness.ON_TIME: "good",
    Timeliness.LATE: "soon",
    Timeliness.MISSING: "late",
    Timeliness.NOT_YET: "neutral",
}
TIME_CHOICES: Final = [
    ("dung-han", str(Timeliness.ON_TIME.label)),
    ("gui-muon", str(Timeliness.LATE.label)),
    ("qua-han", str(Timeliness.MISSING.label)),
    ("chua-den-han", str(Timeliness.NOT_YET.label)),
]
_TIME_SLUGS: Final = {
    "dung-han": Timeliness.ON_TIME,
    "gui-muon": Timeliness.LATE,
    "qua-han": Timeliness.MISSING,
    "chua-den-han": Timeliness.NOT_YET,
}
INDICATOR_COLUMNS: Final = [
    {"label": "Chỉ tiêu"},
    {"label": "Giá trị", "numeric": True},
    {"label": "Mức được giao"},
    {"label": "Đánh giá"},
    {"label": "Xu hướng"},
]
REPORT_COLUMNS: Final = [{"label": word} for word in ("Cơ quan", "Nhóm", "Nội dung", "Thời hạn", "Hạn gửi")]
BEHIND_COLUMNS: Final = [
    {"label": "Cơ quan chủ trì"},
    {"label": "Kế hoạch"},
    {"label": "Chưa xong, quá hạn", "numeric": True},
    {"label": "Số đến hạn", "numeric": True},
]
MOST_SHOWN, MOST_UNITS = 6, 200


def plan_rows(plan_code: str, state: str = "", *, agency: str = "", role: str = "chu-tri") -> str:
    """The page of a plan with exactly the rows that a cell counts."""
    asked = {"co-quan": agency, "vai-tro": role, "tinh-trang": state, "ky": "tat-ca"}
    return f"{reverse('plan', args=[plan_code])}?{urlencode({name: word for name, word in asked.items() if word})}"


def report_rows(period: Period, **asked: str) -> str:
    """The bodies of a period that a number counts."""
    address = reverse("overview_reports", args=[period.regime.code, period.code])
    query = urlencode({name.replace("_", "-"): word for name, word in asked.items() if word})
    return f"{address}?{query}" if query else address


def kept_reports(rows: Sequence[BodyReport], asked: Mapping[str, str]) -> list[BodyReport]:
    """Which rows an address of `report_rows` asks for; words that are not known ask for nothing."""
    group, content, time = asked.get("nhom", ""), asked.get("noi-dung", ""), _TIME_SLUGS.get(asked.get("han", ""))
    return [
        row
        for row in rows
        if (group not in BodyGroup.values or row.group == group)
        and (content not in Completeness.values or row.completeness == content)
        and (time is None or row.timeliness == time)
    ]


def report_lines(rows: Sequence[BodyReport]) -> list[dict[str, Any]]:
    """One line for each body."""
    return [_report_row(row) for row in rows]


def _report_row(row: BodyReport) -> dict[str, Any]:
    return {
        "agency": row.standing.agency,
        "group": row.group.label,
        "content": row.completeness,
        "content_tone": CONTENT_TONES[row.completeness],
        "time": row.timeliness,
        "time_tone": TIME_TONES[row.timeliness],
        "due_on": row.standing.due_on,
    }


def _change(now: int, before: int) -> str:
    return "" if now == before else f"+{now - before}" if now > before else f"−{before - now}"


def _cells_row(line: PlanLine) -> dict[str, Any]:
    cells = [
        {
            "label": word,
            "count": getattr(line.now, name),
            "url": plan_rows(line.plan.code, slug),
            "change": _change(getattr(line.now, name), getattr(line.before, name)),
        }
        for name, slug, word, _ in (*charts.CELLS, ("no_deadline", "khong-co-han", "Không có hạn", "neutral"))
    ]
    return {"plan": line.plan, "cells": cells, "now": line.now}


def _tiles(found: LeaderOverview) -> list[dict[str, Any]]:
    """The four official cells; of one plan each opens its rows, of several the table that tells them apart."""
    cells, before = found.cells, found.before
    only = found.plans[0].plan.code if len(found.plans) == 1 else ""
    tiles = []
    for name, slug, word, tone in charts.CELLS:
        count, change = getattr(cells, name), _change(getattr(cells, name), getattr(before, name))
        note = f"trên {cells.total} nhiệm vụ" + (f"; {change} so với {found.before_on:%d/%m}" if change else "")
        url = plan_rows(only, slug) if only else "#theo-ke-hoach"
        tiles.append({"value": count, "label": word, "url": url, "note": note, "tone": tone if count else ""})
    return tiles


def _picture(picture: PeriodPicture | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    return {
        "period": picture.period,
        "whole": picture.whole,
        "all_url": report_rows(picture.period),
        "rows": [
            *(_group_row(picture.period, str(group.label), group.value, counts) for group, counts in picture.groups),
            _group_row(picture.period, "Tất cả", "", picture.whole),
        ],
        "heads": [
            {"label": "Nhóm"},
            {"label": "Phải gửi", "numeric": True},
            *({"label": str(each.label), "numeric": True} for each in Completeness),
            *({"label": word, "numeric": True} for _, word in TIME_CHOICES[:3]),
        ],
    }


def _group_row(period: Period, name: str, group: str, counts: ReportCounts) -> dict[str, Any]:
    cells = [{"label": "Phải gửi", "count": counts.owed, "url": report_rows(period, nhom=group)}]
    for each in Completeness:
        url = report_rows(period, nhom=group, noi_dung=each.value)
        cells.append({"label": str(each.label), "count": counts.completeness[each], "url": url})
    for slug, word in TIME_CHOICES[:3]:
        url = report_rows(period, nhom=group, han=slug)
        cells.append({"label": word, "count": counts.timeliness[_TIME_SLUGS[slug]], "url": url})
    return {"name": name, "cells": cells}


def _periods(known: Sequence[Period]) -> list[tuple[int, str]]:
    return [(each.pk, f"{each.words}: {each.regime.name}"[:90]) for each in known[:12]]


def indicator_rows(lines: Sequence[IndicatorLine]) -> list[dict[str, Any]]:
    """One line for each indicator."""
    return [
        {
            "line": line,
            "url": reverse("indicator", args=[line.indicator.set.code, line.indicator.code])
            + (f"?nam={line.year}" if line.year else ""),
            "value": reading_of(line.indicator, line.told).said(),
            "before": reading_of(line.indicator, line.before).said() if line.before else "",
            "target": target_words(line.target),
            "tone": VIEW_TONES[line.view],
        }
        for line in lines
    ]


def behind_rows(lines: Sequence[BehindLine]) -> list[dict[str, Any]]:
    """One line for each body and plan."""
    return [{"line": line, "url": plan_rows(line.plan.code, "qua-han", agency=line.agency.code)} for line in lines]


def leader_page(viewer: Actor, found: LeaderOverview) -> dict[str, Any]:
    """Context of the leader's page."""
    first = {view: at for at, view in enumerate(_ATTENTION)}
    pressing = sorted(found.indicators, key=lambda line: (not line.worse, first[line.view]))
    views = counted_views(found.indicators)
    papers = (
        reverse("outgoing")
        + "?"
        + urlencode({"co-quan": viewer.agency_code, "trang-thai": "numbered", "nam": "tat-ca"})
    )
    return {
        "page": found,
        "cells": found.cells,
        "tiles": _tiles(found),
        "plans": [_cells_row(line) for line in found.plans],
        "plan_columns": [
            {"label": "Kế hoạch"},
            *({"label": word, "numeric": True} for _, _, word, _ in charts.CELLS),
            {"label": "Không có hạn", "numeric": True},
            {"label": "Tỷ lệ quá hạn", "numeric": True},
        ],
        "picture": _picture(found.picture),
        "periods": _periods(found.known_periods),
        "chosen_period": found.picture.period.pk if found.picture else "",
        "completeness": charts.of_completeness(found.picture) if found.picture and found.picture.rows else None,
        "course": charts.of_course(found.course) if len(found.course) > 1 else None,
        "indicator_tiles": [
            {
                "value": views[view],
                "label": view.label,
                "url": reverse("overview_indicators") + f"?danh-gia={view.value}",
                "note": f"trên {len(found.indicators)} chỉ tiêu",
                "tone": VIEW_TONES[view] if views[view] else "",
            }
            for view in TargetView
        ],
        "pressing": indicator_rows(pressing[:MOST_SHOWN]),
        "worse_url": reverse("overview_indicators") + "?xau-di=co",
        "columns": INDICATOR_COLUMNS,
        "behind": behind_rows(found.behind[:MOST_BEHIND]),
        "papers_url": papers if can_see_outgoing(viewer) else "",
    }


def lead_page(request: HttpRequest, found: LeadOverview) -> dict[str, Any]:
    """Context of the lead officer's page."""
    by_kind = [
        (word, [line.days for line in found.waiting if line.kind == kind]) for kind, word in WAITING_WORDS.items()
    ]
    compared = found.compared
    years = [(each, str(each)) for each in range(found.today.year, found.today.year - 10, -1)]
    return {
        "page": found,
        "picture": _picture(found.picture),
        "periods": _periods(found.known_periods),
        "chosen_period": found.picture.period.pk if found.picture else "",
        "completeness": charts.of_completeness(found.picture) if found.picture and found.picture.rows else None,
        "course": charts.of_course(found.course) if len(found.course) > 1 else None,
        "ages": charts.of_ages(by_kind) if found.waiting else None,
        "waiting": [_waiting_row(line) for line in found.waiting[:MOST_WAITING]],
        "waiting_count": len(found.waiting),
        "missing": [
            {
                "line": line,
                "url": f"{reverse('indicator', args=[line.indicator.set.code, line.indicator.code])}?nam={found.year}",
            }
            for line in found.missing[:MOST_MISSING]
        ],
        "missing_count": len(found.missing),
        "years": years,
        "chosen_indicator": found.indicator.pk if found.indicator else "",
        "indicators": [(each.pk, f"{each.code} {each.name}"[:90]) for each in found.choices],
        "boundary": "hom-nay" if request.GET.get("dia-gioi") == "hom-nay" else "",
        "boundaries": [("hom-nay", "Hôm nay")],
        "map": charts.map_of(compared) if compared and compared.lines else None,
        "bars": charts.bars_of(compared, found.aims) if compared and compared.lines else None,
        "aims": [{"indicator": each.indicator, "words": target_words(each.target)} for each in found.aims],
        "told_in": window_words(compared.table.period) if compared else "",
        "otherwise": found.told[found.indicator.pk].otherwise if compared and found.indicator else 0,
        "units": [
            {
                "line": line,
                "value": line.reading.said(),
                "url": charts.unit_url(compared, line),
                "interval": interval_words(line),
                "rank": rank_words(line) if line.rank else "",
                "side": SIDES.get(line.side, ""),
            }
            for line in compared.lines[:MOST_UNITS]
        ]
        if compared
        else [],
    }


def _waiting_row(line: WaitingLine) -> dict[str, Any]:
    if line.plan_code:
        url, about = reverse("task", args=[line.plan_code, line.task_code]), f"nhiệm vụ {line.task_code}"
    else:
        args = [line.regime_code, line.period_code]
        is_sent = line.kind == "report"
        url = reverse("report_view", args=[*args, line.agency_code]) if is_sent else reverse("report_board", args=args)
        about = f"kỳ {period_words(line.period_code)}"
    return {"line": line, "what": WAITING_WORDS.get(line.kind, line.kind), "url": url, "about": about}


def missing_sheet(found: LeadOverview) -> Sheet:
    """The indicators of which communes' figures are missing."""
    rows: list[list[CellValue]] = [
        [f"{line.indicator.code} {line.indicator.name}", line.told, line.unknown, line.missing, line.communes]
        for line in found.missing
    ]
    heads = ["Chỉ tiêu", "Đã có số", "Không thu thập", "Chưa có số", "Số đơn vị cấp xã"]
    return sheet("Thieu so", ["CHỈ TIÊU CÒN THIẾU SỐ LIỆU", f"Năm {found.year}"], heads, rows)


def body_page(found: BodyOverview) -> dict[str, Any]:
    """Context of the page of one body."""
    code = found.agency.code if found.agency else ""
    today = clock.today()
    return {
        "page": found,
        "today": today,
        "owed": [
            {
                "row": each,
                "url": reverse("report_board", args=[each.period.regime.code, each.period.code]),
                "is_returned": each.report is not None and each.report.state == "returned",
            }
            for each in found.owed
        ],
        "plans": [
            {
                "plan": each.plan,
                "leads": _own_cells(each.plan.code, code, each.leads, "chu-tri"),
                "coordinates": _own_cells(each.plan.code, code, each.coordinates, "phoi-hop"),
                "rate": each.leads.overdue_of_due,
                "of_all": each.leads.overdue_of_all,
            }
            for each in found.plans
        ],
        "heads": [
            {"label": "Kế hoạch, vai trò"},
            *({"label": word, "numeric": True} for _, _, word, _ in charts.CELLS),
            {"label": "Không có hạn", "numeric": True},
        ],
        "chart": charts.of_cells([(each.plan.code, each.leads) for each in found.plans if each.leads.total])
        if any(each.leads.total for each in found.plans)
        else None,
    }


def _own_cells(plan_code: str, agency: str, cells: FourCells, role: str) -> list[dict[str, Any]]:
    named = (*charts.CELLS, ("no_deadline", "khong-co-han", "Không có hạn", "neutral"))
    if not cells.total:
        return []
    return [
        {"label": word, "count": getattr(cells, name), "url": plan_rows(plan_code, slug, agency=agency, role=role)}
        for name, slug, word, _ in named
    ]


def own_rows(found: Sequence[OwnFigure]) -> list[dict[str, Any]]:
    """The commune's figures beside the province's."""
    return [
        {
            "indicator": each.line.indicator,
            "url": reverse("indicator", args=[each.line.indicator.set.code, each.line.indicator.code]),
            "year": each.year,
            "own": reading_of(each.line.indicator, each.own).said(),
            "whole": reading_of(each.line.indicator, each.whole).said(),
            "target": target_words(each.line.target),
        }
        for each in found
    ]


def own_sheet(found: Sequence[OwnFigure], name: str) -> Sheet:
    """The same as a file."""
    rows: list[list[CellValue]] = [
        [
            f"{row['indicator'].code} {row['indicator'].name}",
            str(row["year"] or ""),
            row["own"],
            row["whole"],
            row["target"],
        ]
        for row in own_rows(found)
    ]
    return sheet(
        "So lieu",
        ["SỐ LIỆU CỦA XÃ VÀ CỦA TỈNH", name],
        ["Chỉ tiêu", "Năm", "Của xã", "Của tỉnh", "Mức được giao"],
        rows,
    )
