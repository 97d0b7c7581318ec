"""What the pages of reporting show, in words and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.documents.official import Column, Row, Sheet, Table
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.reporting.duties.lineage import lineage_of
from mangnon.reporting.duties.outline import send_by_words
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.models import Period, Regime
from mangnon.reporting.periods.board import Board, BoardRow
from mangnon.reporting.policies import can_read_report, can_receive_report
from mangnon.reporting.review.ageing import WaitingItem, waiting
from mangnon.reporting.terms import Frequency, Fullness, Stage, Timeliness

STAGES = {
    "chua-viet": Stage.NOT_STARTED,
    "dang-viet": Stage.WRITING,
    "cho-xem-xet": Stage.SUBMITTED,
    "da-tra-lai": Stage.RETURNED,
    "da-chap-nhan": Stage.ACCEPTED,
    "dang-sua-doi": Stage.AMENDING,
}
TIMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "dung-han": (str(Timeliness.ON_TIME.label), (Timeliness.ON_TIME,)),
    "gui-muon": (str(Timeliness.LATE.label), (Timeliness.LATE,)),
    "qua-han": (str(Timeliness.MISSING.label), (Timeliness.MISSING,)),
    "tre": ("Gửi quá hạn hoặc quá hạn chưa gửi", (Timeliness.LATE, Timeliness.MISSING)),
    "chua-den-han": (str(Timeliness.NOT_YET.label), (Timeliness.NOT_YET,)),
}
# So many cards stand in one column of the board; the rest is in the list.
MOST_CARDS = 60
LEVELS = {"tinh": ("province", "Cấp tỉnh"), "huyen": ("district", "Cấp huyện"), "xa": ("commune", "Cấp xã")}
SENT = {"roi": "Đã gửi", "chua": "Chưa gửi"}
STAGE_TONES = {
    Stage.NOT_STARTED: "neutral",
    Stage.WRITING: "progress",
    Stage.SUBMITTED: "wait",
    Stage.RETURNED: "late",
    Stage.ACCEPTED: "good",
    Stage.AMENDING: "progress",
}
_TIME_TONES = {
    Timeliness.ON_TIME: "good",
    Timeliness.LATE: "soon",
    Timeliness.MISSING: "late",
    Timeliness.NOT_YET: "neutral",
}
_FULLNESS_TONES = {Fullness.EMPTY: "neutral", Fullness.PARTIAL: "progress", Fullness.FULL: "good"}


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the address asks of the board; an unknown value asks for nothing."""

    stage: str = ""
    time: str = ""
    level: str = ""
    sent: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> BoardFilter:
        """Read from an address."""
        known: list[tuple[str, Mapping[str, object]]] = [
            ("buoc", STAGES),
            ("han", TIMES),
            ("cap", LEVELS),
            ("gui", SENT),
        ]
        values = [query.get(name, "") if query.get(name, "") in words else "" for name, words in known]
        return cls(*values)

    def keeps(self, row: BoardRow) -> bool:
        """Whether a row is asked for."""
        is_sent = row.report is not None and row.report.first_submitted_at is not None
        return (
            (not self.stage or row.stage == STAGES[self.stage])
            and (not self.time or row.timeliness in TIMES[self.time][1])
            and (not self.level or row.agency.level == LEVELS[self.level][0])
            and (not self.sent or is_sent == (self.sent == "roi"))
        )

    def rows(self, board: Board) -> list[BoardRow]:
        """The rows asked for."""
        return [row for row in board.rows if self.keeps(row)]

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.stage or self.time or self.level or self.sent)

    def query(self) -> str:
        """As the tail of an address, without the question mark."""
        pairs = {"buoc": self.stage, "han": self.time, "cap": self.level, "gui": self.sent}
        return urlencode({name: value for name, value in pairs.items() if value})


def board_address(period: Period, **query: str) -> str:
    """The board of a period with some filters."""
    address = reverse("report_board", args=[period.regime.code, period.code])
    return f"{address}?{urlencode(query)}" if query else address


def period_title(period: Period) -> str:
    """«Kỳ 6 tháng đầu năm 2025»."""
    return period.name or f"Kỳ {period.words}"


def board_tiles(board: Board, *, view: str) -> list[dict[str, Any]]:
    """Counts that lead to exactly the rows they count."""
    total = len(board.rows)
    asked: list[tuple[str, BoardFilter, str]] = [
        ("Phải báo cáo", BoardFilter(), ""),
        ("Đã gửi", BoardFilter(sent="roi"), "good"),
        ("Chưa gửi", BoardFilter(sent="chua"), "neutral"),
        ("Gửi quá hạn", BoardFilter(time="gui-muon"), "soon"),
        ("Quá hạn chưa gửi", BoardFilter(time="qua-han"), "late"),
        ("Chờ xem xét", BoardFilter(stage="cho-xem-xet"), "wait"),
        ("Đã chấp nhận", BoardFilter(stage="da-chap-nhan"), "good"),
    ]
    tiles = []
    for label, wanted, tone in asked:
        count = len(wanted.rows(board))
        query = "&".join(part for part in (wanted.query(), f"xem={view}" if view else "") if part)
        url = board_address(board.period) + (f"?{query}" if query else "") + "#bang"
        note = f"trên {total}" if wanted.is_set else "cơ quan, đơn vị"
        tiles.append({"value": count, "label": label, "url": url, "note": note, "tone": tone if count else ""})
    return tiles


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One row of the board as shown. `url` is empty for who may not open the report."""

    row: BoardRow
    url: str
    stage_word: str
    stage_tone: str
    time_word: str
    time_tone: str
    full_word: str
    full_tone: str
    since: str = ""
    is_received: bool = False
    waits: str = ""

    @property
    def answered(self) -> str:
        """«3/5 nhiệm vụ chủ trì»; of a called report «3/5 câu bắt buộc»."""
        if self.row.is_called:
            return f"{self.row.answered}/{self.row.led} câu bắt buộc"
        return f"{self.row.answered}/{self.row.led} nhiệm vụ chủ trì" if self.row.led else "không chủ trì nhiệm vụ"

    @property
    def can_be_accepted(self) -> bool:
        """Whether the report waits for the viewer's own body to review it."""
        return self.row.stage == Stage.SUBMITTED and self.is_received


def board_lines(
    viewer: Actor, board: Board, rows: list[BoardRow], *, since: Mapping[int, str] | None = None
) -> list[BoardLine]:
    """The rows in words, each with the link its reader may follow and with whom it waits for how long; `since` tells of
    bodies that have ended since."""
    period = board.period
    today = clock.today()
    receivers, lineage = Receivers([period], on=today), lineage_of(viewer.agency_id, on=today)
    recipient_id = receivers.recipient(period.pk).pk
    waits = {
        item.agency.pk: waits_words(item) for item in waiting(viewer, period=period, on=today, receivers=receivers)
    }
    lines = []
    for row in rows:
        received_by = [body.pk for body in receivers.of(period.pk, row.agency.pk)]
        above = receivers.all_above(period.pk, row.agency.pk)
        may_open = can_read_report(
            viewer, agency_id=row.agency.pk, recipient_id=recipient_id, lineage=lineage, above_ids=above
        )
        url = reverse("report_view", args=[period.regime.code, period.code, row.agency.code]) if may_open else ""
        stage, time, full = Stage(row.stage), Timeliness(row.timeliness), Fullness(row.fullness)
        lines.append(
            BoardLine(
                row=row,
                url=url,
                stage_word=str(stage.label),
                stage_tone=STAGE_TONES[stage],
                time_word=str(time.label),
                time_tone=_TIME_TONES[time],
                full_word=str(full.label),
                full_tone=_FULLNESS_TONES[full],
                since=(since or {}).get(row.agency.pk, ""),
                is_received=can_receive_report(viewer, receiver_ids=received_by, recipient_id=recipient_id),
                waits=waits.get(row.agency.pk, ""),
            )
        )
    return lines


def waits_words(item: WaitingItem) -> str:
    """With whom a report waits and how long: «Sở Y tế, 3 ngày làm việc»."""
    bodies = ", ".join(body.name for body in item.with_whom)
    return f"{bodies}, {item.days} ngày làm việc" if item.days else f"{bodies}, từ hôm nay"


def shown_by_stage(rows: Sequence[BoardRow]) -> list[BoardRow]:
    """The first rows of each stage, as many as a column shows."""
    left = dict.fromkeys(Stage, MOST_CARDS)
    found = []
    for row in rows:
        stage = Stage(row.stage)
        if left[stage]:
            left[stage] -= 1
            found.append(row)
    return found


def stage_columns(rows: Sequence[BoardRow], lines: list[BoardLine], *, address: str) -> list[dict[str, Any]]:
    """The rows as columns of cards: `lines` are those shown (`shown_by_stage`), every count is of `rows`. `address`:
    of the list, ending where a stage is named; a column that does not show all leads there."""
    counts = Counter(Stage(row.stage) for row in rows)
    slugs = {stage: slug for slug, stage in STAGES.items()}
    columns = []
    for stage in Stage:
        cards = []
        for line in lines:
            row = line.row
            if row.stage != stage:
                continue
            card: dict[str, Any] = {"title": row.agency.name, "url": line.url, "note": _card_note(line)}
            returned = row.report.resubmit_by if row.report and stage == Stage.RETURNED else None
            if row.timeliness in (Timeliness.LATE, Timeliness.MISSING):
                card |= {"state": row.timeliness, "word": line.time_word}
            elif stage in (Stage.NOT_STARTED, Stage.WRITING):
                card["due"] = row.due_on
            if returned:
                card["due"] = returned
            cards.append(card)
        column = {"label": stage.label, "tone": STAGE_TONES[stage], "cards": cards, "count": counts[stage]}
        if counts[stage] > len(cards):
            column["all_url"] = f"{address}buoc={slugs[stage]}"
        columns.append(column)
    return columns


def _card_note(line: BoardLine) -> str:
    row = line.row
    if row.stage == Stage.NOT_STARTED:
        return "; ".join(part for part in (row.reason, line.since) if part)
    words = line.answered if row.led else line.full_word
    if row.stage == Stage.SUBMITTED and line.waits:
        words = f"{words}; chờ {line.waits}"
    if row.report and row.report.submitted_at and row.stage != Stage.WRITING:
        return f"{words}; gửi ngày {vn_date(clock.local_day(row.report.submitted_at))}"
    return words


SORTS: dict[str, Callable[[BoardRow], Any]] = {
    "buoc": lambda row: list(Stage).index(Stage(row.stage)),
    "han": lambda row: list(Timeliness).index(Timeliness(row.timeliness)),
    "day-du": lambda row: (list(Fullness).index(Fullness(row.fullness)), row.answered),
}
TABLE_COLUMNS = [
    {"label": "Cơ quan, đơn vị"},
    {"label": "Vì sao phải báo cáo"},
    {"label": "Bước", "sort": "buoc"},
    {"label": "Thời hạn", "sort": "han"},
    {"label": "Đã trả lời", "sort": "day-du"},
    {"label": "Gửi lần đầu"},
]


def in_order(rows: list[BoardRow], order: str) -> list[BoardRow]:
    """The rows sorted as the address asks; the board's own order else, and among equals."""
    key = SORTS.get(order.removeprefix("-"))
    return sorted(rows, key=key, reverse=order.startswith("-")) if key else rows


def board_sheet(board: Board, lines: list[BoardLine], *, sample_notice: str | None) -> Sheet:
    """What is on screen, as a sheet."""
    rows = []
    for number, line in enumerate(lines, 1):
        row = line.row
        first = row.report.first_submitted_at if row.report else None
        sent = clock.local_day(first) if first else None
        name = f"{row.agency.name} ({line.since})" if line.since else row.agency.name
        cells = (number, name, row.reason, line.stage_word, line.waits, line.time_word, row.answered, row.led, sent)
        rows.append(Row(cells))
    columns = (
        Column("STT", 0.5, "center"),
        Column("Cơ quan, đơn vị", 3.0),
        Column("Vì sao phải báo cáo", 2.2),
        Column("Bước", 1.3),
        Column("Đang chờ", 1.8),
        Column("Thời hạn", 1.4),
        Column("Đã trả lời", 0.8, "center", group="Nhiệm vụ chủ trì"),
        Column("Được giao", 0.8, "center", group="Nhiệm vụ chủ trì"),
        Column("Gửi lần đầu", 1.1, "center"),
    )
    period = board.period
    note = f"{len(rows)} trên {len(board.rows)} cơ quan, đơn vị; lập ngày {vn_date(clock.today())}."
    return Sheet(
        "Tình hình báo cáo",
        ("TÌNH HÌNH BÁO CÁO", f"{period.regime.name} – {period_title(period).lower()}"),
        Table(columns, tuple(rows)),
        notes=(f"Gửi chậm nhất ngày {vn_date(period.send_by)}, chốt số liệu ngày {vn_date(period.cut_off_on)}.", note),
        sample_notice=sample_notice,
    )


def ten_facts(regime: Regime, recipient: str) -> list[tuple[str, str]]:
    """The ten facts of a reporting regime (NĐ 09/2019/NĐ-CP, Điều 8)."""
    return [
        ("Tên báo cáo", regime.name),
        ("Nội dung yêu cầu báo cáo", regime.content),
        ("Đối tượng thực hiện báo cáo", regime.reporters),
        ("Cơ quan nhận báo cáo", recipient),
        ("Phương thức gửi, nhận báo cáo", regime.method),
        ("Thời hạn gửi báo cáo", send_by_words(regime)),
        ("Tần suất thực hiện báo cáo", str(Frequency(regime.frequency).label)),
        ("Thời gian chốt số liệu báo cáo", regime.cut_off_rule),
        ("Mẫu đề cương báo cáo", regime.outline),
        ("Biểu mẫu số liệu báo cáo", regime.forms or "Không có biểu mẫu riêng."),
    ]


def clause_address(regime: Regime) -> str:
    """The line of the paper that asks for the report; empty when it is not known."""
    if regime.plan is None or regime.clause is None:
        return ""
    reading_id = regime.plan.directive.reading_id
    line = regime.clause.first_line
    return f"{reverse('document', args=[reading_id])}#dong-{line}" if line is not None else ""


def crumbs(period: Period, *last: str) -> list[dict[str, str]]:
    """Where a page of a period lies."""
    found = [{"label": "Báo cáo", "url": reverse("reports")}]
    if last:
        found.append({"label": period_title(period), "url": board_address(period)})
        return [*found, *({"label": label} for label in last)]
    return [*found, {"label": period_title(period)}]
