"""Choices of plans (docs/glossary.md)."""

from django.db import models


class AssignmentRole(models.TextChoices):
    """The role of an agency on a task."""

    LEAD = "lead", "Chủ trì"
    COORDINATOR = "coordinator", "Phối hợp"
    MONITOR = "monitor", "Theo dõi"
    DELEGATE = "delegate", "Được cấp trên giao"


class Execution(models.TextChoices):
    """First axis of an assignment: stored."""

    NOT_RECEIVED = "not_received", "Chưa tiếp nhận"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    REPORTED_COMPLETE = "reported_complete", "Đã báo hoàn thành"
    COMPLETE = "complete", "Hoàn thành"
    RECALLED = "recalled", "Đã thu hồi"


class Review(models.TextChoices):
    """Second axis of an assignment: what the body that gave it says of the result. Stored."""

    NONE = "none", "Chưa có kết quả"
    WAITING = "waiting", "Chờ nghiệm thu"
    MET = "met", "Đạt yêu cầu"
    NOT_MET = "not_met", "Chưa đạt yêu cầu"


class ExtensionState(models.TextChoices):
    """Third axis: one row a request. «closed»: the assignment ended before anybody decided."""

    ASKED = "asked", "Chờ trả lời"
    GRANTED = "granted", "Đồng ý gia hạn"
    REFUSED = "refused", "Không đồng ý gia hạn"
    CLOSED = "closed", "Đã khép lại"


class ReturnState(models.TextChoices):
    """An agency says that a task is not its own; whoever gave it decides."""

    ASKED = "asked", "Chờ trả lời"
    ACCEPTED = "accepted", "Đồng ý nhận lại"
    REFUSED = "refused", "Không đồng ý nhận lại"
    CLOSED = "closed", "Đã khép lại"


class EndReason(models.TextChoices):
    """Why an assignment is no longer its agency's, where no reorganisation ended it."""

    RECALLED = "recalled", "Thu hồi"
    REASSIGNED = "reassigned", "Giao cho cơ quan khác"
    RETURNED = "returned", "Trả lại"


class MoveKind(models.TextChoices):
    """What happened to an assignment: one row of its log each (`AssignmentEvent`)."""

    GIVE = "give", "Giao nhiệm vụ"
    ACCEPT = "accept", "Tiếp nhận"
    ASK_RETURN = "ask_return", "Đề nghị trả lại"
    ACCEPT_RETURN = "accept_return", "Nhận lại nhiệm vụ"
    REFUSE_RETURN = "refuse_return", "Không nhận lại nhiệm vụ"
    RECORD_PROGRESS = "record_progress", "Ghi tiến độ"
    REPORT_COMPLETE = "report_complete", "Báo hoàn thành"
    CONFIRM_COMPLETE = "confirm_complete", "Nghiệm thu"
    SEND_BACK = "send_back", "Yêu cầu làm lại"
    ASK_EXTENSION = "ask_extension", "Xin gia hạn"
    GRANT_EXTENSION = "grant_extension", "Đồng ý gia hạn"
    REFUSE_EXTENSION = "refuse_extension", "Không đồng ý gia hạn"
    RECALL = "recall", "Thu hồi"
    REASSIGN = "reassign", "Giao cho cơ quan khác"
    DELEGATE = "delegate", "Giao cho cấp dưới"
    AMEND = "amend", "Thay đổi theo văn bản sửa đổi, bổ sung"
    UNDO = "undo", "Hoàn tác"


class Frequency(models.TextChoices):
    """How often a recurring task falls due."""

    MONTHLY = "monthly", "Hằng tháng"
    QUARTERLY = "quarterly", "Hằng quý"
    HALF_YEARLY = "half_yearly", "Sáu tháng"
    YEARLY = "yearly", "Hằng năm"


class DeadlineState(models.TextChoices):
    """Fourth axis: always computed from dates and a given instant, never stored."""

    NO_DEADLINE = "no_deadline", "Không có hạn cụ thể"
    NOT_YET_DUE = "not_yet_due", "Chưa đến hạn"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    OVERDUE = "overdue", "Quá hạn"
    ON_TIME = "on_time", "Hoàn thành đúng hạn"
    LATE = "late", "Hoàn thành quá hạn"


class TimeFrameKind(models.TextChoices):
    """What the words of a time frame mean."""

    DATE = "date", "Trong ngày"
    BEFORE = "before", "Trước ngày"
    MONTH = "month", "Trong tháng"
    QUARTER = "quarter", "Trong quý"
    YEAR = "year", "Trong năm"
    SPAN = "span", "Trong khoảng thời gian"
    RECURRING = "recurring", "Lặp lại theo kỳ"
    ON_REQUEST = "on_request", "Theo đề nghị, hướng dẫn"
    ONGOING = "ongoing", "Thường xuyên"
    UNKNOWN = "unknown", "Chưa rõ"


class DifficultyState(models.TextChoices):
    """Where a difficulty stands; who is to act in which state: `rules.difficulties`."""

    RAISED = "raised", "Chờ trả lời"
    ANSWERED = "answered", "Đã trả lời"
    ESCALATED = "escalated", "Chờ cấp trên"
    ADJUSTED = "adjusted", "Đã điều chỉnh kế hoạch"


class DifficultyAct(models.TextChoices):
    """What is done with a difficulty: one step of its history each."""

    RAISE = "raise", "Nêu khó khăn"
    ANSWER = "answer", "Trả lời khó khăn"
    ESCALATE = "escalate", "Chuyển cấp trên"
    ADJUST = "adjust", "Điều chỉnh kế hoạch"
    REOPEN = "reopen", "Nêu lại"


class Adjustment(models.TextChoices):
    """Into which change of the plan a difficulty was turned."""

    EXTENSION = "extension", "Gia hạn nhiệm vụ"
    REASSIGNMENT = "reassignment", "Giao nhiệm vụ cho cơ quan khác"
    TASK_CHANGE = "task_change", "Thay đổi nội dung nhiệm vụ"


class UrgingShape(models.TextChoices):
    """How the letters of one act of urging are cut."""

    EACH = "each", "Mỗi cơ quan một công văn"
    ONE = "one", "Một công văn chung, kèm phụ lục"


class ClauseKind(models.TextChoices):
    """Which report a directive asks for."""

    HALF_YEAR = "half_year", "Báo cáo 6 tháng"
    ANNUAL = "annual", "Báo cáo năm"
    ADHOC = "adhoc", "Báo cáo đột xuất"
    OTHER = "other", "Báo cáo khác"


class MoveBasis(models.TextChoices):
    """Why a succession event led an assignment to this body."""

    ONLY = "only", "Chỉ có một nơi nhận"
    EVERY = "every", "Mọi nơi nhận cùng thực hiện"
    CHOSEN = "chosen", "Do người có thẩm quyền chọn"
    RECORDED = "recorded", "Theo chức năng đã ghi của phân công"
    PLAN = "plan", "Theo lĩnh vực của kế hoạch"
    WORDS = "words", "Theo nội dung nhiệm vụ"
    REST = "rest", "Về nơi nhận phần còn lại của cơ quan"
    KEPT = "kept", "Nơi nhận đã có phân công ở nhiệm vụ này"
    GIVEN = "given", "Do cơ quan giao nhiệm vụ giao lại"


class Undecided(models.TextChoices):
    """Why nobody is known to carry an assignment on: reported, never guessed."""

    NOBODY_KNOWN = "nobody_known", "Chưa biết cơ quan nào nhận"
    NOT_VERIFIED = "not_verified", "Nơi nhận chưa kiểm chứng"
    FUNCTION_UNCLEAR = "function_unclear", "Chưa rõ nhiệm vụ thuộc chức năng nào"
    SEVERAL = "several", "Có nhiều nơi nhận mà chủ trì chỉ có một"


class PeriodState(models.TextChoices):
    """Where a day stands to the period of a continued plan: always computed, never stored."""

    NOT_BEGUN = "not_begun", "Chưa đến giai đoạn"
    RUNNING = "running", "Đang trong giai đoạn"
    OVER = "over", "Đã hết giai đoạn"
    UNKNOWN = "unknown", "Không nêu giai đoạn"


class VersionKind(models.TextChoices):
    """What a later paper did to a plan."""

    AMENDED = "amended", "Được sửa đổi, bổ sung"
    REPLACED = "replaced", "Được thay thế"


class TaskChangeKind(models.TextChoices):
    """What a later paper did to a task."""

    ADDED = "added", "Bổ sung nhiệm vụ"
    CHANGED = "changed", "Sửa đổi nhiệm vụ"
    WITHDRAWN = "withdrawn", "Bãi bỏ nhiệm vụ"
