"""Choices of reporting (docs/glossary.md)."""

from django.db import models


class Frequency(models.TextChoices):
    """How often a regime asks. Thematic and ad hoc ones have no periods: each is opened with its days."""

    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    HALF_YEAR = "half_year", "6 tháng"
    NINE_MONTHS = "nine_months", "9 tháng"
    ANNUAL = "annual", "Hằng năm"
    SCHOOL_YEAR = "school_year", "Hằng năm học"
    THEMATIC = "thematic", "Chuyên đề"
    ADHOC = "adhoc", "Đột xuất"


class PeriodWindow(models.TextChoices):
    """Which days a period counts."""

    CALENDAR = "calendar", "Theo lịch: từ ngày đầu đến ngày cuối của kỳ"
    FIFTEENTH = "fifteenth", "Từ ngày 15 của tháng trước đến ngày 14 của tháng cuối kỳ"


class SendByKind(models.TextChoices):
    """How the last day on which a report is on time follows from its period."""

    DATE = "date", "Một ngày trong năm"
    DAY_OF_MONTH = "day_of_month", "Một ngày của tháng sau khi hết kỳ"
    DAYS_AFTER = "days_after", "Số ngày sau ngày cuối kỳ"
    WORKING_DAYS_AFTER = "working_days_after", "Số ngày làm việc sau ngày cuối kỳ"


class CutOffKind(models.TextChoices):
    """When the data of a report are cut off."""

    LATEST = "latest", "Muộn nhất mà còn trọn một ngày làm việc trước ngày gửi"
    PERIOD_END = "period_end", "Ngày cuối kỳ"
    WORKING_DAYS_BEFORE = "working_days_before", "Số ngày làm việc trước ngày gửi"


class TierLevel(models.TextChoices):
    """Who sends in one step of a report's way up, from the lowest."""

    COMMUNE = "commune", "Cấp xã"
    DISTRICT = "district", "Cấp huyện"
    DEPARTMENT = "department", "Sở, ban, ngành, đoàn thể"
    LEAD = "lead", "Cơ quan đầu mối của tỉnh"
    PROVINCE = "province", "Ủy ban nhân dân tỉnh"


class TierRoute(models.TextChoices):
    """Where the bodies of one tier send their report."""

    RECIPIENT = "recipient", "Thẳng cơ quan nhận báo cáo"
    ABOVE = "above", "Cơ quan cấp trên trực tiếp, nếu cơ quan ấy cũng phải báo cáo"


class MissingReason(models.TextChoices):
    """Why a report from the tier below is not there when the report above is accepted."""

    NOT_SENT = "not_sent", "Không gửi dù đã nhắc"
    TO_MEND = "to_mend", "Đã trả lại, chưa bổ sung xong"
    REORGANISED = "reorganised", "Đang sắp xếp tổ chức"
    DISASTER = "disaster", "Thiên tai, sự cố"
    NOTHING_ARISEN = "nothing_arisen", "Không phát sinh nội dung phải báo cáo"
    OTHER = "other", "Lý do khác"


class WaitState(models.TextChoices):
    """On which step a report that is not accepted yet waits; computed, never stored."""

    NOT_STARTED = "not_started", "Chưa viết"
    WRITING = "writing", "Đang viết"
    SUBMITTED = "submitted", "Chờ xem xét"
    RETURNED = "returned", "Đã trả lại, chờ bổ sung"
    AMENDING = "amending", "Đang sửa đổi"


class CallChangeKind(models.TextChoices):
    """What was changed of a call after it went out."""

    QUESTION = "question", "Bổ sung câu hỏi"
    LATER = "later", "Gia hạn gửi"
    ENDED = "ended", "Kết thúc sớm"


class RegimeTag(models.TextChoices):
    """How well what a regime says is known."""

    VERIFIED = "V", "Đã đối chiếu văn bản"
    SECONDARY = "S", "Theo nguồn thứ cấp"
    RECALLED = "R", "Chưa kiểm chứng"
    DERIVED = "D", "Suy ra, chưa kiểm chứng"
    LOCAL = "L", "Do cơ quan này quy định"


class ExpectedReason(models.TextChoices):
    """Why a body is expected to report."""

    HOLDS_TASKS = "holds_tasks", "Được giao nhiệm vụ trong kế hoạch"
    IN_CLASS = "in_class", "Thuộc đối tượng của chế độ báo cáo"
    CALLED = "called", "Được yêu cầu báo cáo"
    TOOK_OVER = "took_over", "Kế tục cơ quan khác"
    ADDED = "added", "Được bổ sung vào danh sách"


class QuestionKind(models.TextChoices):
    """What a question of a called report wants for an answer."""

    TEXT = "text", "Đoạn văn"
    NUMBER = "number", "Con số"
    CHOICE = "choice", "Chọn một"
    YES_NO = "yes_no", "Có hoặc không"
    TABLE = "table", "Bảng"


class AnswerState(models.TextChoices):
    """Whether a question was answered; nothing, none and not known are three things."""

    EMPTY = "empty", "Chưa trả lời"
    VALUE = "value", "Đã trả lời"
    NONE = "none", "Không có"
    NOT_COLLECTED = "not_collected", "Không thu thập được"


class ReportState(models.TextChoices):
    """A report's way: accepted is frozen."""

    DRAFT = "draft", "Đang viết"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Bị trả lại"
    ACCEPTED = "accepted", "Đã chấp nhận"
    AMENDING = "amending", "Đang sửa đổi"


class EntryVerdict(models.TextChoices):
    """What the recipient says of one entry of a sending, before the whole is accepted or returned."""

    MET = "met", "Đạt"
    MEND = "mend", "Cần bổ sung"


# States in which a report lies with whoever receives it or has been taken by them: its writer owes nothing now.
SENT_STATES = (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.AMENDING)
# States in which nobody writes.
LOCKED_STATES = (ReportState.SUBMITTED, ReportState.ACCEPTED)


class Stage(models.TextChoices):
    """Where an expected report stands on the board; computed, never stored."""

    NOT_STARTED = "not_started", "Chưa viết"
    WRITING = "writing", "Đang viết"
    SUBMITTED = "submitted", "Chờ xem xét"
    RETURNED = "returned", "Đã trả lại"
    ACCEPTED = "accepted", "Đã chấp nhận"
    AMENDING = "amending", "Đang sửa đổi"


class Timeliness(models.TextChoices):
    """Judged on the first submission."""

    NOT_YET = "not_yet", "Chưa đến hạn gửi"
    ON_TIME = "on_time", "Gửi đúng hạn"
    LATE = "late", "Gửi quá hạn"
    MISSING = "missing", "Quá hạn chưa gửi"


class Fullness(models.TextChoices):
    """How much of what was asked a report says."""

    EMPTY = "empty", "Chưa có nội dung"
    PARTIAL = "partial", "Còn thiếu nội dung"
    FULL = "full", "Đủ nội dung"


class PassageKind(models.TextChoices):
    """Which part of the consolidated report a passage belongs to."""

    RESULT = "result", "Kết quả thực hiện"
    GENERAL = "general", "Nội dung chung"
    DIFFICULTY = "difficulty", "Khó khăn, vướng mắc"
    PROPOSAL = "proposal", "Đề xuất, kiến nghị"
    NEXT_PERIOD = "next_period", "Nhiệm vụ kỳ tới"


class FactKind(models.TextChoices):
    """What a suggested sentence was put together from."""

    ACTIVITY = "activity", "Hoạt động"
    NOTE = "note", "Ghi nhận tiến độ"
    DIFFICULTY = "difficulty", "Khó khăn, vướng mắc đã nêu"
    BUDGET = "budget", "Dòng kinh phí"
    FIGURE = "figure", "Số liệu chỉ tiêu"
    CARRIED = "carried", "Nội dung cơ quan trước đã viết"
    LAST_TIME = "last_time", "Báo cáo kỳ trước"
