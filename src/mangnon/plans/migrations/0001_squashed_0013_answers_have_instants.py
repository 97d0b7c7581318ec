"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("plans", "0001_initial"),
        ("plans", "0002_assignments_in_time"),
        ("plans", "0003_why_it_moved"),
        ("plans", "0004_directive_relations"),
        ("plans", "0005_relations_of_before"),
        ("plans", "0006_plans_in_motion"),
        ("plans", "0007_logs_of_before"),
        ("plans", "0008_what_was_reviewed"),
        ("plans", "0009_plan_versions"),
        ("plans", "0010_difficultystep_urging_urgingletter_urgingline_and_more"),
        ("plans", "0011_difficulties_of_before"),
        ("plans", "0012_moves_can_be_undone"),
        ("plans", "0013_answers_have_instants"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
        ("documents", "0001_squashed_0006_learned_phrases"),
        ("jobs", "0001_squashed_0002_rounds"),
        ("territory", "0001_squashed_0003_edges_and_names_of_old_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Directive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("doc_type", models.CharField(blank=True, max_length=60, verbose_name="loại văn bản")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="địa danh")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành")),
                ("title", models.TextField(blank=True, verbose_name="trích yếu")),
                ("recipients", models.JSONField(default=list, verbose_name="nơi nhận")),
                (
                    "signer_capacity",
                    models.CharField(blank=True, max_length=200, verbose_name="quyền hạn, chức vụ người ký"),
                ),
                (
                    "reading",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directive",
                        to="documents.directivereading",
                        verbose_name="bản đọc",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản chỉ đạo",
                "verbose_name_plural": "văn bản chỉ đạo",
                "ordering": ["-issued_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DirectiveRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("basis", "Căn cứ"),
                            ("implements", "Thực hiện"),
                            ("replaces", "Thay thế"),
                            ("amends", "Sửa đổi, bổ sung"),
                            ("continues", "Tiếp tục thực hiện"),
                            ("cites", "Nhắc đến"),
                        ],
                        max_length=20,
                        verbose_name="quan hệ",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="số, ký hiệu")),
                ("number_key", models.CharField(blank=True, max_length=120, verbose_name="số, ký hiệu để đối chiếu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành")),
                ("title", models.TextField(blank=True, verbose_name="trích yếu")),
                ("from_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="từ năm")),
                ("to_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đến năm")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="plans.directive",
                        verbose_name="văn bản chỉ đạo",
                    ),
                ),
            ],
            options={
                "verbose_name": "quan hệ giữa các văn bản",
                "verbose_name_plural": "quan hệ giữa các văn bản",
                "ordering": ["directive", "order"],
                "indexes": [models.Index(fields=["number_key", "kind"], name="relation_by_number")],
                "constraints": [
                    models.UniqueConstraint(fields=("directive", "order"), name="directive_relation_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_year__isnull", True),
                            ("to_year__isnull", True),
                            ("to_year__gte", models.F("from_year")),
                            _connector="OR",
                        ),
                        name="relation_period_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalBasis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=80, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_bases",
                        to="plans.directive",
                        verbose_name="văn bản chỉ đạo",
                    ),
                ),
            ],
            options={
                "verbose_name": "căn cứ",
                "verbose_name_plural": "căn cứ",
                "ordering": ["directive", "order"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã kế hoạch")),
                ("function", models.CharField(blank=True, max_length=40, verbose_name="lĩnh vực")),
                ("adopted_at", models.DateTimeField(verbose_name="thời điểm duyệt")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "directive",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan",
                        to="plans.directive",
                        verbose_name="văn bản chỉ đạo",
                    ),
                ),
                (
                    "lead_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_plans",
                        to="agencies.agency",
                        verbose_name="cơ quan đầu mối",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="territory.unit",
                        verbose_name="địa bàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế hoạch",
                "verbose_name_plural": "kế hoạch",
                "ordering": ["-adopted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("words", models.JSONField(default=list, verbose_name="cơ quan (theo văn bản)")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                ("last_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng cuối")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "agencies",
                    models.ManyToManyField(related_name="duties", to="agencies.agency", verbose_name="cơ quan"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "trách nhiệm",
                "verbose_name_plural": "trách nhiệm",
                "ordering": ["plan", "order"],
            },
        ),
        migrations.CreateModel(
            name="DutySuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_on", models.DateField(verbose_name="từ ngày")),
                (
                    "because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("only", "Chỉ có một nơi nhận"),
                            ("every", "Mọi nơi nhận cùng thực hiện"),
                            ("chosen", "Do người có thẩm quyền chọn"),
                            ("recorded", "Theo chức năng đã ghi của phân công"),
                            ("plan", "Theo lĩnh vực của kế hoạch"),
                            ("words", "Theo nội dung nhiệm vụ"),
                            ("rest", "Về nơi nhận phần còn lại của cơ quan"),
                            ("kept", "Nơi nhận đã có phân công ở nhiệm vụ này"),
                            ("given", "Do cơ quan giao nhiệm vụ giao lại"),
                        ],
                        max_length=20,
                        verbose_name="lý do chuyển",
                    ),
                ),
                (
                    "undecided_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_known", "Chưa biết cơ quan nào nhận"),
                            ("not_verified", "Nơi nhận chưa kiểm chứng"),
                            ("function_unclear", "Chưa rõ nhiệm vụ thuộc chức năng nào"),
                            ("several", "Có nhiều nơi nhận mà chủ trì chỉ có một"),
                        ],
                        max_length=20,
                        verbose_name="vì sao chưa rõ nơi nhận",
                    ),
                ),
                ("is_verified", models.BooleanField(default=True, verbose_name="đã kiểm chứng")),
                ("chosen_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do chọn")),
                (
                    "duty",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="plans.duty",
                        verbose_name="trách nhiệm",
                    ),
                ),
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan giao",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan nhận",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế tục trách nhiệm",
                "verbose_name_plural": "kế tục trách nhiệm",
                "ordering": ["began_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("target__isnull", False),
                                ("undecided_because", ""),
                                models.Q(("because", ""), _negated=True),
                            ),
                            models.Q(
                                ("because", ""),
                                ("target__isnull", True),
                                models.Q(("undecided_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="duty_succession_is_decided_or_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                (
                    "kind",
                    models.CharField(
                        choices=[("amended", "Được sửa đổi, bổ sung"), ("replaced", "Được thay thế")],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("began_on", models.DateField(verbose_name="từ ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm lập")),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions_made",
                        to="plans.directive",
                        verbose_name="văn bản sửa đổi, thay thế",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="plans.plan",
                        verbose_name="kế hoạch thay thế",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản kế hoạch",
                "verbose_name_plural": "phiên bản kế hoạch",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "replaced")), fields=("plan",), name="plan_replaced_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 2)), name="plan_version_after_first"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "replaced"), ("replaced_by__isnull", False)),
                            models.Q(models.Q(("kind", "replaced"), _negated=True), ("replaced_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="replaced_plan_names_successor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("half_year", "Báo cáo 6 tháng"),
                            ("annual", "Báo cáo năm"),
                            ("adhoc", "Báo cáo đột xuất"),
                            ("other", "Báo cáo khác"),
                        ],
                        max_length=20,
                        verbose_name="loại báo cáo",
                    ),
                ),
                ("due_day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ngày")),
                ("due_month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng")),
                ("due_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm")),
                ("is_before", models.BooleanField(default=False, verbose_name="trước ngày")),
                ("reporter_words", models.CharField(blank=True, max_length=300, verbose_name="nơi báo cáo")),
                ("recipient_words", models.CharField(blank=True, max_length=300, verbose_name="nơi nhận báo cáo")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                ("last_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng cuối")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reporting_clauses",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy định báo cáo",
                "verbose_name_plural": "quy định báo cáo",
                "ordering": ["plan", "order"],
            },
        ),
        migrations.CreateModel(
            name="TaskGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="số")),
                ("title", models.TextField(blank=True, verbose_name="tên nhóm")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm nhiệm vụ",
                "verbose_name_plural": "nhóm nhiệm vụ",
                "ordering": ["plan", "order"],
                "constraints": [models.UniqueConstraint(fields=("plan", "order"), name="group_order_once")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("lead_words", models.JSONField(default=list, verbose_name="chủ trì (theo văn bản)")),
                ("coordinator_words", models.JSONField(default=list, verbose_name="phối hợp (theo văn bản)")),
                ("unmatched_words", models.JSONField(default=list, verbose_name="chữ chưa nhận ra cơ quan")),
                (
                    "time_frame_text",
                    models.CharField(blank=True, max_length=400, verbose_name="thời gian (theo văn bản)"),
                ),
                (
                    "time_frame_kind",
                    models.CharField(
                        choices=[
                            ("date", "Trong ngày"),
                            ("before", "Trước ngày"),
                            ("month", "Trong tháng"),
                            ("quarter", "Trong quý"),
                            ("year", "Trong năm"),
                            ("span", "Trong khoảng thời gian"),
                            ("recurring", "Lặp lại theo kỳ"),
                            ("on_request", "Theo đề nghị, hướng dẫn"),
                            ("ongoing", "Thường xuyên"),
                            ("unknown", "Chưa rõ"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="loại thời gian",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                ("last_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng cuối")),
                ("confidence", models.FloatField(default=1.0, verbose_name="độ chắc chắn khi đọc")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planversion",
                        verbose_name="bổ sung bởi",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.planversion",
                        verbose_name="bãi bỏ bởi",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="plans.taskgroup",
                        verbose_name="nhóm",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ",
                "verbose_name_plural": "nhiệm vụ",
                "ordering": ["plan", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "code"), name="task_code_once_in_plan"),
                    models.UniqueConstraint(fields=("plan", "order"), name="task_order_once_in_plan"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurrenceRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("monthly", "Hằng tháng"),
                            ("quarterly", "Hằng quý"),
                            ("half_yearly", "Sáu tháng"),
                            ("yearly", "Hằng năm"),
                        ],
                        max_length=20,
                        verbose_name="tần suất",
                    ),
                ),
                (
                    "due_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng đến hạn trong kỳ"),
                ),
                ("due_day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ngày đến hạn")),
                ("from_on", models.DateField(verbose_name="áp dụng từ ngày")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do, căn cứ")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm đặt")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đặt",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recurrence_rules",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy tắc lặp lại",
                "verbose_name_plural": "quy tắc lặp lại",
                "ordering": ["task", "from_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("task",), name="one_open_rule_of_task"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="rule_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_month__isnull", True),
                            models.Q(("due_month__gte", 1), ("due_month__lte", 12)),
                            _connector="OR",
                        ),
                        name="rule_month_exists",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_day__isnull", True),
                            models.Q(("due_day__gte", 1), ("due_day__lte", 31)),
                            _connector="OR",
                        ),
                        name="rule_day_exists",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "Bổ sung nhiệm vụ"),
                            ("changed", "Sửa đổi nhiệm vụ"),
                            ("withdrawn", "Bãi bỏ nhiệm vụ"),
                        ],
                        max_length=20,
                        verbose_name="thay đổi",
                    ),
                ),
                ("before", models.JSONField(blank=True, default=dict, verbose_name="trước khi đổi")),
                ("after", models.JSONField(blank=True, default=dict, verbose_name="sau khi đổi")),
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                ("last_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng cuối")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="plans.planversion",
                        verbose_name="phiên bản kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay đổi của nhiệm vụ",
                "verbose_name_plural": "thay đổi của nhiệm vụ",
                "ordering": ["version", "task"],
                "constraints": [models.UniqueConstraint(fields=("version", "task"), name="task_once_in_version")],
            },
        ),
        migrations.CreateModel(
            name="TaskInstance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10, verbose_name="kỳ")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                ("due_on", models.DateField(verbose_name="hạn")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm tạo")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
                        to="plans.recurrencerule",
                        verbose_name="quy tắc lặp lại",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỳ thực hiện nhiệm vụ",
                "verbose_name_plural": "kỳ thực hiện nhiệm vụ",
                "ordering": ["task", "starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "period"), name="task_once_in_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")), ("due_on__gte", models.F("starts_on"))
                        ),
                        name="instance_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Urging",
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
                ("report_by", models.DateField(blank=True, null=True, verbose_name="đề nghị báo cáo trước ngày")),
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
                    "job",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jobs.job",
                        verbose_name="việc chạy nền",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgings",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần đôn đốc",
                "verbose_name_plural": "lần đôn đốc",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UrgingLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("content", models.BinaryField(blank=True, null=True, verbose_name="tệp Word")),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="soạn xong lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="nơi nhận",
                    ),
                ),
                (
                    "urging",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="plans.urging",
                        verbose_name="lần đôn đốc",
                    ),
                ),
            ],
            options={
                "verbose_name": "công văn đôn đốc",
                "verbose_name_plural": "công văn đôn đốc",
                "ordering": ["urging", "order"],
                "constraints": [models.UniqueConstraint(fields=("urging", "order"), name="urging_letter_order_once")],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Chủ trì"),
                            ("coordinator", "Phối hợp"),
                            ("monitor", "Theo dõi"),
                            ("delegate", "Được cấp trên giao"),
                        ],
                        max_length=20,
                        verbose_name="vai trò",
                    ),
                ),
                ("class_words", models.CharField(blank=True, max_length=300, verbose_name="giao theo nhóm")),
                (
                    "execution",
                    models.CharField(
                        choices=[
                            ("not_received", "Chưa tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("reported_complete", "Đã báo hoàn thành"),
                            ("complete", "Hoàn thành"),
                            ("recalled", "Đã thu hồi"),
                        ],
                        default="not_received",
                        max_length=20,
                        verbose_name="thực hiện",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm tiếp nhận")),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm hoàn thành")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("began_on", models.DateField(blank=True, null=True, verbose_name="thực hiện từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("function", models.CharField(blank=True, max_length=40, verbose_name="chức năng")),
                (
                    "undecided_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody_known", "Chưa biết cơ quan nào nhận"),
                            ("not_verified", "Nơi nhận chưa kiểm chứng"),
                            ("function_unclear", "Chưa rõ nhiệm vụ thuộc chức năng nào"),
                            ("several", "Có nhiều nơi nhận mà chủ trì chỉ có một"),
                        ],
                        max_length=20,
                        verbose_name="vì sao chưa rõ nơi nhận",
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("none", "Chưa có kết quả"),
                            ("waiting", "Chờ nghiệm thu"),
                            ("met", "Đạt yêu cầu"),
                            ("not_met", "Chưa đạt yêu cầu"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="nghiệm thu",
                    ),
                ),
                ("original_due_on", models.DateField(blank=True, null=True, verbose_name="hạn ban đầu")),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm giao")),
                ("given_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do, căn cứ giao")),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("recalled", "Thu hồi"),
                            ("reassigned", "Giao cho cơ quan khác"),
                            ("returned", "Trả lại"),
                        ],
                        max_length=20,
                        verbose_name="lý do kết thúc",
                    ),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tiếp nhận",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
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
                        verbose_name="nhận bởi",
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
                        verbose_name="giao đi bởi",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giao",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegated",
                        to="plans.assignment",
                        verbose_name="giao từ phân công",
                    ),
                ),
                (
                    "undecided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="chưa rõ nơi nhận sau sự kiện",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
                (
                    "instance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="plans.taskinstance",
                        verbose_name="kỳ thực hiện",
                    ),
                ),
            ],
            options={
                "verbose_name": "phân công",
                "verbose_name_plural": "phân công",
                "ordering": ["task", "-role", "agency"],
                "indexes": [
                    models.Index(fields=["agency", "execution"], name="assignment_of_agency"),
                    models.Index(fields=["task", "ended_on", "began_on"], name="assignment_in_force"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("instance__isnull", True), ("parent__isnull", True)
                        ),
                        fields=("task", "agency"),
                        name="agency_once_on_task",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("instance__isnull", False), ("parent__isnull", True)
                        ),
                        fields=("instance", "agency"),
                        name="agency_once_in_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("parent__isnull", False)),
                        fields=("parent", "agency"),
                        name="agency_once_below",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("instance__isnull", True), ("role", "lead")),
                        fields=("task",),
                        name="one_lead_on_task",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("instance__isnull", False), ("role", "lead")),
                        fields=("instance",),
                        name="one_lead_in_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent__isnull", False), ("role", "delegate")),
                            models.Q(models.Q(("role", "delegate"), _negated=True), ("parent__isnull", True)),
                            _connector="OR",
                        ),
                        name="delegate_has_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("began_by__isnull", True), ("began_on__isnull", True)),
                            models.Q(
                                ("began_on__isnull", False),
                                models.Q(("began_by__isnull", False), ("given_at__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="begun_assignment_has_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(("ended_because", ""), ("ended_by__isnull", False), ("ended_on__isnull", False)),
                            models.Q(
                                ("ended_by__isnull", True),
                                ("ended_on__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ended_assignment_has_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("execution", "recalled"), _negated=True),
                            ("ended_because", "recalled"),
                            _connector="OR",
                        ),
                        name="recalled_assignment_is_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("execution", "complete"), _negated=True), ("review", "met"), _connector="OR"
                        ),
                        name="complete_assignment_was_met",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("execution", "reported_complete"), _negated=True),
                            ("review", "waiting"),
                            _connector="OR",
                        ),
                        name="reported_assignment_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undecided_because", ""), ("undecided_by__isnull", True)),
                            models.Q(
                                ("undecided_by__isnull", False), models.Q(("undecided_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="undecided_assignment_says_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="progress_at_most_100"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("execution__in", ["not_received", "recalled"]),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="accepted_assignment_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("execution__in", ["reported_complete", "complete"]), _negated=True),
                            ("completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="completed_assignment_has_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("only", "Chỉ có một nơi nhận"),
                            ("every", "Mọi nơi nhận cùng thực hiện"),
                            ("chosen", "Do người có thẩm quyền chọn"),
                            ("recorded", "Theo chức năng đã ghi của phân công"),
                            ("plan", "Theo lĩnh vực của kế hoạch"),
                            ("words", "Theo nội dung nhiệm vụ"),
                            ("rest", "Về nơi nhận phần còn lại của cơ quan"),
                            ("kept", "Nơi nhận đã có phân công ở nhiệm vụ này"),
                            ("given", "Do cơ quan giao nhiệm vụ giao lại"),
                        ],
                        max_length=20,
                        verbose_name="lý do chuyển",
                    ),
                ),
                ("is_verified", models.BooleanField(default=True, verbose_name="đã kiểm chứng")),
                ("chosen_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do chọn")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="sự kiện tổ chức",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.assignment",
                        verbose_name="phân công được kế tục",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.assignment",
                        verbose_name="phân công kế tục",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế tục phân công",
                "verbose_name_plural": "kế tục phân công",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("predecessor", "successor"), name="assignment_succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="assignment_succession_leads_elsewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__isnull", False),
                            models.Q(("because", "given"), models.Q(("chosen_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="succession_without_event_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Chờ trả lời"),
                            ("granted", "Đồng ý gia hạn"),
                            ("refused", "Không đồng ý gia hạn"),
                            ("closed", "Đã khép lại"),
                        ],
                        default="asked",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do xin gia hạn")),
                ("due_before", models.DateField(verbose_name="hạn đang có")),
                ("wanted_on", models.DateField(verbose_name="hạn đề nghị")),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="hạn mới")),
                ("asked_at", models.DateTimeField(verbose_name="thời điểm xin")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm trả lời")),
                ("answer", models.TextField(blank=True, verbose_name="ý kiến trả lời")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xin",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "gia hạn",
                "verbose_name_plural": "gia hạn",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("assignment",), name="one_extension_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wanted_on__gt", models.F("due_before"))), name="extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("granted_on__gt", models.F("due_before")),
                                ("granted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="granted_extension_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decided_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="refused_extension_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "asked"), ("decided_at__isnull", False), _connector="OR"),
                        name="answered_extension_has_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="khó khăn, vướng mắc")),
                ("proposal", models.TextField(blank=True, verbose_name="đề xuất, kiến nghị")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Chờ trả lời"),
                            ("answered", "Đã trả lời"),
                            ("escalated", "Chờ cấp trên"),
                            ("adjusted", "Đã điều chỉnh kế hoạch"),
                        ],
                        default="raised",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("raised_at", models.DateTimeField(verbose_name="thời điểm nêu")),
                ("answer", models.TextField(blank=True, verbose_name="trả lời")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm trả lời")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="trả lời chậm nhất")),
                ("passed_to_words", models.CharField(blank=True, max_length=200, verbose_name="chuyển đến")),
                (
                    "adjustment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("extension", "Gia hạn nhiệm vụ"),
                            ("reassignment", "Giao nhiệm vụ cho cơ quan khác"),
                            ("task_change", "Thay đổi nội dung nhiệm vụ"),
                        ],
                        max_length=20,
                        verbose_name="điều chỉnh thành",
                    ),
                ),
                ("adjustment_words", models.CharField(blank=True, max_length=500, verbose_name="nội dung điều chỉnh")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "new_assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.assignment",
                        verbose_name="phân công mới",
                    ),
                ),
                (
                    "passed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan cấp trên",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nêu",
                    ),
                ),
                (
                    "extension",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="plans.extension",
                        verbose_name="lần gia hạn",
                    ),
                ),
            ],
            options={
                "verbose_name": "khó khăn, vướng mắc",
                "verbose_name_plural": "khó khăn, vướng mắc",
                "ordering": ["-raised_at", "-pk"],
                "indexes": [models.Index(fields=["state", "answer_by"], name="difficulty_waits")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="answered_difficulty_has_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "escalated"), _negated=True),
                            models.Q(("passed_to_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="escalated_difficulty_says_to_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adjusted"), _negated=True),
                            models.Q(("adjustment", "extension"), ("extension__isnull", False)),
                            models.Q(("adjustment", "reassignment"), ("new_assignment__isnull", False)),
                            models.Q(("adjustment", "task_change"), models.Q(("adjustment_words", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="adjusted_difficulty_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DifficultyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("raise", "Nêu khó khăn"),
                            ("answer", "Trả lời khó khăn"),
                            ("escalate", "Chuyển cấp trên"),
                            ("adjust", "Điều chỉnh kế hoạch"),
                            ("reopen", "Nêu lại"),
                        ],
                        max_length=20,
                        verbose_name="việc xảy ra",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="thời điểm")),
                ("text", models.TextField(blank=True, verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Chờ trả lời"),
                            ("answered", "Đã trả lời"),
                            ("escalated", "Chờ cấp trên"),
                            ("adjusted", "Đã điều chỉnh kế hoạch"),
                        ],
                        max_length=20,
                        verbose_name="trạng thái sau đó",
                    ),
                ),
                ("to_words", models.CharField(blank=True, max_length=200, verbose_name="chuyển đến")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="trả lời chậm nhất")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thực hiện",
                    ),
                ),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="plans.difficulty",
                        verbose_name="khó khăn, vướng mắc",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước giải quyết khó khăn",
                "verbose_name_plural": "bước giải quyết khó khăn",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("progress", models.PositiveSmallIntegerField(verbose_name="tiến độ (%)")),
                ("noted_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "ghi nhận tiến độ",
                "verbose_name_plural": "ghi nhận tiến độ",
                "ordering": ["-noted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UrgingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                (
                    "execution",
                    models.CharField(
                        choices=[
                            ("not_received", "Chưa tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("reported_complete", "Đã báo hoàn thành"),
                            ("complete", "Hoàn thành"),
                            ("recalled", "Đã thu hồi"),
                        ],
                        max_length=20,
                        verbose_name="thực hiện",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urged",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="plans.urgingletter",
                        verbose_name="công văn đôn đốc",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ được đôn đốc",
                "verbose_name_plural": "nhiệm vụ được đôn đốc",
                "ordering": ["letter", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "assignment"), name="assignment_once_in_letter")
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("give", "Giao nhiệm vụ"),
                            ("accept", "Tiếp nhận"),
                            ("ask_return", "Đề nghị trả lại"),
                            ("accept_return", "Nhận lại nhiệm vụ"),
                            ("refuse_return", "Không nhận lại nhiệm vụ"),
                            ("record_progress", "Ghi tiến độ"),
                            ("report_complete", "Báo hoàn thành"),
                            ("confirm_complete", "Nghiệm thu"),
                            ("send_back", "Yêu cầu làm lại"),
                            ("ask_extension", "Xin gia hạn"),
                            ("grant_extension", "Đồng ý gia hạn"),
                            ("refuse_extension", "Không đồng ý gia hạn"),
                            ("recall", "Thu hồi"),
                            ("reassign", "Giao cho cơ quan khác"),
                            ("delegate", "Giao cho cấp dưới"),
                            ("amend", "Thay đổi theo văn bản sửa đổi, bổ sung"),
                            ("undo", "Hoàn tác"),
                        ],
                        max_length=20,
                        verbose_name="việc xảy ra",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="thời điểm")),
                ("reason", models.TextField(blank=True, verbose_name="lý do, ý kiến")),
                (
                    "execution",
                    models.CharField(
                        choices=[
                            ("not_received", "Chưa tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("reported_complete", "Đã báo hoàn thành"),
                            ("complete", "Hoàn thành"),
                            ("recalled", "Đã thu hồi"),
                        ],
                        max_length=20,
                        verbose_name="thực hiện",
                    ),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("none", "Chưa có kết quả"),
                            ("waiting", "Chờ nghiệm thu"),
                            ("met", "Đạt yêu cầu"),
                            ("not_met", "Chưa đạt yêu cầu"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="nghiệm thu",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("original_due_on", models.DateField(blank=True, null=True, verbose_name="hạn ban đầu")),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm hoàn thành")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thực hiện",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.assignmentevent",
                        verbose_name="chép từ diễn biến",
                    ),
                ),
            ],
            options={
                "verbose_name": "diễn biến phân công",
                "verbose_name_plural": "diễn biến phân công",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["assignment", "at", "id"], name="log_of_assignment")],
            },
        ),
        migrations.CreateModel(
            name="AssignmentReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Chờ trả lời"),
                            ("accepted", "Đồng ý nhận lại"),
                            ("refused", "Không đồng ý nhận lại"),
                            ("closed", "Đã khép lại"),
                        ],
                        default="asked",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reason", models.TextField(verbose_name="lý do trả lại")),
                ("asked_at", models.DateTimeField(verbose_name="thời điểm đề nghị")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm trả lời")),
                ("answer", models.TextField(blank=True, verbose_name="ý kiến trả lời")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đề nghị",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị trả lại nhiệm vụ",
                "verbose_name_plural": "đề nghị trả lại nhiệm vụ",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("assignment",), name="assignment_returned_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "asked"), ("decided_at__isnull", False), _connector="OR"),
                        name="answered_return_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_return_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="predecessors",
            field=models.ManyToManyField(
                blank=True,
                related_name="successors",
                through="plans.AssignmentSuccession",
                through_fields=("successor", "predecessor"),
                to="plans.assignment",
                verbose_name="nhận từ phân công",
            ),
        ),
    ]
