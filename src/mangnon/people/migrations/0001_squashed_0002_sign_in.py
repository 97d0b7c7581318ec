"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mangnon.accounts.public import RaiseWall


class Migration(migrations.Migration):
    replaces = [("people", "0001_invitations_and_hand_overs"), ("people", "0002_sign_in")]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("giver_words", models.CharField(max_length=400, verbose_name="người bàn giao")),
                ("receiver_words", models.CharField(blank=True, max_length=400, verbose_name="người tiếp nhận")),
                ("last_day", models.DateField(verbose_name="ngày cuối giữ vị trí")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="tiếp nhận lúc")),
                (
                    "acting_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                        verbose_name="vị trí phụ trách",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "giver",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over",
                        to="agencies.post",
                        verbose_name="vị trí bàn giao",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_hand_overs",
                        to="agencies.post",
                        verbose_name="vị trí tiếp nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "bàn giao công việc",
                "verbose_name_plural": "bàn giao công việc",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="hand_over_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("receiver__isnull", False), ("received_at__isnull", True), _connector="OR"),
                        name="received_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("receiver__isnull", True),
                            models.Q(("receiver", models.F("giver")), _negated=True),
                            _connector="OR",
                        ),
                        name="handed_to_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("to_accept", "Phân công chờ tiếp nhận"),
                            ("running", "Phân công đang thực hiện"),
                            ("late", "Phân công quá hạn"),
                            ("report_owed", "Báo cáo phải gửi"),
                            ("report_to_review", "Báo cáo chờ xem xét"),
                            ("to_answer", "Khó khăn, vướng mắc chờ trả lời"),
                            ("reading", "Văn bản chờ rà soát"),
                        ],
                        max_length=20,
                        verbose_name="loại việc",
                    ),
                ),
                ("reference", models.CharField(max_length=160, verbose_name="ký hiệu")),
                ("words", models.TextField(verbose_name="nội dung")),
                ("state_words", models.CharField(blank=True, max_length=120, verbose_name="tình trạng")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                (
                    "hand_over",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="people.handover",
                        verbose_name="bàn giao",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc bàn giao",
                "verbose_name_plural": "việc bàn giao",
                "ordering": ["hand_over", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("hand_over", "order"), name="hand_over_item_order_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("territory_code", models.CharField(max_length=10, verbose_name="mã tỉnh")),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "Lời mời nhận tài khoản"), ("reset", "Đặt lại mật khẩu")],
                        default="first",
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="mã băm của mã lời mời")),
                ("sent_to", models.EmailField(blank=True, max_length=254, verbose_name="gửi tới")),
                ("issued_at", models.DateTimeField(verbose_name="cấp lúc")),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn lúc")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cấp",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thu hồi",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người được mời",
                    ),
                ),
            ],
            options={
                "verbose_name": "lời mời",
                "verbose_name_plural": "lời mời",
                "ordering": ["-issued_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True), ("used_at__isnull", True)),
                        fields=("user",),
                        name="one_open_invitation_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))), name="invitation_has_a_span"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"),
                        name="invitation_used_or_revoked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=300, verbose_name="nơi cấp")),
                ("subject", models.CharField(max_length=255, verbose_name="mã định danh tại nơi cấp")),
                ("linked_at", models.DateTimeField(verbose_name="liên kết lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "định danh bên ngoài",
                "verbose_name_plural": "định danh bên ngoài",
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "subject"), name="outside_identity_of_one_person"),
                    models.UniqueConstraint(fields=("user", "issuer"), name="one_outside_identity_an_issuer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("encoded", models.CharField(max_length=128, verbose_name="mã băm")),
                ("ended_at", models.DateTimeField(verbose_name="thôi dùng lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past_passwords",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "mật khẩu cũ",
                "verbose_name_plural": "mật khẩu cũ",
                "ordering": ["-ended_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm")),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã dự phòng",
                "verbose_name_plural": "mã dự phòng",
                "constraints": [models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once")],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=400, verbose_name="khóa bí mật (đã mã hóa)")),
                ("made_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="xác nhận lúc")),
                ("last_step", models.BigIntegerField(default=0, verbose_name="mã đã dùng gần nhất")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dùng",
                    ),
                ),
            ],
            options={
                "verbose_name": "xác thực hai bước",
                "verbose_name_plural": "xác thực hai bước",
            },
        ),
        migrations.CreateModel(
            name="SignInBrake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "Theo tên đăng nhập"),
                            ("address", "Theo địa chỉ mạng"),
                            ("factor", "Theo mã xác thực"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="số lần sai liên tiếp")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="số lần thử trong khi khóa")),
                ("counted_from", models.DateTimeField(verbose_name="đếm từ lúc")),
                ("locked_until", models.DateTimeField(blank=True, null=True, verbose_name="khóa đến lúc")),
            ],
            options={
                "verbose_name": "chặn thử mật khẩu",
                "verbose_name_plural": "chặn thử mật khẩu",
                "constraints": [models.UniqueConstraint(fields=("kind", "digest"), name="one_brake_a_thing")],
            },
        ),
        migrations.CreateModel(
            name="SignInSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="mã phiên"),
                ),
                ("session_data", models.TextField(verbose_name="dữ liệu phiên")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="hết hạn lúc")),
                ("began_at", models.DateTimeField(verbose_name="bắt đầu lúc")),
                ("last_seen_at", models.DateTimeField(verbose_name="hoạt động gần nhất")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="khóa màn hình lúc")),
                ("address", models.CharField(blank=True, max_length=64, verbose_name="địa chỉ mạng")),
                ("device", models.CharField(blank=True, max_length=120, verbose_name="thiết bị")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="dấu vết trình duyệt")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đăng nhập",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên đăng nhập",
                "verbose_name_plural": "phiên đăng nhập",
            },
        ),
        RaiseWall("Invitation", "territory_code"),
    ]
