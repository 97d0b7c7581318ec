"""Levels of units, kinds of events, what a weight measures, how sure a source is, why a place cannot be told."""

from django.db import models


class Level(models.TextChoices):
    """A unit's level. Districts end on 30 June 2025."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class UnitChange(models.TextChoices):
    """What an event does to units (domain.md, 3)."""

    MERGE = "merge", "Nhập"
    SPLIT = "split", "Chia, điều chỉnh một phần"
    RENAME = "rename", "Đổi tên, đổi loại"
    TRANSFER = "transfer", "Chuyển về đơn vị cấp trên khác"
    ABOLISH_LEVEL = "abolish_level", "Kết thúc một cấp hành chính"


class BasisTag(models.TextChoices):
    """How a fact is known. The last two are shown as «chưa kiểm chứng»."""

    READ = "V", "Đã đọc văn bản"
    SECONDARY = "S", "Theo nguồn thứ cấp"
    RECALLED = "R", "Theo trí nhớ, chưa kiểm chứng"
    INFERRED = "D", "Suy ra, chưa kiểm chứng"


class Measure(models.TextChoices):
    """What the weight of a divided unit's part is a share of."""

    POPULATION = "population", "Dân số"
    CHILDREN = "children", "Trẻ em"
    HOUSEHOLDS = "households", "Hộ gia đình"
    AREA = "area", "Diện tích"


class Lost(models.TextChoices):
    """Why (a part of) a unit cannot be placed on another day."""

    NOT_VALID = "not_valid", "Đơn vị không tồn tại vào ngày đã cho"
    NO_SUCCESSOR = "no_successor", "Danh mục không ghi đơn vị kế tiếp"
    NO_PREDECESSOR = "no_predecessor", "Danh mục không ghi đơn vị hợp thành"
    UNKNOWN_CODE = "unknown_code", "Một đơn vị hợp thành mang mã không có trong danh mục"
    UNKNOWN_SHARE = "unknown_share", "Chưa biết tỷ lệ chia"
