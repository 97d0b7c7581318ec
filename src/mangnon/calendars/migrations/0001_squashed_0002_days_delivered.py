"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mangnon.calendars.shipped import enter_shipped


def enter(apps, schema_editor):
    """The public holidays and swapped working days delivered with the product."""
    enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear"))


class Migration(migrations.Migration):
    replaces = [("calendars", "0001_initial"), ("calendars", "0002_days_delivered")]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Ngày nghỉ"), ("swapped_in", "Ngày làm bù")],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên ngày nghỉ, lý do")),
                ("pair_on", models.DateField(blank=True, null=True, verbose_name="hoán đổi với ngày")),
                ("basis", models.CharField(max_length=500, verbose_name="văn bản căn cứ")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
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
                "verbose_name": "ngày nghỉ hoặc làm bù",
                "verbose_name_plural": "ngày nghỉ và làm bù",
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)), fields=("day",), name="day_entered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="entered_day_has_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_day_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="năm")),
                (
                    "is_complete",
                    models.BooleanField(default=False, verbose_name="đã nhập đủ ngày nghỉ và ngày hoán đổi"),
                ),
                ("basis", models.CharField(blank=True, max_length=500, verbose_name="căn cứ")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                            ("E", "Do cơ quan nhập theo văn bản"),
                        ],
                        default="E",
                        max_length=1,
                        verbose_name="mức độ chắc chắn",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("entered_at", models.DateTimeField(verbose_name="thời điểm ghi")),
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
            ],
            options={
                "verbose_name": "năm của lịch làm việc",
                "verbose_name_plural": "năm của lịch làm việc",
                "ordering": ["year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_complete", False), models.Q(("basis", ""), _negated=True), _connector="OR"
                        ),
                        name="complete_year_has_basis",
                    )
                ],
            },
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
