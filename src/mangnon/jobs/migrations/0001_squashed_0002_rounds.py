"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("jobs", "0001_initial"), ("jobs", "0002_rounds")]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="tên tiến trình")),
                ("host", models.CharField(max_length=120, verbose_name="máy")),
                ("pid", models.PositiveIntegerField(verbose_name="số hiệu tiến trình")),
                ("started_at", models.DateTimeField(verbose_name="thời điểm khởi động")),
                ("heartbeat_at", models.DateTimeField(verbose_name="tín hiệu gần nhất")),
            ],
            options={
                "verbose_name": "tiến trình chạy nền",
                "verbose_name_plural": "tiến trình chạy nền",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="loại việc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Đang chờ đến lượt"),
                            ("running", "Đang thực hiện"),
                            ("done", "Đã xong"),
                            ("refused", "Không thực hiện được"),
                            ("stopped", "Đã dừng sau nhiều lần thử"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="thời điểm yêu cầu")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm bắt đầu")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm kết thúc")),
                ("held_by", models.CharField(blank=True, max_length=60, verbose_name="tiến trình đang làm")),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True, verbose_name="tín hiệu gần nhất")),
                ("takes", models.PositiveIntegerField(default=0, verbose_name="số lần nhận việc")),
                ("losses", models.PositiveIntegerField(default=0, verbose_name="số lần bị ngắt")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="số bước đã xong")),
                ("total", models.PositiveIntegerField(blank=True, null=True, verbose_name="tổng số bước")),
                ("code", models.CharField(blank=True, max_length=60, verbose_name="mã lý do")),
                ("message", models.TextField(blank=True, verbose_name="lý do")),
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
                "verbose_name": "việc chạy nền",
                "verbose_name_plural": "việc chạy nền",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["state", "id"], name="jobs_in_turn")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            models.Q(("heartbeat_at__isnull", False), models.Q(("held_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="running_job_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running"]), ("finished_at__isnull", False), _connector="OR"
                        ),
                        name="ended_job_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "stopped"]), _negated=True),
                            models.Q(("message", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_not_done_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="loại việc")),
                ("day", models.DateField(verbose_name="ngày")),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round",
                        to="jobs.job",
                        verbose_name="việc chạy nền",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt việc hằng ngày",
                "verbose_name_plural": "lượt việc hằng ngày",
                "ordering": ["-day", "kind"],
                "constraints": [models.UniqueConstraint(fields=("kind", "day"), name="round_once_a_day")],
            },
        ),
    ]
