import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agencies", "0003_scope_and_first_functions"),
        ("files", "0001_stored_files"),
        ("plans", "0008_what_was_reviewed"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="số, ký hiệu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("title", models.CharField(max_length=500, verbose_name="trích yếu")),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="tên tệp")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("kept_at", models.DateTimeField(verbose_name="thời điểm cập nhật")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm rút")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do rút")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_plans",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cập nhật",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_plans",
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
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người rút",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế hoạch của cơ quan",
                "verbose_name_plural": "kế hoạch của cơ quan",
                "ordering": ["-issued_on", "-pk"],
                "indexes": [models.Index(fields=["plan", "agency"], name="agency_plan_of_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_plan_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung hoạt động")),
                ("output", models.TextField(blank=True, verbose_name="sản phẩm, kết quả cần đạt")),
                ("owner_words", models.CharField(blank=True, max_length=200, verbose_name="bộ phận, người phụ trách")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Chưa thực hiện"),
                            ("running", "Đang triển khai"),
                            ("done", "Đã thực hiện"),
                            ("dropped", "Không thực hiện"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="tình trạng",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="tiến độ (%)")),
                ("results", models.TextField(blank=True, verbose_name="kết quả đạt được")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ngày hoàn thành")),
                ("dropped_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do không thực hiện")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người phụ trách",
                    ),
                ),
                (
                    "agency_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="activities.agencyplan",
                        verbose_name="kế hoạch của cơ quan",
                    ),
                ),
            ],
            options={
                "verbose_name": "hoạt động",
                "verbose_name_plural": "hoạt động",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)), name="activity_progress_at_most_100"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("done_on__isnull", False), ("progress", 100)),
                            _connector="OR",
                        ),
                        name="done_activity_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("dropped_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dropped_activity_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("due_on__isnull", True),
                            ("due_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="activity_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("progress", models.PositiveSmallIntegerField(verbose_name="tiến độ (%)")),
                ("noted_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="activities.activity",
                        verbose_name="hoạt động",
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
                "verbose_name": "tiến độ hoạt động",
                "verbose_name_plural": "tiến độ hoạt động",
                "ordering": ["-noted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm viết")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm sửa")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm rút")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do rút")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="activities.activity",
                        verbose_name="hoạt động",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan của người viết",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người viết",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến trao đổi",
                "verbose_name_plural": "ý kiến trao đổi",
                "ordering": ["made_at", "pk"],
                "indexes": [models.Index(fields=["task", "made_at"], name="comment_of_task")],
            },
        ),
        migrations.CreateModel(
            name="CommentMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mentioned_at", models.DateTimeField(verbose_name="thời điểm nhắc")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="activities.comment",
                        verbose_name="ý kiến trao đổi",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người được nhắc",
                    ),
                ),
            ],
            options={
                "verbose_name": "người được nhắc trong ý kiến",
                "verbose_name_plural": "người được nhắc trong ý kiến",
                "ordering": ["mentioned_at", "pk"],
                "indexes": [models.Index(fields=["person", "mentioned_at"], name="mentions_of_person")],
                "constraints": [models.UniqueConstraint(fields=("comment", "person"), name="person_mentioned_once")],
            },
        ),
        migrations.CreateModel(
            name="CommentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="phiên bản")),
                ("text", models.TextField(verbose_name="nội dung")),
                ("until", models.DateTimeField(verbose_name="đến thời điểm")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="activities.comment",
                        verbose_name="ý kiến trao đổi",
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung cũ của ý kiến",
                "verbose_name_plural": "nội dung cũ của ý kiến",
                "ordering": ["comment", "number"],
                "constraints": [models.UniqueConstraint(fields=("comment", "number"), name="comment_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="nội dung đóng góp")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Chờ chủ trì ghi nhận"),
                            ("taken", "Đã ghi nhận"),
                            ("declined", "Chưa ghi nhận được"),
                        ],
                        default="offered",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="thời điểm gửi")),
                ("answer", models.TextField(blank=True, verbose_name="ý kiến của cơ quan chủ trì")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm trả lời")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="activities.activity",
                        verbose_name="hoạt động của cơ quan chủ trì",
                    ),
                ),
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
                        related_name="contributions",
                        to="plans.assignment",
                        verbose_name="phân công của cơ quan phối hợp",
                    ),
                ),
                (
                    "offered_by",
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
                "verbose_name": "đóng góp của cơ quan phối hợp",
                "verbose_name_plural": "đóng góp của cơ quan phối hợp",
                "ordering": ["-offered_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "offered"), ("answered_at__isnull", False), _connector="OR"),
                        name="answered_contribution_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_contribution_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoubleVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "Là một hoạt động"), ("different", "Là hai hoạt động khác nhau")],
                        max_length=20,
                        verbose_name="kết luận",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                ("judged_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="activities.activity",
                        verbose_name="hoạt động thứ nhất",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người kết luận",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="activities.activity",
                        verbose_name="hoạt động thứ hai",
                    ),
                ),
            ],
            options={
                "verbose_name": "kết luận về hoạt động nghi trùng",
                "verbose_name_plural": "kết luận về hoạt động nghi trùng",
                "ordering": ["first", "second"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="pair_judged_once"),
                    models.CheckConstraint(condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="verdict_says_why"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("description", models.CharField(max_length=500, verbose_name="chứng minh điều gì")),
                ("evidence_on", models.DateField(blank=True, null=True, verbose_name="ngày của bằng chứng")),
                ("added_at", models.DateTimeField(verbose_name="thời điểm gửi")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm rút")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do rút")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="activities.activity",
                        verbose_name="hoạt động",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="files.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="plans.progressnote",
                        verbose_name="ghi nhận tiến độ",
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
                "verbose_name": "bằng chứng",
                "verbose_name_plural": "bằng chứng",
                "ordering": ["-added_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", True), ("note__isnull", True), _connector="OR"),
                        name="evidence_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_evidence_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("activity__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("activity", "file"),
                        name="file_proves_activity_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("note__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("note", "file"),
                        name="file_proves_note_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("activity__isnull", True), ("note__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("assignment", "file"),
                        name="file_proves_assignment_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkedProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="chương trình, đề án")),
                ("name_key", models.CharField(editable=False, max_length=300, verbose_name="tên để đối chiếu")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="văn bản phê duyệt")),
                ("added_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programmes",
                        to="activities.activity",
                        verbose_name="hoạt động",
                    ),
                ),
                (
                    "added_by",
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
                "verbose_name": "chương trình lồng ghép",
                "verbose_name_plural": "chương trình lồng ghép",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "name_key"), name="programme_once_of_activity")
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("central", "Ngân sách trung ương hỗ trợ"),
                            ("social_assurance", "Dự toán chi bảo đảm xã hội"),
                            ("commune", "Ngân sách cấp xã"),
                            ("integrated", "Lồng ghép chương trình, đề án"),
                            ("contribution", "Đóng góp, tài trợ hợp pháp khác"),
                        ],
                        max_length=20,
                        verbose_name="nguồn",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("planned", models.BigIntegerField(blank=True, null=True, verbose_name="dự kiến (đồng)")),
                ("allocated", models.BigIntegerField(blank=True, null=True, verbose_name="được giao (đồng)")),
                ("spent", models.BigIntegerField(blank=True, null=True, verbose_name="đã chi (đồng)")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="activities.activity",
                        verbose_name="hoạt động",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="activities.linkedprogramme",
                        verbose_name="chương trình lồng ghép",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng kinh phí",
                "verbose_name_plural": "dòng kinh phí",
                "ordering": ["year", "source", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", True)),
                        fields=("activity", "source", "year"),
                        name="source_once_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", False)),
                        fields=("activity", "programme", "year"),
                        name="programme_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("programme__isnull", False), ("source", "integrated")),
                            models.Q(models.Q(("source", "integrated"), _negated=True), ("programme__isnull", True)),
                            _connector="OR",
                        ),
                        name="integrated_money_names_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("planned__isnull", True), ("planned__gte", 0), _connector="OR"),
                            models.Q(("allocated__isnull", True), ("allocated__gte", 0), _connector="OR"),
                            models.Q(("spent__isnull", True), ("spent__gte", 0), _connector="OR"),
                        ),
                        name="money_not_below_nought",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned__isnull", False),
                            ("allocated__isnull", False),
                            ("spent__isnull", False),
                            _connector="OR",
                        ),
                        name="budget_line_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="budget_year_exists"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="served",
                        to="activities.activity",
                        verbose_name="hoạt động",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served_by",
                        to="plans.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ cùng được phục vụ",
                "verbose_name_plural": "nhiệm vụ cùng được phục vụ",
                "ordering": ["activity", "task"],
                "constraints": [models.UniqueConstraint(fields=("activity", "task"), name="activity_serves_task_once")],
            },
        ),
    ]
