import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plans", "0010_difficultystep_urging_urgingletter_urgingline_and_more"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommitteeDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("committee", models.CharField(max_length=200, verbose_name="ủy ban")),
                ("symbol", models.CharField(max_length=60, unique=True, verbose_name="ký hiệu")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="tên văn bản")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="ngày thông qua")),
                ("distributed_on", models.DateField(blank=True, null=True, verbose_name="ngày phát hành")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                        ],
                        default="R",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm ghi")),
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
            ],
            options={
                "verbose_name": "văn bản khuyến nghị",
                "verbose_name_plural": "văn bản khuyến nghị",
                "ordering": ["-adopted_on", "code"],
            },
        ),
        migrations.CreateModel(
            name="AnsweringPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("implements", "Thực hiện khuyến nghị"),
                            ("guides", "Hướng dẫn thực hiện khuyến nghị"),
                            ("amends", "Sửa đổi, bổ sung việc thực hiện"),
                            ("replaces", "Thay thế việc thực hiện trước"),
                            ("continues", "Tiếp tục việc thực hiện trước"),
                        ],
                        default="implements",
                        max_length=20,
                        verbose_name="quan hệ",
                    ),
                ),
                ("number", models.CharField(max_length=120, verbose_name="số, ký hiệu")),
                ("number_key", models.CharField(max_length=120, verbose_name="số, ký hiệu để đối chiếu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("issuer", models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành")),
                ("title", models.TextField(blank=True, verbose_name="trích yếu")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                        ],
                        default="R",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="recommendations.committeedocument",
                        verbose_name="văn bản khuyến nghị",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản thực hiện khuyến nghị",
                "verbose_name_plural": "văn bản thực hiện khuyến nghị",
                "ordering": ["issued_on", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number_key", "issued_on"), name="paper_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ParagraphList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm")),
                ("rows", models.JSONField(default=list, verbose_name="các dòng")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                        ],
                        default="R",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                ("received_at", models.DateTimeField(verbose_name="thời điểm nhận")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm nạp")),
                ("counts", models.JSONField(default=dict, verbose_name="số dòng theo kết quả")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lists",
                        to="recommendations.committeedocument",
                        verbose_name="văn bản khuyến nghị",
                    ),
                ),
                (
                    "received_by",
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
                "verbose_name": "danh mục đoạn khuyến nghị",
                "verbose_name_plural": "danh mục đoạn khuyến nghị",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="đoạn")),
                ("sub", models.CharField(blank=True, max_length=10, verbose_name="điểm")),
                ("cluster", models.CharField(blank=True, max_length=10, verbose_name="cụm")),
                ("topic", models.CharField(blank=True, max_length=300, verbose_name="chủ đề")),
                ("text", models.TextField(blank=True, verbose_name="nội dung")),
                ("text_en", models.TextField(blank=True, verbose_name="nguyên văn tiếng Anh")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="cần hành động khẩn")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                        ],
                        default="R",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
                ("changed_at", models.DateTimeField(verbose_name="thời điểm ghi lần cuối")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="recommendations.committeedocument",
                        verbose_name="văn bản khuyến nghị",
                    ),
                ),
            ],
            options={
                "verbose_name": "khuyến nghị",
                "verbose_name_plural": "khuyến nghị",
                "ordering": ["document", "number", "sub"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number", "sub"), name="paragraph_once_in_document"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="paragraph_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecommendationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("implements", "Thực hiện khuyến nghị"),
                            ("guides", "Hướng dẫn thực hiện khuyến nghị"),
                            ("amends", "Sửa đổi, bổ sung việc thực hiện"),
                            ("replaces", "Thay thế việc thực hiện trước"),
                            ("continues", "Tiếp tục việc thực hiện trước"),
                        ],
                        default="implements",
                        max_length=20,
                        verbose_name="quan hệ",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("by_hand", "Người phụ trách ghi"),
                            ("accepted", "Người phụ trách chấp nhận gợi ý"),
                            ("imported", "Theo danh mục được nạp"),
                        ],
                        default="by_hand",
                        max_length=20,
                        verbose_name="cách ghi",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="lý do, căn cứ")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm gỡ")),
                ("removed_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do gỡ")),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="recommendations.answeringpaper",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="recommendations.recommendation",
                        verbose_name="khuyến nghị",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gỡ",
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
                "verbose_name": "liên kết khuyến nghị",
                "verbose_name_plural": "liên kết khuyến nghị",
                "ordering": ["recommendation", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paper__isnull", False), ("plan__isnull", True), ("task__isnull", True)),
                            models.Q(("paper__isnull", True), ("plan__isnull", False), ("task__isnull", True)),
                            models.Q(("paper__isnull", True), ("plan__isnull", True), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_has_one_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True),
                            models.Q(("removed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="removed_link_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("paper__isnull", False), ("removed_at__isnull", True)),
                        fields=("recommendation", "paper"),
                        name="one_live_link_to_paper",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan__isnull", False), ("removed_at__isnull", True)),
                        fields=("recommendation", "plan"),
                        name="one_live_link_to_plan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True), ("task__isnull", False)),
                        fields=("recommendation", "task"),
                        name="one_live_link_to_task",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("article", models.PositiveSmallIntegerField(verbose_name="điều của Luật Trẻ em")),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rights",
                        to="recommendations.recommendation",
                        verbose_name="khuyến nghị",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyền của trẻ em liên quan",
                "verbose_name_plural": "quyền của trẻ em liên quan",
                "ordering": ["article"],
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "article"), name="right_once_on_paragraph")
                ],
            },
        ),
    ]
