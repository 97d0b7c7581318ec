"""Choices of indicators (docs/glossary.md)."""

from __future__ import annotations

from django.db import models


class BasisTag(models.TextChoices):
    """How a fact is known. R and D are shown as «chưa kiểm chứng»; E is what an agency entered with its paper."""

    READ = "V", "Đã đọc văn bản"
    SECONDARY = "S", "Theo nguồn thứ cấp"
    RECALLED = "R", "Theo trí nhớ, chưa kiểm chứng"
    INFERRED = "D", "Suy ra, chưa kiểm chứng"
    ENTERED = "E", "Do cơ quan nhập theo văn bản"


UNVERIFIED = (BasisTag.RECALLED, BasisTag.INFERRED)


class IndicatorKind(models.TextChoices):
    """How an indicator comes to its value."""

    COUNT = "count", "Số lượng"
    RATE = "rate", "Tỷ lệ"
    COMPUTED = "computed", "Tính từ chỉ tiêu khác"


class Nature(models.TextChoices):
    """How a count adds up over time; over units every nature adds."""

    STOCK = "stock", "Số tại thời điểm"
    FLOW = "flow", "Số phát sinh trong kỳ"
    PERSONS = "persons", "Số người trong kỳ, mỗi người tính một lần"


class Counts(models.TextChoices):
    """Whether a small number could tell of a person; where nobody said, the words tell (rules.persons)."""

    PERSONS = "persons", "Đếm người, hoặc vụ việc của người"
    THINGS = "things", "Không đếm người (tiền, mô hình, văn bản…)"


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "Càng cao càng tốt"
    DOWN = "down", "Càng thấp càng tốt"
    NONE = "none", "Không xét chiều"


class Comparison(models.TextChoices):
    """How a value is held against a target."""

    AT_LEAST = "at_least", "Từ mức này trở lên"
    ABOVE = "above", "Trên mức này"
    AT_MOST = "at_most", "Không quá mức này"
    BELOW = "below", "Dưới mức này"
    BETWEEN = "between", "Trong khoảng"


class TargetState(models.TextChoices):
    """What a target says of a value; always computed, never stored."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Chưa đạt"
    UNKNOWN = "unknown", "Chưa đủ số liệu"
    NO_TARGET = "no_target", "Không có chỉ tiêu giao"


class Concept(models.TextChoices):
    """What a dimension divides by; two dimensions of one concept are never combined. OTHER ones stand apart."""

    SEX = "sex", "Giới tính"
    AGE = "age", "Nhóm tuổi"
    ETHNICITY = "ethnicity", "Dân tộc"
    RESIDENCE = "residence", "Thành thị, nông thôn"
    OTHER = "other", "Phân tổ khác"


class FigureState(models.TextChoices):
    """What is known in one cell. Zero is a VALUE of 0."""

    VALUE = "value", "Có số liệu"
    NONE = "none", "Không phát sinh"
    NOT_COLLECTED = "not_collected", "Không thu thập"
    SUPPRESSED = "suppressed", "Không công bố vì số quá nhỏ"


class SourceKind(models.TextChoices):
    """From what a figure was entered; the key beside it leads back (docs/decisions/0036)."""

    FORM = "form", "Biểu nhập trên hệ thống"
    WORKBOOK = "workbook", "Tệp Excel"
    REPORT = "report", "Phiên bản báo cáo"
    DOCUMENT = "document", "Văn bản, niên giám"
    REGISTRY = "registry", "Tính từ sổ theo dõi"


class Severity(models.TextChoices):
    """What a finding of the checks asks for."""

    ERROR = "error", "Phải sửa"
    WARNING = "warning", "Cần xem lại"


class Unknown(models.TextChoices):
    """Why a value cannot be told."""

    NOT_ENTERED = "not_entered", "Chưa có số liệu"
    NOT_COLLECTED = "not_collected", "Không thu thập"
    SUPPRESSED = "suppressed", "Không công bố vì số quá nhỏ"
    NO_DENOMINATOR = "no_denominator", "Chưa có mẫu số"
    ZERO_DENOMINATOR = "zero_denominator", "Mẫu số bằng 0"
    NOT_ADDITIVE = "not_additive", "Không cộng được qua các kỳ"
    UNKNOWN_SHARE = "unknown_share", "Chưa biết tỷ lệ chia địa bàn"
    NO_REFERENCE = "no_reference", "Công thức dẫn tới chỉ tiêu không có"
    NOTHING_TO_ADD = "nothing_to_add", "Không có phần nào để cộng"
