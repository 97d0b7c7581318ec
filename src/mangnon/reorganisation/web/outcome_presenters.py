"""The preview of a reorganisation: what was before, what comes after, what moves, all of it counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.agencies.public import EventFile, EventSpec, TargetSpec
from mangnon.agencies.terms import EventKind
from mangnon.kernel.text import collation_key
from mangnon.plans.public import CHOICE_PREFIX, plan_choice_key
from mangnon.reorganisation.outcome import DutyLine, OpenDuty, Outcome, PartLine, ReportLine
from mangnon.reorganisation.web.presenters import source_words, what_words
from mangnon.ui.wording import number_words

_MOST_BOXES = 8
_MOST_ROWS = 20
ROLES = {
    "lead": "chủ trì",
    "coordinator": "phối hợp",
    "plan": "đầu mối của kế hoạch",
    "duty": "trách nhiệm nêu trong văn bản",
    "": "đầu mối, trách nhiệm chung",
}


def event_groups(outcome: Outcome, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """For each event its source and, for each body before, who comes after it with what."""
    return [
        {
            "number": number + 1,
            "kind": EventKind(event.kind).label,
            "on": event.effective_on,
            "basis": event.basis or event.document,
            "source": source_words(event.tag, event.tag in ("V", "S")),
            "note": event.note,
            **_split_rows(_before_and_after([part for part in outcome.parts if part.event == number], names)),
        }
        for number, event in enumerate(outcome.events)
    ]


def _split_rows(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is open stands first and in sight; the rest of a long list can be folded."""
    lost = [row for row in rows if not all(after["name"] for after in row["after"])]
    known = [row for row in rows if row not in lost]
    return {"rows": [*lost, *known], "is_long": len(rows) > _MOST_ROWS, "count": len(rows), "lost": lost}


def _before_and_after(parts: Sequence[PartLine], names: Mapping[str, str]) -> list[dict[str, Any]]:
    divided = {part.source.code for part in parts if part.functions}
    counts = Counter(part.source.code for part in parts if not part.functions)
    rows: dict[str, dict[str, Any]] = {}
    for part in parts:
        code = part.source.code
        row = rows.setdefault(code, {"before": part.source.name, "after": []})
        words = [names.get(each, each).lower() for each in part.functions]
        share = "phần việc trên địa bàn mình" if not words and counts[code] > 1 else ""
        row["after"].append(
            {
                "name": part.target.name if part.target else "",
                "what": share or what_words(words, is_rest=code in divided),
                "is_verified": part.is_verified,
                "note": part.note,
            }
        )
    return sorted(rows.values(), key=lambda row: collation_key(row["before"]))


def duty_groups(duties: Sequence[DutyLine]) -> list[dict[str, Any]]:
    """Duties that go the same way for the same reason, together: from whom to whom, how many, which tasks."""
    groups: dict[tuple[str, tuple[str, ...], str], list[DutyLine]] = {}
    for duty in duties:
        key = (duty.source.name, tuple(place.name for place in duty.targets), duty.because)
        groups.setdefault(key, []).append(duty)
    return [
        {
            "before": before,
            "after": after,
            "because": because,
            "count": len(members),
            "leads": sum(duty.role == "lead" for duty in members),
            "tasks": _task_words(members),
        }
        for (before, after, because), members in groups.items()
    ]


def undecided_groups(outcome: Outcome) -> list[dict[str, Any]]:
    """What nobody is known to carry, by plan and body: one choice for all of it, or one for each."""
    groups: dict[tuple[str, str, str], list[OpenDuty]] = {}
    for duty in outcome.undecided:
        groups.setdefault((duty.plan, duty.source.code, duty.why), []).append(duty)
    return [
        {
            "plan": plan,
            "source": members[0].source.name,
            "why": why,
            "key": plan_choice_key(plan, code) if len(members) > 1 else members[0].key,
            "candidates": members[0].candidates,
            # Where anybody may be chosen the boxes for each duty would be most of the page: those are on the list of
            # duties without a carrier, once the events stand.
            "each": len(members) > 1 and len(members[0].candidates) <= _MOST_BOXES,
            "rows": [
                {
                    "key": duty.key,
                    "task": _task_name(duty.task),
                    "role": ROLES.get(duty.role, duty.role),
                    "text": duty.text,
                    "candidates": duty.candidates,
                }
                for duty in members
            ],
        }
        for (plan, code, why), members in groups.items()
    ]


def _task_name(code: str) -> str:
    """«I.1»; «trách nhiệm thứ 3» for the third duty of the paper's body; nothing for the plan's lead."""
    number = code.removeprefix("*")
    return f"trách nhiệm thứ {number}" if code.startswith("*") and number.isdigit() else code


def kept_choices(outcome: Outcome, choices: Mapping[str, str]) -> list[dict[str, str]]:
    """Choices that are made, so that no box asks for them any more."""
    asked = {duty.key for duty in outcome.undecided} | {post.key for post in outcome.posts if not post.target}
    names = {place.code: place.name for place in (*outcome.began, *outcome.ended)}
    for part in outcome.parts:
        names |= {place.code: place.name for place in (part.source, part.target) if place}
    for duty in outcome.duties:
        names |= {place.code: place.name for place in (duty.source, *duty.targets)}
    found = []
    for key, code in sorted(choices.items()):
        if key not in asked:
            words = [names.get(part, part) for part in key.partition(":")[2].split("/")]
            what = ", ".join(words) if key.startswith(CHOICE_PREFIX) else _person_of(outcome, key)
            found.append({"key": key, "code": code, "words": f"{what} → {names.get(code, code)}"})
    return found


def _person_of(outcome: Outcome, key: str) -> str:
    return next((post.person for post in outcome.posts if post.key == key), "Vị trí công tác")


def _task_words(members: Sequence[DutyLine]) -> list[dict[str, str]]:
    """«501-KH-UBND, chủ trì»: I.1, I.2, …"""
    found: dict[tuple[str, str], list[str]] = {}
    for duty in members:
        found.setdefault((duty.plan, ROLES.get(duty.role, duty.role)), []).append(duty.task)
    return [
        {"plan": plan, "role": role, "codes": ", ".join(dict.fromkeys(code for code in codes if code))}
        for (plan, role), codes in found.items()
    ]


def tiles(outcome: Outcome) -> list[dict[str, Any]]:
    """The counts of a preview, each a link to what it counts."""
    left = len(outcome.homeless_posts)
    return [
        {"value": len(outcome.ended), "label": "Cơ quan kết thúc", "url": "#co-quan", "tone": "", "note": ""},
        {"value": len(outcome.began), "label": "Cơ quan hình thành", "url": "#co-quan", "tone": "", "note": ""},
        {
            "value": len(outcome.duties),
            "label": "Phân công được chuyển",
            "url": "#phan-cong",
            "tone": "",
            "note": f"sang {number_words(sum(len(duty.targets) for duty in outcome.duties))} phân công",
        },
        {
            "value": len(outcome.undecided),
            "label": "Chưa rõ ai nhận",
            "url": "#chua-ro",
            "tone": "late" if outcome.undecided else "good",
            "note": "",
        },
        {
            "value": len(outcome.posts) - left,
            "label": "Vị trí công tác được chuyển",
            "url": "#vi-tri",
            "tone": "late" if left else "",
            "note": f"{left} chưa có nơi nhận" if left else "",
        },
        {"value": len(outcome.reports), "label": "Báo cáo liên quan", "url": "#bao-cao", "tone": "", "note": ""},
    ]


_FATES = {
    "passed": "Chuyển cho cơ quan kế thừa",
    "kept": "Cơ quan kế thừa viết tiếp, báo cáo giữ tên cũ",
    "stays": "Vẫn do cơ quan cũ gửi",
    "frozen": "Đã gửi nên giữ nguyên",
    "untouched": "Giữ tên cũ vì số liệu đã chốt trước ngày sắp xếp",
}


def report_groups(reports: Sequence[ReportLine]) -> list[dict[str, Any]]:
    """Reports with the same fate together, those that move first."""
    found = []
    for fate in dict.fromkeys([*_FATES, *(line.fate for line in reports)]):
        sentences = [line.sentence for line in reports if line.fate == fate]
        if sentences:
            found.append({"word": _FATES.get(fate, fate), "sentences": sentences, "is_open": fate != "untouched"})
    return found


def option_rows(file: EventFile, chosen: Sequence[str], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the file only supposes (not verified): taken over only when a person says so."""
    rows = []
    for event in file.events:
        if not event.is_verified:
            rows.append((event.key, _event_words(file, event)))
            continue
        rows += [
            (target.key, _target_words(file, event, target, names))
            for target in event.targets
            if not target.is_verified
        ]
    return [{"key": key, "words": words, "is_chosen": key in chosen} for key, words in rows]


def _event_words(file: EventFile, event: EventSpec) -> str:
    before = ", ".join(_body_words(file, code) for code in event.sources)
    after = ", ".join(_body_words(file, target.body) for target in event.targets)
    return f"{event.kind.label}: {before} → {after}. {event.basis}"


def _target_words(file: EventFile, event: EventSpec, target: TargetSpec, names: Mapping[str, str]) -> str:
    before = ", ".join(_body_words(file, code) for code in event.sources)
    what = ", ".join(names.get(code, code).lower() for code in target.functions) or "các nhiệm vụ còn lại"
    note = f" ({target.note})" if target.note else ""
    return f"{before} chuyển {what} về {_body_words(file, target.body)}{note}"


def _body_words(file: EventFile, code: str | None) -> str:
    if code is None:
        return "chưa rõ cơ quan nào"
    found = file.body(code)
    return found.name if found else code
