"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_province_of_a_file"),
        ("documents", "0003_reading_in_jobs"),
        ("documents", "0004_cited_papers"),
        ("documents", "0005_cited_papers_of_before"),
        ("documents", "0006_learned_phrases"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("jobs", "0001_squashed_0002_rounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm")),
                ("territory_code", models.CharField(blank=True, max_length=20, verbose_name="mã tỉnh nhận")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("kind", models.CharField(max_length=20, verbose_name="loại tệp")),
                ("size", models.BigIntegerField(verbose_name="kích thước (byte)")),
                ("received_at", models.DateTimeField(verbose_name="thời điểm nhận")),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp nguồn",
                "verbose_name_plural": "tệp nguồn",
                "ordering": ["-received_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "territory_code"), name="file_once_in_province")
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectiveReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_review", "Chờ rà soát"), ("adopted", "Đã thành kế hoạch")],
                        default="in_review",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("lines", models.JSONField(default=list, verbose_name="các dòng trên giấy")),
                ("page_of", models.JSONField(default=list, verbose_name="trang của từng dòng")),
                ("boxes", models.JSONField(default=list, verbose_name="vị trí của từng dòng")),
                ("turns", models.JSONField(default=list, verbose_name="góc xoay của từng trang")),
                ("doubts", models.JSONField(default=dict, verbose_name="từ còn nghi ngờ")),
                ("first_result", models.JSONField(verbose_name="kết quả đọc máy")),
                ("result", models.JSONField(verbose_name="kết quả sau rà soát")),
                ("confirmed", models.JSONField(default=list, verbose_name="mục đã xác nhận")),
                (
                    "number_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="số, ký hiệu để đối chiếu"
                    ),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ngày ban hành để đối chiếu"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("read_at", models.DateTimeField(verbose_name="thời điểm đọc")),
                ("adopted_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm duyệt")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading",
                        to="documents.sourcefile",
                        verbose_name="tệp nguồn",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản đọc văn bản",
                "verbose_name_plural": "bản đọc văn bản",
                "ordering": ["-read_at", "-pk"],
                "indexes": [models.Index(fields=["number_key", "issued_on"], name="reading_by_number")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adopted"), _negated=True),
                            ("adopted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="adopted_reading_has_instant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=80, verbose_name="mục")),
                ("before", models.JSONField(null=True, verbose_name="trước")),
                ("after", models.JSONField(null=True, verbose_name="sau")),
                ("corrected_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="documents.directivereading",
                        verbose_name="bản đọc",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần sửa",
                "verbose_name_plural": "lần sửa",
                "ordering": ["corrected_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadingJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("size", models.BigIntegerField(verbose_name="kích thước (byte)")),
                ("territory_code", models.CharField(blank=True, max_length=20, verbose_name="mã tỉnh nhận")),
                (
                    "dismissed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thời điểm ẩn khỏi danh sách"),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_job",
                        to="jobs.job",
                        verbose_name="việc chạy nền",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reading_job",
                        to="documents.sourcefile",
                        verbose_name="tệp nguồn",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt đọc tệp",
                "verbose_name_plural": "lượt đọc tệp",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="CitedPaper",
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
                ("first_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng đầu")),
                ("last_line", models.PositiveIntegerField(blank=True, null=True, verbose_name="dòng cuối")),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cited_papers",
                        to="documents.directivereading",
                        verbose_name="bản đọc",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản được nhắc đến",
                "verbose_name_plural": "văn bản được nhắc đến",
                "ordering": ["reading", "order"],
                "indexes": [models.Index(fields=["number_key"], name="cited_paper_by_number")],
                "constraints": [models.UniqueConstraint(fields=("reading", "order"), name="cited_paper_order_once")],
            },
        ),
        migrations.CreateModel(
            name="LearnedPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory_code", models.CharField(blank=True, max_length=20, verbose_name="mã tỉnh")),
                (
                    "kind",
                    models.CharField(
                        choices=[("body", "Tên cơ quan"), ("class", "Nhóm cơ quan"), ("time", "Cách ghi thời hạn")],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="cụm từ")),
                ("learned_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learned_phrases",
                        to="documents.directivereading",
                        verbose_name="bản đọc",
                    ),
                ),
            ],
            options={
                "verbose_name": "cụm từ đã học",
                "verbose_name_plural": "cụm từ đã học",
                "ordering": ["territory_code", "kind", "text"],
                "constraints": [
                    models.UniqueConstraint(fields=("territory_code", "kind", "text"), name="phrase_learned_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="trang")),
                ("content", models.JSONField(verbose_name="nội dung đọc được")),
                ("seconds", models.FloatField(verbose_name="thời gian đọc (giây)")),
                (
                    "reading_job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="documents.readingjob",
                        verbose_name="lượt đọc tệp",
                    ),
                ),
            ],
            options={
                "verbose_name": "trang đã đọc",
                "verbose_name_plural": "trang đã đọc",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("reading_job", "number"), name="page_read_once")],
            },
        ),
    ]
