"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("exchange", "0001_api_tokens"),
        ("exchange", "0002_workbooks_and_feeds"),
        ("exchange", "0003_newer_words"),
        ("exchange", "0004_report_form_receipts"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
        ("jobs", "0001_squashed_0002_rounds"),
        ("plans", "0001_squashed_0013_answers_have_instants"),
        ("reporting", "0001_squashed_0010_report_urging"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportFormReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(db_index=True, max_length=32, verbose_name="mã ngẫu nhiên")),
                ("revisions", models.JSONField(default=dict, verbose_name="lần lưu của từng mục")),
                ("sending", models.PositiveSmallIntegerField(default=0, verbose_name="lần gửi")),
                ("received_at", models.DateTimeField(verbose_name="thời điểm nhận")),
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
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.period",
                        verbose_name="kỳ báo cáo",
                    ),
                ),
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
                "verbose_name": "lần nhận phiếu báo cáo",
                "verbose_name_plural": "lần nhận phiếu báo cáo",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted", models.JSONField(default=list, verbose_name="các cơ quan cần tệp")),
                ("issues", models.JSONField(default=list, verbose_name="các tệp đã phát hành")),
                ("requested_at", models.DateTimeField(verbose_name="thời điểm yêu cầu")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="cơ quan phát hành",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người yêu cầu",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt phát hành tệp Excel",
                "verbose_name_plural": "đợt phát hành tệp Excel",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="lần phát hành")),
                ("nonce", models.CharField(max_length=32, unique=True, verbose_name="mã ngẫu nhiên")),
                ("given", models.JSONField(default=list, verbose_name="nội dung đã giao")),
                ("issued_at", models.DateTimeField(verbose_name="thời điểm phát hành")),
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
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người phát hành",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp Excel đã phát hành",
                "verbose_name_plural": "tệp Excel đã phát hành",
                "ordering": ["-issued_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "agency", "number"), name="workbook_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="workbook_number_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkbookReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm nội dung điền")),
                ("merged", models.PositiveIntegerField(verbose_name="số dòng đã nhập")),
                ("refused", models.PositiveIntegerField(verbose_name="số dòng chưa nhập được")),
                ("received_at", models.DateTimeField(verbose_name="thời điểm nhận")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="exchange.workbookissue",
                        verbose_name="tệp đã phát hành",
                    ),
                ),
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
                "verbose_name": "lần nhận tệp Excel",
                "verbose_name_plural": "lần nhận tệp Excel",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm nội dung dòng")),
                ("answers", models.JSONField(default=dict, verbose_name="nội dung điền")),
                (
                    "last_note",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="ghi nhận tiến độ gần nhất"),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="exchange.workbookissue",
                        verbose_name="tệp đã phát hành",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="exchange.workbookreceipt",
                        verbose_name="lần nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng đã nhập của tệp Excel",
                "verbose_name_plural": "dòng đã nhập của tệp Excel",
                "ordering": ["issue", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "assignment", "digest"), name="workbook_row_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="dùng vào việc")),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "Chỉ đọc"), ("write", "Đọc và ghi")],
                        default="read",
                        max_length=10,
                        verbose_name="phạm vi",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="dấu của mã")),
                ("handle", models.CharField(max_length=12, verbose_name="các ký tự đầu")),
                ("with_factor", models.BooleanField(default=False, verbose_name="tạo sau khi xác thực hai bước")),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("expires_on", models.DateField(verbose_name="dùng đến hết ngày")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="ngày dùng gần nhất")),
                ("minute", models.BigIntegerField(default=0, verbose_name="phút dùng gần nhất")),
                ("asked", models.PositiveIntegerField(default=0, verbose_name="số lần trong phút ấy")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                        verbose_name="vị trí công tác",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giữ",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã truy cập",
                "verbose_name_plural": "mã truy cập",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["user", "revoked_at"], name="tokens_of_person")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="token_says_what_for")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="mã băm của địa chỉ")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm tạo")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm thu hồi")),
                ("fetched_on", models.DateField(blank=True, null=True, verbose_name="ngày được tải gần nhất")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa chỉ lịch",
                "verbose_name_plural": "địa chỉ lịch",
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="one_open_calendar_feed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, verbose_name="khóa chống gửi trùng")),
                ("digest", models.CharField(max_length=64, verbose_name="dấu của yêu cầu")),
                ("status", models.PositiveSmallIntegerField(default=0, verbose_name="mã trả lời")),
                ("body", models.TextField(blank=True, verbose_name="nội dung trả lời")),
                ("etag", models.CharField(blank=True, max_length=100, verbose_name="dấu phiên bản")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.post",
                        verbose_name="vị trí công tác",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu trả lời đã gửi",
                "verbose_name_plural": "câu trả lời đã gửi",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["made_at"], name="answers_by_age")],
                "constraints": [models.UniqueConstraint(fields=("user", "post", "key"), name="answer_once_for_key")],
            },
        ),
    ]
