"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_reports_in_time"),
        ("reporting", "0003_amendments_and_verdicts"),
        ("reporting", "0004_accepted_report_stands"),
        ("reporting", "0005_regimes_as_data"),
        ("reporting", "0006_judged_by_what_was_in_force"),
        ("reporting", "0007_figures_in_reports"),
        ("reporting", "0008_tiers_and_call_changes"),
        ("reporting", "0009_writing"),
        ("reporting", "0010_report_urging"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
        ("indicators", "0001_squashed_0005_reporter_choices"),
        ("plans", "0001_squashed_0013_answers_have_instants"),
        ("territory", "0001_squashed_0003_edges_and_names_of_old_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Regime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "send_by_kind",
                    models.CharField(
                        choices=[
                            ("date", "Một ngày trong năm"),
                            ("day_of_month", "Một ngày của tháng sau khi hết kỳ"),
                            ("days_after", "Số ngày sau ngày cuối kỳ"),
                            ("working_days_after", "Số ngày làm việc sau ngày cuối kỳ"),
                        ],
                        default="date",
                        max_length=20,
                        verbose_name="cách tính ngày gửi",
                    ),
                ),
                (
                    "send_by_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ngày gửi chậm nhất"),
                ),
                (
                    "send_by_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng gửi chậm nhất"),
                ),
                (
                    "send_by_offset",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="số ngày hoặc số tháng sau kỳ"),
                ),
                (
                    "cut_off_kind",
                    models.CharField(
                        choices=[
                            ("latest", "Muộn nhất mà còn trọn một ngày làm việc trước ngày gửi"),
                            ("period_end", "Ngày cuối kỳ"),
                            ("working_days_before", "Số ngày làm việc trước ngày gửi"),
                        ],
                        default="latest",
                        max_length=20,
                        verbose_name="cách chốt số liệu",
                    ),
                ),
                (
                    "cut_off_offset",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="số ngày làm việc trước ngày gửi"
                    ),
                ),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="mã chế độ báo cáo")),
                ("function", models.CharField(blank=True, max_length=40, verbose_name="nhiệm vụ liên quan")),
                ("name", models.CharField(max_length=300, verbose_name="tên báo cáo")),
                ("content", models.TextField(verbose_name="nội dung yêu cầu báo cáo")),
                ("reporters", models.CharField(max_length=300, verbose_name="đối tượng báo cáo")),
                (
                    "reporter_classes",
                    models.JSONField(blank=True, default=list, verbose_name="nhóm cơ quan phải báo cáo"),
                ),
                ("method", models.CharField(max_length=200, verbose_name="phương thức gửi, nhận")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("month", "Hằng tháng"),
                            ("quarter", "Hằng quý"),
                            ("half_year", "6 tháng"),
                            ("nine_months", "9 tháng"),
                            ("annual", "Hằng năm"),
                            ("school_year", "Hằng năm học"),
                            ("thematic", "Chuyên đề"),
                            ("adhoc", "Đột xuất"),
                        ],
                        max_length=20,
                        verbose_name="tần suất",
                    ),
                ),
                (
                    "window",
                    models.CharField(
                        choices=[
                            ("calendar", "Theo lịch: từ ngày đầu đến ngày cuối của kỳ"),
                            ("fifteenth", "Từ ngày 15 của tháng trước đến ngày 14 của tháng cuối kỳ"),
                        ],
                        default="calendar",
                        max_length=20,
                        verbose_name="thời gian của kỳ",
                    ),
                ),
                (
                    "year_begins_month",
                    models.PositiveSmallIntegerField(default=9, verbose_name="tháng bắt đầu năm học"),
                ),
                ("year_begins_day", models.PositiveSmallIntegerField(default=1, verbose_name="ngày bắt đầu năm học")),
                ("cut_off_rule", models.CharField(max_length=300, verbose_name="thời gian chốt số liệu")),
                ("outline", models.TextField(verbose_name="mẫu đề cương")),
                ("forms", models.TextField(blank=True, verbose_name="biểu mẫu số liệu")),
                ("legal_basis", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đối chiếu văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                            ("L", "Do cơ quan này quy định"),
                        ],
                        default="V",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("taken_from", models.CharField(blank=True, max_length=80, verbose_name="lấy từ chế độ có sẵn")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="áp dụng từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="áp dụng đến hết ngày")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
                (
                    "clause",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regime",
                        to="plans.reportingclause",
                        verbose_name="quy định trong văn bản",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regimes",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regimes",
                        to="agencies.agency",
                        verbose_name="cơ quan nhận báo cáo",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.unit",
                        verbose_name="tỉnh",
                    ),
                ),
            ],
            options={
                "verbose_name": "chế độ báo cáo",
                "verbose_name_plural": "chế độ báo cáo",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("plan__isnull", False), ("territory__isnull", False), _connector="OR"),
                        name="regime_belongs_somewhere",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_from", ""), _negated=True),
                        fields=("territory", "taken_from"),
                        name="ready_regime_once_a_province",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="kỳ")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="tên kỳ")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                ("cut_off_on", models.DateField(verbose_name="chốt số liệu")),
                ("send_by", models.DateField(verbose_name="gửi chậm nhất")),
                ("opened_at", models.DateTimeField(verbose_name="thời điểm mở")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người mở",
                    ),
                ),
                (
                    "regime",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="reporting.regime",
                        verbose_name="chế độ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỳ báo cáo",
                "verbose_name_plural": "kỳ báo cáo",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("regime", "code"), name="period_once_in_regime"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="period_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cut_off_on__lt", models.F("send_by"))), name="cut_off_before_send_by"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consolidation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần tổng hợp")),
                ("made_at", models.DateTimeField(verbose_name="tổng hợp lúc")),
                ("summary", models.JSONField(default=dict, verbose_name="tình hình gửi báo cáo")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tổng hợp",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consolidations",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo tổng hợp",
                "verbose_name_plural": "báo cáo tổng hợp",
                "ordering": ["period", "-number"],
                "constraints": [models.UniqueConstraint(fields=("period", "number"), name="consolidation_once")],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("result", "Kết quả thực hiện"),
                            ("general", "Nội dung chung"),
                            ("difficulty", "Khó khăn, vướng mắc"),
                            ("proposal", "Đề xuất, kiến nghị"),
                            ("next_period", "Nhiệm vụ kỳ tới"),
                        ],
                        max_length=20,
                        verbose_name="phần",
                    ),
                ),
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("first_text", models.TextField(verbose_name="nguyên văn")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("is_left_out", models.BooleanField(default=False, verbose_name="không đưa vào báo cáo")),
                ("source_before", models.TextField(blank=True, verbose_name="nguyên văn khi sửa")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="sửa lúc")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
                (
                    "consolidation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="reporting.consolidation",
                        verbose_name="báo cáo tổng hợp",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.passage",
                        verbose_name="có thể trùng với",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "đoạn tổng hợp",
                "verbose_name_plural": "đoạn tổng hợp",
                "ordering": ["consolidation", "order"],
                "constraints": [models.UniqueConstraint(fields=("consolidation", "order"), name="passage_order_once")],
            },
        ),
        migrations.CreateModel(
            name="DateMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("cut_off_before", models.DateField(verbose_name="chốt số liệu trước đó")),
                ("cut_off_after", models.DateField(verbose_name="chốt số liệu dời đến")),
                ("send_by_before", models.DateField(verbose_name="hạn gửi trước đó")),
                ("send_by_after", models.DateField(verbose_name="hạn gửi dời đến")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("moved_at", models.DateTimeField(verbose_name="dời lúc")),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dời",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần dời ngày",
                "verbose_name_plural": "các lần dời ngày",
                "ordering": ["moved_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="moved_dates_have_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "Bổ sung câu hỏi"), ("later", "Gia hạn gửi"), ("ended", "Kết thúc sớm")],
                        max_length=20,
                        verbose_name="thay đổi gì",
                    ),
                ),
                ("words", models.CharField(max_length=600, verbose_name="nội dung thay đổi")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("made_at", models.DateTimeField(verbose_name="thay đổi lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thay đổi",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_changes",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi của yêu cầu báo cáo",
                "verbose_name_plural": "thay đổi của yêu cầu báo cáo",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="call_change_has_reason"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "ended")), fields=("period",), name="call_ends_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("is_own_share", models.BooleanField(default=False, verbose_name="mỗi cơ quan báo phần của mình")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
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
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỉ tiêu của kỳ báo cáo",
                "verbose_name_plural": "các chỉ tiêu của kỳ báo cáo",
                "ordering": ["period", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "indicator"), name="period_asks_indicator_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("recipient_words", models.CharField(blank=True, max_length=300, verbose_name="nơi nhận")),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("recipient", "Thẳng cơ quan nhận báo cáo"),
                            ("above", "Cơ quan cấp trên trực tiếp, nếu cơ quan ấy cũng phải báo cáo"),
                        ],
                        default="recipient",
                        max_length=20,
                        verbose_name="gửi đến",
                    ),
                ),
                ("cut_off_on", models.DateField(verbose_name="chốt số liệu")),
                ("send_by", models.DateField(verbose_name="gửi chậm nhất")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "mốc ngày của một cấp",
                "verbose_name_plural": "mốc ngày của các cấp",
                "ordering": ["period", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "level"), name="period_tier_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cut_off_on__lt", models.F("send_by"))), name="tier_cut_off_before_send_by"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Đoạn văn"),
                            ("number", "Con số"),
                            ("choice", "Chọn một"),
                            ("yes_no", "Có hoặc không"),
                            ("table", "Bảng"),
                        ],
                        max_length=20,
                        verbose_name="kiểu trả lời",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="câu hỏi")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="hướng dẫn")),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="đơn vị tính")),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="các lựa chọn")),
                ("is_required", models.BooleanField(default=True, verbose_name="bắt buộc trả lời")),
                ("columns", models.JSONField(blank=True, default=list, verbose_name="các cột")),
                ("rows", models.JSONField(blank=True, default=list, verbose_name="các dòng có sẵn")),
                (
                    "lowest",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="nhỏ nhất"
                    ),
                ),
                (
                    "highest",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="lớn nhất"
                    ),
                ),
                ("added_at", models.DateTimeField(blank=True, null=True, verbose_name="bổ sung lúc")),
                (
                    "regime",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="reporting.regime",
                        verbose_name="chế độ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi",
                "verbose_name_plural": "câu hỏi",
                "ordering": ["regime", "order"],
                "constraints": [models.UniqueConstraint(fields=("regime", "order"), name="question_place_once")],
            },
        ),
        migrations.CreateModel(
            name="RegimeIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("is_own_share", models.BooleanField(default=False, verbose_name="mỗi cơ quan báo phần của mình")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
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
                    "regime",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="reporting.regime",
                        verbose_name="chế độ báo cáo",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỉ tiêu của chế độ báo cáo",
                "verbose_name_plural": "các chỉ tiêu của chế độ báo cáo",
                "ordering": ["regime", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("regime", "indicator"), name="regime_asks_indicator_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegimeTier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "send_by_kind",
                    models.CharField(
                        choices=[
                            ("date", "Một ngày trong năm"),
                            ("day_of_month", "Một ngày của tháng sau khi hết kỳ"),
                            ("days_after", "Số ngày sau ngày cuối kỳ"),
                            ("working_days_after", "Số ngày làm việc sau ngày cuối kỳ"),
                        ],
                        default="date",
                        max_length=20,
                        verbose_name="cách tính ngày gửi",
                    ),
                ),
                (
                    "send_by_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ngày gửi chậm nhất"),
                ),
                (
                    "send_by_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng gửi chậm nhất"),
                ),
                (
                    "send_by_offset",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="số ngày hoặc số tháng sau kỳ"),
                ),
                (
                    "cut_off_kind",
                    models.CharField(
                        choices=[
                            ("latest", "Muộn nhất mà còn trọn một ngày làm việc trước ngày gửi"),
                            ("period_end", "Ngày cuối kỳ"),
                            ("working_days_before", "Số ngày làm việc trước ngày gửi"),
                        ],
                        default="latest",
                        max_length=20,
                        verbose_name="cách chốt số liệu",
                    ),
                ),
                (
                    "cut_off_offset",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="số ngày làm việc trước ngày gửi"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("recipient_words", models.CharField(blank=True, max_length=300, verbose_name="nơi nhận")),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("recipient", "Thẳng cơ quan nhận báo cáo"),
                            ("above", "Cơ quan cấp trên trực tiếp, nếu cơ quan ấy cũng phải báo cáo"),
                        ],
                        default="recipient",
                        max_length=20,
                        verbose_name="gửi đến",
                    ),
                ),
                (
                    "regime",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tiers",
                        to="reporting.regime",
                        verbose_name="chế độ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "cấp báo cáo",
                "verbose_name_plural": "các cấp báo cáo",
                "ordering": ["regime", "order"],
                "constraints": [models.UniqueConstraint(fields=("regime", "level"), name="regime_tier_once")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang viết"),
                            ("submitted", "Đã gửi"),
                            ("returned", "Bị trả lại"),
                            ("accepted", "Đã chấp nhận"),
                            ("amending", "Đang sửa đổi"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="lần gửi")),
                ("started_at", models.DateTimeField(verbose_name="bắt đầu viết")),
                ("first_submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lần đầu")),
                ("judged_by", models.DateField(blank=True, null=True, verbose_name="hạn gửi khi gửi lần đầu")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi gần nhất")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="trả lại lúc")),
                ("return_reason", models.TextField(blank=True, verbose_name="lý do trả lại")),
                ("resubmit_by", models.DateField(blank=True, null=True, verbose_name="gửi lại chậm nhất")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="chấp nhận lúc")),
                (
                    "accepted_version",
                    models.PositiveSmallIntegerField(default=0, verbose_name="lần gửi được chấp nhận"),
                ),
                ("amend_reason", models.TextField(blank=True, verbose_name="lý do sửa đổi")),
                ("amending_since", models.DateTimeField(blank=True, null=True, verbose_name="mở bản sửa đổi lúc")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chấp nhận",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo",
                "verbose_name_plural": "báo cáo",
                "ordering": ["period", "agency"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "agency"), name="one_report_an_agency_a_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(("first_submitted_at__isnull", False), ("version__gte", 1)),
                            _connector="OR",
                        ),
                        name="sent_report_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(models.Q(("return_reason", ""), _negated=True), ("resubmit_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="returned_report_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "amending"]), _negated=True),
                            models.Q(("accepted_at__isnull", False), ("accepted_version__gte", 1)),
                            _connector="OR",
                        ),
                        name="accepted_report_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "amending"), _negated=True),
                            models.Q(("amend_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="amended_report_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sending", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("met", "Đạt"), ("mend", "Cần bổ sung")], max_length=10, verbose_name="nhận xét"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="nội dung cần bổ sung")),
                ("judged_at", models.DateTimeField(verbose_name="nhận xét lúc")),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận xét",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_reviews",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhận xét từng mục",
                "verbose_name_plural": "nhận xét từng mục",
                "ordering": ["report", "task"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "task"), name="one_verdict_a_task"),
                    models.UniqueConstraint(
                        condition=models.Q(("task__isnull", True)),
                        fields=("report",),
                        name="one_verdict_on_the_general_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "mend"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_to_mend_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("empty", "Chưa trả lời"),
                            ("value", "Đã trả lời"),
                            ("none", "Không có"),
                            ("not_collected", "Không thu thập được"),
                        ],
                        default="empty",
                        max_length=20,
                        verbose_name="tình trạng",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="trả lời")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần lưu")),
                ("saved_at", models.DateTimeField(verbose_name="lưu lúc")),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="reporting.question",
                        verbose_name="câu hỏi",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu trả lời",
                "verbose_name_plural": "câu trả lời",
                "ordering": ["report", "question"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "question"), name="one_answer_a_question"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "value"), ("text__gt", "")),
                            models.Q(models.Q(("state", "value"), _negated=True), ("text", "")),
                            _connector="OR",
                        ),
                        name="answer_has_text_when_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("results", models.TextField(blank=True, verbose_name="kết quả thực hiện")),
                ("difficulties", models.TextField(blank=True, verbose_name="khó khăn, vướng mắc")),
                ("proposals", models.TextField(blank=True, verbose_name="đề xuất, kiến nghị")),
                ("next_period", models.TextField(blank=True, verbose_name="nhiệm vụ kỳ tới")),
                ("is_nil", models.BooleanField(default=False, verbose_name="không phát sinh trong kỳ")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần lưu")),
                ("box_revisions", models.JSONField(blank=True, default=dict, verbose_name="lần lưu của từng ô")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="lưu lúc")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục báo cáo",
                "verbose_name_plural": "mục báo cáo",
                "ordering": ["report", "task"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "task"), name="one_entry_a_task"),
                    models.UniqueConstraint(
                        condition=models.Q(("task__isnull", True)),
                        fields=("report",),
                        name="one_general_entry_a_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntrySource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("box", models.CharField(max_length=20, verbose_name="ô")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("activity", "Hoạt động"),
                            ("note", "Ghi nhận tiến độ"),
                            ("difficulty", "Khó khăn, vướng mắc đã nêu"),
                            ("budget", "Dòng kinh phí"),
                            ("figure", "Số liệu chỉ tiêu"),
                            ("carried", "Nội dung cơ quan trước đã viết"),
                            ("last_time", "Báo cáo kỳ trước"),
                        ],
                        max_length=20,
                        verbose_name="loại nguồn",
                    ),
                ),
                ("ref", models.PositiveBigIntegerField(verbose_name="mã bản ghi")),
                ("label", models.CharField(max_length=300, verbose_name="nguồn")),
                ("words", models.TextField(verbose_name="lời đã đưa vào")),
                ("digest", models.CharField(max_length=64, verbose_name="dấu của nội dung nguồn")),
                ("used_at", models.DateTimeField(verbose_name="đưa vào lúc")),
                (
                    "used_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đưa vào",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="reporting.reportentry",
                        verbose_name="mục báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "nguồn của mục báo cáo",
                "verbose_name_plural": "nguồn của mục báo cáo",
                "ordering": ["entry", "box", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "box", "kind", "ref"), name="fact_once_in_a_box")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportUrging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shape",
                    models.CharField(
                        choices=[("each", "Mỗi cơ quan một công văn"), ("one", "Một công văn chung, kèm phụ lục")],
                        max_length=10,
                        verbose_name="hình thức",
                    ),
                ),
                ("report_by", models.DateField(blank=True, null=True, verbose_name="đề nghị gửi trước ngày")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm đôn đốc")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan đôn đốc",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đôn đốc",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần đôn đốc gửi báo cáo",
                "verbose_name_plural": "lần đôn đốc gửi báo cáo",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportUrgingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.PositiveIntegerField(verbose_name="công văn thứ")),
                ("to_words", models.CharField(max_length=400, verbose_name="nơi nhận công văn")),
                ("due_on", models.DateField(verbose_name="hạn gửi")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Chưa viết"),
                            ("writing", "Đang viết"),
                            ("submitted", "Chờ xem xét"),
                            ("returned", "Đã trả lại, chờ bổ sung"),
                            ("amending", "Đang sửa đổi"),
                        ],
                        max_length=20,
                        verbose_name="tình trạng báo cáo",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan phải gửi báo cáo",
                    ),
                ),
                (
                    "urging",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="reporting.reporturging",
                        verbose_name="lần đôn đốc",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo được đôn đốc",
                "verbose_name_plural": "báo cáo được đôn đốc",
                "ordering": ["urging", "letter", "pk"],
                "constraints": [models.UniqueConstraint(fields=("urging", "agency"), name="report_once_in_urging")],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần gửi")),
                ("content", models.JSONField(verbose_name="nội dung")),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
                ("amend_reason", models.TextField(blank=True, verbose_name="lý do sửa đổi")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reporting.report",
                        verbose_name="báo cáo",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần gửi báo cáo",
                "verbose_name_plural": "lần gửi báo cáo",
                "ordering": ["report", "number"],
                "constraints": [models.UniqueConstraint(fields=("report", "number"), name="version_once")],
            },
        ),
        migrations.CreateModel(
            name="PassageSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40, verbose_name="mục")),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="reporting.passage",
                        verbose_name="đoạn tổng hợp",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.reportversion",
                        verbose_name="lần gửi báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "nguồn của đoạn",
                "verbose_name_plural": "nguồn của đoạn",
                "ordering": ["passage", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SentFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.figure",
                        verbose_name="số liệu",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reporting.reportversion",
                        verbose_name="lần gửi báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu đã gửi",
                "verbose_name_plural": "số liệu đã gửi",
                "ordering": ["version", "figure"],
                "constraints": [models.UniqueConstraint(fields=("version", "figure"), name="sent_figure_once")],
            },
        ),
        migrations.CreateModel(
            name="FigureChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                (
                    "consolidation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figure_choices",
                        to="reporting.consolidation",
                        verbose_name="báo cáo tổng hợp",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.figure",
                        verbose_name="số liệu được dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "lựa chọn số liệu",
                "verbose_name_plural": "các lựa chọn số liệu",
                "ordering": ["consolidation", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("consolidation", "figure"), name="figure_chosen_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="chosen_figure_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason_code",
                    models.CharField(
                        choices=[
                            ("holds_tasks", "Được giao nhiệm vụ trong kế hoạch"),
                            ("in_class", "Thuộc đối tượng của chế độ báo cáo"),
                            ("called", "Được yêu cầu báo cáo"),
                            ("took_over", "Kế tục cơ quan khác"),
                            ("added", "Được bổ sung vào danh sách"),
                        ],
                        default="holds_tasks",
                        max_length=20,
                        verbose_name="vì sao phải báo cáo",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="lý do phải báo cáo")),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("commune", "Cấp xã"),
                            ("district", "Cấp huyện"),
                            ("department", "Sở, ban, ngành, đoàn thể"),
                            ("lead", "Cơ quan đầu mối của tỉnh"),
                            ("province", "Ủy ban nhân dân tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="cấp gửi",
                    ),
                ),
                ("send_by", models.DateField(blank=True, null=True, verbose_name="gửi chậm nhất")),
                ("exempted_at", models.DateTimeField(blank=True, null=True, verbose_name="miễn báo cáo lúc")),
                ("exempt_reason", models.CharField(blank=True, max_length=400, verbose_name="lý do miễn")),
                ("end_reason", models.CharField(blank=True, max_length=400, verbose_name="lý do không phải gửi nữa")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="do sự kiện",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="chuyển đi do sự kiện",
                    ),
                ),
                (
                    "exempted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người miễn",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo phải gửi",
                "verbose_name_plural": "báo cáo phải gửi",
                "ordering": ["period", "agency"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "agency"), name="expected_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="passed_on_report_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exempted_at__isnull", True),
                            models.Q(("exempt_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exempt_report_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="nội dung mục trước đó")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần lưu sau khi đưa vào")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="sự kiện tổ chức",
                    ),
                ),
                (
                    "expected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried",
                        to="reporting.expectedreport",
                        verbose_name="báo cáo phải gửi",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_in",
                        to="reporting.reportentry",
                        verbose_name="đưa vào mục",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_on",
                        to="reporting.reportentry",
                        verbose_name="mục đã viết",
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung chuyển tiếp",
                "verbose_name_plural": "nội dung chuyển tiếp",
                "ordering": ["expected", "source"],
                "constraints": [models.UniqueConstraint(fields=("expected", "source"), name="carried_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="sự kiện tổ chức",
                    ),
                ),
                (
                    "heir",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reporting.expectedreport",
                        verbose_name="báo cáo kế tục",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reporting.expectedreport",
                        verbose_name="báo cáo được kế tục",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế tục báo cáo",
                "verbose_name_plural": "kế tục báo cáo",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "heir"), name="report_succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("heir")), _negated=True),
                        name="report_succession_leads_elsewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WritingPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("box", models.CharField(blank=True, max_length=20, verbose_name="ô")),
                ("seen_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "expected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="writing_now",
                        to="reporting.expectedreport",
                        verbose_name="báo cáo phải gửi",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người viết",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "người đang viết báo cáo",
                "verbose_name_plural": "người đang viết báo cáo",
                "ordering": ["expected", "-seen_at"],
                "constraints": [models.UniqueConstraint(fields=("expected", "person"), name="person_once_at_a_report")],
            },
        ),
        migrations.CreateModel(
            name="NamedMissing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason_code",
                    models.CharField(
                        choices=[
                            ("not_sent", "Không gửi dù đã nhắc"),
                            ("to_mend", "Đã trả lại, chưa bổ sung xong"),
                            ("reorganised", "Đang sắp xếp tổ chức"),
                            ("disaster", "Thiên tai, sự cố"),
                            ("nothing_arisen", "Không phát sinh nội dung phải báo cáo"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=20,
                        verbose_name="vì sao thiếu",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="lý do")),
                ("named_at", models.DateTimeField(verbose_name="nêu lúc")),
                (
                    "expected",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named_missing",
                        to="reporting.expectedreport",
                        verbose_name="báo cáo phải gửi",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nêu",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo thiếu đã nêu lý do",
                "verbose_name_plural": "báo cáo thiếu đã nêu lý do",
                "ordering": ["expected"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason_code", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="other_reason_has_words",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="expectedreport",
            name="came_from",
            field=models.ManyToManyField(
                blank=True,
                related_name="passed_on_to",
                through="reporting.ReportSuccession",
                through_fields=("heir", "source"),
                to="reporting.expectedreport",
                verbose_name="nhận từ",
            ),
        ),
    ]
