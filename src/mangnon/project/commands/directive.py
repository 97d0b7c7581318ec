"""`mangnon directive`: read, repair, write as papers, adopt."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import complain, say, start_django

if TYPE_CHECKING:
    from mangnon.documents.reading import Reading

Parsers = Any


def add_to(commands: Parsers) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("directive", help="đọc văn bản chỉ đạo")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True)
    read = parts.add_parser("read", help="đọc cấu trúc của văn bản")
    read.add_argument("files", nargs="+", type=Path, metavar="TỆP")
    read.add_argument("--json", action="store_true", help="mỗi tệp một dòng JSON")
    read.set_defaults(run=_read)
    repair = parts.add_parser("repair", help="phục hồi chữ, giữ nguyên số dòng")
    repair.add_argument("file", type=Path, metavar="TỆP")
    repair.add_argument("--out", type=Path, metavar="TỆP")
    repair.set_defaults(run=_repair)
    draft = parts.add_parser("draft", help="viết bản đọc hoặc phụ lục Excel thành văn bản Word và Excel")
    draft.add_argument("file", type=Path, metavar="TỆP", help="văn bản bất kỳ đọc được, hoặc phụ lục .xlsx")
    draft.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    draft.add_argument("--sender", metavar="CƠ_QUAN", help="cơ quan gửi công văn giao nhiệm vụ")
    draft.set_defaults(run=_draft)
    gold = parts.add_parser("gold", help="xuất các bản đọc đã duyệt thành bộ chuẩn để đo lại phần đọc")
    gold.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    gold.set_defaults(run=_gold)
    adopt = parts.add_parser("adopt", help="duyệt bản đọc thành kế hoạch")
    adopt.add_argument("file", type=Path, metavar="TỆP")
    adopt.add_argument("--plan-code", required=True, metavar="MÃ")
    adopt.set_defaults(run=_adopt)


def _read(args: argparse.Namespace) -> int:
    from mangnon.documents.reading import read_directive
    from mangnon.documents.reading.repair import load_repairer
    from mangnon.documents.reading.sources import load_lines

    failed = 0
    for path in args.files:
        try:
            source = load_lines(path.read_bytes(), path.name)
            reading = read_directive(source.lines, file=path.name, repairer=load_repairer()).to_json()
            reading["warnings"] = [*source.warnings, *reading["warnings"]]
        except Refusal as refusal:
            complain(f"{path}: {refusal.message}")
            failed += 1
            continue
        except OSError as error:
            complain(f"{path}: không đọc được tệp ({error.strerror}). Hãy kiểm tra đường dẫn và quyền.")
            failed += 1
            continue
        if args.json:
            say(json.dumps(reading, ensure_ascii=False))
        else:
            _print_reading(reading)
    return 2 if failed else 0


def _print_reading(reading: dict[str, Any]) -> None:
    unknown = "(chưa đọc được)"
    say(f"{reading['doc_type'] or unknown} số {reading['number'] or unknown}, ngày {reading['date'] or unknown}")
    say(f"Cơ quan ban hành: {reading['issuer'] or unknown}")
    say(f"Trích yếu: {reading['title'] or unknown}")
    group = None
    for task in reading["tasks"]:
        if task["group"] != group:
            group = task["group"]
            say(f"\n{group}")
        due = (task["due"] or {}).get("text") or unknown
        say(f"  {task['code']:7} {task['text']}")
        say(f"          Chủ trì: {'; '.join(task['lead']) or unknown} · Thời gian: {due}")
        if task["coordinating"]:
            say(f"          Phối hợp: {'; '.join(task['coordinating'])}")
    for duty in reading["reporting"]:
        day = f"{duty['due_day']}/{duty['due_month']}" if duty["due_day"] else "không có ngày cố định"
        say(f"Báo cáo ({duty['kind']}, {day}): {duty['text']}")
    for warning in reading["warnings"]:
        say(f"! {warning}")


def _repair(args: argparse.Namespace) -> int:
    from mangnon.documents.reading.repair import load_repairer
    from mangnon.documents.reading.sources import load_lines

    source = load_lines(args.file.read_bytes(), args.file.name)
    text = "\n".join(line.text for line in load_repairer().repair_lines(source.lines))
    if not text.endswith("\n"):  # the lines of a file that ends with a line's end have an empty one at their end
        text += "\n"
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    else:
        say(text.rstrip("\n"))
    return 0


def _draft(args: argparse.Namespace) -> int:
    from mangnon.documents.drafting import annex_table, assignment_letter, lead_bodies, plan_paper
    from mangnon.documents.official import Sheet, write_docx, write_workbook

    reading = _structure_of(args.file)
    if reading is None:
        return 2
    files = {"du-thao.docx": write_docx(plan_paper(reading))}
    if reading.tasks:
        title = ("PHỤ LỤC PHÂN CÔNG NHIỆM VỤ", *((reading.title,) if reading.title else ()))
        files["phu-luc.xlsx"] = write_workbook([Sheet("Nhiệm vụ", title, annex_table(reading))])
    if lead_bodies(reading):
        files["cong-van-giao-nhiem-vu.docx"] = write_docx(assignment_letter(reading, sender=args.sender))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (args.out / name).write_bytes(content)
        say(str(args.out / name))
    return 0


def _structure_of(path: Path) -> Reading | None:
    """What a paper or an Excel annex holds; None after its cells were told to be wrong. Raises Refusal."""
    from mangnon.documents.drafting import read_annex
    from mangnon.documents.reading import read_directive
    from mangnon.documents.reading.repair import load_repairer
    from mangnon.documents.reading.sources import load_lines

    if path.suffix.lower() != ".xlsx":
        return read_directive(load_lines(path, path.name).lines, file=path.name, repairer=load_repairer())
    found = read_annex(path.read_bytes(), path.name)
    for fault in found.faults:
        complain(f"{path}: trang «{fault.sheet}», dòng {fault.row}, {fault.heading}: {fault.sentence}.")
    return None if found.faults else found.reading


def _gold(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.documents.public import gold_files

    args.out.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, content in gold_files(SYSTEM):
        (args.out / name).write_text(content, encoding="utf-8")
        count += name.endswith(".gold.json")
    say(f"Đã xuất {count} văn bản vào {args.out}.")
    return 0


def _adopt(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.documents.public import receive_and_read
    from mangnon.plans.public import adopt_reading
    from mangnon.reporting.public import set_up_regimes

    reading = receive_and_read(actor=SYSTEM, name=args.file.name, content=args.file.read_bytes())
    plan = adopt_reading(actor=SYSTEM, reading_id=reading.pk, version=reading.version, plan_code=args.plan_code)
    regimes = set_up_regimes(actor=SYSTEM, plan=plan)
    say(f"Kế hoạch {plan.code}: {plan.tasks.count()} nhiệm vụ, {len(regimes)} chế độ báo cáo.")
    for regime in regimes:
        say(f"  {regime.code}: gửi chậm nhất ngày {regime.send_by_day or 0:02d}/{regime.send_by_month or 0:02d}")
    return 0
