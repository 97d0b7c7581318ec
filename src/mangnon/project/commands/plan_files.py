"""`mangnon plan export`, `mangnon plan import`: the annex of tasks as an Excel file, out and in."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mangnon.project.cli import complain, say, start_django

if TYPE_CHECKING:
    from mangnon.plans.annexes.preview import AnnexPreview

_MOST_TOLD = 40


def add_to(parts: Any) -> None:
    """Add both to the parts of `mangnon plan`."""
    out = parts.add_parser("export", help="phụ lục nhiệm vụ ra tệp Excel")
    out.add_argument("code", metavar="MÃ")
    out.add_argument("--out", type=Path, required=True, metavar="TỆP.xlsx")
    out.add_argument("--form", choices=("6", "5"), default="6", help="biểu sáu cột hoặc năm cột của kế hoạch")
    out.set_defaults(run=_export)
    into = parts.add_parser(
        "import", help="nhập phụ lục Excel: thành kế hoạch mới, hoặc thành thay đổi của kế hoạch đang có"
    )
    into.add_argument("file", type=Path, metavar="TỆP.xlsx")
    into.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi gì")
    into.add_argument("--json", action="store_true")
    into.add_argument("--plan", metavar="MÃ", help="kế hoạch được thay đổi (tệp xuất từ hệ thống tự biết)")
    into.add_argument("--plan-code", metavar="MÃ", help="mã của kế hoạch mới")
    into.add_argument("--lead", metavar="CƠ QUAN", default="", help="cơ quan đầu mối của kế hoạch mới")
    for option, field, words in (
        ("--doc-type", "doc_type", "loại văn bản giao (hoặc sửa đổi)"),
        ("--number", "number", "số, ký hiệu của văn bản giao (hoặc sửa đổi)"),
        ("--date", "date", "ngày ban hành, dạng 2025-02-17"),
        ("--place", "place", "địa danh"),
        ("--issuer", "issuer", "cơ quan ban hành"),
        ("--title", "title", "trích yếu"),
    ):
        into.add_argument(option, dest=field, default="", metavar="CHỮ", help=words)
    into.set_defaults(run=_import)


def _export(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.documents.official import AnnexForm
    from mangnon.kernel.training import sample_notice
    from mangnon.plans.annexes.workbook import plan_workbook
    from mangnon.project.commands.plan import known_plan

    form = AnnexForm.FIVE if args.form == "5" else AnnexForm.SIX
    plan = known_plan(args.code)
    content = plan_workbook(SYSTEM, plan, notice=sample_notice(), form=form)
    args.out.write_bytes(content)
    say(f"{args.out}: {plan.tasks.count()} nhiệm vụ của kế hoạch {plan.code}")
    return 0


def _import(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.plans.annexes.importing import (
        AnnexRejected,
        check_is_of,
        import_changes,
        import_plan,
        opened_annex,
        plan_named_in,
        preview_annex_changes,
        preview_plan,
    )
    from mangnon.plans.selectors import plan_by_code
    from mangnon.project.commands.plan import known_plan

    content, name = args.file.read_bytes(), args.file.name
    fields = ("doc_type", "number", "date", "place", "issuer", "title")
    header = {field: getattr(args, field) for field in fields if getattr(args, field)}
    found = opened_annex(content, name)
    plan = known_plan(args.plan) if args.plan else None
    if plan is None and not args.plan_code:
        plan = plan_named_in(SYSTEM, found)
    if plan is None and args.plan_code:
        # The code of a plan that is there: the same file again, or the wrong option.
        plan = plan_by_code(SYSTEM, args.plan_code)
    try:
        if plan is not None:
            check_is_of(plan, found)
            given: dict[str, Any] = {"actor": SYSTEM, "plan": plan, "name": name, "content": content, "header": header}
            preview = preview_annex_changes(**given) if args.dry_run else import_changes(**given).preview
        elif not args.plan_code:
            complain(
                "tệp này không được xuất từ một kế hoạch đang có. Chưa có gì được nhập; hãy thêm --plan-code MÃ để tạo "
                "kế hoạch mới, hoặc --plan MÃ để thay đổi một kế hoạch."
            )
            return 2
        else:
            given = {"actor": SYSTEM, "name": name, "content": content, "header": header, "lead_words": args.lead}
            preview = preview_plan(**given) if args.dry_run else import_plan(plan_code=args.plan_code, **given).preview
    except AnnexRejected as refused:
        _tell(refused.preview, args, code=args.plan or args.plan_code or (plan.code if plan else ""), is_written=False)
        complain(refused.message)
        return 2
    code = plan.code if plan is not None else args.plan_code
    is_written = not args.dry_run and preview.is_applicable
    _tell(preview, args, code=code, is_written=is_written)
    return 0


def _tell(preview: AnnexPreview, args: argparse.Namespace, *, code: str, is_written: bool) -> None:
    if args.json:
        answer = {
            "file": args.file.name,
            "plan": code,
            "new_plan": preview.plan is None,
            "dry_run": args.dry_run,
            "written": is_written,
            **preview.counts,
            "rejected": [error for row in preview.rows for error in row.as_json()["errors"]],
            "details": [row.as_json() for row in preview.rows if row.verdict.value != "unchanged"],
            "kept": list(preview.kept),
        }
        say(json.dumps(answer, ensure_ascii=False))
        return
    counts = preview.counts
    say(
        f"{counts['rows']} dòng nhiệm vụ: {counts['created']} thêm mới, {counts['changed']} thay đổi, "
        f"{counts['unchanged']} không đổi, {counts['rejected']} cần sửa"
    )
    told = [row for row in preview.rows if row.verdict.value != "unchanged"]
    for row in told[:_MOST_TOLD]:
        say(f"  Dòng {row.number} · {row.code} · {row.verdict.label}")
        for change in row.changes:
            say(f"    {change.heading} ({change.cell}): «{change.before}» → «{change.after}»")
        for fault in row.faults:
            say(f"    ! {fault.told}")
    if len(told) > _MOST_TOLD:
        say(f"  … và {len(told) - _MOST_TOLD} dòng khác")
    if preview.kept:
        say(f"  {len(preview.kept)} nhiệm vụ không có trong tệp được giữ nguyên.")
    if args.dry_run:
        say("Đây là bản xem trước, chưa có gì được ghi.")
    elif is_written:
        say(f"Đã ghi vào kế hoạch {code}.")
    else:
        say("Không có gì để ghi.")
