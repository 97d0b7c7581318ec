"""The sample site: the real scan, real bodies of state, and synthetic people and submissions, marked as such."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import IntegrityError, transaction

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.accounts.selectors import SAMPLE_PASSWORD
from mangnon.agencies.models import Agency
from mangnon.agencies.public import appoint, set_up_province
from mangnon.audit.public import record
from mangnon.documents.public import DirectiveReading, receive_and_read
from mangnon.kernel.refusals import Refusal
from mangnon.plans.public import Assignment, Plan, adopt_reading
from mangnon.reporting.public import Period, open_period, set_up_regimes
from mangnon.territory.public import load_territory, province_named

SAMPLE_SCAN = "kontum_501_khubnd.ocr.txt"


class NoSample(Refusal):
    """The sample scan is not where it should be, or cannot serve as one."""

    code = "no_sample"


class AccountTaken(Refusal):
    """An account cannot be made."""

    code = "account_taken"


def is_sample_site() -> bool:
    """Whether this site was set up with sample accounts."""
    return User.objects.exclude(sample_post="").exists()


def find_scan() -> Path:
    """The sample scan, below the working directory or beside the package's repository. Raises NoSample."""
    for root in (Path.cwd(), *Path(__file__).resolve().parents):
        path = root / "samples" / SAMPLE_SCAN
        if path.is_file():
            return path
    raise NoSample(
        f"Không tìm thấy tệp mẫu samples/{SAMPLE_SCAN}. Chưa có gì được tạo. "
        "Hãy chạy lệnh trong thư mục mã nguồn, hoặc dùng --no-sample để bắt đầu không có dữ liệu mẫu."
    )


@transaction.atomic
def make_account(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    password: str,
    agency_code: str,
    role: Role,
    is_sample: bool = False,
) -> User:
    """Make a person's account and give the person a post. Raises AccountTaken, NotAllowed."""
    agency = Agency.objects.filter(code=agency_code).first()
    if agency is None:
        raise AccountTaken(
            f"Không có cơ quan mang mã «{agency_code}». Chưa có tài khoản nào được tạo. Hãy kiểm tra mã cơ quan.",
            code="unknown_agency",
        )
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username,
                password=password,
                full_name=full_name,
                sample_post=f"{role.label} · {agency.name}" if is_sample else "",
            )
    except IntegrityError as error:
        raise AccountTaken(f"Tên đăng nhập «{username}» đã có người dùng. Chưa có tài khoản nào được tạo.") from error
    record(actor=actor, act="make_account", object_type="User", object_id=user.pk, details={"agency": agency_code})
    appoint(actor=actor, user=user, agency=agency, role=role)
    return user


def read(scan: Path) -> DirectiveReading:
    """Receive the scan and set its province up as of its date."""
    load_territory(actor=SYSTEM)
    reading = receive_and_read(actor=SYSTEM, name=scan.name, content=scan.read_bytes())
    result = reading.result
    issued_on = parse_day(result["date"])
    unit = province_named(f"{result['issuer'] or ''} {result['place'] or ''}", on=issued_on)
    if unit is None:
        raise NoSample("Không xác định được tỉnh của văn bản mẫu. Chưa có kế hoạch nào được tạo.")
    set_up_province(actor=SYSTEM, province_code=unit.code, on=issued_on)
    return reading


def read_and_adopt(scan: Path) -> Plan:
    """Receive the scan and adopt it as a live plan with its regimes."""
    reading = read(scan)
    code = str(reading.result["number"] or "mau").replace("/", "-")
    plan = adopt_reading(actor=SYSTEM, reading_id=reading.pk, version=reading.version, plan_code=code)
    set_up_regimes(actor=SYSTEM, plan=plan)
    return plan


def parse_day(text: str | None) -> dt.date:
    """The reading's date. Raises NoSample when it has none."""
    if not text:
        raise NoSample("Không đọc được ngày của văn bản mẫu. Chưa có kế hoạch nào được tạo.")
    return dt.date.fromisoformat(text)


def open_half_year(plan: Plan) -> Period:
    """Open the first half-year of the plan's own year."""
    regime = plan.regimes.filter(frequency="half_year").first()
    if regime is None or plan.directive.issued_on is None:
        raise NoSample("Văn bản mẫu không có chế độ báo cáo 6 tháng. Chưa có kỳ báo cáo nào được mở.")
    return open_period(actor=SYSTEM, regime=regime, code=f"{plan.directive.issued_on.year}H1")


def make_sample_accounts(plan: Plan) -> list[User]:
    """Five synthetic people, one for each role, at agencies the plan names."""
    leads = Assignment.objects.filter(task__plan=plan, role="lead").exclude(agency_id=plan.lead_agency_id)
    department = leads.order_by("task__order").select_related("agency")[0].agency
    local = (
        Agency.objects.filter(assignments__task__plan=plan)
        .exclude(level="province")
        .order_by("code")
        .distinct()
        .first()
    )
    committee = Agency.objects.get(code=f"{plan.territory.code}.UBND_TINH")
    office = Agency.objects.get(code=f"{plan.territory.code}.VP_UBND")
    people = [
        ("daumoi", "Nguyễn Thị Mẫu Một", plan.lead_agency, Role.PROVINCIAL_LEAD),
        ("songanh", "Trần Văn Mẫu Hai", department, Role.DEPARTMENT_OFFICER),
        ("diaphuong", "Y Mẫu Ba", local or department, Role.LOCAL_OFFICER),
        ("lanhdao", "Lê Thị Mẫu Bốn", committee, Role.LEADER),
        ("quantri", "Phạm Văn Mẫu Năm", office, Role.ADMINISTRATOR),
        ("kiemsoat", "Hoàng Thị Mẫu Sáu", office, Role.AUDITOR),
    ]
    return [
        make_account(
            actor=SYSTEM,
            username=username,
            full_name=name,
            password=SAMPLE_PASSWORD,
            agency_code=agency.code,
            role=role,
            is_sample=True,
        )
        for username, name, agency, role in people
    ]
