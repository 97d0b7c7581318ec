"""`mangnon agency`: bodies of state in time, the events that change them, and who is responsible on a day."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Refusal
from mangnon.project.cli import complain, say, start_django
from mangnon.project.commands.plan_statistics import iso_day

if TYPE_CHECKING:
    from mangnon.agencies.public import EventFile
    from mangnon.reorganisation.public import OpenDuty, Outcome, Place, ReportLine


class BadArguments(Refusal):
    """Arguments that name nothing, or that contradict each other."""

    code = "bad_arguments"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with arguments in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"tham số chưa đúng ({message}). Không có gì bị thay đổi. Xem cách dùng: {self.prog} --help")
        raise SystemExit(2)


def add_to(commands: Any) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("agency", help="cơ quan, đơn vị")
    parts = parser.add_subparsers(dest="part", metavar="VIỆC", required=True, parser_class=_Parser)
    set_up = parts.add_parser("set-up", help="tạo danh mục cơ quan của một tỉnh tại một ngày")
    set_up.add_argument("--province", required=True, metavar="MÃ")
    set_up.add_argument("--on", required=True, type=iso_day, metavar="NGÀY")
    set_up.set_defaults(run=_set_up)
    listing = parts.add_parser("list", help="cơ quan của một địa bàn tại một ngày")
    listing.add_argument("--territory", required=True, metavar="MÃ", help="mã tỉnh, huyện hoặc xã")
    listing.add_argument("--on", required=True, type=iso_day, metavar="NGÀY")
    listing.add_argument("--json", action="store_true", help="in dạng dữ liệu")
    listing.set_defaults(run=_list)
    events = parts.add_parser("events", help="các tệp sự kiện sắp xếp và tình trạng của từng tệp")
    events.add_argument("--json", action="store_true", help="in dạng dữ liệu")
    events.set_defaults(run=_events)
    _add_changes(parts)
    _add_responsible(parts)


def _add_changes(parts: Any) -> None:
    apply = parts.add_parser("apply", help="áp dụng các sự kiện sắp xếp: tất cả hoặc không gì cả")
    apply.add_argument("events", metavar="TỆP", help="tệp sự kiện, hoặc mã của tệp có sẵn, ví dụ 2025-03-01")
    apply.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không thay đổi gì")
    apply.add_argument("--json", action="store_true", help="in dạng dữ liệu")
    apply.add_argument("--province", action="append", default=[], metavar="MÃ", help="mặc định: mọi tỉnh đã thiết lập")
    apply.add_argument(
        "--choose", action="append", default=[], metavar="VIỆC=CƠ_QUAN", help="giao một việc chưa rõ ai nhận"
    )
    apply.add_argument("--assume", action="append", default=[], metavar="MÃ", help="nhận một điều chưa kiểm chứng")
    apply.set_defaults(run=_apply)
    undo = parts.add_parser("undo", help="hoàn tác một đợt sắp xếp khi chưa có việc gì dựa vào")
    undo.add_argument("code", metavar="MÃ")
    undo.add_argument("--reason", required=True, metavar="LÝ_DO")
    undo.add_argument("--province", metavar="MÃ", help="khi cùng một tệp đã áp dụng riêng cho nhiều tỉnh")
    undo.set_defaults(run=_undo)


def _add_responsible(parts: Any) -> None:
    responsible = parts.add_parser("responsible", help="cơ quan nào chịu trách nhiệm vào một ngày, và vì sao")
    what = responsible.add_mutually_exclusive_group(required=True)
    what.add_argument("--task", metavar="MÃ", help="mã nhiệm vụ, hoặc KẾ_HOẠCH:NHIỆM_VỤ")
    what.add_argument("--function", metavar="TÊN", help="mã hoặc tên tiếng Việt của chức năng")
    responsible.add_argument("--territory", required=True, metavar="MÃ", help="mã tỉnh, huyện hoặc xã")
    responsible.add_argument("--on", required=True, type=iso_day, metavar="NGÀY")
    responsible.add_argument("--json", action="store_true", help="in dạng dữ liệu")
    responsible.set_defaults(run=_responsible)


def _set_up(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.agencies.public import set_up_province

    created = set_up_province(actor=SYSTEM, province_code=args.province, on=args.on)
    say(f"Đã tạo {created} cơ quan mới của tỉnh mã {args.province}.")
    return 0


def _list(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.project.responsibility import agencies_of

    found = agencies_of(args.territory, on=args.on)
    if args.json:
        say(json.dumps(found, ensure_ascii=False))
        return 0
    for row in found:
        say(f"{row['code']}  {row['name']}{'' if row['is_verified'] else ' (chưa kiểm chứng)'}")
    say(f"{len(found)} cơ quan, đơn vị tại ngày {vn_date(args.on)}.")
    return 0


def _events(args: argparse.Namespace) -> int:
    start_django()
    rows = _event_rows()
    if args.json:
        say(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        where = "; ".join(f"đã áp dụng cho tỉnh mã {', '.join(one['provinces'])}" for one in row["applied"])
        say(f"{row['code']}  {row['title']}: {where or 'chưa áp dụng'}")
    return 0


def _event_rows() -> list[dict[str, Any]]:
    """The files at hand, and what was applied from elsewhere, each with where it stands applied."""
    from mangnon.accounts.public import SYSTEM
    from mangnon.reorganisation.public import event_files, reorganisations

    rows: dict[str, dict[str, Any]] = {}
    for state in event_files(SYSTEM):
        days = {event.effective_on.isoformat() for event in state.file.events} if state.file else set()
        rows[state.code] = {
            "code": state.code,
            "title": state.title,
            "shipped": state.received is None,
            "effective_on": sorted(days),
            "fault": state.fault or None,
            "applied": [],
        }
    for each in reorganisations(SYSTEM):
        if each.undone_at is not None:
            continue
        blank = {"code": each.code, "title": each.title, "shipped": False, "effective_on": [], "fault": None}
        row = rows.setdefault(each.code, {**blank, "applied": []})
        row["applied"].append({"at": each.applied_at.isoformat(), "provinces": each.scope.split()})
    return list(rows.values())


def _event_file(given: str) -> EventFile:
    from mangnon.agencies.public import read_event_file, shipped_event_file, shipped_event_files

    path = Path(given)
    if not path.exists() and given in shipped_event_files():
        return shipped_event_file(given)
    if not path.is_file():
        raise BadArguments(
            f"không có tệp «{given}», và cũng không có tệp sẵn nào mang mã ấy. Chưa có gì bị thay đổi. "
            f"Các mã có sẵn: {', '.join(shipped_event_files())}."
        )
    return read_event_file(path)


def _apply(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.project.responsibility import provinces_set_up
    from mangnon.reorganisation.public import apply_reorganisation

    choices = {}
    for given in args.choose:
        key, sign, code = given.rpartition("=")
        if not sign or not key or not code:
            raise BadArguments(f"«{given}» chưa đúng: viết dạng VIỆC=CƠ_QUAN. Chưa có gì bị thay đổi.")
        choices[key] = code
    provinces = args.province or provinces_set_up()
    if not provinces:
        raise BadArguments(
            "chưa có tỉnh nào được thiết lập cơ quan. Chưa có gì bị thay đổi. "
            "Hãy chạy mangnon agency set-up trước, hoặc nêu --province."
        )
    outcome = apply_reorganisation(
        actor=SYSTEM,
        event_file=_event_file(args.events),
        province_codes=provinces,
        choices=choices,
        options=args.assume,
        dry_run=args.dry_run,
    )
    if args.json:
        answer = {"dry_run": args.dry_run, "reorganisation": outcome.reorganisation_id, "digest": outcome.digest}
        say(json.dumps({**answer, **outcome.facts()}, ensure_ascii=False))
    else:
        _tell(outcome, is_preview=args.dry_run)
    return 0


def _tell(outcome: Outcome, *, is_preview: bool) -> None:
    say(f"{'Xem trước' if is_preview else 'Đã áp dụng'}: {outcome.title} (tỉnh mã {', '.join(outcome.provinces)})")
    say(f"  Cơ quan kết thúc: {len(outcome.ended)} · hình thành: {len(outcome.began)}")
    leads = sum(duty.role == "lead" for duty in outcome.duties)
    say(f"  Phân công được chuyển: {len(outcome.duties)}, trong đó {leads} chủ trì")
    left = len(outcome.homeless_posts)
    say(f"  Vị trí công tác được chuyển: {len(outcome.posts) - left} · chưa có nơi nhận: {left}")
    for post in outcome.homeless_posts:
        places = f" Chọn bằng --choose «{post.key}=MÃ»: {_codes(post.candidates)}" if post.candidates else ""
        say(f"  Chưa có nơi nhận: {post.person}, {post.role}, {post.source.name} ({post.why or 'chưa rõ'}).{places}")
    _tell_reports(outcome.reports)
    _tell_open_duties(outcome.undecided)
    if is_preview:
        say("Chưa có gì bị thay đổi.")


# What stays as it is: one line for all of it, instead of one for each body.
_UNMOVED = {
    "untouched": "Báo cáo giữ tên cơ quan cũ vì số liệu đã chốt trước ngày sắp xếp",
    "frozen": "Báo cáo đã gửi nên giữ nguyên, mang tên cơ quan cũ",
}


def _tell_reports(lines: Sequence[ReportLine]) -> None:
    for line in lines:
        if line.fate not in _UNMOVED:
            say(f"  {line.sentence}")
    for fate, words in _UNMOVED.items():
        count = sum(line.fate == fate for line in lines)
        if count:
            say(f"  {words}: {count}")


def _tell_open_duties(duties: Sequence[OpenDuty]) -> None:
    """One line for each body and plan, with one key for all of it."""
    from mangnon.plans.public import plan_choice_key

    groups: dict[tuple[str, str, str], list[OpenDuty]] = {}
    for duty in duties:
        groups.setdefault((duty.plan, duty.source.code, duty.why), []).append(duty)
    for (plan, code, why), members in groups.items():
        key = plan_choice_key(plan, code) if len(members) > 1 else members[0].key
        tasks = ", ".join(dict.fromkeys(duty.task for duty in members if duty.task))
        say(f"  Chưa rõ ai nhận: {len(members)} việc của {members[0].source.name} trong {plan} ({why}): {tasks or '…'}")
        say(f"    Chọn bằng --choose «{key}=MÃ»")


def _codes(places: Sequence[Place]) -> str:
    return "; ".join(f"{place.code} ({place.name})" for place in places)


def _undo(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.accounts.public import SYSTEM
    from mangnon.reorganisation.public import reorganisations, undo_reorganisation

    found = [each for each in reorganisations(SYSTEM) if each.code == args.code and each.undone_at is None]
    if args.province:
        found = [each for each in found if args.province in each.scope.split()]
    if not found:
        raise BadArguments(f"không có đợt sắp xếp nào mang mã «{args.code}» đang áp dụng. Không có gì bị thay đổi.")
    if len(found) > 1:
        scopes = "; ".join(each.scope for each in found)
        raise BadArguments(f"«{args.code}» đã áp dụng riêng cho nhiều tỉnh ({scopes}). Hãy nêu --province.")
    undone = undo_reorganisation(actor=SYSTEM, reorganisation_id=found[0].pk, reason=args.reason)
    say(f"Đã hoàn tác «{undone.title}».")
    return 0


def _responsible(args: argparse.Namespace) -> int:
    start_django()
    from mangnon.project.responsibility import responsible_for_function, responsible_for_plan_task

    if args.task:
        answer = responsible_for_plan_task(args.task, territory=args.territory, on=args.on)
    else:
        answer = responsible_for_function(args.function, territory=args.territory, on=args.on)
    if args.json:
        say(json.dumps(answer, ensure_ascii=False))
        return 0
    since = f" từ {vn_date(dt.date.fromisoformat(answer['since']))}" if answer["since"] else ""
    if answer["agency"]:
        say(f"{answer['agency']}, {answer['territory']} ({answer['code']}){since}")
    else:
        say(f"Chưa rõ: {answer['unresolved']}")
    for step in answer["because"]:
        after = f"{step['to']}, {step['to_territory']}" if step["to"] else "chưa rõ cơ quan nào"
        day = vn_date(dt.date.fromisoformat(step["effective_on"]))
        say(f"  {day}: {step['from']}, {step['from_territory']} → {after}. {step['basis'] or 'Chưa rõ căn cứ'}")
    return 0
