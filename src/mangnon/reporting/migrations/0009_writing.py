"""Which recorded facts went into the boxes of a report, who is writing it now, and which box changed when."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_KINDS = [
    ("activity", "Hoạt động"),
    ("note", "Ghi nhận tiến độ"),
    ("difficulty", "Khó khăn, vướng mắc đã nêu"),
    ("budget", "Dòng kinh phí"),
    ("figure", "Số liệu chỉ tiêu"),
    ("carried", "Nội dung cơ quan trước đã viết"),
    ("last_time", "Báo cáo kỳ trước"),
]


class Migration(migrations.Migration):
    """Adds two tables and a column; what is there stays as it is."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("plans", "0001_initial"),
        ("reporting", "0008_tiers_and_call_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportentry",
            name="box_revisions",
            field=models.JSONField(blank=True, default=dict, verbose_name="lần lưu của từng ô"),
        ),
        migrations.CreateModel(
            name="EntrySource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("box", models.CharField(max_length=20, verbose_name="ô")),
                ("kind", models.CharField(choices=_KINDS, max_length=20, verbose_name="loại nguồn")),
                ("ref", models.PositiveBigIntegerField(verbose_name="mã bản ghi")),
                ("label", models.CharField(max_length=300, verbose_name="nguồn")),
                ("words", models.TextField(verbose_name="lời đã đưa vào")),
                ("digest", models.CharField(max_length=64, verbose_name="dấu của nội dung nguồn")),
                ("used_at", models.DateTimeField(verbose_name="đưa vào lúc")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="reporting.reportentry",
                        verbose_name="mục báo cáo",
                    ),
                ),
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
    ]
