import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="ngày")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc lúc")),
                ("counts", models.JSONField(verbose_name="số việc")),
                ("lines", models.JSONField(verbose_name="các việc")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản nhắc việc",
                "verbose_name_plural": "bản nhắc việc",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["on"], name="digests_of_day")],
                "constraints": [models.UniqueConstraint(fields=("person", "on"), name="digest_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi"),
                            ("sending", "Đang gửi"),
                            ("sent", "Đã gửi"),
                            ("unsure", "Không rõ đã đến hay chưa"),
                            ("failed", "Không gửi được"),
                            ("skipped", "Không gửi nữa"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                ("told", models.CharField(blank=True, max_length=200, verbose_name="máy chủ trả lời")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="bắt đầu gửi lúc")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                (
                    "digest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="notices.digest",
                        verbose_name="bản nhắc việc",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư nhắc việc",
                "verbose_name_plural": "thư nhắc việc",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["state", "id"], name="deliveries_in_turn")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("urged", "Đôn đốc"),
                            ("overdue_below", "Việc chậm đã báo lãnh đạo"),
                            ("mentioned", "Được nhắc tên"),
                            ("told", "Thông báo"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="nội dung")),
                ("address", models.CharField(max_length=300, verbose_name="địa chỉ trang")),
                ("key", models.CharField(max_length=120, verbose_name="khóa")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc lúc")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo",
                "verbose_name_plural": "thông báo",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notices_unread"
                    ),
                    models.Index(fields=["person", "-made_at"], name="notices_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("address__startswith", "/")), name="notice_leads_into_the_site"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_mail", models.BooleanField(default=True, verbose_name="gửi cả thư điện tử")),
                ("changed_at", models.DateTimeField(verbose_name="đổi lúc")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminding",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "lựa chọn nhắc việc",
                "verbose_name_plural": "lựa chọn nhắc việc",
                "ordering": ["person"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("urging", "Đôn đốc bằng công văn"), ("escalation", "Báo lãnh đạo việc chậm")],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("of_body", models.CharField(blank=True, max_length=60, verbose_name="mã cơ quan được nhắc")),
                ("to_words", models.CharField(max_length=300, verbose_name="nơi nhận")),
                ("matter", models.CharField(max_length=80, verbose_name="việc")),
                ("level", models.PositiveSmallIntegerField(default=0, verbose_name="mức")),
                ("words", models.CharField(max_length=300, verbose_name="nội dung")),
                ("address", models.CharField(max_length=300, verbose_name="địa chỉ trang")),
                ("territory_code", models.CharField(blank=True, max_length=10, verbose_name="mã tỉnh")),
                ("at", models.DateTimeField(verbose_name="thời điểm")),
                (
                    "channel",
                    models.CharField(
                        choices=[("site", "Trên hệ thống"), ("mail", "Thư điện tử"), ("letter", "Công văn")],
                        max_length=10,
                        verbose_name="kênh",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("told", "Đã báo"), ("nobody", "Chưa có người nhận"), ("drafted", "Đã soạn công văn")],
                        max_length=10,
                        verbose_name="kết quả",
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
                        verbose_name="người nhắc",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhắc việc, đôn đốc",
                "verbose_name_plural": "lần nhắc việc, đôn đốc",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["matter", "level"], name="reminders_of_matter"),
                    models.Index(fields=["territory_code", "-at"], name="reminders_of_province"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "escalation")),
                        fields=("matter", "level", "to"),
                        name="escalated_once",
                    )
                ],
            },
        ),
    ]
