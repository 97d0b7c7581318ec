"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mangnon.indicators.shipped import Models, enter_shipped
from mangnon.kernel import clock


def enter(apps: Any, schema_editor: Any) -> None:
    """The dictionary delivered with the product."""
    names = (
        "IndicatorSet",
        "Indicator",
        "IndicatorDimension",
        "Dimension",
        "Category",
        "Breakdown",
        "BreakdownPart",
        "Target",
    )
    enter_shipped(Models(*(apps.get_model("indicators", name) for name in names)), now=clock.now())


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0001_initial"),
        ("indicators", "0002_denominator_nature"),
        ("indicators", "0003_dictionary_delivered"),
        ("indicators", "0004_figures_counted_once"),
        ("indicators", "0005_reporter_choices"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
        ("territory", "0001_squashed_0003_edges_and_names_of_old_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(blank=True, max_length=300, unique=True, verbose_name="khóa")),
                ("label", models.CharField(max_length=500, verbose_name="tên")),
            ],
            options={
                "verbose_name": "tổ hợp phân tổ",
                "verbose_name_plural": "tổ hợp phân tổ",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "concept",
                    models.CharField(
                        choices=[
                            ("sex", "Giới tính"),
                            ("age", "Nhóm tuổi"),
                            ("ethnicity", "Dân tộc"),
                            ("residence", "Thành thị, nông thôn"),
                            ("other", "Phân tổ khác"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="phân tổ theo",
                    ),
                ),
                ("is_partition", models.BooleanField(default=True, verbose_name="các nhóm cộng lại bằng tổng số")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="theo văn bản")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "phân tổ",
                "verbose_name_plural": "phân tổ",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("low_age", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="từ tuổi")),
                ("high_age", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đến hết tuổi")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="indicators.category",
                        verbose_name="thuộc nhóm",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="indicators.dimension",
                        verbose_name="phân tổ",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm phân tổ",
                "verbose_name_plural": "nhóm phân tổ",
                "ordering": ["dimension", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("dimension", "code"), name="category_once_in_dimension"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low_age__isnull", True),
                            ("high_age__isnull", True),
                            ("high_age__gte", models.F("low_age")),
                            _connector="OR",
                        ),
                        name="category_ages_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakdownPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="indicators.breakdown",
                        verbose_name="tổ hợp",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_breakdowns",
                        to="indicators.category",
                        verbose_name="nhóm",
                    ),
                ),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.dimension",
                        verbose_name="phân tổ",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành phần của tổ hợp",
                "verbose_name_plural": "thành phần của tổ hợp",
                "ordering": ["breakdown", "dimension"],
                "constraints": [
                    models.UniqueConstraint(fields=("breakdown", "dimension"), name="dimension_once_in_breakdown")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=300, verbose_name="tên")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="căn cứ pháp lý")),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="nguồn")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.unit",
                        verbose_name="bộ chỉ tiêu riêng của",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ chỉ tiêu",
                "verbose_name_plural": "bộ chỉ tiêu",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, verbose_name="mã")),
                ("group", models.CharField(blank=True, max_length=200, verbose_name="nhóm")),
                ("name", models.CharField(max_length=500, verbose_name="tên")),
                ("concept", models.TextField(blank=True, verbose_name="khái niệm, cách tính")),
                (
                    "kind",
                    models.CharField(
                        choices=[("count", "Số lượng"), ("rate", "Tỷ lệ"), ("computed", "Tính từ chỉ tiêu khác")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("numerator_words", models.CharField(blank=True, max_length=600, verbose_name="tử số")),
                ("denominator_words", models.CharField(blank=True, max_length=600, verbose_name="mẫu số")),
                (
                    "multiplier",
                    models.DecimalField(blank=True, decimal_places=0, max_digits=9, null=True, verbose_name="hệ số"),
                ),
                ("unit_words", models.CharField(max_length=60, verbose_name="đơn vị tính")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("stock", "Số tại thời điểm"),
                            ("flow", "Số phát sinh trong kỳ"),
                            ("persons", "Số người trong kỳ, mỗi người tính một lần"),
                        ],
                        max_length=10,
                        verbose_name="tính chất",
                    ),
                ),
                (
                    "denominator_nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stock", "Số tại thời điểm"),
                            ("flow", "Số phát sinh trong kỳ"),
                            ("persons", "Số người trong kỳ, mỗi người tính một lần"),
                        ],
                        max_length=10,
                        verbose_name="tính chất của mẫu số",
                    ),
                ),
                ("may_exceed", models.BooleanField(default=False, verbose_name="tử số có thể lớn hơn mẫu số")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("up", "Càng cao càng tốt"),
                            ("down", "Càng thấp càng tốt"),
                            ("none", "Không xét chiều"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="chiều mong muốn",
                    ),
                ),
                ("publication_words", models.CharField(blank=True, max_length=200, verbose_name="kỳ công bố")),
                ("breakdown_words", models.CharField(blank=True, max_length=600, verbose_name="phân tổ theo văn bản")),
                ("source_words", models.TextField(blank=True, verbose_name="nguồn số liệu")),
                ("responsible_words", models.TextField(blank=True, verbose_name="cơ quan chịu trách nhiệm")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="căn cứ pháp lý")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("is_heading", models.BooleanField(default=False, verbose_name="chỉ gồm các chỉ tiêu thành phần")),
                ("expression", models.CharField(blank=True, max_length=600, verbose_name="biểu thức")),
                (
                    "denominator_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="denominator_of",
                        to="indicators.indicator",
                        verbose_name="mẫu số lấy từ",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="indicators.indicator",
                        verbose_name="thuộc chỉ tiêu",
                    ),
                ),
                (
                    "related_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_ones",
                        to="indicators.indicator",
                        verbose_name="gần với chỉ tiêu",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="same_ones",
                        to="indicators.indicator",
                        verbose_name="trùng với chỉ tiêu",
                    ),
                ),
                (
                    "same_breakdown",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.breakdown",
                        verbose_name="phân tổ của chỉ tiêu trùng",
                    ),
                ),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="indicators.indicatorset",
                        verbose_name="bộ chỉ tiêu",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỉ tiêu",
                "verbose_name_plural": "chỉ tiêu",
                "ordering": ["set", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("set", "code"), name="indicator_once_in_set"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "computed"), _negated=True),
                            models.Q(("expression", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="computed_indicator_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "rate"), _negated=True), ("multiplier__gt", 0), _connector="OR"
                        ),
                        name="rate_has_multiplier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_code", models.CharField(max_length=20, verbose_name="kỳ")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "Có số liệu"),
                            ("none", "Không phát sinh"),
                            ("not_collected", "Không thu thập"),
                            ("suppressed", "Không công bố vì số quá nhỏ"),
                        ],
                        max_length=20,
                        verbose_name="tình trạng số liệu",
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="số lượng, tử số"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="mẫu số"),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản")),
                ("is_current", models.BooleanField(default=True, verbose_name="là phiên bản hiện hành")),
                ("is_counted", models.BooleanField(default=True, verbose_name="được dùng để tính")),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("form", "Biểu nhập trên hệ thống"),
                            ("workbook", "Tệp Excel"),
                            ("report", "Phiên bản báo cáo"),
                            ("document", "Văn bản, niên giám"),
                            ("registry", "Tính từ sổ theo dõi"),
                        ],
                        max_length=20,
                        verbose_name="loại nguồn",
                    ),
                ),
                ("source_key", models.CharField(blank=True, max_length=120, verbose_name="khóa của nguồn")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do điều chỉnh")),
                ("entered_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan báo cáo",
                    ),
                ),
                (
                    "breakdown",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.breakdown",
                        verbose_name="tổ hợp phân tổ",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.unit",
                        verbose_name="đơn vị hành chính",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="indicators.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu",
                "verbose_name_plural": "số liệu",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_counted", True)),
                        fields=["indicator", "unit", "ends_on"],
                        name="figure_over_time",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "period_code", "unit", "agency", "breakdown", "version"),
                        name="figure_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("unit", "period_code", "agency", "indicator", "breakdown"),
                        name="figure_has_one_current",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_counted", True)),
                        fields=("indicator", "period_code", "breakdown", "unit"),
                        name="figure_counted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_counted", False), ("is_current", True), _connector="OR"),
                        name="counted_is_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="figure_period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("numerator__isnull", False), ("state", "value")),
                            models.Q(models.Q(("state", "value"), _negated=True), ("numerator__isnull", True)),
                            _connector="OR",
                        ),
                        name="figure_value_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("numerator__isnull", True), ("numerator__gte", 0), _connector="OR"),
                        name="figure_number_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"),
                        name="figure_denominator_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version", 1), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="further_version_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorDimension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="theo văn bản")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "dimension",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.dimension",
                        verbose_name="phân tổ",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dimensions",
                        to="indicators.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
            ],
            options={
                "verbose_name": "phân tổ của chỉ tiêu",
                "verbose_name_plural": "phân tổ của chỉ tiêu",
                "ordering": ["indicator", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "dimension"), name="dimension_once_for_indicator")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReporterChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_code", models.CharField(max_length=20, verbose_name="kỳ")),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                ("chosen_at", models.DateTimeField(verbose_name="chọn lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan được chọn",
                    ),
                ),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.breakdown",
                        verbose_name="tổ hợp phân tổ",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chọn",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.unit",
                        verbose_name="đơn vị hành chính",
                    ),
                ),
            ],
            options={
                "verbose_name": "lựa chọn cơ quan có số liệu được dùng",
                "verbose_name_plural": "lựa chọn cơ quan có số liệu được dùng",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "unit", "period_code", "breakdown"), name="reporter_chosen_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="chosen_reporter_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="đến năm")),
                (
                    "comparison",
                    models.CharField(
                        choices=[
                            ("at_least", "Từ mức này trở lên"),
                            ("above", "Trên mức này"),
                            ("at_most", "Không quá mức này"),
                            ("below", "Dưới mức này"),
                            ("between", "Trong khoảng"),
                        ],
                        max_length=10,
                        verbose_name="cách so sánh",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="mức thấp"
                    ),
                ),
                (
                    "high",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="mức cao"),
                ),
                ("is_baseline", models.BooleanField(default=False, verbose_name="là mức xuất phát")),
                ("words", models.CharField(blank=True, max_length=100, verbose_name="theo văn bản")),
                ("source", models.CharField(max_length=300, verbose_name="văn bản giao")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm rút")),
                ("withdrawn_because", models.CharField(blank=True, max_length=500, verbose_name="lý do rút")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="indicators.indicator",
                        verbose_name="chỉ tiêu",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.unit",
                        verbose_name="giao cho",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người rút",
                    ),
                ),
            ],
            options={
                "verbose_name": "mức phải đạt",
                "verbose_name_plural": "mức phải đạt",
                "ordering": ["indicator", "year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("indicator", "unit", "year"),
                        name="target_once_for_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("indicator", "year"),
                        name="target_once_for_nation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comparison", "between"), ("high__gte", models.F("low")), ("low__isnull", False)),
                            models.Q(
                                ("comparison__in", ["at_least", "above"]),
                                ("high__isnull", True),
                                ("low__isnull", False),
                            ),
                            models.Q(
                                ("comparison__in", ["at_most", "below"]), ("high__isnull", False), ("low__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="target_has_its_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_target_says_why",
                    ),
                ],
            },
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
