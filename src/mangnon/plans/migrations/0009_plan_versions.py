"""A plan as later papers made it: versions, and what each changed of each task."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0008_what_was_reviewed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignmentevent",
            name="move",
            field=models.CharField(
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
                ],
                max_length=20,
                verbose_name="việc xảy ra",
            ),
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
            },
        ),
        migrations.AddField(
            model_name="task",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.planversion",
                verbose_name="bổ sung bởi",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plans.planversion",
                verbose_name="bãi bỏ bởi",
            ),
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
            },
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "replaced")), fields=("plan",), name="plan_replaced_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 2)), name="plan_version_after_first"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "replaced"), ("replaced_by__isnull", False)),
                    models.Q(models.Q(("kind", "replaced"), _negated=True), ("replaced_by__isnull", True)),
                    _connector="OR",
                ),
                name="replaced_plan_names_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskchange",
            constraint=models.UniqueConstraint(fields=("version", "task"), name="task_once_in_version"),
        ),
    ]
