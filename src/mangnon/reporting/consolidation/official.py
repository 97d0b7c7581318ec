"""A consolidation as the official report of the plan's lead agency to the People's Committee (NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from mangnon.agencies.public import full_name_of, governing_body_of, symbol_letters
from mangnon.documents.official import (
    REPORT,
    Annex,
    Block,
    Bullet,
    Heading,
    OfficialDocument,
    Paragraph,
    Sheet,
    Signer,
    SourceNote,
    capacity_of,
)
from mangnon.kernel import clock
from mangnon.kernel.dates import long_date, vn_date
from mangnon.kernel.text import one_line
from mangnon.plans.public import Plan, Task
from mangnon.reporting.consolidation import annexes, charts, figure_tables, prose
from mangnon.reporting.consolidation.blocks import named_bullet, with_reasons
from mangnon.reporting.consolidation.condensing import Said, condense
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.figure_words import figure_blocks
from mangnon.reporting.consolidation.reading import Consolidated, agencies_of, issuer_of, read_consolidation
from mangnon.reporting.models import Consolidation, Passage, Regime
from mangnon.reporting.terms import PassageKind
from mangnon.territory.public import Unit

_MOST_MARKS = 5  # more sources than this are printed as one mark that names them all
_MOST_NAMES = 5
_MOST_TASKS = 5
_ABOUT_TASKS = re.compile(r"\((?:nhiệm vụ [^()]+|\d+ nhiệm vụ)\)$")


def build_official_report(
    consolidation: Consolidation,
    *,
    issued_on: dt.date | None = None,
    sample_notice: str | None = None,
    with_sources: bool = True,
) -> OfficialDocument:
    """The official report: numbers and names from the snapshot, words from the passages that were kept.

    Number and name of the signer stay dots, the date too unless given. With `with_sources` each passage carries the
    mark of the report it comes from, and the list of sources follows: the copy that stays inside. Without, it is the
    copy for sending, in which small numbers of persons are withheld.
    """
    return OfficialReport(read_consolidation(consolidation, is_sent=not with_sources)).document(
        issued_on=issued_on, sample_notice=sample_notice, with_sources=with_sources
    )


def build_annex_sheets(
    consolidation: Consolidation, *, sample_notice: str | None = None, is_sent: bool = False
) -> list[Sheet]:
    """The annexes as sheets of a workbook: tasks, state of reporting, figures, sources. `is_sent`: without the numbers
    that stay inside."""
    found = read_consolidation(consolidation, divided="all", is_sent=is_sent)
    return annexes.sheets(found, subtitle=_subject(found.consolidation), sample_notice=sample_notice)


def committee_name(territory: Unit) -> str:
    """«Ủy ban nhân dân tỉnh Kon Tum»."""
    return f"Ủy ban nhân dân {prose.lower_first(territory.name)}"


def directive_words(plan: Plan) -> str:
    """«Kế hoạch số 501/KH-UBND ngày 17 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh Kon Tum», as far as it is known."""
    directive = plan.directive
    words = directive.doc_type or "Kế hoạch"
    if directive.number:
        words += f" số {directive.number}"
    if directive.issued_on:
        words += f" {long_date(directive.issued_on)}"
    return f"{words} của {directive.issuer or committee_name(plan.territory)}"


def directive_short(plan: Plan) -> str:
    """«Kế hoạch số 501/KH-UBND», for a second mention."""
    directive = plan.directive
    return f"{directive.doc_type or 'Kế hoạch'} số {directive.number}" if directive.number else directive_words(plan)


def _subject(consolidation: Consolidation) -> str:
    period = consolidation.period
    return f"Kết quả {period.words} thực hiện {_what(period.regime)}"


def _what(regime: Regime, *, shortly: bool = False) -> str:
    """What the report is about: the plan's paper, or, without a plan, the report that was asked for, by its name."""
    if regime.plan is None:
        return f"chế độ «{regime.name}»"
    return directive_short(regime.plan) if shortly else directive_words(regime.plan)


class OfficialReport:
    """The report under way: what it is made of, and the blocks of its parts."""

    def __init__(self, found: Consolidated) -> None:
        self.found = found
        self.consolidation = found.consolidation
        self.summary: dict[str, Any] = found.consolidation.summary
        self.counts = counts_of(self.summary)
        self.period = found.consolidation.period
        self.regime = self.period.regime
        self.plan = self.regime.plan
        self.agency = issuer_of(self.consolidation)
        # The province of the cut-off day: a plan of Kon Tum is reported to Quảng Ngãi from July 2025 on.
        of_plan = self.plan.territory if self.plan is not None else self.agency.territory
        self.territory = self.agency.territory if self.agency.level == "province" else of_plan
        self.places = {
            prose.name_in_text(row["name"], row["short_name"]): place for place, row in enumerate(self.summary["rows"])
        }
        self.sets: dict[tuple[str, ...], str] = {}
        self.when = self.period.words

    def document(self, *, issued_on: dt.date | None, sample_notice: str | None, with_sources: bool) -> OfficialDocument:
        committee = committee_name(self.territory)
        body = tuple(self._body(committee))
        return OfficialDocument(
            kind=REPORT,
            agency=full_name_of(self.agency),
            symbol=REPORT.symbol(symbol_letters(self.agency)),
            subject=self.subject(),
            signer=Signer(capacity_of(self.agency.name)),
            body=body,
            parent_agency=governing_body_of(self.agency) or None,
            place=self.territory.proper_name,
            issued_on=issued_on,
            addressees=(committee,),
            recipients=(
                "Như trên (b/c)",
                "Các cơ quan, đơn vị thực hiện báo cáo",
                "Lưu: VT",
            ),
            annexes=tuple(self._annexes()),
            sources=tuple(self._notes()),
            with_sources=with_sources,
            sample_notice=sample_notice,
        )

    def subject(self) -> str:
        """What the document is about."""
        return _subject(self.consolidation)

    def _notes(self) -> Iterable[SourceNote]:
        for version in self.found.versions:
            yield SourceNote(str(self.found.numbers[version.pk]), annexes.source_words(version))
        for marks, mark in self.sets.items():
            yield SourceNote(
                mark, f"{prose.counted(len(marks))} báo cáo, nguồn số: {prose.ranged(int(each) for each in marks)}."
            )

    def _annexes(self) -> Iterable[Annex]:
        about = f"{self.when[0].upper()}{self.when[1:]}"
        yield Annex(
            "Tổng hợp kết quả thực hiện nhiệm vụ", (annexes.task_table(self.found, self._marks),), about, landscape=True
        )
        yield Annex("Tình hình gửi báo cáo", (annexes.status_table(self.found),), about)
        if self.found.figures.lines:
            yield from self._figure_annexes(about)
        yield from self._chart_annex(about)

    def _figure_annexes(self, about: str) -> Iterable[Annex]:
        book = self.found.figures
        table = figure_tables.indicator_table(book, self._marks_of_versions)
        yield Annex("Số liệu theo chỉ tiêu", figure_tables.with_notes(book, table), about, landscape=True)
        if figure_tables.has_bodies(book):
            yield Annex("Số liệu theo cơ quan, đơn vị", figure_tables.body_blocks(book), about)

    def _chart_annex(self, about: str) -> Iterable[Annex]:
        if blocks := charts.chart_blocks(self.found):
            yield Annex("Biểu đồ", blocks, about)

    # ---- the body -----------------------------------------------------------------------------------------------

    def _body(self, committee: str) -> Iterable[Block]:
        yield self._opening()
        yield Heading(1, "I. TÌNH HÌNH CHỈ ĐẠO VÀ CHẾ ĐỘ BÁO CÁO")
        yield Heading(2, "1. Về giao nhiệm vụ")
        yield self._assignment_words()
        yield Heading(2, "2. Về chế độ báo cáo")
        yield from self._reporting_words()
        yield Heading(1, "II. KẾT QUẢ THỰC HIỆN THEO NHÓM NHIỆM VỤ")
        yield from self._results()
        yield Heading(1, "III. KHÓ KHĂN, VƯỚNG MẮC")
        yield from self._collected(
            PassageKind.DIFFICULTY, "Trong kỳ, các cơ quan, đơn vị không nêu khó khăn, vướng mắc."
        )
        yield Heading(1, "IV. ĐỀ XUẤT, KIẾN NGHỊ")
        yield from self._collected(PassageKind.PROPOSAL, "Trong kỳ, các cơ quan, đơn vị không có đề xuất, kiến nghị.")
        yield Heading(1, "V. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI")
        yield from self._collected(PassageKind.NEXT_PERIOD, "Các cơ quan, đơn vị chưa nêu nhiệm vụ cụ thể cho kỳ tới.")
        yield Paragraph(
            f"Trên đây là kết quả {self.when} thực hiện {_what(self.regime, shortly=True)}, "
            f"{self.agency.name} báo cáo {committee} xem xét, chỉ đạo./."
        )

    def _opening(self) -> Paragraph:
        title = self.plan.directive.title.strip().rstrip(".") if self.plan is not None else ""
        about = f" {prose.lower_first(title)}" if title and title.upper() != title else ""
        return Paragraph(
            f"Thực hiện {_what(self.regime)}{about}, {self.agency.name} tổng hợp, báo cáo kết quả thực hiện "
            f"{self.when} (số liệu chốt đến hết ngày {vn_date(self.period.cut_off_on)}) như sau:"
        )

    def _assignment_words(self) -> Paragraph:
        tasks = self.found.tasks
        if self.plan is None:
            expected = prose.counted(len(self.counts.expected))
            return Paragraph(f"{expected} cơ quan, đơn vị có trách nhiệm báo cáo (chi tiết tại Phụ lục II).")
        groups = {task.group_id for task in tasks}
        leads = {row["lead_code"] for row in self.summary["tasks"].values()}
        grouped = f" thuộc {prose.counted(len(groups))} nhóm" if len(groups) > 1 else ""
        return Paragraph(
            f"Kế hoạch giao {prose.counted(len(tasks))} nhiệm vụ{grouped} cho {prose.counted(len(leads))} cơ quan, đơn "
            f"vị chủ trì; {prose.counted(len(self.counts.expected))} cơ quan, đơn vị có trách nhiệm báo cáo "
            "(chi tiết tại Phụ lục I và Phụ lục II)."
        )

    def _reporting_words(self) -> Iterable[Block]:
        counts = self.counts
        expected, sent, late = len(counts.expected), len(counts.sent), len(counts.late)
        made = vn_date(clock.local_day(self.consolidation.made_at))
        due = vn_date(self.period.send_by)
        if not expected:
            count = "chưa có cơ quan, đơn vị nào khác phải báo cáo"
        elif sent == expected:
            count = f"cả {prose.counted(expected)} cơ quan, đơn vị đều đã gửi báo cáo"
        else:
            count = (
                f"{prose.counted(sent)}/{prose.counted(expected)} cơ quan, đơn vị đã gửi báo cáo "
                f"(đạt {prose.share(sent, expected)})"
            )
        if not late:
            timely = "tất cả đều gửi đúng hạn" if sent else ""
        else:
            timely = (
                f"trong đó {prose.counted(len(counts.on_time))} cơ quan, đơn vị gửi đúng hạn, {prose.counted(late)} cơ "
                f"quan, đơn vị gửi quá hạn ({prose.listed([row['name'] for row in counts.late])})"
            )
        yield Paragraph(
            f"Thời hạn gửi báo cáo: chậm nhất ngày {due}. Đến ngày {made}, {count}{', ' + timely if timely else ''}. "
            f"Có {prose.counted(len(counts.accepted))} báo cáo đã được xem xét, chấp nhận và đưa vào báo cáo này."
        )
        if counts.own is not None and not counts.is_own_missing:
            yield Paragraph(f"Phần việc của {self.agency.name} được tổng hợp trực tiếp vào báo cáo này.")
        yield from with_reasons("chưa gửi báo cáo", counts.not_sent)
        yield from with_reasons("đã gửi nhưng báo cáo chưa được đưa vào tổng hợp", counts.sent_not_accepted)

    def _results(self) -> Iterable[Block]:
        groups: dict[int, list[Task]] = {}
        for task in self.found.tasks:
            groups.setdefault(task.group_id, []).append(task)
        number = 0
        for number, tasks in enumerate(groups.values(), 1):
            group = tasks[0].group
            yield Heading(2, f"{number}. {prose.whole_title(self.found.title_of(group) or 'Nhiệm vụ của kế hoạch')}")
            silent: list[Task] = []
            letters = prose.letters()
            for task in tasks:
                passages = self.found.of(PassageKind.RESULT, task.pk)
                kept = [p for p in passages if not p.is_left_out]
                if not passages:
                    silent.append(task)
                elif kept:
                    yield Heading(
                        3, f"{next(letters)}) {prose.whole_title(self.found.title_of(task))} (nhiệm vụ {task.code})"
                    )
                    yield from self._task(kept, task)
            yield from self._silent(silent)
        general = [p for p in self.found.of(PassageKind.GENERAL) if not p.is_left_out]
        if general:
            yield Heading(2, f"{number + 1}. Kết quả chung của các cơ quan, đơn vị, địa phương")
            for passage in general:
                yield from self._bullet(passage)
        if self.found.figures.lines:
            yield Heading(2, f"{number + 1 + bool(general)}. Số liệu theo chỉ tiêu")
            yield from figure_blocks(self.found.figures, self._marks_of_versions)

    def _task(self, passages: list[Passage], task: Task) -> Iterable[Block]:
        of_lead = [p for p in passages if self.found.is_of_lead(p)]
        for passage in of_lead:
            yield from self._lead_words(passage, task)
        rest = [p for p in passages if p not in of_lead]
        if rest and not of_lead:
            lead = self._lead_name(task)
            yield Paragraph(f"Cơ quan chủ trì{f' ({lead})' if lead else ''} chưa có kết quả được tổng hợp.")
        yield from self._condensed(rest)

    def _condensed(self, passages: list[Passage]) -> Iterable[Block]:
        """Passages about one task: a long sentence that several bodies wrote stands once, with all its sources."""
        texts = [Said(tuple(agencies_of(each)), tuple(prose.items(each.text))) for each in passages]
        for said in condense(texts):
            names = sorted(said.names, key=self._place_of)
            yield from self._named(names, list(said.lines), self._marks([passages[place] for place in said.origin]))

    def _lead_name(self, task: Task) -> str:
        return str(self.summary["tasks"].get(str(task.pk), {}).get("lead", ""))

    def _lead_words(self, passage: Passage, task: Task) -> Iterable[Block]:
        lead = self.summary["tasks"].get(str(task.pk), {}).get("lead_code")
        names = prose.once(
            prose.name_in_text(agency.name, agency.short_name) + (" (chủ trì)" if agency.code == lead else "")
            for agency in sorted(
                (source.version.report.agency for source in passage.sources.all()), key=lambda a: a.code != lead
            )
        )
        marks = self._marks([passage])
        lines = prose.items(passage.text)
        if not lines:
            return
        beginning = prose.listed(names)
        if lines[0][0]:
            yield Paragraph(f"{beginning}:")
        for index, (is_item, line) in enumerate(lines):
            shown = marks if index == len(lines) - 1 else ()
            if is_item:
                yield Bullet(line, shown)
            else:
                yield Paragraph(f"{beginning}: {line}" if index == 0 else line, shown)

    def _bullet(self, passage: Passage) -> Iterable[Block]:
        names = sorted(agencies_of(passage), key=self._place_of)
        yield from self._named(names, prose.items(passage.text), self._marks([passage]))

    def _named(self, names: Sequence[str], lines: list[tuple[bool, str]], marks: tuple[str, ...]) -> Iterable[Block]:
        """«- Sở A: …»; where many say the same, the words come first and the names after them."""
        if not lines:
            return
        if len(names) <= _MOST_NAMES or len(lines) > 1:
            yield from named_bullet(prose.listed(names), lines, marks)
            return
        said = lines[0][1].rstrip(".;")
        who = f"{prose.counted(len(names))} cơ quan, đơn vị: {prose.listed(names)}"
        is_about = _ABOUT_TASKS.search(said) is not None
        yield Bullet(f"{said[:-1]}; {who})." if is_about else f"{said} ({who}).", marks)

    def _silent(self, tasks: list[Task]) -> Iterable[Block]:
        if not tasks:
            return
        words = [
            f"nhiệm vụ {task.code} ({prose.lower_first(prose.whole_title(self.found.title_of(task)))}; "
            f"chủ trì: {self._lead_name(task) or '…'})"
            for task in tasks
        ]
        if len(words) == 1:
            yield Paragraph(f"Chưa có cơ quan, đơn vị nào báo cáo kết quả {words[0]}.")
            return
        yield Paragraph(f"Chưa có cơ quan, đơn vị nào báo cáo kết quả {prose.counted(len(words))} nhiệm vụ sau:")
        for text in words:
            yield Bullet(f"{text[0].upper()}{text[1:]}.")

    def _collected(self, kind: PassageKind, nothing: str) -> Iterable[Block]:
        """The passages of a kind by agency; the same words about several tasks or of several agencies stand once."""
        merged: dict[str, list[Passage]] = {}
        for passage in self.found.of(kind):
            if not passage.is_left_out:
                merged.setdefault(one_line(passage.text).rstrip("."), []).append(passage)
        by_agencies: dict[tuple[str, ...], list[list[Passage]]] = {}
        for same in merged.values():
            names = tuple(sorted({name for passage in same for name in agencies_of(passage)}, key=self._place_of))
            by_agencies.setdefault(names, []).append(same)
        if not by_agencies:
            yield Paragraph(nothing)
        ordered = sorted(by_agencies.items(), key=lambda pair: [self._place_of(name) for name in pair[0]])
        for names, groups in ordered:
            if len(groups) == 1:
                same = groups[0]
                yield from self._named(names, self._about(same), self._marks(same))
                continue
            yield Bullet(f"{prose.listed(names)}:")
            for same in groups:
                lines = self._about(same)
                marks = self._marks(same)
                for index, (_, line) in enumerate(lines):
                    yield Bullet(line, marks if index == len(lines) - 1 else (), level=2)

    def _marks(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """The marks of the reports some passages rest on; one mark for the whole set when they are many."""
        return self._as_set(self.found.marks(passages))

    def _marks_of_versions(self, keys: Iterable[int]) -> tuple[str, ...]:
        """The marks of some sendings, as `_marks`."""
        return self._as_set(tuple(str(number) for number in sorted(self.found.numbers[key] for key in keys)))

    def _as_set(self, marks: tuple[str, ...]) -> tuple[str, ...]:
        if len(marks) <= _MOST_MARKS:
            return marks
        mark = self.sets.setdefault(marks, str(len(self.found.versions) + len(self.sets) + 1))
        return (mark,)

    def _place_of(self, short_name: str) -> int:
        """Where an agency stands among those that report."""
        return self.places.get(short_name, len(self.places))

    def _about(self, same: list[Passage]) -> list[tuple[bool, str]]:
        """The lines of passages with the same words, the tasks they are about named at the end of the last."""
        lines = prose.items(same[0].text)
        codes = prose.once(passage.task.code for passage in same if passage.task is not None)
        about = (
            f"nhiệm vụ {prose.listed(codes)}" if len(codes) <= _MOST_TASKS else f"{prose.counted(len(codes))} nhiệm vụ"
        )
        if codes and lines:
            is_item, last = lines[-1]
            ending = last[-1] if last[-1] in ".;:" else ""
            lines[-1] = (is_item, f"{last.rstrip('.;:')} ({about}){ending or '.'}")
        return lines
